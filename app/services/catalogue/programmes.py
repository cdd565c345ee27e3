"""The programmes that there are: those of the catalogue's topics, and those that the rulebook knows."""

from sqlmodel import Session

from app.repositories import topics
from rules import rulebook


def is_known(session: Session, name: str) -> bool:
    """Whether topics of a programme of this name, in any letter case, are there or may come."""
    wanted = name.upper()
    known = {programme.id.upper() for programme in rulebook.load().programmes}
    return wanted in known or topics.has_programme(session, wanted)
