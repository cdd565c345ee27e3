"""Queries for what is loaded as a whole: which release of a data set is here, and its rows."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables import Dataset, Topic


def find_dataset(session: Session, name: str) -> Dataset | None:
    """The release that was loaded last."""
    return session.get(Dataset, name)


def topics_by_key(session: Session, keys: Iterable[str]) -> dict[str, Topic]:
    """The topics that exist among identifiers in lower case."""
    found = session.execute(select(Topic).where(col(Topic.identifier_key).in_(list(keys)))).scalars()
    return {topic.identifier_key: topic for topic in found}
