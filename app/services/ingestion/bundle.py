"""Loads the bundled data into the catalogue. The bundle is a source of its own and never takes anything back."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sqlmodel import Session

from app import clock
from app.bundle import read
from app.bundle.records import BundledTopic, ClusterRow, Host, Manifest
from app.db.tables import Cluster, Dataset, Organisation
from app.repositories import datasets, organisations, revisions
from app.repositories.organisations import PlaceFilters
from app.repositories.searching import fold
from app.services.catalogue import project_matching
from app.services.ingestion import topic_rows
from app.services.ingestion.topic_rows import ReadFrom
from app.settings import Settings

NAME = "bundle"


def manifest() -> Manifest:
    """What the bundled data is, of which day, from where."""
    return read.manifest()


def is_loaded(session: Session) -> bool:
    """Whether the catalogue holds the bundle of this program."""
    loaded = datasets.find_dataset(session, NAME)
    return loaded is not None and loaded.sha256 == read.digest()


def load(session: Session, settings: Settings) -> bool:
    """Bring the catalogue to the bundle of this program; ``False`` when it is there already.

    What another source or an imported list has stated since is newer and stays. The caller commits.
    """
    if is_loaded(session):
        return False
    bundle = read.read()
    _load_topics(session, bundle)
    elsewhere = _stated_elsewhere(session)
    _load_organisations(session, bundle, elsewhere)
    _load_clusters(session, bundle, elsewhere)
    session.flush()
    project_matching.match_all(session)
    session.merge(
        Dataset(
            name=NAME,
            as_of=bundle.manifest.as_of,
            sha256=bundle.sha256,
            counts=dict(bundle.manifest.counts),
            loaded_at=clock.now(settings),
        )
    )
    revisions.bump(session)
    return True


def _load_topics(session: Session, bundle: read.Bundle) -> None:
    existing = datasets.topics_by_key(session, [topic.identifier.lower() for topic in bundle.topics])
    for bundled in bundle.topics:
        row = existing.get(bundled.identifier.lower())
        if row is None or row.source == NAME:
            session.add(topic_rows.write(row, bundled.topic(), _read_from(bundled)))


def _read_from(topic: BundledTopic) -> ReadFrom:
    return ReadFrom(
        source=NAME,
        url=topic.origin.url,
        retrieved_at=clock.instant(topic.origin.retrieved_on),
        confidence=topic.origin.confidence,
    )


def _stated_elsewhere(session: Session) -> set[str]:
    """The ids about which an imported list has stated something since: organisations, and clusters with their own."""
    everywhere = PlaceFilters()
    found = {row.id for row in organisations.every_organisation(session, everywhere) if row.source != NAME}
    return found | {row.id for row in organisations.every_cluster(session, everywhere) if row.source != NAME}


def _load_organisations(session: Session, bundle: read.Bundle, elsewhere: AbstractSet[str]) -> None:
    for host_id, host in bundle.hosts.items():
        if host_id not in elsewhere:
            session.merge(_host(host_id, host, bundle))
    for cluster in bundle.clusters:
        if cluster.formalisation in {"own", "unknown"} and cluster.id not in elsewhere:
            session.merge(_own_organisation(cluster, bundle.manifest))
    session.flush()


def _host(host_id: str, host: Host, bundle: read.Bundle) -> Organisation:
    run = [cluster for cluster in bundle.clusters if cluster.managing_organisation == host_id]
    return Organisation(
        id=host_id,
        name=host.name,
        website=host.website,
        country=host.country,
        nuts=host.nuts,
        kinds=list(host.kinds),
        legal_personality=host.legal_personality,
        ecosystems=sorted({ecosystem for cluster in run for ecosystem in cluster.ecosystems}),
        source=NAME,
        evidence=host.evidence,
        confidence=host.confidence,
        as_of=bundle.manifest.as_of,
        search_text=fold(host_id, host.name, *(cluster.name for cluster in run)),
    )


def _own_organisation(cluster: ClusterRow, manifest: Manifest) -> Organisation:
    """The body that acts for one cluster. Whether it is a legal entity is known for those that took part before."""
    return Organisation(
        id=cluster.id,
        name=cluster.name,
        pic=cluster.cordis_pic,
        website=cluster.website,
        country=cluster.country,
        nuts=cluster.nuts2_2021,
        kinds=["cluster_organisation"],
        legal_personality=True if cluster.formalisation == "own" else None,
        ecosystems=list(cluster.ecosystems),
        source=NAME,
        evidence=cluster.evidence,
        confidence=cluster.confidence,
        as_of=manifest.as_of,
        search_text=_search_text(cluster),
    )


def _load_clusters(session: Session, bundle: read.Bundle, elsewhere: AbstractSet[str]) -> None:
    managers: Mapping[str, str | None] = {
        cluster.id: None if cluster.formalisation == "none" else cluster.managing_organisation or cluster.id
        for cluster in bundle.clusters
    }
    for cluster in bundle.clusters:
        if cluster.id in elsewhere:
            continue
        session.merge(
            Cluster(
                id=cluster.id,
                name=cluster.name,
                aliases=list(cluster.aliases),
                denomination=cluster.kind,
                country=cluster.country,
                nuts=cluster.nuts2_2021,
                city=cluster.city,
                latitude=cluster.lat,
                longitude=cluster.lon,
                website=cluster.website,
                ecosystems=list(cluster.ecosystems),
                managing_organisation_id=managers[cluster.id],
                formalisation=cluster.formalisation,
                source=NAME,
                evidence=cluster.evidence,
                confidence=cluster.confidence,
                as_of=bundle.manifest.as_of,
                search_text=_search_text(cluster),
            )
        )


def _search_text(cluster: ClusterRow) -> str:
    return fold(cluster.id, cluster.name, *cluster.aliases, cluster.city, *cluster.ecosystems, cluster.kind)
