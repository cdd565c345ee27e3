"""Captures for tests of the readers, which need no network to get one."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import orjson

from scrapers.captures import Capture
from scrapers.portal import parse
from scrapers.reading import Reading
from scrapers.records import Topic
from tests.emulator.shapes import Facts, Raw, topic_row

MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def capture_of(body: bytes) -> Capture:
    """An answer to a filtered search."""
    return Capture(
        source="portal",
        url="https://api.tech.ec.europa.eu/search-api/prod/rest/search",
        request={"parts": {"query": {}}},
        retrieved_at=MORNING,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def reading_of(rows: Iterable[Raw]) -> Reading:
    """What is read from one page of these rows."""
    page = list(rows)
    return parse([capture_of(orjson.dumps({"totalResults": len(page), "pageNumber": 1, "results": page}))])


def topic_of(facts: Facts) -> Topic:
    """The topic in the row of these facts; there must be exactly one, and nothing to complain about."""
    reading = reading_of([topic_row(facts)])
    assert reading.quarantined == ()
    (topic,) = reading.topics
    return topic


def complaint_about(facts: Facts) -> str:
    """Why the row of these facts is quarantined."""
    reading = reading_of([topic_row(facts)])
    assert reading.topics == ()
    (quarantined,) = reading.quarantined
    assert quarantined.reference == facts.reference
    return quarantined.reason
