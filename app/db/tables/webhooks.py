"""Addresses that want to be told, and what they were told."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.tables.tenancy import tenant_field
from app.db.types import Instant


class Webhook(Record, table=True):
    """An address of a tenant that is told of events.

    ``secret`` signs what is sent, so it has to be kept as it is. ``told_until`` is the last change of a topic that it
    has been told of, where it wants those.
    """

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    url: str
    events: list[str] = json_field(default_factory=list)
    programmes: list[str] = json_field(default_factory=list)
    secret: str
    is_active: bool = True
    disabled_because: str | None = None
    told_until: int = 0
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class WebhookDelivery(Record, table=True):
    """One event for one address. The row is the queue: who sends it owns it until the lease runs out."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (UniqueConstraint("webhook_id", "event_id"),)

    id: str = Field(primary_key=True)
    webhook_id: str = Field(foreign_key="webhook.id", index=True, ondelete="CASCADE")
    event_id: str
    event: str
    payload: dict[str, Any] = json_field(default_factory=dict)
    state: str = Field(index=True)
    attempts: int = 0
    next_at: datetime = Field(sa_type=Instant, index=True)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    last_status: int | None = None
    last_error: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
