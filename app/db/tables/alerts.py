"""Questions that a tenant has saved, and what has changed in their answers."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.tables.tenancy import tenant_field
from app.db.types import Instant


class SavedQuestion(Record, table=True):
    """A question that is asked again whenever its answer may have changed.

    ``question`` is what is asked (its shape goes by ``kind``), ``answered`` the last answer in short: by what it is
    compared with the next. ``feed_token`` is the secret in the address of its feed and calendar.
    """

    __tablename__ = "saved_question"

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    name: str
    kind: str
    question: dict[str, Any] = json_field(default_factory=dict)
    answered: dict[str, Any] | None = json_field()
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    feed_token: str = Field(unique=True)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class Alert(Record, table=True):
    """One thing that has changed: a new match, a deadline, a verdict that flipped. Never changed, only read or not."""

    __tablename__ = "alert"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: str = tenant_field()
    question_id: str | None = Field(default=None, foreign_key="saved_question.id", index=True, ondelete="CASCADE")
    consortium_id: str | None = Field(default=None, foreign_key="consortium.id", index=True, ondelete="CASCADE")
    kind: str
    topic_key: str | None = Field(default=None, index=True)
    sentence: str
    before: dict[str, Any] | None = json_field()
    after: dict[str, Any] | None = json_field()
    raised_at: datetime = Field(sa_type=Instant, index=True)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
