"""Queries about organisations and clusters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from app.db.tables import Cluster, Organisation
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import holds, is_storable, matches


@dataclass(frozen=True, kw_only=True)
class PlaceFilters:
    """What a list of organisations or clusters is narrowed to; ``None`` does not narrow."""

    q: str | None = None
    country: str | None = None
    ecosystem: str | None = None


def _conditions(table: type[Cluster] | type[Organisation], filters: PlaceFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.q is not None:
        conditions.append(matches(col(table.search_text), filters.q))
    if filters.country is not None:
        conditions.append(col(table.country) == filters.country)
    if filters.ecosystem is not None:
        conditions.append(holds(col(table.ecosystems), filters.ecosystem))
    return conditions


def page_of_organisations(session: Session, filters: PlaceFilters, part: Part) -> Slice[Organisation]:
    """Organisations by id."""
    query = select(Organisation).where(*_conditions(Organisation, filters)).order_by(col(Organisation.id))
    return slice_of(session, query, key=(str,), part=part)


def page_of_clusters(session: Session, filters: PlaceFilters, part: Part) -> Slice[Cluster, Organisation | None]:
    """Clusters by id, each with its managing organisation."""
    query = _with_manager().where(*_conditions(Cluster, filters)).order_by(col(Cluster.id))
    return slice_of(session, query, key=(str,), part=part)


def find_cluster(session: Session, cluster_id: str) -> tuple[Cluster, Organisation | None] | None:
    """One cluster with its managing organisation."""
    if not is_storable(cluster_id):
        return None
    row = session.execute(_with_manager().where(col(Cluster.id) == cluster_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def find_organisations(session: Session, ids: Sequence[str]) -> dict[str, Organisation]:
    """The organisations that exist among the ids."""
    askable = list(filter(is_storable, ids))
    found = session.execute(select(Organisation).where(col(Organisation.id).in_(askable))).scalars()
    return {organisation.id: organisation for organisation in found}


def every_organisation(session: Session, filters: PlaceFilters) -> Sequence[Organisation]:
    """All organisations that pass the filter, by id."""
    query = select(Organisation).where(*_conditions(Organisation, filters)).order_by(col(Organisation.id))
    return session.execute(query).scalars().all()


def clusters_of(session: Session, organisation_ids: Sequence[str]) -> Sequence[Cluster]:
    """The clusters that these organisations act for, by id."""
    query = select(Cluster).where(col(Cluster.managing_organisation_id).in_(organisation_ids)).order_by(col(Cluster.id))
    return session.execute(query).scalars().all()


def every_cluster(session: Session, filters: PlaceFilters) -> Sequence[Cluster]:
    """All clusters that pass the filter, by id."""
    return (
        session.execute(select(Cluster).where(*_conditions(Cluster, filters)).order_by(col(Cluster.id))).scalars().all()
    )


def _with_manager() -> Select[Any, Any]:
    managed_by = col(Cluster.managing_organisation_id) == col(Organisation.id)
    return select(Cluster, Organisation).outerjoin(Organisation, managed_by)
