"""Text as it may stand in a cell or a document: no formula, and nothing that XML or a spreadsheet cannot hold.

A text that a spreadsheet would take for a formula is left as it is in a workbook, where a cell says that it holds text,
and is written with an apostrophe before it in CSV, where nothing else can say so. Texts that begin with apostrophes
before such a sign get one more in both, so that taking one off gives every text back.
"""

import re

LONGEST = 32_767
"""Characters in a cell of a workbook, as UTF-16 counts them."""

CUT = " […]"

_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]")
"""What programs take for the beginning of a formula, behind blanks and in full width as well (OWASP, CSV injection)."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters, and what XML 1.0 does not allow."""


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text, or what stands behind its apostrophes, for a formula."""
    return _FORMULA.match(text.lstrip("'")) is not None


def legible(text: str) -> str:
    """The text with a sign (U+FFFD) for each character that no document can hold, and one kind of line end."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def for_csv(text: str) -> str:
    """The text as a field of CSV: marked as text where it could be taken for a formula."""
    shown = legible(text)
    return f"'{shown}" if looks_like_formula(shown) else shown


def for_workbook(text: str) -> str:
    """The text as a string cell, cut where it is longer than a cell can be."""
    shown = legible(text)
    marked = f"'{shown}" if shown.startswith("'") and looks_like_formula(shown) else shown
    return marked if _units(marked) <= LONGEST else _cut(marked)


def unmarked(text: str) -> str:
    """The text without the apostrophe that marks it as one."""
    return text[1:] if text.startswith("'") and looks_like_formula(text) else text


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore")
    return kept + CUT
