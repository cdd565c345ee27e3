"""A job as other software sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from app.db.tables import Job, JobState
from app.services.catalogue.schemas import Public
from app.services.jobs.run_summary import RunSummary
from app.services.problems import Problem
from app.services.proposals.questions import Answer


class JobSummary(Public):
    """Where a job stands. ``version`` is raised with every change; a job that is over is deleted at ``expires_at``."""

    id: str
    kind: str
    state: JobState
    progress: float
    version: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None


class JobPublic(JobSummary):
    """Where a job stands. ``result`` is there when it succeeded, ``error`` when it failed."""

    result: Answer | RunSummary | None
    error: Problem | None


class JobList(Public):
    """Some of the jobs of a tenant, the newest first."""

    items: Sequence[JobSummary]
    next: str | None


@dataclass(frozen=True)
class JobDocument:
    """A job on its way out: its result as it is kept, since reading one with many verdicts takes seconds."""

    summary: JobSummary
    error: Problem | None
    result: bytes | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.summary.id

    @property
    def version(self) -> int:
        """How often it has changed."""
        return self.summary.version

    @property
    def is_over(self) -> bool:
        """Whether it never changes again."""
        return self.summary.finished_at is not None

    def json(self) -> bytes:
        """What `JobPublic` is in JSON."""
        error = self.error.model_dump_json().encode() if self.error else b"null"
        rest = b',"result":%b,"error":%b}' % (self.result or b"null", error)
        return self.summary.model_dump_json().encode().removesuffix(b"}") + rest


def job_document(job: Job) -> JobDocument:
    """A job as it is kept."""
    return JobDocument(
        summary=job_summary(job),
        error=Problem.model_validate(job.error) if job.error is not None else None,
        result=orjson.dumps(job.result) if job.result is not None else None,
    )


def job_public(job: Job) -> JobPublic:
    """A job with what came of it."""
    return JobPublic.model_validate(job.model_dump(include=set(JobPublic.model_fields)))


def job_summary(job: Job) -> JobSummary:
    """A job in a list."""
    return JobSummary.model_validate(job.model_dump(include=set(JobSummary.model_fields)))
