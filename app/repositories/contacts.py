"""Queries about people, and what it takes that nothing of them stays in the files of the database."""

from sqlalchemy import Engine, select, text
from sqlmodel import Session, col

from app.db.tables import Contact

HELD = ("contact", "approach", "consortium", "own_cluster")
"""Tables in which a person, or an address in a note, may stand."""


def with_email(session: Session, email: str, tenant_id: str | None = None) -> list[Contact]:
    """The contacts with an address in lower case, of one tenant or of all."""
    query = select(Contact).where(col(Contact.email) == email).order_by(col(Contact.id))
    if tenant_id is not None:
        query = query.where(col(Contact.tenant_id) == tenant_id)
    return list(session.execute(query).scalars())


def overwrite_deleted(session: Session) -> None:
    """Have the bytes of what this transaction deletes overwritten, where a database would leave them in its file."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))


def forget_deleted(engine: Engine) -> bool:
    """Once an erasure is committed: take the old bytes out of the log and the free space of the database.

    ``False``: somebody was reading all the time, so that the bytes leave the log only when it is next overwritten.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            for table in HELD:
                connection.execute(text(f"VACUUM {table}"))
            return True
        is_busy, _, _ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        return not is_busy
