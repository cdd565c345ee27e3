"""Brings a list of clusters into what a tenant alone sees: first what would become of each line, then the writing.

A line means the tenant's cluster of the same name, whatever its case and accents, else it makes a new one. What a line
leaves blank stays as it is known; a cluster that the list does not name stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlmodel import Session

from app.errors import Invalid
from app.services import own_clusters
from app.services.catalogue.schemas import Public
from app.services.imports.cluster_plan import ECOSYSTEMS
from app.services.imports.managing_organisations import same_name
from app.services.own_clusters import OwnClusterPublic, OwnClusterRequest
from app.services.strict_json import validated
from app.settings import Settings
from rules.codes import iso_country
from rules.facts import Organisation
from scrapers import clusters
from scrapers.clusters import ClusterLine, ClusterRecord, LineError

__all__ = ["COLUMNS", "LineError", "OwnImport", "OwnLine", "import_own", "plan_import"]

Change = Literal["added", "changed", "unchanged"]

COLUMNS: Final = {
    "country": "country",
    "nuts": "nuts2_2021",
    "pic": "cordis_pic",
    "website": "website",
    "ecosystems": "ecosystems",
    "legal_personality": "legal_entity",
}
"""From which column a fact comes. Name, city and evidence are kept beside the facts; other columns are read over."""


class OwnLine(Public):
    """What becomes of one line: each fact that changes, before and after."""

    line: int
    name: str
    change: Change
    fields: Mapping[str, tuple[Any, Any]]


class OwnImport(Public):
    """What an import does, or would do: the lines that are right, in their order, and what is wrong with others."""

    lines: Sequence[OwnLine]
    errors: Sequence[LineError]

    def count(self, change: Change) -> int:
        """How many lines do this."""
        return sum(one.change == change for one in self.lines)


@dataclass
class _Plan:
    known: Mapping[str, OwnClusterPublic]
    told: list[OwnLine] = field(default_factory=list)
    requests: list[tuple[OwnClusterPublic | None, OwnClusterRequest]] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)

    def take(self, line: ClusterLine) -> None:
        """Work out one line."""
        record, key = line.record, same_name(line.record.name)
        if (before := self.named.setdefault(key, line.number)) != line.number:
            self._wrong(line, "name", f"{record.name!r} stands on line {before} already")
            return
        try:
            stated = dict(_stated(record))
        except ValueError as error:
            self._wrong(line, "country", str(error))
            return
        if strange := [one for one in record.ecosystems if same_name(one) not in ECOSYSTEMS]:
            self._wrong(
                line, "ecosystems", f"{strange[0]!r} is no ecosystem; there are: {'; '.join(ECOSYSTEMS.values())}"
            )
            return
        self._plan(line, self.known.get(key), stated)

    def _plan(self, line: ClusterLine, known: OwnClusterPublic | None, stated: dict[str, Any]) -> None:
        record, before = line.record, _before(known)
        facts = {name: value for name, value in (before | stated).items() if name not in {"city", "note"}}
        document = {
            "name": record.name,
            "city": record.city or (known.city if known else None),
            "note": record.evidence or (known.note if known else None),
            "facts": facts,
        }
        try:
            request = validated(OwnClusterRequest, document)
            validated(Organisation, {"id": "own", "name": record.name} | facts)
        except Invalid as error:
            self._refuse(line, error)
            return
        fields = {name: (before.get(name), value) for name, value in stated.items() if before.get(name) != value}
        change: Change = "added" if known is None else "changed" if fields else "unchanged"
        self.told.append(OwnLine(line=line.number, name=record.name, change=change, fields=fields))
        if change != "unchanged":
            self.requests.append((known, request))

    def _refuse(self, line: ClusterLine, error: Invalid) -> None:
        for fault in error.errors:
            name = fault.pointer.rpartition("/")[2]
            self._wrong(line, COLUMNS.get(name, name) or None, fault.detail)

    def _wrong(self, line: ClusterLine, column: str | None, reason: str) -> None:
        self.errors.append(LineError(line=line.number, column=column, reason=reason))


def plan_import(session: Session, content: bytes) -> OwnImport:
    """What an import of this file would do for the tenant of the session. Reading only."""
    return _told(_planned(session, content))


def import_own(session: Session, settings: Settings, content: bytes) -> OwnImport:
    """Import the lines that are right. The caller commits: all of them, or none."""
    plan = _planned(session, content)
    for known, request in plan.requests:
        if known is None:
            own_clusters.create_cluster(session, request)
        else:
            own_clusters.replace_cluster(session, settings, known.id, request)
    return _told(plan)


def _planned(session: Session, content: bytes) -> _Plan:
    file = clusters.read(content)
    plan = _Plan({same_name(one.name): one for one in own_clusters.all_clusters(session)}, errors=list(file.errors))
    for line in file.lines:
        plan.take(line)
    return plan


def _told(plan: _Plan) -> OwnImport:
    return OwnImport(lines=plan.told, errors=sorted(plan.errors, key=lambda error: error.line))


def _before(known: OwnClusterPublic | None) -> dict[str, Any]:
    """What is stated of a cluster so far, by the names of the facts."""
    if known is None:
        return {}
    facts = known.organisation.model_dump(mode="json", exclude_unset=True, exclude={"id", "name"})
    return facts | {name: value for name in ("city", "note") if (value := getattr(known, name)) is not None}


def _stated(record: ClusterRecord) -> Iterator[tuple[str, Any]]:
    """What a line states, by the names of the facts."""
    codes = {iso_country(code) for code in (record.country, record.country_iso2) if code}
    if len(codes) > 1:
        raise ValueError(f"{record.country_iso2} is not the country {record.country}")
    yield "country", codes.pop()
    for name, column in COLUMNS.items():
        value = getattr(record, column)
        if name in {"nuts", "pic", "website"} and value is not None:
            yield name, value
    if record.ecosystems:
        yield "ecosystems", [ECOSYSTEMS[same_name(one)] for one in record.ecosystems if same_name(one) in ECOSYSTEMS]
    if record.legal_entity is not None:
        yield "legal_personality", record.legal_entity == "yes"
    for name, value in {"city": record.city, "note": record.evidence}.items():
        if value is not None:
            yield name, value
