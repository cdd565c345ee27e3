"""Reading a page of the portal against `json.loads` and BeautifulSoup of the same bytes; milliseconds and ratios.

    python -m benchmarks.reading [--shared ../shared]

"plain" decodes the page and parses the HTML of its English rows into trees, and makes nothing of them. "records" makes
the records that an ingest keeps; "records and texts" also cleans their HTML, divides the conditions into sections with
their footnotes, and looks for deadlines and results in the notices. Without the recordings only a page of our own
topics is read, whose texts are short.
"""

import argparse
import gc
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import orjson
from bs4 import BeautifulSoup
from rich.console import Console
from rich.table import Table

from scrapers.captures import Capture
from scrapers.portal import parse
from scrapers.reading import Reading
from scrapers.records import Topic
from scrapers.texts import announced_deadlines, flash_results, plain_text, sanitised, sections
from tests.emulator.recordings import raw_answer, recorded_rows
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA

ROUNDS = 9
"""Each page is read so often, and its best time counts: the machine has other work too."""
GOAL = 3.0
PAGE = 100
RECORDED = ("search-text-AI-p1-2025-10-multilang.json", "search-text-topicid-p1-2025-10-news.json")
HTML_FIELDS = ("descriptionByte", "topicConditions", "description", "destinationDetails", "supportInfo")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, help="folder with the recordings")
    table = Table(
        "page", "KB", "plain ms", "records", "records and texts", title=f"goal: records in at most {GOAL:g} times plain"
    )
    for name, body in pages(parser.parse_args().shared):
        table.add_row(name, f"{len(body) / 1000:,.0f}", *measured(body))
    Console(width=120).print(table)


def pages(shared: Path | None) -> Iterator[tuple[str, bytes]]:
    """Pages to read: recorded answers as they came, 100 recorded topics, and 100 of our own."""
    if shared is not None:
        yield from ((name, raw_answer(shared, name)) for name in RECORDED)
        topics = [row for row in recorded_rows(shared) if row["metadata"]["type"] == ["1"]]
        yield f"{PAGE} recorded topics", _page(topics[:PAGE])
    own = (replace(RIA, number=90_000_000 + n, identifier=f"HORIZON-MANY-{n:03d}") for n in range(PAGE))
    yield f"{PAGE} topics of our own", _page([topic_row(facts) for facts in own])


def measured(body: bytes) -> tuple[str, str, str]:
    """The time of the plain way, and how many times as long ours take."""
    capture = _capture(body)
    assert parse([capture]).quarantined == ()
    plain = _best(lambda: read_plainly(body))
    records = _best(lambda: parse([capture]))
    texts = _best(lambda: read_texts(parse([capture])))
    return f"{plain * 1000:.1f}", f"{records / plain:.2f} x", f"{texts / plain:.2f} x"


def read_plainly(body: bytes) -> None:
    """What anybody does first: decode, and make trees."""
    for row in json.loads(body.decode("utf-8-sig"))["results"]:
        metadata = row["metadata"]
        if row.get("language") == "en":
            infos = [info["content"] for text in metadata.get("latestInfos", []) for info in json.loads(text)]
            for html in (*(each for name in HTML_FIELDS for each in metadata.get(name, [])), *infos):
                BeautifulSoup(html, "lxml")


def read_texts(reading: Reading) -> None:
    """What the service makes of the prose of each record."""
    for topic in reading.topics:
        _read_texts(topic)
    for notice in reading.news:
        _read_notice(notice.content_html)


def _read_texts(topic: Topic) -> None:
    if topic.description_html is not None:
        sanitised(topic.description_html)
        plain_text(topic.description_html)
    if topic.conditions_html is not None:
        sections(topic.conditions_html)
    for info in topic.latest_infos:
        _read_notice(info.content_html)


def _read_notice(html: str) -> None:
    sanitised(html)
    text = plain_text(html)
    announced_deadlines(text)
    flash_results(text)


def _page(rows: list[dict[str, object]]) -> bytes:
    return orjson.dumps({"totalResults": len(rows), "pageNumber": 1, "pageSize": PAGE, "results": rows})


def _capture(body: bytes) -> Capture:
    return Capture(
        source="portal",
        url="https://api.tech.ec.europa.eu/search-api/prod/rest/search",
        request={"parts": {"query": {}}},
        retrieved_at=datetime(2026, 11, 20, tzinfo=UTC),
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
