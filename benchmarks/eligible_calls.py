"""Which of a thousand open calls a cluster could enter, with reasons, in process; times and ratios of one run.

    python -m benchmarks.eligible_calls

The topics are the open and forthcoming ones of the bundle, most of them several times under numbers of their own, so
that they have the variety of real ones. "first of the process": nothing was made ready before. "a new cluster": nobody
has asked about this organisation yet, the calls are known. "next page": the same cluster once more, as every later page
of a list. "one by one": the verdict of the organisation alone in each call, which has the reasons but neither roles nor
pages.
"""

import gc
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from app.bundle import read
from app.clock import instant
from app.db import reading, writing
from app.repositories.paging import MAX_LIMIT
from app.services import setup
from app.services.catalogue import listing
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCall, EligibleQuery
from app.services.ingestion import topic_rows
from app.services.verdicts.topic_calls import of_topic
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.facts import Participant
from rules.verdict import Case, judge

DAY = date(2026, 11, 22)
TOPICS = 1000
CLUSTERS = 12


def fill(session: Session) -> None:
    """As many more topics as are missing to a thousand."""
    ahead = [topic for topic in read.read().topics if any(due.at.date() > DAY for due in topic.deadlines)]
    numbers = count(1)
    for bundled in islice(cycle(ahead), TOPICS - len(ahead)):
        record = bundled.topic().model_copy(update={"identifier": f"{bundled.identifier}-{next(numbers):04}"})
        origin = topic_rows.ReadFrom(source="benchmark", url=bundled.origin.url, retrieved_at=instant(DAY))
        session.add(topic_rows.write(None, record, origin))


def calls_of(session: Session, settings: Settings, cluster: str) -> list[EligibleCall]:
    """All pages of the list."""
    found: list[EligibleCall] = []
    query = EligibleQuery(limit=MAX_LIMIT)
    while True:
        page = eligible_calls.calls_of_cluster(session, settings, cluster, query)
        found += page.items
        if page.next is None:
            return found
        query = query.model_copy(update={"cursor": page.next})


def one_by_one(session: Session, cluster: str, calls: Sequence[EligibleCall]) -> None:
    """The verdict of the organisation alone in each call."""
    manager = listing.get_cluster(session, cluster).managing_organisation
    assert manager is not None
    alone = [Participant(organisation=manager.facts(), role=Role.COORDINATOR)]
    for call in calls:
        asked = of_topic(call.topic, today=DAY, as_of=DAY)
        judge(Case(asked.call, alone, DAY, {}, asked.conditions), rulebook.load())


def milliseconds(work: Callable[[], object]) -> float:
    """Of one run."""
    began = perf_counter()
    work()
    return 1000 * (perf_counter() - began)


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), today=instant(DAY))
        engine = setup.open_database(settings)
        with writing(engine) as session:
            fill(session)
        with reading(engine) as session:
            measure(session, settings)
        engine.dispose()


def measure(session: Session, settings: Settings) -> None:
    """Lists of several clusters, one after the other."""
    page = listing.list_clusters(session, listing.PlaceQuery(limit=MAX_LIMIT))
    acting = [cluster.id for cluster in page.items if cluster.managing_organisation is not None]
    first, *others = acting[: CLUSTERS + 1]
    coldest = milliseconds(lambda: calls_of(session, settings, first))
    gc.freeze()  # what was loaded before is not looked through again and again
    calls = calls_of(session, settings, first)
    new = median(milliseconds(partial(calls_of, session, settings, cluster)) for cluster in others)
    again = median(milliseconds(lambda: calls_of(session, settings, first)) for _ in others)
    alone = milliseconds(lambda: one_by_one(session, first, calls))
    reasons = sum(len(call.conditions) for call in calls) / len(calls)
    table = Table(title=f"{len(calls)} calls ahead, {reasons:.0f} reasons each on average (milliseconds)")
    for heading in ("list of all of them", "ms", "to a new cluster"):
        table.add_column(heading, justify="left" if heading == "list of all of them" else "right")
    for name, taken in (
        ("first of the process", coldest),
        ("a new cluster", new),
        ("next page", again),
        ("one by one", alone),
    ):
        table.add_row(name, f"{taken:,.0f}", f"{taken / new:.2f} x")
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
