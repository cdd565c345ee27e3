"""Read the captures of a run. Pure: the same captures give the same reading, today and in ten years."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scrapers.captures import Capture
from scrapers.errors import ReadingError
from scrapers.portal.envelope import open_envelope
from scrapers.portal.rows import Row, newest, why_ignored
from scrapers.portal.tables import source
from scrapers.portal.topics import TopicRead, read_topic
from scrapers.reading import Ignored, Reading, Remark


def parse(captures: Iterable[Capture]) -> Reading:
    """The topics in the answers of one run, and all that is not among them.

    Raises:
        ReadingError: a capture is no search answer at all.
    """
    return _Reader().read(captures)


class _Reader:
    def __init__(self) -> None:
        self._reads: dict[str, TopicRead] = {}
        self._captured: dict[str, str] = {}
        self._quarantined: list[Remark] = []
        self._ignored: Counter[Ignored] = Counter()
        self._unknown: Counter[str] = Counter()

    def read(self, captures: Iterable[Capture]) -> Reading:
        pages = [capture for capture in captures if "query" in capture.request.get("parts", {})]
        rows = self._distinct(row for page in pages for row in _rows(page))
        for candidates in self._by_topic(rows).values():
            row = newest(candidates)
            self._ignored[Ignored.DUPLICATE] += len(candidates) - 1
            self._read_row(row)
        reads = [self._reads[key] for key in sorted(self._reads)]
        return Reading(
            topics=tuple(each.topic for each in reads),
            quarantined=tuple(self._quarantined),
            remarks=tuple(Remark(reference=each.topic.reference, reason=why) for each in reads for why in each.remarks),
            ignored=+self._ignored,
            unknown_fields=dict(sorted(self._unknown.items())),
            expected=_expected(pages),
            rows=len(rows),
            captured=dict(sorted(self._captured.items())),
        )

    def _distinct(self, rows: Iterable[Row]) -> Sequence[Row]:
        """Pages overlap when rows move between them; the row that came last is the newest."""
        found: dict[str, Row] = {}
        for row in rows:
            self._ignored[Ignored.DUPLICATE] += row.reference in found
            found[row.reference] = row
        return tuple(found.values())

    def _by_topic(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        topics: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            try:
                reason = why_ignored(row)
                if reason is None:
                    topics[row.fields.one("identifier").casefold()].append(row)
                else:
                    self._ignored[reason] += 1
            except ReadingError as error:
                self._quarantine(row, error)
        return topics

    def _read_row(self, row: Row) -> None:
        try:
            read = read_topic(row.reference, row.fields)
        except ReadingError as error:
            self._quarantine(row, error)
            return
        self._reads[read.topic.identifier.casefold()] = read
        self._captured[read.topic.identifier] = row.capture.sha256
        known = {"reference", "url", "language", "metadata"} | source().out_of_scope.result
        self._unknown.update(read.unknown_fields | (row.result.keys() - known))

    def _quarantine(self, row: Row, error: ReadingError) -> None:
        self._quarantined.append(Remark(reference=row.reference, reason=str(error)))


def _rows(page: Capture) -> Iterator[Row]:
    return (Row(page, number, result) for number, result in enumerate(open_envelope(page.body).results, 1))


def _expected(pages: Iterable[Capture]) -> int:
    """The rows the source said it has, once for each question, by the last answer to it."""
    totals: dict[str, int] = {}
    for page in pages:
        totals[str(page.request["parts"]["query"])] = open_envelope(page.body).total
    return sum(totals.values())
