"""Read the captures of a run. Pure: the same captures give the same reading, today and in ten years."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scrapers.captures import Capture
from scrapers.errors import ReadingError
from scrapers.portal.cascade import CascadeCallRead, read_cascade_call
from scrapers.portal.counted import Counted
from scrapers.portal.details import completed, read_details
from scrapers.portal.documents import open_details
from scrapers.portal.envelope import Envelope, open_envelope
from scrapers.portal.kept import asked_for, step_of
from scrapers.portal.listings import Step
from scrapers.portal.news import NewsRead, read_news
from scrapers.portal.reference_data import read_reference_data
from scrapers.portal.rows import Row, kind_of, newest
from scrapers.portal.seen import digest_of
from scrapers.portal.tables import source
from scrapers.portal.topics import TopicRead, read_topic
from scrapers.reading import Asked, Ignored, Reading, Remark

PAGES = (Step.LIST, Step.PART)


def parse(captures: Iterable[Capture], known: Mapping[str, str] | None = None) -> Reading:
    """The records in the answers of one run, and all that is not among them.

    ``known`` are the digests of topics that were read before, by the row's reference: those rows are not read again.

    Raises:
        ReadingError: a capture is not the answer to what was asked.
    """
    kept = tuple(captures)
    files = [capture for capture in kept if step_of(capture) is Step.REFERENCE_DATA]
    return read_reference_data(files[-1]) if files else _Reader(known or {}).read(kept)


class _Reader:
    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._unchanged: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._topics: dict[str, TopicRead] = {}
        self._calls: dict[str, CascadeCallRead] = {}
        self._news: dict[str, NewsRead] = {}
        self._captured: dict[str, str] = {}
        self._captured_besides: dict[str, str] = {}
        self._quarantined: list[Remark] = []
        self._remarks: list[Remark] = []
        self._ignored: Counter[Ignored] = Counter()
        self._unknown: Counter[str] = Counter()

    def read(self, captures: Sequence[Capture]) -> Reading:
        pages = [(capture, open_envelope(capture.body)) for capture in captures if step_of(capture) in PAGES]
        rows = self._distinct(row for page in pages for row in _rows(*page))
        groups = self._sorted(rows)
        for candidates in _by_topic(groups[Asked.TOPICS]).values():
            self._ignored[Ignored.DUPLICATE] += len(candidates) - 1
            self._take(newest(candidates), Asked.TOPICS)
        for asked in (Asked.CASCADE_CALLS, Asked.NEWS):
            for row in groups[asked]:
                self._take(row, asked)
        self._take_rest(captures)
        for capture in captures:
            if step_of(capture) is Step.DETAILS:
                self._complete(capture)
        counted = Counted(pages, captures)
        return Reading(
            topics=tuple(self._topics[key].topic for key in sorted(self._topics)),
            cascade_calls=tuple(self._calls[key].call for key in sorted(self._calls)),
            news=tuple(self._news[key].news for key in sorted(self._news)),
            quarantined=tuple(self._quarantined),
            remarks=(*sorted(self._remarks, key=lambda each: (each.asked, each.reference)), *counted.remarks()),
            ignored=+self._ignored,
            unknown_fields=dict(sorted(self._unknown.items())),
            expected=counted.came[Asked.TOPICS].expected,
            rows=counted.came[Asked.TOPICS].rows,
            besides={asked: came for asked, came in counted.came.items() if asked is not Asked.TOPICS},
            captured=dict(sorted(self._captured.items())),
            captured_besides=dict(sorted(self._captured_besides.items())),
            unchanged=self._unchanged,
            digests=self._digests,
        )

    def _take_rest(self, captures: Sequence[Capture]) -> None:
        """Rows of a status that nobody knows. They cannot be read, which is to be told, unless another row was."""
        pages = [(capture, open_envelope(capture.body)) for capture in captures if step_of(capture) is Step.REST]
        groups = self._sorted(self._distinct(row for page in pages for row in _rows(*page)))
        for row in groups[Asked.TOPICS]:
            if row.fields.one("identifier").casefold() not in self._topics | self._unchanged:
                self._take(row, Asked.TOPICS)
        for row in groups[Asked.CASCADE_CALLS]:
            if row.reference not in self._calls:
                self._take(row, Asked.CASCADE_CALLS)

    def _distinct(self, rows: Iterable[Row]) -> Sequence[Row]:
        """Pages overlap when rows move between them; the row that came last is the newest."""
        found: dict[str, Row] = {}
        for row in rows:
            self._ignored[Ignored.DUPLICATE] += row.reference in found
            found[row.reference] = row
        return tuple(found.values())

    def _sorted(self, rows: Iterable[Row]) -> dict[Asked, list[Row]]:
        groups: dict[Asked, list[Row]] = {asked: [] for asked in Asked}
        for row in rows:
            try:
                kind = kind_of(row)
                if isinstance(kind, Ignored):
                    self._ignored[kind] += 1
                    continue
                if kind is Asked.TOPICS:
                    row.fields.one("identifier")
                groups[kind].append(row)
            except ReadingError as error:
                self._quarantine(row, asked_for(row.capture), error)
        return groups

    def _take(self, row: Row, asked: Asked) -> None:
        if asked is Asked.TOPICS and self._known.get(row.reference) == digest_of(row):
            self._unchanged[row.fields.one("identifier").casefold()] = row.reference
            return
        try:
            unknown = self._read(row, asked)
        except ReadingError as error:
            self._quarantine(row, asked, error)
            return
        unknown |= row.result.keys() - {"reference", "url", "language", "metadata"} - source().out_of_scope.result
        self._unknown.update(unknown)
        if asked is Asked.TOPICS and not unknown and not self._remarked(row):
            self._digests[row.reference] = digest_of(row)

    def _remarked(self, row: Row) -> bool:
        """Whether there is something to look at: then it is read each time, so that each run tells of it."""
        return bool(self._topics[row.fields.one("identifier").casefold()].remarks)

    def _read(self, row: Row, asked: Asked) -> frozenset[str]:
        match asked:
            case Asked.TOPICS:
                return self._read_topic(row)
            case Asked.CASCADE_CALLS:
                call = read_cascade_call(row.reference, row.fields)
                self._calls[row.reference] = call
                self._remark(row.reference, call.remarks, asked)
                unknown = call.unknown_fields
            case Asked.NEWS:
                notice = read_news(row.reference, row.fields)
                self._news[row.reference] = notice
                unknown = notice.unknown_fields
        self._captured_besides[row.reference] = row.capture.sha256
        return unknown

    def _read_topic(self, row: Row) -> frozenset[str]:
        read = read_topic(row.reference, row.fields)
        self._topics[read.topic.identifier.casefold()] = read
        self._captured[read.topic.identifier] = row.capture.sha256
        self._remark(row.reference, read.remarks, Asked.TOPICS)
        return read.unknown_fields

    def _complete(self, capture: Capture) -> None:
        """A topic whose own file cannot be read stays as its row has it."""
        try:
            details = read_details(open_details(capture.body))
        except ReadingError as error:
            self._remark(str(capture.request["url"]).rpartition("/")[2], [str(error)], Asked.TOPICS)
            return
        key = details.topic.identifier.casefold()
        if (read := self._topics.get(key)) is not None:
            self._digests.pop(read.topic.reference, None)  # its row alone does not make the record
            self._topics[key] = TopicRead(completed(read.topic, details.topic), read.remarks, read.unknown_fields)
            self._unknown.update(details.unknown_fields)

    def _remark(self, reference: str, reasons: Iterable[str], asked: Asked) -> None:
        self._remarks += [Remark(reference=reference, reason=why, asked=asked) for why in reasons]

    def _quarantine(self, row: Row, asked: Asked, error: ReadingError) -> None:
        self._quarantined.append(Remark(reference=row.reference, reason=str(error), asked=asked))


def _rows(capture: Capture, page: Envelope) -> Iterator[Row]:
    return (Row(capture, number, result) for number, result in enumerate(page.results, 1))


def _by_topic(rows: Iterable[Row]) -> dict[str, list[Row]]:
    topics: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        topics[row.fields.one("identifier").casefold()].append(row)
    return topics
