"""Ask for all rows, list by list and page by page.

The interface answers 200 to a filter it has not understood, and then with everything; and it shows no row beyond its
window. Both look like success, so both are checked for here.
"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from scrapers.captures import Capture, CaptureStore
from scrapers.errors import FetchError, IncompleteError
from scrapers.http import Client
from scrapers.portal.asking import Asker
from scrapers.portal.config import Config
from scrapers.portal.details import Lacking
from scrapers.portal.envelope import Envelope
from scrapers.portal.facets import Counts, Tally, too_many
from scrapers.portal.listings import Listing, Order, Pass, by_status, rest, whole
from scrapers.portal.partition import PROGRAMME, Part, Partition
from scrapers.portal.progress import Progress
from scrapers.portal.tables import source
from scrapers.reading import Asked


async def fetch(
    config: Config, store: CaptureStore, on_progress: Callable[[Progress], None] = lambda _: None
) -> Sequence[Capture]:
    """All rows of the portal that we read, as captures, and the files of topics whose rows lack something.

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
            await _Pass(Asker(config, run, client), on_progress).walk()
        except IncompleteError:
            run.abandon()
            raise
    return run.finish()


class _Pass:
    """One pass over the source."""

    def __init__(self, asker: Asker, on_progress: Callable[[Progress], None]) -> None:
        self._asker = asker
        self._on_progress = on_progress
        self._expected = 0
        self._came = {asked: Tally() for asked in source().search.questions}
        self._lacking = Lacking(asker)

    async def walk(self) -> None:
        in_index = await self._asker.index_size()
        counts = {asked: await self._counts(asked) for asked in self._came}
        parts = [part for asked in self._came for part in await self._parts(asked, counts[asked])]
        _check_filter(in_index, [page.total for _, page in parts])
        self._expected = sum(page.total for _, page in parts)
        for listing, page in parts:
            await self._walk(listing, page)
        for asked in self._came:
            await self._walk_rest(asked)
        _check_counts(counts, {asked: tally.counts() for asked, tally in self._came.items()})
        await self._lacking.complete()

    async def _counts(self, asked: Asked) -> Counts:
        """The facets help to check and to split, but nothing is lost without them: then nothing is counted."""
        try:
            return await self._asker.counts(whole(asked))
        except FetchError:
            return {}

    async def _parts(self, asked: Asked, counts: Counts) -> Sequence[Part]:
        partition = Partition(self._asker, sorted(counts.get(PROGRAMME, ())))
        return [part for listing in by_status(asked) async for part in partition.parts(listing)]

    async def _walk(self, listing: Listing, first: Envelope) -> None:
        """From both ends in turn, until all rows came, or two passes brought nothing new.

        Rows slip across page borders that an ambiguous order draws, and the window may end before the list does.
        """
        self._note(listing, first)
        seen = _references(first) | await self._rest(listing, Pass(1), first)
        in_vain = 0
        for number in range(2, source().search.passes + 1):
            if len(seen) >= first.total or in_vain == len(Order):
                return
            page = await self._page(listing, Pass(number), 1)
            before = len(seen)
            seen |= _references(page) | await self._rest(listing, Pass(number), page)
            in_vain = in_vain + 1 if len(seen) == before else 0

    async def _walk_rest(self, asked: Asked) -> None:
        """Rows whose status nobody knows are there all the same: without them their topics would seem to vanish.

        There should be none. Where there are many, something else is wrong; the reader says how many were left out.
        An interface that takes no such question is not asked it.
        """
        listing = rest(asked)
        if listing is None:
            return
        try:
            page = await self._asker.page(listing, Pass(1), 1)
        except FetchError as error:
            if ": status 400:" in str(error):
                return
            raise
        if page.total <= len(self._came[asked]) * source().expect.share_quarantined:
            await self._rest(listing, Pass(1), page)

    async def _rest(self, listing: Listing, turn: Pass, page: Envelope) -> set[str]:
        seen: set[str] = set()
        granted = page.page_size or source().search.page_size
        shown = min(page.total, source().search.window)
        for number in range(2, ceil(shown / granted) + 1):
            if len(page.results) < granted:
                break
            page = await self._page(listing, turn, number)
            seen |= _references(page)
        return seen

    async def _page(self, listing: Listing, turn: Pass, number: int) -> Envelope:
        page = await self._asker.page(listing, turn, number)
        self._note(listing, page)
        return page

    def _note(self, listing: Listing, page: Envelope) -> None:
        if listing.is_rest:
            return
        self._came[listing.asked].add(page.results)
        if listing.asked is Asked.TOPICS:
            self._lacking.note(page.results)
        self._on_progress(Progress(sum(map(len, self._came.values())), self._expected))


def _check_filter(in_index: int, totals: Sequence[int]) -> None:
    """A record has one type and status, so not each list can be as long as the index: then no filter was heard.

    One filtered number alone proves nothing: a small source may hold only what is asked for.
    """
    if in_index and min(totals) >= in_index * source().expect.share_of_expected_rows:
        raise IncompleteError(f"{source().name}: the filter was ignored: each list is as long as the index, {in_index}")


def _check_counts(counted: Mapping[Asked, Counts], came: Mapping[Asked, Counts]) -> None:
    for asked, counts in counted.items():
        if (difference := too_many(counts, came[asked])) is not None:
            raise IncompleteError(f"{source().name}: {asked.replace('_', ' ')}: {difference}")


def _references(page: Envelope) -> set[str]:
    return {str(result.get("reference")) for result in page.results}
