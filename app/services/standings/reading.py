"""What a run has found: as a list, as a table, and against another run."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import Session

from app.db.tables import Job, StandingRow
from app.errors import NotFound
from app.repositories import standings
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Public
from app.services.standings.codes import CallStanding, standing_of
from app.services.standings.runs import clusters_of_rows

LATEST = "latest"
MOST_RUNS = 100
HEADINGS = ("cluster", "organisation", "topic", "status", "roles", "coordinator", "funded")
LINES_AT_A_TIME = 1000


class RunPublic(Public):
    """A run over every cluster and every call ahead."""

    id: str
    as_of: date
    finished_at: datetime
    topics: int
    organisations: int
    statuses: dict[str, int]


class RunList(Public):
    """The runs that are kept, the newest first."""

    items: Sequence[RunPublic]


class StandingPublic(CallStanding):
    """What a cluster, by the organisation that acts for it, may be in a call."""

    cluster: str
    organisation: str
    topic: str


class StandingList(Public):
    """The standings of some organisations; ``next`` goes on with the following ones."""

    run: RunPublic
    items: Sequence[StandingPublic]
    next: str | None


class ChangedStanding(Public):
    """A standing that differs between two runs. ``before``: ``null`` when the call was not ahead, or nobody judged."""

    cluster: str
    organisation: str
    topic: str
    before: CallStanding | None
    after: CallStanding | None


class ChangedList(Public):
    """What is different in a run, compared with an earlier one."""

    run: RunPublic
    since: RunPublic
    items: Sequence[ChangedStanding]


class StandingQuery(Query):
    """Parameters of the list; a page holds all calls of so many organisations."""

    limit: Annotated[int, Field(ge=1, le=20)] = 5
    cluster: Annotated[str, Field(max_length=200)] | None = None
    status: Literal["eligible", "eligible_on_condition", "ineligible", "undetermined", "out_of_scope"] | None = None


def list_runs(session: Session) -> RunList:
    """The runs that are kept."""
    return RunList(items=[run_public(job) for job in standings.runs(session, MOST_RUNS)])


def run_public(job: Job) -> RunPublic:
    """A run as other software sees it."""
    return RunPublic.model_validate({"id": job.id, "finished_at": job.finished_at} | (job.result or {}))


def find_run(session: Session, run_id: str) -> Job:
    """A run by its id, or the last one.

    Raises:
        NotFound: there is none, or none at a good end.
    """
    last = standings.runs(session, 1) if run_id == LATEST else ()
    job = (last[0] if last else None) if run_id == LATEST else standings.find_run(session, run_id)
    if job is None:
        raise NotFound(f"There is no run {run_id!r}.")
    return job


def list_standings(session: Session, run_id: str, query: StandingQuery) -> StandingList:
    """Some standings of a run.

    Raises:
        NotFound: there is no such run.
        Invalid: the cursor was not given by this list.
    """
    job = find_run(session, run_id)
    clusters = standings.cluster_ids(session)
    wanted = None if query.cluster is None else [one for one, own in clusters.items() if query.cluster in own]
    page = standings.page(session, job.id, wanted, query.part(f"standings of {job.id}"))
    items = [
        found
        for row in page.rows
        for found in _of_row(row[0], clusters.get(row[0].organisation_id, ()))
        if query.cluster in {None, found.cluster} and query.status in {None, found.status}
    ]
    return StandingList(run=run_public(job), items=items, next=page.next)


def _of_row(row: StandingRow, clusters: Sequence[str]) -> Iterator[StandingPublic]:
    for cluster_id in clusters:
        for topic, code in sorted(row.calls.items()):
            told = standing_of(code).model_dump()
            yield StandingPublic(cluster=cluster_id, organisation=row.organisation_id, topic=topic, **told)


def changes(session: Session, run_id: str, since: str | None = None) -> ChangedList:
    """What is different in a run, compared with another, or with the one before it.

    Raises:
        NotFound: there is no such run, or none before it.
    """
    job = find_run(session, run_id)
    earlier = find_run(session, since) if since is not None else _before(session, job)
    clusters = standings.cluster_ids(session)
    items = [
        ChangedStanding(cluster=cluster_id, organisation=organisation_id, topic=topic, before=before, after=after)
        for organisation_id, topic, before, after in differences(session, earlier.id, job.id)
        for cluster_id in clusters.get(organisation_id, ())
    ]
    return ChangedList(run=run_public(job), since=run_public(earlier), items=items)


def _before(session: Session, job: Job) -> Job:
    runs = standings.runs(session, MOST_RUNS)
    place = [one.id for one in runs].index(job.id) if job.id in {one.id for one in runs} else len(runs)
    if place + 1 >= len(runs):
        raise NotFound(f"There is no run before {job.id!r}.")
    return runs[place + 1]


def differences(
    session: Session, before_id: str, after_id: str, organisation_ids: Sequence[str] | None = None
) -> Iterator[tuple[str, str, CallStanding | None, CallStanding | None]]:
    """Organisation, topic, standing in the one run and in the other, wherever these differ."""
    earlier = {row.organisation_id: row.calls for row in standings.rows(session, before_id, organisation_ids)}
    later = {row.organisation_id: row.calls for row in standings.rows(session, after_id, organisation_ids)}
    for organisation_id in sorted(earlier.keys() | later.keys()):
        then, now = earlier.get(organisation_id, {}), later.get(organisation_id, {})
        for topic in sorted(then.keys() | now.keys()):
            codes = then.get(topic), now.get(topic)
            if codes[0] != codes[1]:
                before, after = (None if code is None else standing_of(code) for code in codes)
                yield organisation_id, topic, before, after


def table(session: Session, run_id: str) -> Iterator[str]:
    """All of a run as CSV, in pieces; ids of ours and codes only, so that no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number, (cluster_id, organisation_id, topic, code) in enumerate(clusters_of_rows(session, run_id), start=1):
        told = standing_of(code)
        truths = ("" if truth is None else str(truth).lower() for truth in (told.coordinator, told.funded))
        writer.writerow((cluster_id, organisation_id, topic, told.status, " ".join(told.roles), *truths))
        if number % LINES_AT_A_TIME == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
