"""The revision of the public catalogue: whoever writes what everybody may read raises it, in the same transaction."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from app import clock
from app.db.tables import CatalogueRevision

ONLY_ROW = 1


def current(session: Session) -> int:
    """How often the catalogue has changed. An answer about it holds as long as this number does."""
    query = select(col(CatalogueRevision.number)).where(col(CatalogueRevision.id) == ONLY_ROW)
    number: int = session.execute(query).scalar_one()
    return number


def bump(session: Session) -> None:
    """The catalogue has changed. The caller commits."""
    raised = {"number": col(CatalogueRevision.number) + 1, "changed_at": clock.running()}
    session.execute(update(CatalogueRevision).where(col(CatalogueRevision.id) == ONLY_ROW).values(**raised))
