"""How many rows the source said it has, how many came, and what its facets make of them."""

from collections.abc import Mapping, Sequence

from scrapers.captures import Capture
from scrapers.portal.envelope import Envelope, open_envelope
from scrapers.portal.facets import Counts, Tally, open_facets, remarkable
from scrapers.portal.kept import asked_for, step_of
from scrapers.portal.listings import Step
from scrapers.reading import Asked, Came, Remark

Page = tuple[Capture, Envelope]


class Counted:
    """The counts of one run. A list that was split counts by its whole, not by its parts."""

    def __init__(self, pages: Sequence[Page], captures: Sequence[Capture]) -> None:
        self._tallies = {asked: Tally() for asked in Asked}
        self._totals: dict[Asked, dict[str, int]] = {asked: {} for asked in Asked}
        self._facets: dict[Asked, Counts] = {}
        self._rests: dict[Asked, tuple[int, int]] = {}
        for capture, page in pages:
            self._count(capture, page)
        for capture in captures:
            if step_of(capture) is Step.FACET:
                self._facets[asked_for(capture)] = open_facets(capture.body)
            elif step_of(capture) is Step.REST:
                self._count_rest(asked_for(capture), open_envelope(capture.body))

    @property
    def came(self) -> Mapping[Asked, Came]:
        """Rows by what was asked for; the source's own number is that of its last answer."""
        return {
            asked: Came(expected=sum(self._totals[asked].values()), rows=len(tally))
            for asked, tally in self._tallies.items()
        }

    def remarks(self) -> list[Remark]:
        """Where the facets and the rows do not agree, more than is to be expected; and what was not looked at."""
        return self._left_out() + [
            Remark(reference=f"facet {each.field}", reason=str(each), asked=asked)
            for asked, counts in self._facets.items()
            for each in remarkable(counts, self._tallies[asked].counts())
        ]

    def _count_rest(self, asked: Asked, page: Envelope) -> None:
        _, rows = self._rests.get(asked, (0, 0))
        self._rests[asked] = (page.total, rows + len(page.results))

    def _left_out(self) -> list[Remark]:
        return [
            Remark(
                reference="status",
                reason=f"{total} rows have none of the statuses asked for, {rows} of them were read",
                asked=asked,
            )
            for asked, (total, rows) in self._rests.items()
            if rows < total
        ]

    def _count(self, capture: Capture, page: Envelope) -> None:
        asked = asked_for(capture)
        self._tallies[asked].add(page.results)
        if step_of(capture) is Step.LIST:
            self._totals[asked][str(capture.request["parts"]["query"])] = page.total
