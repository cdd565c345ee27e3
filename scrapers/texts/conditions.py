"""The conditions of a topic as records: numbered sections, their blocks, footnotes beside their sentence."""

from collections import deque
from collections.abc import Sequence
from itertools import accumulate

from scrapers.records import Record
from scrapers.texts.footnotes import Footnote, Span, spans, without
from scrapers.texts.headings import ELIGIBILITY_KINDS, SectionKind


class Block(Record):
    """A paragraph, list or table; several of them where a footnote goes across their borders.

    ``html`` is sanitised and holds the footnotes where the source has them; None where the source is plain text.
    ``text`` is without them: one line a paragraph, item or row.
    """

    html: str | None
    text: str
    footnotes: tuple[Footnote, ...] = ()


class Section(Record):
    """A section: ``number`` and ``heading`` as the source writes them, None where it does not.

    A section without blocks is a heading without text: the topic says nothing under it, which is not "no conditions".
    """

    kind: SectionKind
    number: str | None
    heading: str | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All blocks without their footnotes."""
        return "\n".join(block.text for block in self.blocks)


class Conditions(Record):
    """Each word of the source stands in exactly one place: title, heading, block, footnote, or ``unparsed``.

    ``unparsed`` is what stands under no heading; everything, where no section was recognised.
    """

    title: str | None
    sections: tuple[Section, ...]
    unparsed: tuple[Block, ...]

    def of(self, *kinds: SectionKind) -> tuple[Section, ...]:
        """The sections of these kinds, in the source's order."""
        return tuple(section for section in self.sections if section.kind in kinds)

    @property
    def states_eligibility(self) -> bool:
        """Whether a text stands under a heading about who may take part; it may only point to another document."""
        return any(section.blocks for section in self.of(*ELIGIBILITY_KINDS))


class Piece(Record):
    """A paragraph, list or table before its footnotes are told apart."""

    html: str | None
    text: str


def blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The pieces of one section with their footnotes beside them; pieces that a footnote goes across are one block."""
    ends = [end - 1 for end in accumulate(len(piece.text) + 1 for piece in pieces)]
    whole = "\n".join(piece.text for piece in pieces)
    waiting = deque(spans(whole, ends))
    made: list[Block] = []
    begin = first = reached = 0
    own: list[Span] = []
    for number, end in enumerate(ends):
        while waiting and waiting[0].start < end:
            own.append(waiting.popleft())
            reached = own[-1].end
        if reached > end:
            continue
        text, footnotes = without(whole, own, begin, end)
        made.append(Block(html=_html(pieces[first : number + 1]), text=text, footnotes=footnotes))
        begin, first, own = end + 1, number + 1, []
    return tuple(made)


def _html(pieces: Sequence[Piece]) -> str | None:
    written = [piece.html for piece in pieces if piece.html is not None]
    return "".join(written) if written else None
