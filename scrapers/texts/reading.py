"""The readers that need a parser. It is loaded with the first text that somebody reads: that takes a while."""

from scrapers.texts.conditions import Conditions


def plain_text(html: str) -> str:
    """What a reader of the page sees, one line a block. Blanks are single, the no-break ones too.

    Raises:
        ParseError: too large or too deeply nested.
    """
    from scrapers.texts import plain

    return plain.plain_text(html)


def sections(html: str) -> Conditions:
    """The sections of the conditions of a topic in English.

    Raises:
        ParseError: too large or too deeply nested.
    """
    from scrapers.texts import dividing

    return dividing.sections(html)


def sections_of_text(text: str) -> Conditions:
    """The same out of plain text, in which headings may run into the paragraph below them.

    Raises:
        ParseError: too large.
    """
    from scrapers.texts import dividing

    return dividing.sections_of_text(text)
