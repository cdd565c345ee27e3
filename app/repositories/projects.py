"""Queries about funded projects: who took part, and who has worked with whom before."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, delete, distinct, false, func, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.db.tables import Organisation, Participation, Project
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import is_storable

CHUNK = 200
Item = TypeVar("Item")
Rows = Sequence[Mapping[str, Any]]


def chunks(items: Collection[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in portions that a database takes at once."""
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


class MatchRow(NamedTuple):
    """What tells who a participant is, and who it was found to be."""

    project_id: str
    key: str
    pic: str | None
    name_key: str
    country: str | None
    organisation_id: str | None
    matched_by: str | None
    unmatched_because: str | None


class Tie(NamedTuple):
    """Two organisations that worked together in so many projects; ``first`` comes before ``second`` by id."""

    first: str
    second: str
    projects: int


def page_of_projects(session: Session, organisation_id: str, part: Part) -> Slice[Project]:
    """The projects that an organisation of the catalogue took part in, by number."""
    took_part = select(col(Participation.project_id)).where(col(Participation.organisation_id) == organisation_id)
    query = select(Project).where(col(Project.id).in_(took_part)).order_by(col(Project.id))
    return slice_of(session, query, key=(str,), part=part)


def participations_of(session: Session, project_ids: Collection[str]) -> Sequence[Participation]:
    """Everybody in these projects, in the order of the source."""
    if not project_ids:
        return ()
    order = (col(Participation.project_id), col(Participation.position).nulls_last(), col(Participation.key))
    query = select(Participation).where(col(Participation.project_id).in_(project_ids)).order_by(*order)
    return session.execute(query).scalars().all()


def page_of_partners(session: Session, organisation_id: str, part: Part) -> Slice[str, Organisation, int]:
    """The organisations of the catalogue that one has worked with, by id, and in how many projects."""
    mine, theirs = aliased(Participation), aliased(Participation)
    ties = (
        select(col(theirs.organisation_id).label("partner"), func.count(distinct(col(theirs.project_id))).label("n"))
        .join(mine, col(mine.project_id) == col(theirs.project_id))
        .where(col(mine.organisation_id) == organisation_id, col(theirs.organisation_id) != organisation_id)
        .where(_worked(mine), _worked(theirs))
        .group_by(col(theirs.organisation_id))
        .subquery()
    )
    query = (
        select(col(Organisation.id), Organisation, ties.c.n)
        .join(ties, ties.c.partner == col(Organisation.id))
        .order_by(col(Organisation.id))
    )
    return slice_of(session, query, key=(str,), part=part)


def _worked(participation: Any) -> ColumnElement[bool]:
    """Somebody who left before the end is no tie; where nothing is said about it, nobody left."""
    return col(participation.has_ended).is_not(True)


def prior_ties(session: Session, organisation_ids: Collection[str] | None = None) -> Sequence[Tie]:
    """Who has worked with whom, and in how many projects.

    Args:
        session: the catalogue.
        organisation_ids: ties between these only; ``None``: between all organisations of the catalogue.
    """
    first, second = aliased(Participation), aliased(Participation)
    query = (
        select(col(first.organisation_id), col(second.organisation_id), func.count(distinct(col(first.project_id))))
        .join(
            second,
            and_(
                col(first.project_id) == col(second.project_id),
                col(first.organisation_id) < col(second.organisation_id),
            ),
        )
        .where(_worked(first), _worked(second))
        .group_by(col(first.organisation_id), col(second.organisation_id))
    )
    if organisation_ids is not None and len(organisation_ids) <= CHUNK:  # few: the database need not join all
        few = list(organisation_ids)
        query = query.where(col(first.organisation_id).in_(few), col(second.organisation_id).in_(few))
    wanted = None if organisation_ids is None else set(organisation_ids)
    ties = (Tie(*row) for row in session.execute(query))
    return sorted(tie for tie in ties if wanted is None or {tie.first, tie.second} <= wanted)


def projects_by_organisation(session: Session) -> Mapping[str, int]:
    """In how many projects each organisation of the catalogue took part to the end; those in none are left out."""
    who = col(Participation.organisation_id)
    query = (
        select(who, func.count(distinct(col(Participation.project_id))))
        .where(who.is_not(None), _worked(Participation))
        .group_by(who)
    )
    return {str(row[0]): int(row[1]) for row in session.execute(query)}


def took_part(session: Session) -> set[str]:
    """The organisations of the catalogue that took part in any project, also those that left it."""
    who = col(Participation.organisation_id)
    return {str(row[0]) for row in session.execute(select(who).where(who.is_not(None)).distinct())}


def not_told_apart(session: Session) -> set[tuple[str | None, str]]:
    """PIC and compared name of the participants that may be somebody of the catalogue, but nobody for sure."""
    query = select(col(Participation.pic), col(Participation.name_key)).where(
        col(Participation.unmatched_because).is_not(None)
    )
    return {(row[0], row[1]) for row in session.execute(query.distinct())}


def any_participation(session: Session) -> bool:
    """Whether there is one at all: without it nobody can be called a newcomer."""
    return session.execute(select(col(Participation.key)).limit(1)).first() is not None


def matches_count(session: Session) -> tuple[int, int]:
    """How many participations are organisations of the catalogue, and how many might be but are not told apart."""
    query = select(func.count(col(Participation.organisation_id)), func.count(col(Participation.unmatched_because)))
    row = session.execute(query).one()
    return row[0], row[1]


def to_be_matched(session: Session, pics: Collection[str], names: Collection[str]) -> Iterator[MatchRow]:
    """The participations that are somebody, might be, or were found to be; each once."""
    columns = [getattr(Participation, name) for name in MatchRow._fields]
    was_matched = or_(
        col(Participation.organisation_id).is_not(None),
        col(Participation.matched_by).is_not(None),
        col(Participation.unmatched_because).is_not(None),
    )
    conditions = [was_matched]
    conditions += [col(Participation.pic).in_(some) for some in chunks(pics)]
    conditions += [col(Participation.name_key).in_(some) for some in chunks(names)]
    found: dict[tuple[str, str], MatchRow] = {}
    for condition in conditions:
        for row in session.execute(select(*columns).where(condition)):
            one = MatchRow(*row)
            found[one.project_id, one.key] = one
    yield from found.values()


def store_matches(session: Session, rows: Sequence[MatchRow]) -> None:
    """Write who these participants are."""
    stored = ("project_id", "key", "organisation_id", "matched_by", "unmatched_because")
    for some in chunks(rows):
        session.execute(update(Participation), [{name: getattr(row, name) for name in stored} for row in some])


def project_states(session: Session, ids: Collection[str]) -> Mapping[str, str]:
    """The hash of the state of each of these projects that is there."""
    query = select(col(Project.id), col(Project.state_sha256)).where(col(Project.id).in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def participation_states(session: Session, project_ids: Collection[str]) -> Mapping[tuple[str, str], str]:
    """The hash of the state of each participation in these projects, by project and key."""
    query = select(col(Participation.project_id), col(Participation.key), col(Participation.state_sha256))
    rows = session.execute(query.where(col(Participation.project_id).in_(project_ids)))
    return {(row[0], row[1]): row[2] for row in rows}


def participation_keys(session: Session) -> Iterator[tuple[str, str]]:
    """Project and key of every participation."""
    query = select(col(Participation.project_id), col(Participation.key))
    for row in session.execute(query, execution_options={"yield_per": 10_000}):
        yield row[0], row[1]


def add_rows(session: Session, table: type[Project] | type[Participation], rows: Rows) -> None:
    """Insert rows."""
    if rows:
        session.execute(insert(table), rows)


def change_rows(session: Session, table: type[Project] | type[Participation], rows: Rows) -> None:
    """Overwrite the columns that are given; the key says where."""
    if rows:
        session.execute(update(table), rows)


def remove_participations(session: Session, keys: Collection[tuple[str, str]]) -> None:
    """Take participations away."""
    for some in chunks(keys):
        # SQLite finds no index for a list of pairs, but it does for each pair
        places = (and_(col(Participation.project_id) == one[0], col(Participation.key) == one[1]) for one in some)
        leaving = delete(Participation).where(or_(false(), *places))
        session.execute(leaving, execution_options={"synchronize_session": False})


def find_organisation(session: Session, organisation_id: str) -> Organisation | None:
    """One organisation of the catalogue."""
    return session.get(Organisation, organisation_id) if is_storable(organisation_id) else None
