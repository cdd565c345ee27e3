"""Reads the examples of a Markdown page and compares what was printed with what came.

An example is a fence tagged ``console``: a line that starts with ``$ `` is a command, which goes on after a backslash
at the end of a line and while a quotation is open; what follows is the answer. In an answer ``…`` stands for what was
left out: any text inside a line or a string, any number of lines when it stands alone; in JSON any further fields as a
key, any number of items as an item of a list, any value as a value.
"""

import json
import re
import shlex
from dataclasses import dataclass, field
from typing import Any

REST = "…"
FENCE = re.compile(r"(?ms)^```console\n(.*?)^```$")


@dataclass(frozen=True)
class Example:
    """One command and the answer that the page promises; an empty answer promises nothing but success."""

    command: str
    answer: str


@dataclass
class Request:
    """What a curl command asks for."""

    method: str = "GET"
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    content: str | None = None


def examples(page: str) -> list[Example]:
    """All examples of a page, in order."""
    return [example for fence in FENCE.findall(page) for example in _of_fence(fence)]


def _of_fence(fence: str) -> list[Example]:
    before, *parts = re.split(r"(?m)^\$ ", fence)
    if before.strip():
        raise ValueError(f"a console example starts with a command, not with {before!r}")
    return [_example(part) for part in parts]


def _example(part: str) -> Example:
    lines = part.splitlines()
    length = next(number for number in range(1, len(lines) + 1) if _is_whole("\n".join(lines[:number])))
    return Example("\n".join(lines[:length]), "\n".join(lines[length:]).strip())


def _is_whole(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:  # no closing quotation yet, or an escape without a character
        return False
    return not command.endswith("\\")


def request(command: str) -> Request:
    """Read a curl command; an option that is not known here is an error, so that nothing of it is dropped."""
    words = iter(shlex.split(command)[1:])
    asked = Request()
    for word in words:
        match word:
            case "-s" | "--silent":
                pass
            case "-X" | "--request":
                asked.method = next(words)
            case "-H" | "--header":
                name, value = next(words).split(":", 1)
                asked.headers[name] = value.strip()
            case "--json":
                asked.method, asked.content = "POST", next(words)
                asked.headers |= {"Content-Type": "application/json", "Accept": "application/json"}
            case url if url.startswith("http"):
                asked.url = url
            case _:
                raise ValueError(f"curl option {word} is not understood by the tests of the examples")
    return asked


def difference(shown: str, came: str) -> str | None:
    """The first place where an answer is not what was shown, in words; None when it agrees."""
    if not shown:
        return None
    if shown[0] in "{[":
        return json_difference(json.loads(shown), json.loads(came))
    return None if _text_pattern(shown).fullmatch(came.strip()) else f"shown:\n{shown}\ncame:\n{came}"


def _text_pattern(shown: str) -> re.Pattern[str]:
    lines = [
        r"(?:.*\n)*?" if line.strip() == REST else re.escape(line).replace(REST, ".*") + r"\n?"
        for line in shown.splitlines()
    ]
    return re.compile("".join(lines))


def json_difference(shown: Any, came: Any, place: str = "") -> str | None:
    """As `difference`, for values of JSON."""
    match shown, came:
        case str(), _ if shown == REST:
            return None
        case dict(), dict():
            return _object_difference(shown, came, place)
        case list(), list():
            return _list_difference(shown, came, place)
        case str(), str() if REST in shown:
            agrees = re.fullmatch(re.escape(shown).replace(REST, "(?s:.*)"), came)
            return None if agrees else f"{place}: shown {shown!r}, came {came!r}"
        case _:
            return None if shown == came and type(shown) is type(came) else f"{place}: shown {shown!r}, came {came!r}"


def _object_difference(shown: dict[str, Any], came: dict[str, Any], place: str) -> str | None:
    named = {key: value for key, value in shown.items() if key != REST}
    if missing := named.keys() - came.keys():
        return f"{place}: shown, but not there: {sorted(missing)}"
    if REST not in shown and (more := came.keys() - named.keys()):
        return f"{place}: there, but not shown: {sorted(more)}"
    parts = (json_difference(value, came[key], f"{place}/{key}") for key, value in named.items())
    return next(filter(None, parts), None)


def _list_difference(shown: list[Any], came: list[Any], place: str) -> str | None:
    if REST in shown:
        return None if _follow(shown, came) else f"{place}: the items shown do not follow each other in what came"
    if len(shown) != len(came):
        return f"{place}: {len(shown)} items shown, {len(came)} came"
    parts = (json_difference(value, came[index], f"{place}/{index}") for index, value in enumerate(shown))
    return next(filter(None, parts), None)


def _follow(shown: list[Any], came: list[Any]) -> bool:
    match shown:
        case []:
            return not came
        case [first, *rest] if first == REST:
            return any(_follow(rest, came[start:]) for start in range(len(came) + 1))
        case [first, *rest]:
            return bool(came) and json_difference(first, came[0]) is None and _follow(rest, came[1:])
        case _:
            raise TypeError(shown)
