"""Which competences the organisations of the catalogue state, so that nobody wishes for what nobody brings."""

from collections import Counter
from collections.abc import Mapping

from sqlmodel import Session

from app.repositories import organisations


def known_competences(session: Session) -> Mapping[str, int]:
    """The names of competences, and how many organisations of the catalogue state each."""
    return Counter(name for one in organisations.stated_competences(session) for name in one)
