"""Who acts: from an id of the catalogue, or from facts written out, to the organisation that takes part.

A cluster is not always a legal entity. What can apply is its managing organisation; where there is none, somebody else
has to, and the error says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.errors import Invalid, invalid
from app.repositories import organisations
from app.services.catalogue.presenting import cluster_public, organisation_public
from app.services.catalogue.schemas import ClusterPublic
from app.services.verdicts.own_organisations import own_organisations
from rules.facts import Organisation
from rules.language import _


class NoLegalEntity(Invalid):
    """A cluster is known to have nobody who can sign for it."""

    title = "Nobody can sign for this cluster"
    slug = "no-legal-entity"


@dataclass(frozen=True)
class Actor:
    """The organisation that acts, and the cluster it was named by, if it was."""

    organisation: Organisation
    cluster: ClusterPublic | None = None


def who_could_act(cluster: ClusterPublic) -> str:
    """Why a cluster cannot take part by itself, and who could in its place."""
    return _(
        "{name} ({country}, {kind}) has no managing organisation with legal personality: it is a "
        "concentration of firms and not a body that can sign. One of its members, its municipality, the chamber of "
        "commerce, or a body that they found for it could take part in its place.",
        name=cluster.name,
        country=cluster.country,
        kind=_(cluster.denomination.replace("_", " ")),
    )


def actor(session: Session, name: str, pointer: str) -> Actor:
    """The organisation with this id, or the one that manages the cluster with this id.

    Raises:
        Invalid: the catalogue has neither.
        NoLegalEntity: the cluster is known to have no managing organisation.
    """
    return actors(session, {pointer: name})[pointer]


def actors(session: Session, names: Mapping[str, str]) -> dict[str, Actor]:
    """The same for several ids, each given under the pointer at which the request names it.

    Raises:
        Invalid: the catalogue has neither an organisation nor a cluster of that id.
        NoLegalEntity: the cluster is known to have no managing organisation.
    """
    wanted = sorted(set(names.values()))
    known = organisations.find_organisations(session, wanted)
    own = own_organisations(session, wanted)
    found: dict[str, Actor] = {}
    for pointer, name in names.items():
        row = known.get(name)
        facts = own.get(name) if row is None else organisation_public(row).facts()
        found[pointer] = _through_cluster(session, name, pointer) if facts is None else Actor(facts)
    return found


def _through_cluster(session: Session, name: str, pointer: str) -> Actor:
    row = organisations.find_cluster(session, name)
    if row is None:
        raise invalid(pointer, f"the catalogue has no organisation and no cluster {name!r}")
    cluster = cluster_public(*row)
    if cluster.managing_organisation is None:
        said = who_could_act(cluster)
        raise NoLegalEntity(said, errors=invalid(pointer, said).errors)
    return Actor(cluster.managing_organisation.facts(), cluster)
