"""What a list of clusters would change in the catalogue, worked out before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.tables import Cluster, Organisation
from app.services.imports.cluster_merge import Acting, acting_for, differences, merged
from app.services.imports.managing_organisations import Directory, NewOrganisation, same_name
from rules.codes import OUTERMOST_REGIONS, Ecosystem, country_of_nuts, iso_country
from scrapers.clusters import ClusterLine, ClusterRecord, LineError

ECOSYSTEMS = {same_name(ecosystem): ecosystem.value for ecosystem in Ecosystem}


@dataclass(frozen=True, kw_only=True)
class PlannedCluster:
    """One cluster as it will be. ``fields``: what changes, before and after. ``pic``: that of who acts for it."""

    id: str
    facts: Mapping[str, Any]
    pic: str | None
    is_outermost: bool
    is_new: bool
    fields: Mapping[str, tuple[Any, Any]]


class _Fault(Exception):
    """Something in a line that the catalogue does not allow."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass
class Plan:
    """The changes, in the order of the lines, and what is wrong with the lines that are in none of them."""

    clusters: Mapping[str, Cluster]
    organisations: Mapping[str, Organisation]
    planned: list[PlannedCluster] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.directory = Directory(self.organisations.values(), self.clusters.values())
        self.new_organisations: Sequence[NewOrganisation] = ()
        self._pics: dict[str, str] = {}

    def make(self, lines: Sequence[ClusterLine]) -> None:
        """Work out every line. Organisations that the list itself brings can be named on any of its lines."""
        readable = [(line, country) for line in lines if (country := self._country(line)) is not None]
        for line, country in readable:
            self._announce(line.record, country)
        for line, country in readable:
            try:
                self.planned.append(self._planned(line.record, country))
            except _Fault as fault:
                self._wrong(line, fault)
        self._leave_out_orphans({line.record.id: line for line in lines})
        self.new_organisations = [self.directory.new[one] for one in self._acting() if one in self.directory.new]

    def _acting(self) -> list[str]:
        """Who acts for the planned clusters, each once."""
        acting = (one.facts["managing_organisation_id"] for one in self.planned)
        return list(dict.fromkeys(one for one in acting if one is not None))

    def _leave_out_orphans(self, lines: Mapping[str, ClusterLine]) -> None:
        """Where the line that would have brought an organisation is wrong, it cannot act for the cluster of another."""
        own = {one.id for one in self.planned if one.facts["managing_organisation_id"] == one.id}
        brought = own | self.directory.new.keys() | self.organisations.keys()
        for one in [one for one in self.planned if one.facts["managing_organisation_id"] not in {None, *brought}]:
            self.planned.remove(one)
            acts = one.facts["managing_organisation_id"]
            self._wrong(lines[one.id], _Fault("managing_organisation", f"the line that brings {acts} is wrong itself"))

    def _wrong(self, line: ClusterLine, fault: _Fault) -> None:
        self.errors.append(LineError(line=line.number, column=fault.column, reason=fault.reason))

    def _country(self, line: ClusterLine) -> str | None:
        try:
            return _country_of(line.record)
        except _Fault as fault:
            self._wrong(line, fault)
            return None

    def _announce(self, record: ClusterRecord, country: str) -> None:
        """A cluster for which nobody else acts has an organisation of its own, with its id."""
        known = self.clusters.get(record.id)
        is_own = acting_for(record, known, None).managing_organisation_id == record.id
        if record.managing_organisation is not None or not is_own:
            return
        if not self.directory.holds(record.id):
            self.directory.add(record.id, record.name, record.cordis_pic, country)
        self.directory.add_other_names(record.id, _other_names(record))

    def _planned(self, record: ClusterRecord, country: str) -> PlannedCluster:
        known = self.clusters.get(record.id)
        if known is None and record.id in self.organisations:
            raise _Fault("id", f"{record.id} is the id of an organisation that is no cluster")
        acting = acting_for(record, known, self._named(record, country))
        if acting.managing_organisation_id == record.id and record.legal_entity == "no":
            raise _Fault("legal_entity", "what is no legal entity cannot act for itself: name who does")
        pic = self._pic(record, acting)
        facts = merged(record, country, known, acting) | {"ecosystems": _ecosystems(record, known)}
        fields = differences(known, facts)
        had = self._pic_of(acting)
        if pic != had:
            fields["pic"] = (had, pic)
        return PlannedCluster(
            id=record.id, facts=facts, pic=pic, is_outermost=is_outermost(record), is_new=known is None, fields=fields
        )

    def _named(self, record: ClusterRecord, country: str) -> str | None:
        stated = record.managing_organisation
        if stated is None:
            return None
        names = map(same_name, (record.name, *_other_names(record)))
        if stated == record.id or same_name(stated) in names or stated == record.cordis_pic:
            return record.id
        try:
            return self.directory.find(stated, country)
        except ValueError as error:
            raise _Fault("managing_organisation", str(error)) from error

    def _pic_of(self, acting: Acting) -> str | None:
        acts = self.organisations.get(acting.managing_organisation_id or "")
        return None if acts is None else acts.pic

    def _pic(self, record: ClusterRecord, acting: Acting) -> str | None:
        """The PIC of the organisation that acts for the cluster. One organisation has one PIC, and nobody shares it.

        Where two lines of the list claim the same one, nobody here can tell which is right: both are wrong.
        """
        before = self._pic_of(acting)
        stated, acts = record.cordis_pic, acting.managing_organisation_id
        if stated is None or stated == before:
            return before
        if acts is None:
            raise _Fault("cordis_pic", "nobody acts for this cluster, so there is nobody whose PIC this could be")
        others = {one for one in self.directory.with_pic(stated) if one != acts}
        others |= {self._pics[stated]} - {acts} if stated in self._pics else set()
        if others:
            raise _Fault("cordis_pic", f"{stated} is the PIC of {', '.join(sorted(others))}")
        if acting.formalisation == "hosted" and before not in (None, stated):
            raise _Fault("cordis_pic", f"{acts}, which acts for this cluster, has the PIC {before}")
        self._pics[stated] = acts
        return stated


def _country_of(record: ClusterRecord) -> str:
    found: dict[str, str] = {}
    for column in ("country", "country_iso2"):
        stated = getattr(record, column)
        if stated is None:
            continue
        try:
            found[column] = iso_country(stated)
        except ValueError as error:
            raise _Fault(column, str(error)) from error
    if len(set(found.values())) > 1:
        raise _Fault("country_iso2", f"{record.country_iso2} is not the country {record.country}")
    country = next(iter(found.values()))
    country = OUTERMOST_REGIONS.get(country, country)
    if record.nuts2_2021 is not None and country_of_nuts(record.nuts2_2021) != country:
        raise _Fault("nuts2_2021", f"{record.nuts2_2021} is no region of {country}")
    return country


def is_outermost(record: ClusterRecord) -> bool:
    """Whether the list says by the country's code that the cluster lies in an outermost region."""
    return bool({record.country, record.country_iso2} & OUTERMOST_REGIONS.keys())


def _ecosystems(record: ClusterRecord, known: Cluster | None) -> list[str]:
    if not record.ecosystems:
        return [] if known is None else list(known.ecosystems)
    for stated in record.ecosystems:
        if same_name(stated) not in ECOSYSTEMS:
            raise _Fault("ecosystems", f"{stated!r} is no ecosystem; there are: {'; '.join(ECOSYSTEMS.values())}")
    return list(dict.fromkeys(ECOSYSTEMS[same_name(stated)] for stated in record.ecosystems))


def _other_names(record: ClusterRecord) -> Iterable[str]:
    return (*record.aliases, *([record.cordis_name] if record.cordis_name else []))
