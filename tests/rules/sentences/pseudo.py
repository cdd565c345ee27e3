"""A language in which every message is put in brackets, so that what was not translated stands outside of them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

WORD = re.compile(r"[^\W\d_]{2,}")
CODE = re.compile(r"[A-Z]+")
"""Countries, types of action, programmes: the same in every language."""

INSIDE = re.compile(r"⟦[^⟦⟧]*⟧")
BLANK = re.compile(r"(\{\w*\})")


class Pseudo:
    """Each piece of a message between its blanks is put in brackets; what is filled in has to bring its own."""

    code = "qps"

    def gettext(self, message: str) -> str:
        """The message in brackets."""
        pieces = BLANK.split(message)
        return "".join(piece if BLANK.fullmatch(piece) or not WORD.search(piece) else f"⟦{piece}⟧" for piece in pieces)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form for the number in brackets."""
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - all contexts alike
        """The message in brackets."""
        return self.gettext(message)

    def country(self, code: str) -> str | None:
        """The code in brackets."""
        return f"⟦{code}⟧"

    def number(self, value: Decimal | float) -> str:
        """The number as it is."""
        return str(value)


def left_in_english(text: str, given: frozenset[str]) -> set[str]:
    """The words outside all brackets that are none of the data."""
    rest = INSIDE.sub(" ", text)
    for name in sorted(given, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return {word for word in WORD.findall(rest) if not CODE.fullmatch(word)}


def texts_of(value: Any) -> Iterator[str]:
    """Every text inside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)
