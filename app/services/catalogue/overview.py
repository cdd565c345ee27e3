"""What the catalogue holds, counted: for the first page, for filters, and to say of which day it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from app import clock
from app.db.tables import Organisation
from app.repositories import organisations, overview
from app.services.catalogue.presenting import cluster_public
from app.services.catalogue.schemas import ClusterPublic, Position, Public
from app.settings import Settings


class Loaded(Public):
    """A data set that was loaded as a whole, and of which day it is."""

    name: str
    as_of: date


class Overview(Public):
    """How much there is of what. Mappings go from the code to the count."""

    topics: int
    statuses: Mapping[str, int]
    programmes: Mapping[str, int]
    types_of_action: Mapping[str, int]
    clusters: int
    countries: Mapping[str, int]
    loaded: Sequence[Loaded]


def look_over(session: Session, settings: Settings) -> Overview:
    """Count the catalogue as it stands now."""
    statuses, programmes, types_of_action = Counter[str](), Counter[str](), Counter[str]()
    for programme, type_of_action, status, count in overview.topic_counts(session, clock.now(settings)):
        statuses[status] += count
        programmes[programme] += count
        if type_of_action is not None:
            types_of_action[type_of_action] += count
    countries = overview.cluster_counts(session)
    return Overview(
        topics=statuses.total(),
        statuses=statuses,
        programmes=programmes,
        types_of_action=types_of_action,
        clusters=sum(countries.values()),
        countries=countries,
        loaded=[Loaded(name=one.name, as_of=one.as_of) for one in overview.datasets(session)],
    )


class Placed(Public):
    """Who may be named as a participant, and where: an organisation, or a cluster that nobody acts for.

    ``clusters`` are those that the organisation acts for; town and position are those of the first of them.
    """

    id: str
    name: str
    country: str | None
    city: str | None
    position: Position | None
    clusters: Sequence[ClusterPublic]
    can_act: bool


def placed(session: Session, ids: Sequence[str]) -> Mapping[str, Placed]:
    """Those of the ids that the catalogue knows, whether as an organisation or as a cluster."""
    runs = clusters_of(session, ids)
    found = {
        one: _of_organisation(row, runs.get(one, ()))
        for one, row in organisations.find_organisations(session, ids).items()
    }
    clusters = organisations.find_clusters(session, sorted(set(ids) - set(found)))
    return found | {one: _of_cluster(cluster_public(*row)) for one, row in clusters.items()}


def _of_organisation(row: Organisation, clusters: Sequence[ClusterPublic]) -> Placed:
    seat = clusters[0] if clusters else None
    return Placed(
        id=row.id,
        name=row.name or row.id,
        country=row.country,
        city=seat.city if seat else None,
        position=seat.position if seat else None,
        clusters=clusters,
        can_act=True,
    )


def _of_cluster(cluster: ClusterPublic) -> Placed:
    return Placed(
        id=cluster.id,
        name=cluster.name,
        country=cluster.country,
        city=cluster.city,
        position=cluster.position,
        clusters=[cluster],
        can_act=cluster.managing_organisation is not None,
    )


def clusters_of(session: Session, organisation_ids: Sequence[str]) -> Mapping[str, Sequence[ClusterPublic]]:
    """The clusters that each of these organisations acts for, without repeating the organisation in each of them."""
    found: dict[str, list[ClusterPublic]] = {}
    for cluster in organisations.clusters_of(session, organisation_ids):
        if cluster.managing_organisation_id is not None:
            found.setdefault(cluster.managing_organisation_id, []).append(cluster_public(cluster, None))
    return found
