"""The value of a declared fact as a text of an address, and back: each text is one value, and each value one text.

``yes`` and ``no``, numbers, lists that begin with a comma; any other text is itself. A text that would be read as one
of those has an apostrophe before it.
"""

import math
import re
from typing import Final
from urllib.parse import unquote

from rules.facts import FactValue

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,40})(\.\d{1,40})?(e[+-]\d{1,3})?")
_MARK: Final = "'"

Single = bool | int | float | str


def write_value(value: FactValue) -> str:
    """The text of a value; nobody writes down what is not known."""
    match value:
        case None:
            raise ValueError("what is not known is left out")
        case list():
            return "".join(f",{_escaped(_write(one), ',')}" for one in value) or ","
        case _:
            return _write(value)


def read_value(text: str) -> FactValue:
    """The value of a text."""
    if text.startswith(","):
        return [_read(unquote(one)) for one in text.split(",")[1:] if one]
    return _read(text)


def _write(value: Single) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return repr(value)
        case str():
            return f"{_MARK}{value}" if _looks_otherwise(value) else value


def _looks_otherwise(text: str) -> bool:
    return not text or text.startswith((",", _MARK)) or not isinstance(_read(text), str)


def _read(text: str) -> Single:
    if text in ("yes", "no"):
        return text == "yes"
    if text.startswith(_MARK):
        return text.removeprefix(_MARK)
    if _NUMBER.fullmatch(text):
        number = float(text)
        if "." in text or "e" in text:
            return number if math.isfinite(number) else text
        return int(text)
    return text


def _escaped(text: str, *signs: str) -> str:
    for sign in ("%", *signs):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
