"""Answers of the index: pages of entries, alone or as the results of several questions."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapers.captures import Capture
from scrapers.errors import ReadingError
from scrapers.interreg.entry import FIELDS, read_entry
from scrapers.interreg.tables import source
from scrapers.reading import Ignored, Reading, Remark
from scrapers.records import Topic

Hit = Mapping[str, Any]


@dataclass
class _Reader:
    topics: dict[str, Topic] = field(default_factory=dict)
    captured: dict[str, str] = field(default_factory=dict)
    quarantined: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    ignored: Counter[Ignored] = field(default_factory=Counter)
    rows: int = 0

    def take(self, hit: Hit, sha256: str) -> None:
        reference = str(hit.get("objectID") or f"entry {self.rows + 1}")
        if hit.get("contentType") not in (source().content_type, None):
            self.remarks.append(Remark(reference=reference, reason=f"no call: it is a {hit['contentType']}"))
            return
        self.rows += 1
        self.unknown.update(set(hit) - FIELDS - set(source().not_read))
        try:
            topic = read_entry(hit)
        except ReadingError as error:
            self.quarantined.append(Remark(reference=reference, reason=str(error)))
            return
        before = self.topics.setdefault(topic.identifier, topic)
        self.captured.setdefault(topic.identifier, sha256)
        if before is not topic:
            self.ignored[Ignored.DUPLICATE] += 1
            if before != topic:
                self.remarks.append(Remark(reference=reference, reason="stands there twice, and differs; first kept"))


def parse(captures: Iterable[Capture]) -> Reading:
    """The calls in answers of the index.

    The answers may be some pages of many, so what they do not list has not vanished.

    Raises:
        ReadingError: an answer is none of the index.
    """
    reader, expected = _Reader(), 0
    for capture in captures:
        for page in _pages(capture):
            hits = page["hits"]
            expected += len(hits)
            for hit in hits:
                reader.take(hit, capture.sha256)
    return Reading(
        topics=tuple(reader.topics.values()),
        quarantined=tuple(reader.quarantined),
        remarks=tuple(reader.remarks),
        ignored=dict(reader.ignored),
        unknown_fields=dict(reader.unknown),
        expected=expected,
        rows=reader.rows,
        captured=reader.captured,
        is_fallback=True,
    )


def _pages(capture: Capture) -> Iterator[Mapping[str, Any]]:
    try:
        answer = json.loads(capture.body)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{source().name}: the file is no JSON: {error}") from error
    pages = answer.get("results", [answer]) if isinstance(answer, dict) else None
    if not isinstance(pages, list) or not pages:
        raise ReadingError(f"{source().name}: the file is no answer of the index")
    for page in pages:
        hits = page.get("hits") if isinstance(page, dict) else None
        if not isinstance(hits, list) or not all(isinstance(hit, dict) for hit in hits):
            raise ReadingError(f"{source().name}: the file is no answer of the index: it has no list of hits")
        yield page
