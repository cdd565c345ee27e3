"""The file of all topics (grantsTenders.json, 125 MB): what is left to read when the search misbehaves.

It is one plain download since 2018 and states less: no descriptions, conditions and budgets, no calls for external
action, no cascade calls and no news. It is streamed to the store and from there, entry by entry; never is it in memory.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import ijson  # type: ignore[import-untyped] # it has no annotations

from scrapers.captures import Capture, CaptureStore, Run
from scrapers.errors import FetchError, ReadingError
from scrapers.http import Client, Request
from scrapers.portal.config import Config
from scrapers.portal.details import read_details
from scrapers.portal.envelope import BYTE_ORDER_MARK
from scrapers.portal.listings import Step
from scrapers.portal.progress import Progress
from scrapers.portal.rows import RowType
from scrapers.portal.tables import source
from scrapers.portal.topics import TopicRead
from scrapers.reading import Ignored, Reading, Remark
from scrapers.spool import Spool

ENTRIES = "fundingData.GrantTenderObj.item"
OF_TENDERS_ONLY = ("cftId", "procedureType")


async def fetch_reference_data(
    config: Config, store: CaptureStore, on_progress: Callable[[Progress], None] = lambda _: None
) -> Sequence[Capture]:
    """The file, as the one capture of a run of its own.

    Raises:
        FetchError: it did not come, or what came is no such file.
    """
    run = store.begin(source().name)
    on_progress(Progress(rows=0, expected=0))
    async with Client(
        origins=config.origins,
        requests_per_second=config.requests_per_second,
        limits=config.file_limits,
        contact=config.contact,
    ) as client:
        try:
            await _download(config.reference_data_url, client, run)
        except FetchError:
            run.abandon()
            raise
    return run.finish()


def read_reference_data(capture: Capture) -> Reading:
    """The topics in the file.

    Raises:
        ReadingError: it is not the file, or it breaks off.
    """
    return _Reader(capture).read()


async def _download(url: str, client: Client, run: Run) -> None:
    asked = {"method": "GET", "url": url, "step": Step.REFERENCE_DATA.value}
    with run.spool() as spool:
        answer = await client.send(Request("GET", url), lambda _: _fault(spool), spool)
        run.keep_spooled(url=answer.url, request=asked, spool=spool)


def _fault(spool: Spool) -> str | None:
    """Seen from its two ends; whether all between is well is for the reader to find out."""
    head, tail = spool.head.removeprefix(BYTE_ORDER_MARK).lstrip(), spool.tail.rstrip()
    if not head:
        return "the answer is empty instead of the file of all topics"
    if not head.startswith(b"{"):
        return f"the answer is {'a web page' if head[:1] == b'<' else 'no JSON'} instead of the file of all topics"
    return None if tail.endswith(b"}") else "the file of all topics is cut off"


class _Reader:
    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._topics: dict[str, TopicRead] = {}
        self._quarantined: dict[str, Remark] = {}
        self._ignored: Counter[Ignored] = Counter()

    def read(self) -> Reading:
        for number, entry in enumerate(_entries(self._capture), 1):
            try:
                self._take(entry)
            except ReadingError as error:
                reference = _reference(entry) or f"entry {number}"
                self._quarantined[reference] = Remark(reference=reference, reason=str(error))
        reads = [self._topics[key] for key in sorted(self._topics)]
        rows = len(reads) + len(self._quarantined)
        return Reading(
            topics=tuple(read.topic for read in reads),
            quarantined=tuple(self._quarantined.values()),
            remarks=tuple(Remark(reference=read.topic.reference, reason=why) for read in reads for why in read.remarks),
            ignored=+self._ignored,
            unknown_fields=dict(sorted(Counter(name for read in reads for name in read.unknown_fields).items())),
            expected=rows,
            rows=rows,
            captured={read.topic.identifier: self._capture.sha256 for read in reads},
            is_fallback=True,
        )

    def _take(self, entry: Mapping[str, Any]) -> None:
        if (ignored := _ignored(entry)) is not None:
            self._ignored[ignored] += 1
            return
        read = read_details(entry)
        key = read.topic.identifier.casefold()
        self._ignored[Ignored.DUPLICATE] += key in self._topics
        self._topics[key] = read


def _entries(capture: Capture) -> Iterator[Mapping[str, Any]]:
    with capture.stream() as stream:
        _skip_mark(stream)
        try:
            for entry in ijson.items(stream, ENTRIES, use_float=True):
                yield entry if isinstance(entry, dict) else {}
        except ijson.JSONError as error:
            raise ReadingError(f"the file of all topics cannot be read: {error}") from error


def _skip_mark(stream: BinaryIO) -> None:
    if stream.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
        stream.seek(0)


def _ignored(entry: Mapping[str, Any]) -> Ignored | None:
    """Why an entry is no topic. The type may be missing; then what only tenders have tells them."""
    written = entry.get("type")
    if written is None and any(entry.get(name) for name in OF_TENDERS_ONLY):
        return Ignored.TENDER
    match str(written):
        case RowType.TENDER:
            return Ignored.TENDER
        case RowType.CASCADE_CALL:
            return Ignored.CASCADE_CALL
        case RowType.NEWS:
            return Ignored.NEWS
    return None


def _reference(entry: Mapping[str, Any]) -> str | None:
    number = entry.get("ccm2Id")
    return f"{number}TOPICS{source().search.language}" if isinstance(number, int) else None
