"""Who uses the service: tenants, the keys they ask with, what was done with them, and people to be asked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.types import Instant


def tenant_field() -> Any:
    """The tenant that a private row belongs to; the row goes when the tenant does."""
    return Field(foreign_key="tenant.id", index=True, ondelete="CASCADE")


class Tenant(Record, table=True):
    """An organisation that uses the service, and to which private things belong."""

    __tablename__ = "tenant"

    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)


class ApiKey(Record, table=True):
    """A key that programs ask with. Of its secret only the hash is known; ``prefix`` is shown to tell keys apart.

    Rotation is another key: the old one ends at ``expires_at``, so that both are good for a while.
    """

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    prefix: str = Field(unique=True)
    secret_sha256: str
    name: str
    scopes: list[str] = json_field(default_factory=list)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    last_used_at: datetime | None = Field(default=None, sa_type=Instant)


class AuditEntry(Record, table=True):
    """One thing that was done with a key or on the command line. Rows are only added.

    ``sha256`` is over the entry and over ``previous_sha256``, that of the entry before it: a row that is changed or
    taken out later breaks the chain. ``before`` and ``after`` are hashes of the thing, never the thing itself.
    """

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    tenant_id: str | None = Field(default=None, index=True, description="no foreign key: the log outlives the tenant")
    key_id: str | None = None
    at: datetime = Field(sa_type=Instant)
    action: str
    kind: str
    object_id: str
    request_id: str | None = None
    before: str | None = None
    after: str | None = None
    previous_sha256: str
    sha256: str = Field(unique=True)


class Contact(Record, table=True):
    """A person who may be asked: the only personal data there is, kept apart from the organisations."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("tenant_id", "email"),)

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    name: str
    email: str
    organisation_id: str | None = None
    source: str = Field(description="where the tenant has the address from")
    legal_basis: str
    obtained_on: date
    created_at: datetime = Field(sa_type=Instant)


class OwnCluster(Record, table=True):
    """A cluster that only its tenant sees, with the facts about the organisation that acts for it."""

    __tablename__ = "own_cluster"

    id: str = Field(primary_key=True)
    tenant_id: str = tenant_field()
    name: str
    city: str | None = None
    facts: dict[str, Any] = json_field(default_factory=dict)
    note: str | None = Field(default=None, sa_type=Text)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
