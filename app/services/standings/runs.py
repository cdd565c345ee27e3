"""A run over every organisation that acts for a cluster and every call ahead: a job of the service itself."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app import clock
from app.db.tables import Job
from app.repositories import jobs, standings
from app.repositories.standings import KIND
from app.services.catalogue.presenting import organisation_public
from app.services.eligibility.screening import topics_ahead
from app.services.jobs import JobDocument
from app.services.jobs.asking import put
from app.services.jobs.presenting import job_document
from app.services.standings.codes import status_of
from app.settings import Settings

PORTION = 20
"""Organisations that are judged together: a second or two of work with a thousand calls."""


@dataclass(frozen=True)
class Run:
    """What is left to do in a run: questions for the solver, each about some organisations."""

    as_of: date
    topics: int
    organisations: int
    portions: Sequence[str]


def ask_for_run(session: Session, settings: Settings) -> JobDocument:
    """Put a run into the queue, unless one is under way: that one it is then. The caller commits."""
    jobs.take_turn(session)
    job = standings.is_under_way(session)
    if job is None:
        job = Job(
            id=secrets.token_urlsafe(24),
            kind=KIND,
            request={"as_of": clock.today(settings).isoformat()},
            created_at=clock.running(),
        )
        put(session, job)
    return job_document(job)


def run_of(session: Session, job: Job, settings: Settings) -> Run:
    """What there is to do, but for what was done before the last worker died."""
    as_of = date.fromisoformat(job.request["as_of"])
    topics = topics_ahead(session, settings, as_of)
    shared = {
        "topics": json.dumps([topic.model_dump(mode="json") for topic in topics], ensure_ascii=False),
        "today": clock.today(settings).isoformat(),
        "as_of": as_of.isoformat(),
    }
    rows, done = standings.organisations_of_clusters(session), standings.done(session, job.id)
    left = [organisation_public(row).facts().model_dump(mode="json") for row in rows if row.id not in done]
    portions = (left[start : start + PORTION] for start in range(0, len(left), PORTION))
    return Run(
        as_of=as_of,
        topics=len(topics),
        organisations=len(rows),
        portions=[json.dumps(shared | {"organisations": portion}, ensure_ascii=False) for portion in portions],
    )


def keep(session: Session, job: Job, answer: str) -> None:
    """Write down what came of a portion. The caller commits."""
    standings.keep(session, job.id, json.loads(answer))


def summary_of(session: Session, job: Job, run: Run) -> dict[str, Any]:
    """What came of a run, in short."""
    letters = Counter(code[0] for row in standings.rows(session, job.id) for code in row.calls.values())
    return {
        "as_of": run.as_of.isoformat(),
        "topics": run.topics,
        "organisations": run.organisations,
        "statuses": {status_of(letter): count for letter, count in sorted(letters.items())},
    }


def forget_old_runs(session: Session, settings: Settings) -> int:
    """Delete all but the last runs; how many. The caller commits."""
    return standings.delete_runs_after(session, settings.standings_kept)


def clusters_of_rows(session: Session, run_id: str) -> Iterator[tuple[str, str, str, str]]:
    """Cluster, organisation, topic and code, in their order, for all of a run."""
    clusters = standings.cluster_ids(session)
    for row in standings.rows(session, run_id):
        for cluster_id in clusters.get(row.organisation_id, ()):
            for topic, code in sorted(row.calls.items()):
                yield cluster_id, row.organisation_id, topic, code
