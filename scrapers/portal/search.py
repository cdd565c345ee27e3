"""Ask the search interface for all rows, page by page, and keep each answer before it is read.

The interface answers 200 to a filter it has not understood, and then with everything; and it shows no row beyond its
window. Both look like success, so both are checked for here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import orjson

from scrapers.captures import Capture, CaptureStore, Run
from scrapers.errors import IncompleteError, ReadingError
from scrapers.http import Answer, Client, Request
from scrapers.portal.config import Config
from scrapers.portal.envelope import Envelope, open_envelope
from scrapers.portal.tables import source


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows that have come, and rows there are (0 while that is not known)."""

    rows: int
    expected: int


async def fetch(
    config: Config, store: CaptureStore, on_progress: Callable[[Progress], None] = lambda _: None
) -> Sequence[Capture]:
    """All rows of the portal that may be topics, as captures.

    Raises:
        FetchError: an answer did not come. What came before is kept, and a run with ``resume`` carries on from it.
        IncompleteError: what came shows that not everything would come.
    """
    run = store.resume(source().name) if config.resume else store.begin(source().name)
    async with Client(
        origins=config.origins,
        requests_per_second=config.requests_per_second,
        limits=config.limits,
        contact=config.contact,
    ) as client:
        try:
            await _Pass(config, run, client, on_progress).walk()
        except IncompleteError:
            run.abandon()
            raise
    return run.finish()


class _Pass:
    """One pass over the source, status by status."""

    def __init__(self, config: Config, run: Run, client: Client, on_progress: Callable[[Progress], None]) -> None:
        self._config = config
        self._run = run
        self._client = client
        self._on_progress = on_progress
        self._expected = 0
        self._seen: set[str] = set()

    async def walk(self) -> None:
        in_index = (await self._ask({}, page=1, page_size=1)).total
        first = {status: await self._page(status, "ASC", 1) for status in source().search.statuses}
        totals = {status: page.total for status, page in first.items()}
        _check_filter(in_index, totals)
        _check_window(totals)
        self._expected = sum(totals.values())
        for status, page in first.items():
            await self._walk_status(status, page)

    async def _walk_status(self, status: str, first: Envelope) -> None:
        """Twice at most, the second time from the other end.

        Rows slip across page borders that an ambiguous order draws, and the window ends before a long list does.
        """
        seen = _references(first) | await self._rest(status, "ASC", first)
        if len(seen) < first.total:
            again = await self._page(status, "DESC", 1)
            await self._rest(status, "DESC", again)

    async def _rest(self, status: str, order: str, page: Envelope) -> set[str]:
        seen: set[str] = set()
        granted = page.page_size or source().search.page_size
        shown = min(page.total, source().search.window)
        for number in range(2, ceil(shown / granted) + 1):
            if len(page.results) < granted:
                break
            page = await self._page(status, order, number)
            seen |= _references(page)
        return seen

    async def _page(self, status: str, order: str, number: int) -> Envelope:
        page = await self._ask(_filter(status, order), page=number, page_size=source().search.page_size)
        self._seen |= _references(page)
        self._on_progress(Progress(len(self._seen), self._expected))
        return page

    async def _ask(self, parts: Mapping[str, Any], *, page: int, page_size: int) -> Envelope:
        search = source().search
        params = {"apiKey": search.index, "text": search.text, "pageSize": str(page_size), "pageNumber": str(page)}
        url = self._config.search_url
        asked = {"method": "POST", "url": url, "params": params, "parts": parts}
        if (kept := self._run.find(asked)) is not None:
            return open_envelope(kept.body)
        files = {name: orjson.dumps(part) for name, part in parts.items()}
        answer = await self._client.send(Request("POST", url, params, files), _unusable)
        return open_envelope(self._run.keep(url=answer.url, request=asked, body=answer.body).body)


def _filter(status: str, order: str) -> dict[str, Any]:
    """The parts of a search; each must be sent as a file, as a plain field it is an error, elsewhere it is ignored."""
    search = source().search
    return {
        "query": {"bool": {"must": [{"terms": {"type": list(search.types)}}, {"terms": {"status": [status]}}]}},
        "languages": [search.language],
        "sort": {"field": search.sort, "order": order},
    }


def _check_filter(in_index: int, totals: Mapping[str, int]) -> None:
    """A record has one status, so not each of them can be that of all records: then the filter was not heard.

    One filtered number alone proves nothing: a small source may hold only what is asked for.
    """
    if in_index and min(totals.values()) >= in_index * source().expect.share_of_expected_rows:
        raise IncompleteError(
            f"{source().name}: the filter was ignored: each status has as many rows as the index, {in_index}"
        )


def _check_window(totals: Mapping[str, int]) -> None:
    """A list is read from both ends, so twice the window can be seen of it."""
    within_reach = 2 * source().search.window
    for status, total in totals.items():
        if total > within_reach:
            raise IncompleteError(
                f"{source().name}: {total} rows have the status {source().statuses[status]}, "
                f"the interface shows no more than {within_reach} of them"
            )


def _references(page: Envelope) -> set[str]:
    return {str(result.get("reference")) for result in page.results}


def _unusable(answer: Answer) -> str | None:
    try:
        open_envelope(answer.body)
    except ReadingError as error:
        return str(error)
    return None
