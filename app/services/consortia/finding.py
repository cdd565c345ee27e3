"""Finds a consortium of the tenant for whom the session works."""

from sqlmodel import Session

from app.db.tables import Consortium
from app.errors import NotFound
from app.repositories.own import Own


def the_consortium(session: Session, consortium_id: str, *, for_change: bool = False) -> Consortium:
    """One consortium; with ``for_change`` nobody else can change it until the transaction ends.

    Raises:
        NotFound: the tenant has no such consortium.
    """
    own = Own(session, Consortium)
    row = own.find_for_change(consortium_id) if for_change else own.find(consortium_id)
    if row is None:
        raise NotFound(f"There is no consortium {consortium_id!r}.")
    return row
