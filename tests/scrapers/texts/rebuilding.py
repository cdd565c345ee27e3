"""Putting conditions together again, to see that no word of the source went missing or came twice."""

import re
from collections import Counter
from collections.abc import Iterator

from scrapers.texts import Block, Conditions


def words(text: str) -> Counter[str]:
    """How often each word occurs; a footnote's brackets divide words."""
    return Counter(re.findall(r"\w+", text))


def characters(text: str) -> Counter[str]:
    """How often each character occurs, blanks and the brackets of footnotes aside."""
    return Counter(character for character in text if not (character.isspace() or character in "[]"))


def unspaced(text: str) -> str:
    """The text without any blank."""
    return "".join(text.split())


def rebuilt(conditions: Conditions) -> str:
    """All of it in order, each footnote where it stood."""
    return "\n".join(_lines(conditions))


def texts(conditions: Conditions) -> str:
    """All of it, the footnotes after their block."""
    return "\n".join(
        [
            conditions.title or "",
            *(section.heading or "" for section in conditions.sections),
            *(text for block in blocks(conditions) for text in (block.text, *(note.text for note in block.footnotes))),
        ]
    )


def blocks(conditions: Conditions) -> Iterator[Block]:
    """Every block."""
    yield from conditions.unparsed
    for section in conditions.sections:
        yield from section.blocks


def _lines(conditions: Conditions) -> Iterator[str]:
    yield conditions.title or ""
    yield from map(_with_footnotes, conditions.unparsed)
    for section in conditions.sections:
        yield section.heading or ""
        yield from map(_with_footnotes, section.blocks)


def _with_footnotes(block: Block) -> str:
    pieces, position = [], 0
    for note in block.footnotes:
        pieces += [block.text[position : note.at], "[[", note.text, "]]" if note.closed else ""]
        position = note.at
    return "".join([*pieces, block.text[position:]])
