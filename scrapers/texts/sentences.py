"""Where sentences of the portal's prose begin and end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Where tags were taken out, the next sentence follows without a blank: "…Annexes.A number of…".
_END = re.compile(r"(?<=[.!?;])[\"'”’)\]]*(?:\s+(?=[\"'“‘(\[]?[A-Z0-9])|(?<=[a-z)\]][.!?])(?=[A-Z][a-z]))|\n")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|cf|art|no|nr|p|vs|incl|approx|resp|[A-Z]|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """A sentence and its place in the text: ``text[start:end]``."""

    text: str
    start: int
    end: int


def sentences_in(text: str) -> Iterator[Sentence]:
    """The sentences of a text, without the blanks between them. A line ends a sentence."""
    start = 0
    for border in _END.finditer(text):
        if "\n" in border[0] or _ABBREVIATION.search(text, max(start, border.start() - 8), border.start()) is None:
            yield from _sentence(text, start, border.end())
            start = border.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    written = text[start:end]
    stripped = written.strip()
    if stripped:
        begin = start + len(written) - len(written.lstrip())
        yield Sentence(stripped, begin, begin + len(stripped))
