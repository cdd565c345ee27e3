"""The addresses that a text of the portal links to."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from scrapers.errors import ReadingError
from scrapers.portal.fields import WEB
from scrapers.records import Link


def linked_from(html: str | None) -> tuple[Link, ...]:
    """Web addresses in a text, each once, in the order they come; one without words goes by its address.

    Raises:
        ReadingError: the text is no HTML that a parser takes.
    """
    found: dict[str, Link] = {}
    for link in _links(html or ""):
        found.setdefault(link.url, link)
    return tuple(found.values())


def _links(html: str) -> Iterator[Link]:
    try:
        soup = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("a"))
    except (AssertionError, ValueError) as error:
        raise ReadingError(f"the text is no HTML that can be read: {error}") from error
    for anchor in soup.find_all("a"):
        address = anchor.get("href")
        if isinstance(address, str) and (url := address.strip()).startswith(WEB):
            yield Link(title=" ".join(anchor.get_text(" ").split()) or url, url=url)
