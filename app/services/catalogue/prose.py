"""Captured texts, made readable: HTML that is safe to show, and plain text."""

from functools import lru_cache

from app.services.catalogue.schemas import Public
from scrapers.texts import ParseError, plain_text, sanitised

KEPT = 256
"""Texts in memory, each some ten kilobytes."""


class Prose(Public):
    """A text as HTML that is safe to show, and as plain text; ``unreadable`` says why neither is there."""

    html: str | None
    text: str | None
    unreadable: str | None = None


def prose(html: str | None) -> Prose | None:
    """A captured text made readable; without a text, nothing."""
    return None if html is None else readable(html)


@lru_cache(maxsize=KEPT)
def readable(html: str) -> Prose:
    """A captured text made readable, or the reason why it is not."""
    try:
        return Prose(html=sanitised(html), text=plain_text(html))
    except ParseError as error:
        return Prose(html=None, text=None, unreadable=str(error))
