"""Work that runs outside the request. The row is the truth about a job: a worker that dies loses nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
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
    """One piece of work: a tenant's, or anybody's who has its unguessable id.

    A running job belongs to its worker until ``lease_until``; later, anybody may claim it again.
    """

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("tenant_id", "idempotency_key"),)

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
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id", index=True, ondelete="CASCADE")
    key_id: str | None = None
    idempotency_key: str | None = None
    request_sha256: str | None = None
    version: int = Field(
        default=1, sa_column_kwargs={"server_default": "1"}, description="raised whenever a reader would see a change"
    )
    expires_at: datetime | None = Field(default=None, sa_type=Instant, index=True)


class Schedule(Record, table=True):
    """Work that comes round: who claims it owns it until the lease runs out."""

    __tablename__ = "schedule"

    name: str = Field(primary_key=True)
    next_run_at: datetime = Field(sa_type=Instant, index=True)
    last_run_at: datetime | None = Field(default=None, sa_type=Instant)
    last_error: str | None = None
    worker: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
