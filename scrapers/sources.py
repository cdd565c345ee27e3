"""The sources that can be read, by name."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrapers import portal
from scrapers.captures import Capture, CaptureStore
from scrapers.portal.tables import source
from scrapers.reading import Expectations, Reading


@dataclass(frozen=True, slots=True)
class Source:
    """One source: how to fetch it, how to read what came, and when a run is too poor to be believed."""

    name: str
    title: str
    fetch: Callable[[portal.Config, CaptureStore, Callable[[portal.Progress], None]], Awaitable[Sequence[Capture]]]
    parse: Callable[[Iterable[Capture]], Reading]
    expectations: Expectations


PORTAL = Source(
    name=source().name,
    title=source().title,
    fetch=portal.fetch,
    parse=portal.parse,
    expectations=source().expect,
)

SOURCES: Mapping[str, Source] = {PORTAL.name: PORTAL}
