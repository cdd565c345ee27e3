"""Whether the files of the law and their cases can be read and fit together: every fault at once."""

from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from app.services.catalogue.schemas import Public
from rules import cases, rulebook
from rules.lawfiles import claimed_id, documents
from rules.rulebook import BrokenRulebook

T = TypeVar("T")


class Check(Public):
    """What was read, or every fault with the file or the rule it is in."""

    ok: bool
    ruleset: str | None
    rules: int | None
    cases: int | None
    problems: Sequence[str]


def check(folder: Traversable | None = None) -> Check:
    """Read a folder of law, by default the one that ships with the package, as if for the first time."""
    law = resources.files("rules") / "law" if folder is None else folder
    problems: list[str] = []
    book = _tried(rulebook.read, law, problems)
    written = _tried(cases.read, law, problems)
    problems += _of_no_rule(law)
    return Check(
        ok=not problems,
        ruleset=None if book is None else book.version,
        rules=None if book is None else len(book.rules),
        cases=None if written is None else len(written),
        problems=list(dict.fromkeys(problems)),
    )


def _tried(read: Callable[[Traversable], T], law: Traversable, problems: list[str]) -> T | None:
    try:
        return read(law)
    except BrokenRulebook as error:
        problems += error.problems
        return None


def _of_no_rule(law: Traversable) -> Iterator[str]:
    """Files of cases whose rule no file holds; told also where other faults keep the law from being read."""
    ids = {claimed_id(law, name) for name in documents(law, [], "rules/")}
    for name, file in _mappings(law, "cases/"):
        if file.get("rule") is not None and file["rule"] not in ids:
            yield f"{name}: there is no rule {file['rule']!r}"


def _mappings(law: Traversable, within: str) -> Iterator[tuple[str, dict[str, Any]]]:
    files = documents(law, [], within)
    return ((name, file) for name, file in files.items() if isinstance(file, dict))
