"""Queries about organisations and clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, Select, Text, cast, func, select, type_coerce
from sqlmodel import Session, col

from app.db.tables import Cluster, Organisation
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import bytewise, holds, is_storable, matches, relevance

PlaceSort = Literal["id", "name", "-name", "country", "-country", "relevance"]
LAST_COUNTRY = "ZZZ"
"""After all codes of countries: where the country is not known."""
NAME_LENGTH = 60
"""Characters of a name by which it is sorted; a cursor carries them."""


@dataclass(frozen=True, kw_only=True)
class PlaceFilters:
    """What a list of organisations or clusters is narrowed to; ``None`` does not narrow."""

    q: str | None = None
    country: str | None = None
    ecosystem: str | None = None


def _conditions(table: type[Cluster] | type[Organisation], filters: PlaceFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.q is not None:
        conditions.append(matches(table, filters.q))
    if filters.country is not None:
        conditions.append(col(table.country) == filters.country)
    if filters.ecosystem is not None:
        conditions.append(holds(col(table.ecosystems), filters.ecosystem))
    return conditions


def page_of_organisations(
    session: Session, filters: PlaceFilters, part: Part, sort: PlaceSort | None = None
) -> Slice[Organisation]:
    """Organisations by id, or in another order."""
    order, key = _order(Organisation, filters, sort or "id")
    query = select(Organisation).where(*_conditions(Organisation, filters)).order_by(*order)
    return slice_of(session, query, key=key, part=part)


def page_of_clusters(
    session: Session, filters: PlaceFilters, part: Part, sort: PlaceSort | None = None
) -> Slice[Cluster, Organisation | None]:
    """Clusters by id, or in another order, each with its managing organisation."""
    order, key = _order(Cluster, filters, sort or "id")
    query = _with_manager().where(*_conditions(Cluster, filters)).order_by(*order)
    return slice_of(session, query, key=key, part=part)


def _order(
    table: type[Cluster] | type[Organisation], filters: PlaceFilters, sort: PlaceSort
) -> tuple[list[ColumnElement[Any]], tuple[type, ...]]:
    """The columns to sort by, and their types in a cursor. The id comes last and makes every place a single one."""
    by_id, name = bytewise(col(table.id)), _name(table)
    country = bytewise(func.coalesce(col(table.country), "" if sort == "-country" else LAST_COUNTRY))
    match sort:
        case "id":
            return [by_id], (str,)
        case "relevance":
            return [relevance(table, filters.q or ""), by_id], (int, str)
        case "name":
            return [name, by_id], (str, str)
        case "-name":
            return [name.desc(), by_id], (str, str)
        case "country":
            return [country, name, by_id], (str, str, str)
        case "-country":
            return [country.desc(), name, by_id], (str, str, str)


def _name(table: type[Cluster] | type[Organisation]) -> ColumnElement[str]:
    """The name as people sort it, without letter case and accents: what is searched begins with the id and the name."""
    after_id = type_coerce(func.length(col(table.id)), Integer) + 2
    return bytewise(func.substr(type_coerce(col(table.search_text), Text), after_id, NAME_LENGTH, type_=Text))


def find_cluster(session: Session, cluster_id: str) -> tuple[Cluster, Organisation | None] | None:
    """One cluster with its managing organisation."""
    if not is_storable(cluster_id):
        return None
    row = session.execute(_with_manager().where(col(Cluster.id) == cluster_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def find_clusters(session: Session, ids: Sequence[str]) -> dict[str, tuple[Cluster, Organisation | None]]:
    """The clusters that exist among the ids, each with its managing organisation."""
    askable = list(filter(is_storable, ids))
    rows = session.execute(_with_manager().where(col(Cluster.id).in_(askable))) if askable else ()
    return {row[0].id: (row[0], row[1]) for row in rows}


def find_organisations(session: Session, ids: Sequence[str]) -> dict[str, Organisation]:
    """The organisations that exist among the ids."""
    askable = list(filter(is_storable, ids))
    found = session.execute(select(Organisation).where(col(Organisation.id).in_(askable))).scalars()
    return {organisation.id: organisation for organisation in found}


def every_organisation(session: Session, filters: PlaceFilters) -> Sequence[Organisation]:
    """All organisations that pass the filter, by id."""
    query = select(Organisation).where(*_conditions(Organisation, filters)).order_by(bytewise(col(Organisation.id)))
    return session.execute(query).scalars().all()


def clusters_of(session: Session, organisation_ids: Sequence[str]) -> Sequence[Cluster]:
    """The clusters that these organisations act for, by id."""
    acted_for = col(Cluster.managing_organisation_id).in_(organisation_ids)
    query = select(Cluster).where(acted_for).order_by(bytewise(col(Cluster.id)))
    return session.execute(query).scalars().all()


def every_cluster(session: Session, filters: PlaceFilters) -> Sequence[Cluster]:
    """All clusters that pass the filter, by id."""
    query = select(Cluster).where(*_conditions(Cluster, filters)).order_by(bytewise(col(Cluster.id)))
    return session.execute(query).scalars().all()


def _with_manager() -> Select[Any, Any]:
    managed_by = col(Cluster.managing_organisation_id) == col(Organisation.id)
    return select(Cluster, Organisation).outerjoin(Organisation, managed_by)


def stated_competences(session: Session) -> Sequence[Mapping[str, int]]:
    """What the organisations bring that state competences, by name and level, one mapping for each of them."""
    stated = cast(col(Organisation.competences), Text)
    return [row[0] for row in session.execute(select(col(Organisation.competences)).where(stated != "{}")) if row[0]]
