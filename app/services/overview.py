"""What the catalogue holds, counted: for the first page, for filters, and to say of which day it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from app import clock
from app.repositories import organisations, overview
from app.services.presenting import cluster_public
from app.services.schemas import ClusterPublic, Public
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


def clusters_of(session: Session, organisation_ids: Sequence[str]) -> Mapping[str, Sequence[ClusterPublic]]:
    """The clusters that each of these organisations acts for, without repeating the organisation in each of them."""
    found: dict[str, list[ClusterPublic]] = {}
    for cluster in organisations.clusters_of(session, organisation_ids):
        if cluster.managing_organisation_id is not None:
            found.setdefault(cluster.managing_organisation_id, []).append(cluster_public(cluster, None))
    return found
