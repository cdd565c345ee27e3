"""What may stand in a cell of the data sheet: shown as people write it, read back strictly, and empty is unknown.

What ``show`` writes, ``read`` takes; beside that it takes what somebody would write who means the same. Nothing is
guessed: what could mean two things is refused with the reason.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from app.exports import words
from rules.codes import COMMISSION_CODES, ISO_COUNTRIES

Shown = str | int | float | None
"""The value of a cell."""

NONE: Final = "none"
"""How a list says that it is complete and empty."""

SEPARATOR: Final = "; "

_NOT_KNOWN: Final = frozenset({"", "?", "unknown", words.NOT_KNOWN})


class WrongEntry(ValueError):
    """What stands in a cell is nothing that could stand there; the message says why."""


@dataclass(frozen=True)
class Entry:
    """Text as it is: the base of the others. ``choices`` are offered in the cell; ``is_closed``: nothing else goes."""

    choices: Sequence[str] = ()
    is_closed: bool = False

    def show(self, value: Any) -> Shown:
        """The cell of a fact that is known."""
        return str(value)

    def read(self, cell: object) -> Any:
        """The fact that a cell states, as JSON has it; ``None`` is unknown.

        Raises:
            WrongEntry: it states nothing that could stand there.
        """
        text = _text(cell)
        return text or None


@dataclass(frozen=True)
class YesOrNo(Entry):
    """A fact with three values."""

    choices: Sequence[str] = ("yes", "no")
    is_closed: bool = True

    def show(self, value: Any) -> Shown:
        """In a word: a bare truth value would be shown in the language of the program."""
        return "yes" if value else "no"

    def read(self, cell: object) -> bool | None:
        """Words and truth values; never a number."""
        if isinstance(cell, bool):
            return cell
        text = _text(cell).casefold()
        if text in _NOT_KNOWN:
            return None
        answer = {"yes": True, "true": True, "no": False, "false": False}.get(text)
        if answer is None:
            raise WrongEntry("write yes or no, and leave the cell empty where nobody knows")
        return answer


@dataclass(frozen=True)
class Number(Entry):
    """A number; in euro with at most two decimals and not negative."""

    euro: bool = False

    def show(self, value: Any) -> Shown:
        """A number stays one."""
        return value if isinstance(value, int | float) else float(Decimal(str(value)))

    def read(self, cell: object) -> int | float | None:
        """Numbers, and plain digits; 1.200 and 1,200 mean different sums to different people."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            number: int | float = cell
        else:
            text = _text(cell)
            if text.casefold() in _NOT_KNOWN:
                return None
            number = _digits(text)
        if not math.isfinite(number):
            raise WrongEntry("this is no number that could be meant")
        number = round(number, 2) if self.euro and abs(number - round(number, 2)) < 1e-6 else number
        return int(number) if float(number).is_integer() else number


@dataclass(frozen=True)
class OneOf(Entry):
    """One code of a closed list; ``codes`` by the words that are offered for them."""

    codes: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = True

    @classmethod
    def of(cls, codes: Sequence[str]) -> "OneOf":
        """Codes that are their own words."""
        by_words = {words.in_words(code): code for code in codes}
        return cls(choices=tuple(by_words), codes=by_words)

    def show(self, value: Any) -> Shown:
        """In words."""
        return words.in_words(str(value))

    def read(self, cell: object) -> str | None:
        """The words, or the code."""
        text = _text(cell)
        return None if text.casefold() in _NOT_KNOWN else self.code(text)

    def code(self, text: str) -> str:
        """The code that somebody means.

        Raises:
            WrongEntry: there is none.
        """
        found = self._meant.get(_plain(text))
        if found is None:
            raise WrongEntry(f"{text!r} is none of: {', '.join(self.choices)}")
        return found

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        return {_plain(said): code for said, code in self.codes.items()} | {
            _plain(one): one for one in self.codes.values()
        }


@dataclass(frozen=True)
class Country(OneOf):
    """A country, by its code or its English name."""

    @classmethod
    def any(cls) -> "Country":
        """All countries, by name."""
        by_words = {words.country(code): code for code in ISO_COUNTRIES}
        ordered = dict(sorted(by_words.items()))
        return cls(choices=tuple(ordered), codes=ordered, is_closed=False)

    def show(self, value: Any) -> Shown:
        """``France (FR)``."""
        return words.country(str(value))

    def code(self, text: str) -> str:
        """``FR``, ``France`` or ``France (FR)``; ``EL`` and ``UK`` as the institutions write them."""
        in_brackets = re.search(r"\(([A-Za-z]{2})\)$", text)
        code = (in_brackets[1] if in_brackets else text).upper()
        code = COMMISSION_CODES.get(code, code)
        found = code if code in ISO_COUNTRIES else self._names.get(_plain(text))
        if found is None:
            raise WrongEntry(f"{text!r} is no country: write its ISO code (FR) or its English name")
        return found

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {_plain(said.rpartition(" (")[0]): code for said, code in self.codes.items()}


@dataclass(frozen=True)
class SeveralOf(Entry):
    """Several of one sort, with semicolons between them; where ``can_be_none`` the word none says that it is empty."""

    one: Entry = Entry()
    can_be_none: bool = False

    @classmethod
    def of(cls, one: Entry, *, can_be_none: bool = False) -> "SeveralOf":
        """Several of these."""
        none = (NONE,) if can_be_none else ()
        return cls(choices=(*none, *one.choices), one=one, can_be_none=can_be_none)

    def show(self, value: Any) -> Shown:
        """``company; university``."""
        if not value:
            return NONE if self.can_be_none else None
        return SEPARATOR.join(str(self.one.show(one)) for one in value)

    def read(self, cell: object) -> list[Any] | None:
        """Semicolons or line ends between them; commas too where no name could hold one."""
        text = _text(cell)
        if text.casefold() in _NOT_KNOWN:
            return None
        if self.can_be_none and text.casefold() == NONE:
            return []
        between = r"[;,\n]" if isinstance(self.one, OneOf) else r"[;\n]"
        found = [self.one.read(part.strip()) for part in re.split(between, text) if part.strip()]
        return [one for one in dict.fromkeys(found) if one is not None] or None


@dataclass(frozen=True)
class Digits(Entry):
    """A number that is a name: the nine digits of a participant identification code."""

    def read(self, cell: object) -> str | None:
        """As text, and as the number that a spreadsheet makes of it."""
        if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell).is_integer():
            cell = str(int(cell))
        text = _text(cell).replace(" ", "")
        if text.casefold() in _NOT_KNOWN:
            return None
        if not re.fullmatch(r"[0-9]{9}", text):
            raise WrongEntry("a participant identification code (PIC) has nine digits")
        return text


def _text(cell: object) -> str:
    """A cell that should hold text; days and truth values are none."""
    match cell:
        case None:
            return ""
        case bool():
            raise WrongEntry(f"{'TRUE' if cell else 'FALSE'} is no text")
        case str():
            return cell.strip()
        case int() | float():
            return str(int(cell)) if float(cell).is_integer() else str(cell)
        case _:
            raise WrongEntry("this is a day or a time, which no question here asks for")


def _digits(text: str) -> int | float:
    plain = re.sub(r"[\s\u00a0\u202f€]|EUR", "", text)
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]+)?", plain) or re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", plain):
        raise WrongEntry("write a number, without separators between thousands, and a point before decimals")
    return float(plain) if "." in plain else int(plain)


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().casefold())
