"""Queries for ingestion: what the catalogue holds in short, and the runs that came before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from app.db.tables import IngestRun, Topic

OK = "ok"


@dataclass(frozen=True)
class Known:
    """What has to be known of a topic to see that it has not changed."""

    id: int
    source: str
    reference: str
    state_sha256: str
    is_gone: bool


def known_topics(session: Session) -> Mapping[str, Known]:
    """All topics by their identifier in lower case, without reading them."""
    columns = (
        col(Topic.identifier_key),
        col(Topic.id),
        col(Topic.source),
        col(Topic.reference),
        col(Topic.state_sha256),
        col(Topic.gone_since).is_not(None),
    )
    return {row[0]: Known(*row[1:]) for row in session.execute(select(*columns))}


def known_rows(session: Session, source: str) -> dict[str, str]:
    """Digests of the rows that the topics of a source were read from, by reference; of topics that are still there."""
    query = select(col(Topic.reference), col(Topic.row_sha256)).where(
        col(Topic.source) == source, col(Topic.row_sha256).is_not(None), col(Topic.gone_since).is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def remember_rows(session: Session, digests: Mapping[int, str | None]) -> None:
    """Note from which row each of these topics was read; nothing else about them is touched."""
    rows = [{"id": topic_id, "row_sha256": digest} for topic_id, digest in digests.items()]
    if rows:
        session.execute(update(Topic), rows)


def topics_by_id(session: Session, ids: Iterable[int]) -> dict[int, Topic]:
    """Whole topics, a few hundred at a time: databases limit how much one question may name."""
    wanted, found = list(ids), dict[int, Topic]()
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        rows = session.execute(select(Topic).where(col(Topic.id).in_(chunk))).scalars()
        found |= {row.id: row for row in rows if row.id is not None}
    return found


def last_good_run(session: Session, source: str) -> IngestRun | None:
    """The last run of a source that was believed."""
    newest = col(IngestRun.id).desc()
    good = col(IngestRun.source) == source, col(IngestRun.state) == OK
    return session.execute(select(IngestRun).where(*good).order_by(newest).limit(1)).scalar_one_or_none()


def last_runs(session: Session) -> Sequence[IngestRun]:
    """The last run of each source, by name of the source."""
    last = select(func.max(col(IngestRun.id))).group_by(col(IngestRun.source))
    query = select(IngestRun).where(col(IngestRun.id).in_(last)).order_by(col(IngestRun.source))
    return session.execute(query).scalars().all()
