"""How much the readers of texts take on. What is larger is refused whole, so that the time of reading is bounded."""

from scrapers.errors import ReadingError

MAX_CHARACTERS = 2_000_000
MAX_NOTICE = 200_000
MAX_NESTING = 64
MAX_WORK = 300_000
"""Tags times nesting; the conditions of a topic have about three thousand."""


class ParseError(ReadingError):
    """A text is too large or too deeply nested to be read in bounded time. Nothing else makes a reader give up."""


def refuse_long(text: str, most: int) -> None:
    """Refuse a text of more than so many characters.

    Raises:
        ParseError: it is longer.
    """
    if len(text) > most:
        raise ParseError(f"the text has {len(text)} characters, at most {most} are read")
