"""Split a list that is longer than the interface shows into parts that it shows.

By programme first, then by opening day. A part that cannot be split any more is read from both ends, so twice the
window can be seen of it; one that is longer still is refused, for nobody could tell what is missing.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

from scrapers.errors import IncompleteError
from scrapers.portal.asking import Asker
from scrapers.portal.envelope import Envelope
from scrapers.portal.listings import Listing, Pass, days, terms
from scrapers.portal.tables import source

PROGRAMME = "frameworkProgramme"
OPENING = "startDate"
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)
"""Bounds of the search for days at which to split. What lies beyond is in the first part, or the last."""

Part = tuple[Listing, Envelope]
"""A list and its first page."""


class Partition:
    """Splits lists of one kind. ``programmes`` are the codes that its facet counts."""

    def __init__(self, asker: Asker, programmes: Sequence[str]) -> None:
        self._asker = asker
        self._programmes = programmes

    async def parts(self, listing: Listing) -> AsyncIterator[Part]:
        """The list itself where it is shown as a whole, otherwise lists that together hold the same rows.

        Raises:
            IncompleteError: the parts do not add up, or one of them is too long and cannot be split.
        """
        first = await self._first(listing)
        if first.total <= source().search.window:
            yield listing, first
            return
        for part, page in await self._split(first.total, self._by_programme(listing)):
            if page.total <= source().search.window:
                yield part, page
            else:
                async for each in self._by_day(part, page):
                    yield each

    def _by_programme(self, listing: Listing) -> Sequence[Listing]:
        if not self._programmes:
            return [listing.only()]
        known = [listing.only(terms(PROGRAMME, [code])) for code in self._programmes]
        return [*known, listing.without(terms(PROGRAMME, self._programmes))]

    async def _by_day(self, listing: Listing, page: Envelope) -> AsyncIterator[Part]:
        dated, undated = listing.only(days(OPENING, EARLIEST)), listing.without(days(OPENING, EARLIEST))
        (_, with_day), without_day = await self._split(page.total, [dated, undated])
        _refuse_longer(*without_day)
        yield without_day
        async for part in self._halved(listing, dated, with_day, EARLIEST, LATEST):
            yield part

    async def _halved(
        self, whole: Listing, listing: Listing, page: Envelope, first: date, before: date
    ) -> AsyncIterator[Part]:
        if page.total <= source().search.window or before - first <= timedelta(days=1):
            _refuse_longer(listing, page)
            yield listing, page
            return
        middle = first + (before - first) // 2
        spans = [(first, middle), (middle, before)]
        halves = [whole.only(days(OPENING, start, end if end < LATEST else None)) for start, end in spans]
        for span, (half, half_page) in zip(spans, await self._split(page.total, halves), strict=True):
            async for part in self._halved(whole, half, half_page, *span):
                yield part

    async def _split(self, total: int, listings: Sequence[Listing]) -> Sequence[Part]:
        """The first pages. Where the parts do not add up to the whole, the filter was not understood."""
        parts = [(listing, await self._first(listing)) for listing in listings]
        together = sum(page.total for _, page in parts)
        share = source().expect.share_of_expected_rows
        if not total * share <= together <= total / share:
            raise IncompleteError(f"{source().name}: a list of {total} rows was split into parts of {together} rows")
        return parts

    async def _first(self, listing: Listing) -> Envelope:
        return await self._asker.page(listing, Pass(1), 1)


def _refuse_longer(listing: Listing, page: Envelope) -> None:
    within_reach = 2 * source().search.window
    if page.total > within_reach:
        raise IncompleteError(
            f"{source().name}: {page.total} rows of {listing.asked.replace('_', ' ')} cannot be told apart by "
            f"programme or opening day, the interface shows no more than {within_reach} of them"
        )
