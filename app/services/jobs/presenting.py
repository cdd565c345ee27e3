"""A job as other software sees it."""

from collections.abc import Sequence
from datetime import datetime

from app.db.tables import Job, JobState
from app.services.catalogue.schemas import Public
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

    result: Answer | None
    error: Problem | None


class JobList(Public):
    """Some of the jobs of a tenant, the newest first."""

    items: Sequence[JobSummary]
    next: str | None


def job_public(job: Job) -> JobPublic:
    """A job with what came of it."""
    return JobPublic.model_validate(job.model_dump(include=set(JobPublic.model_fields)))


def job_summary(job: Job) -> JobSummary:
    """A job in a list."""
    return JobSummary.model_validate(job.model_dump(include=set(JobSummary.model_fields)))
