"""What becomes of a cluster of the catalogue when a list states something about it.

What the list leaves blank stays as it is known. Names are only ever added: the name a cluster had before becomes one of
its aliases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.tables import Cluster
from app.services.imports.managing_organisations import same_name
from scrapers.clusters import ClusterRecord

GENERAL_KIND = "cluster"
"""What a cluster is called of which nobody says what sort it is."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Who acts for a cluster, as the catalogue will know it."""

    managing_organisation_id: str | None
    formalisation: str


def acting_for(record: ClusterRecord, known: Cluster | None, named: str | None) -> Acting:
    """Who acts for the cluster; ``named`` is the organisation that the list names, if it names one."""
    if named is not None and named != record.id:
        return Acting(managing_organisation_id=named, formalisation="hosted")
    if known is not None and _says_nothing_new(record, known, named):
        return Acting(managing_organisation_id=known.managing_organisation_id, formalisation=known.formalisation)
    if named is None and record.legal_entity == "no":
        return Acting(managing_organisation_id=None, formalisation="none")
    is_proved = record.legal_entity == "yes" or (known is not None and known.formalisation == "own")
    return Acting(managing_organisation_id=record.id, formalisation="own" if is_proved else "unknown")


def _says_nothing_new(record: ClusterRecord, known: Cluster, named: str | None) -> bool:
    """A host acts on until another is named, also a host that bears the name of one of its clusters."""
    is_hosted = known.formalisation == "hosted"
    if named is not None:
        return is_hosted and named == known.managing_organisation_id
    return is_hosted or record.legal_entity is None


def merged(record: ClusterRecord, country: str, known: Cluster | None, acting: Acting) -> dict[str, Any]:
    """The facts of the cluster by the names of the catalogue's columns. ``country`` is in ISO 3166-1."""
    facts: dict[str, Any] = {
        "name": record.name,
        "aliases": _aliases(record, known),
        "country": country,
        "managing_organisation_id": acting.managing_organisation_id,
        "formalisation": acting.formalisation,
    }
    stated = {
        "denomination": record.kind,
        "nuts": record.nuts2_2021,
        "city": record.city,
        "latitude": record.lat,
        "longitude": record.lon,
        "website": record.website,
        "ecosystems": list(record.ecosystems) or None,
        "evidence": record.evidence,
        "confidence": record.confidence,
    }
    before = _still_true(record, country, known)
    facts |= {name: before.get(name) if value is None else value for name, value in stated.items()}
    facts["denomination"] = facts["denomination"] or GENERAL_KIND
    facts["ecosystems"] = facts["ecosystems"] or []
    return facts


def _still_true(record: ClusterRecord, country: str, known: Cluster | None) -> Facts:
    """What was known and holds on: a cluster that has moved leaves its old region and the place on the map behind."""
    if known is None:
        return {}
    before = known.model_dump()
    left_behind: tuple[str, ...] = ()
    if known.country != country:
        left_behind = ("nuts", "city", "latitude", "longitude")
    elif record.city is not None and known.city is not None and same_name(record.city) != same_name(known.city):
        left_behind = ("latitude", "longitude")
    return {name: value for name, value in before.items() if name not in left_behind}


def _aliases(record: ClusterRecord, known: Cluster | None) -> list[str]:
    names: list[str] = [] if known is None else [*known.aliases, known.name]
    names += [*record.aliases, *([record.cordis_name] if record.cordis_name else [])]
    different: dict[str, str] = {}
    for name in names:
        different.setdefault(same_name(name), name)
    different.pop(same_name(record.name), None)
    return list(different.values())


def differences(known: Cluster | None, facts: Facts) -> dict[str, tuple[Any, Any]]:
    """Each fact that changes, before and after. Of a new cluster: all that is stated, and nothing before."""
    if known is None:
        return {name: (None, value) for name, value in facts.items() if value not in (None, [])}
    before = known.model_dump(include=set(facts))
    return {name: (before[name], value) for name, value in facts.items() if before[name] != value}


def search_words(cluster_id: str, facts: Facts) -> Sequence[str | None]:
    """The words by which a cluster is found."""
    return (cluster_id, facts["name"], *facts["aliases"], facts["city"], *facts["ecosystems"], facts["denomination"])
