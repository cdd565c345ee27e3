"""Queries about tenants and their keys that come before it is known who asks, and about the audit log."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.db.tables import ApiKey, AuditEntry, Tenant

AUDIT_LOCK = 0x51554F52


def key_with_prefix(session: Session, prefix: str) -> ApiKey | None:
    """The key of which this is the part that is shown."""
    return session.execute(select(ApiKey).where(col(ApiKey.prefix) == prefix)).scalar_one_or_none()


def find_tenant(session: Session, name_or_id: str) -> Tenant | None:
    """A tenant by id or by name."""
    query = select(Tenant).where((col(Tenant.id) == name_or_id) | (col(Tenant.name) == name_or_id))
    return session.execute(query).scalar_one_or_none()


def every_tenant(session: Session) -> list[Tenant]:
    """All tenants, by name."""
    return list(session.execute(select(Tenant).order_by(col(Tenant.name))).scalars())


def last_entry(session: Session) -> AuditEntry | None:
    """The end of the audit log. Until the transaction ends nobody else can add to it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def entries_after(session: Session, entry_id: int, limit: int) -> list[AuditEntry]:
    """The next entries of the audit log, of all tenants, in their order."""
    query = select(AuditEntry).where(col(AuditEntry.id) > entry_id).order_by(col(AuditEntry.id)).limit(limit)
    return list(session.execute(query).scalars())
