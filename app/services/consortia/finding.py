"""Finds a consortium of the tenant for whom the session works."""

from sqlmodel import Session

from app.db.tables import Consortium
from app.repositories.own import Own


def the_consortium(session: Session, consortium_id: str, *, for_change: bool = False) -> Consortium:
    """One consortium; with ``for_change`` nobody else can change it until the transaction ends.

    Raises:
        NotFound: the tenant has no such consortium.
    """
    return Own(session, Consortium).get(consortium_id, "consortium", for_change=for_change)
