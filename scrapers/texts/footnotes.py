"""Footnotes, which the portal writes into the sentence they belong to: ``…suppliers.[[The guarantees shall…]]``.

A footnote may hold footnotes, go on in the next paragraphs, and lack a bracket. None of its words is lost either way.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrapers.records import Record

_BRACKETS = re.compile(r"\[\[|\]{2,}")


class Footnote(Record):
    """A note and where in the text around it it stands: ``text[:at]`` comes before it.

    ``closed`` is false where the closing brackets are missing; then it ends where its paragraph ends.
    Footnotes inside it are left in ``text``, in their brackets.
    """

    text: str
    at: int
    closed: bool


class Span(NamedTuple):
    """Where a footnote stands: from ``start`` to ``end``, without its brackets from ``first`` to ``last``."""

    start: int
    first: int
    last: int
    end: int

    @property
    def closed(self) -> bool:
        """Whether it has closing brackets."""
        return self.last < self.end


def spans(text: str, ends: Sequence[int]) -> Iterator[Span]:
    """The outermost footnotes of a text whose paragraphs end at ``ends`` (ascending; the last is the text's end).

    Closing brackets that close nothing are text.
    """
    partners, closings = _pairs(text)
    position = 0
    for start, partner in partners:
        if start < position:
            continue
        if partner is None:
            paragraph = ends[bisect_left(ends, start + 2)]
            following = bisect_left(closings, start + 2)
            near = following < len(closings) and closings[following] + 2 <= paragraph
            span = _span(start, closings[following]) if near else Span(start, start + 2, paragraph, paragraph)
        else:
            span = _span(start, partner)
        position = span.end
        yield span


def without(text: str, found: Sequence[Span], begin: int, end: int) -> tuple[str, tuple[Footnote, ...]]:
    """The text from ``begin`` to ``end`` without the footnotes that were found in it, and these."""
    kept = _Kept()
    notes, position = [], begin
    for span in found:
        kept.add(text[position : span.start])
        notes.append((text[span.first : span.last].strip(), kept.length, span.closed))
        position = span.end
    kept.add(text[position:end])
    whole = kept.text.rstrip()
    return whole, tuple(Footnote(text=note, at=min(at, len(whole)), closed=closed) for note, at, closed in notes)


class _Kept:
    """What is left when footnotes are cut out, without double blanks and without gluing two words together."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0
        self._last = " "

    def add(self, piece: str) -> None:
        if self._last.isspace():
            piece = piece.lstrip()
        if not piece:
            return
        if _is_of_word(self._last) and _is_of_word(piece[0]):
            piece = f" {piece}"
        self._pieces.append(piece)
        self.length += len(piece)
        self._last = piece[-1]

    @property
    def text(self) -> str:
        return "".join(self._pieces)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _span(start: int, closing: int) -> Span:
    return Span(start, start + 2, closing, closing + 2)


def _pairs(text: str) -> tuple[list[tuple[int, int | None]], list[int]]:
    """Each opening with its closing, in order, and all closings."""
    partners: dict[int, int | None] = {}
    opened: list[int] = []
    closings: list[int] = []
    for at, opening in _tokens(text):
        if opening:
            partners[at] = None
            opened.append(at)
            continue
        closings.append(at)
        if opened:
            partners[opened.pop()] = at
    return list(partners.items()), closings


def _tokens(text: str) -> Iterator[tuple[int, bool]]:
    """Opening and closing brackets. Of ``]]]`` the first is the end of a bracket inside the note."""
    for found in _BRACKETS.finditer(text):
        if found[0] == "[[":
            yield found.start(), True
        else:
            yield from ((at, False) for at in range(found.start() + len(found[0]) % 2, found.end(), 2))
