"""Work that runs outside the request. The row is the truth about a job: a worker that dies loses nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.types import Instant


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL_STATES = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED})


class Job(Record, table=True):
    """One piece of work. The id is unguessable: whoever has it may read and cancel the job.

    A running job belongs to its worker until ``lease_until``; later, anybody may claim it again.
    """

    __tablename__ = "job"

    id: str = Field(primary_key=True)
    kind: str
    state: str = Field(default=JobState.QUEUED, index=True)
    progress: float = 0.0
    request: dict[str, Any] = json_field(default_factory=dict)
    result: dict[str, Any] | None = json_field()
    error: dict[str, Any] | None = json_field()
    cancel_requested: bool = False
    worker: str | None = None
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Instant, index=True)
    created_at: datetime = Field(sa_type=Instant, index=True)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
