"""The numbered sections of a topic's conditions, out of HTML or out of text of which the tags are gone.

The template is ``<h4>1. …</h4><div>…</div>`` in a ``div`` of its own for each section, all of them in one more, then
"specific conditions" with or without a heading, then documents. Authors break most of it, so that what counts is the
order in which headings and paragraphs come. English only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bs4 import Tag

from scrapers.texts.blocks import Part, parts, piece_of
from scrapers.texts.conditions import Conditions, Piece, Section, blocks
from scrapers.texts.headings import Heading, SectionKind, heading, headings_in, is_title
from scrapers.texts.limits import MAX_CHARACTERS, refuse_long
from scrapers.texts.markup import HEADINGS, tree
from scrapers.texts.plain import single_spaced

_LAST = SectionKind.LEGAL_AND_FINANCIAL
# What is left of the broken opening tag of the template where somebody took the tags out with a pattern.
_LEFT_OF_A_TAG = re.compile(r'\s*">')


def sections(html: str) -> Conditions:
    """The sections of the conditions of a topic in English.

    Raises:
        ParseError: too large or too deeply nested.
    """
    found = tuple(parts(tree(html)))
    collected = _Collector()
    for part in found:
        collected.take(part)
    if collected.found_a_section:
        return collected.conditions()
    return _by_words([piece_of(part) for part in found])


def sections_of_text(text: str) -> Conditions:
    """The same out of plain text, in which headings may run into the paragraph below them.

    Blocks are lines, without HTML; a text in one line has one block a section.

    Raises:
        ParseError: too large.
    """
    refuse_long(text, MAX_CHARACTERS)
    left = _LEFT_OF_A_TAG.match(text)
    return _by_words(_pieces(text[left.end() if left else 0 :].splitlines()))


class _Collector:
    """Parts in their order, each put under the last heading before it."""

    def __init__(self) -> None:
        self._title: str | None = None
        self._sections: list[tuple[SectionKind, str | None, str | None, list[Piece]]] = []
        self._unparsed: list[Piece] = []
        self._wrapper: Tag | None = None
        self._order = (0, "")

    @property
    def found_a_section(self) -> bool:
        return bool(self._sections)

    def take(self, part: Part) -> None:
        begun = self._begun_by(part)
        if begun is not None:
            self._begin(begun, part)
        elif self._is_title(part):
            self._title = part.text
        elif not self._sections:
            self._unparsed.append(piece_of(part))
        else:
            self._leave_the_last(part)
            self._sections[-1][3].append(piece_of(part))

    def conditions(self) -> Conditions:
        made = (
            Section(kind=kind, number=number, heading=written, blocks=blocks(pieces))
            for kind, number, written, pieces in self._sections
        )
        return Conditions(title=self._title, sections=tuple(made), unparsed=blocks(self._unparsed))

    def _is_title(self, part: Part) -> bool:
        return self._title is None and not self._sections and part.name in HEADINGS and is_title(part.text)

    def _begun_by(self, part: Part) -> Heading | None:
        """The heading that the part is. Steps numbered 1 to 3 inside a section do not begin sections."""
        found = heading(part.text, marked=part.name in HEADINGS) if "\n" not in part.text else None
        if found is None or (found.kind is SectionKind.OTHER and found.order <= self._order):
            return None
        if found.number is not None and any(found.kind is kind for kind, *_ in self._sections):
            return None if found.kind is not SectionKind.OTHER else found
        return found

    def _begin(self, begun: Heading, part: Part) -> None:
        self._order = max(self._order, begun.order)
        self._wrapper = _wrapper(part.nodes[0]) if begun.kind is _LAST else None
        self._sections.append((begun.kind, begun.number, part.text, []))

    def _leave_the_last(self, part: Part) -> None:
        """What follows the ``div`` of the last numbered section without a heading are the specific conditions."""
        if self._wrapper is not None and self._wrapper not in part.nodes[0].parents:
            self._wrapper = None
            self._sections.append((SectionKind.SPECIFIC, None, None, []))


def _wrapper(node: object) -> Tag | None:
    """The element around one section: it holds the one heading and something below it."""
    around = node.parent if isinstance(node, Tag) else None
    if around is None or around.name == "body" or len(around.find_all(HEADINGS, recursive=False)) != 1:
        return None
    return around if len(around.find_all(True, recursive=False)) > 1 else None


def _by_words(pieces: Sequence[Piece]) -> Conditions:
    """Sections by the headings in the text; without any, everything is unparsed and keeps its HTML."""
    whole = "\n".join(piece.text for piece in pieces)
    found = headings_in(whole)
    if not found:
        return Conditions(title=None, sections=(), unparsed=blocks(pieces))
    before = single_spaced(whole[: found[0].start])
    title = before if is_title(before) else None
    return Conditions(
        title=title,
        sections=tuple(_cut(whole, found)),
        unparsed=() if title else blocks(_pieces(whole[: found[0].start].splitlines())),
    )


def _cut(text: str, found: Sequence[Heading]) -> Iterator[Section]:
    for begun, end in zip(found, (*(each.start for each in found[1:]), len(text)), strict=True):
        yield Section(
            kind=begun.kind,
            number=begun.number,
            heading=single_spaced(text[begun.start : begun.end]),
            blocks=blocks(_pieces(text[begun.end : end].splitlines())),
        )


def _pieces(lines: Iterable[str]) -> list[Piece]:
    return [Piece(html=None, text=text) for line in lines if (text := single_spaced(line))]
