"""Consortia that a tenant builds, with every verdict they have had and who was asked to join."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.tables.tenancy import tenant_field
from app.db.types import Instant


class Consortium(Record, table=True):
    """One consortium: the call it is for, who is in it, and how far it is.

    ``request`` is a verdict request of the public contract; ``version`` is raised by every change of it.
    """

    __tablename__ = "consortium"

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    title: str
    state: str = Field(index=True)
    topic_key: str | None = Field(default=None, index=True, description="identifier of its topic in lower case")
    request: dict[str, Any] = json_field(default_factory=dict)
    note: str | None = Field(default=None, sa_type=Text)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


class ConsortiumVerdict(Record, table=True):
    """What was judged of a consortium, and why it was judged anew; kept where it says something else than before."""

    __tablename__ = "consortium_verdict"

    id: int | None = Field(default=None, primary_key=True)
    consortium_id: str = Field(foreign_key="consortium.id", index=True, ondelete="CASCADE")
    version: int = Field(description="of the consortium that was judged")
    because: str
    status: str
    determination_id: str
    verdict: dict[str, Any] = json_field(default_factory=dict)
    judged_at: datetime = Field(sa_type=Instant)


class Approach(Record, table=True):
    """One organisation that was, or is to be, asked to join a consortium, and what it answered."""

    __tablename__ = "approach"

    id: str = Field(primary_key=True)
    consortium_id: str = Field(foreign_key="consortium.id", index=True, ondelete="CASCADE")
    organisation_id: str
    role: str
    state: str
    asked_on: date | None = None
    contact_id: str | None = Field(default=None, foreign_key="contact.id", index=True, ondelete="SET NULL")
    note: str | None = Field(default=None, sa_type=Text)
    updated_at: datetime = Field(sa_type=Instant)
