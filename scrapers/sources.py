"""The sources that can be read, by name."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrapers import portal
from scrapers.captures import Capture, CaptureStore
from scrapers.portal.tables import source
from scrapers.reading import Expectations, Reading

Fetch = Callable[[portal.Config, CaptureStore, Callable[[portal.Progress], None]], Awaitable[Sequence[Capture]]]

Known = Mapping[str, str]
"""Digests of rows that were read before, by reference."""

Parse = Callable[[Iterable[Capture], Known], Reading]
"""Reads the captures of a run; rows that are known need not be read again."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: how to fetch it, how to read what came, and when a run is too poor to be believed.

    ``fallback`` fetches another way, which states less, for the days on which the usual way fails; what came is read
    by the same ``parse``, and the reading says ``is_fallback``. None where there is no other way.
    """

    name: str
    title: str
    fetch: Fetch
    parse: Parse
    expectations: Expectations
    fallback: Fetch | None = None


PORTAL = Source(
    name=source().name,
    title=source().title,
    fetch=portal.fetch,
    parse=portal.parse,
    expectations=source().expect,
    fallback=portal.fetch_reference_data,
)

SOURCES: Mapping[str, Source] = {PORTAL.name: PORTAL}
