"""Writes what a list of clusters changes: clusters, the organisations that act for them, and nobody twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.db.tables import Cluster, Organisation
from app.repositories import organisations
from app.repositories.searching import fold
from app.services.imports.cluster_merge import search_words
from app.services.imports.cluster_plan import Plan, PlannedCluster
from app.services.imports.managing_organisations import NewOrganisation
from rules.codes import Flag, Kind

NAME = "import"
"""The source of rows that a list has stated something about."""


@dataclass(frozen=True)
class Writer:
    """Writes a plan in the caller's transaction. ``today`` dates the rows that change; others keep their date."""

    session: Session
    plan: Plan
    today: date

    def write(self) -> None:
        """All of it: organisations first, since clusters point at them."""
        changed = [one for one in self.plan.planned if one.is_new or one.fields]
        for host in self.plan.new_organisations:
            self.session.add(self._host(host))
        for one in changed:
            if one.facts["managing_organisation_id"] == one.id and one.facts["formalisation"] != "hosted":
                self.session.add(self._own(one))
        self.session.flush()
        before = {one.id: self._manager(one.id) for one in changed}
        for one in changed:
            self.session.add(self._cluster(one))
            self._set_pic(one)
        self.session.flush()
        touched = {one.facts["managing_organisation_id"] for one in changed} | set(before.values())
        own = self.plan.clusters.keys() | {one.id for one in changed}
        self._refresh_hosts(host for host in touched if host is not None and host not in own)
        self._drop_brands(one.id for one in changed if before[one.id] == one.id)

    def _manager(self, cluster_id: str) -> str | None:
        known = self.plan.clusters.get(cluster_id)
        return None if known is None else known.managing_organisation_id

    def _cluster(self, one: PlannedCluster) -> Cluster:
        row = self.plan.clusters.get(one.id) or Cluster(
            id=one.id, name="", denomination="", country="", formalisation="", source=NAME, search_text=""
        )
        row.sqlmodel_update(
            {
                **one.facts,
                "source": NAME,
                "as_of": self.today,
                "search_text": fold(*search_words(one.id, one.facts)),
            }
        )
        return row

    def _own(self, one: PlannedCluster) -> Organisation:
        """The body that acts for this cluster alone. It is a legal entity for sure where the list says so."""
        row = self.plan.organisations.get(one.id) or Organisation(id=one.id, source=NAME, search_text="")
        is_proved = True if one.facts["formalisation"] == "own" else row.legal_personality
        same = {name: one.facts[name] for name in ("name", "website", "country", "nuts", "evidence", "confidence")}
        row.sqlmodel_update(
            {
                **same,
                "pic": one.pic,
                "kinds": row.kinds or [Kind.CLUSTER_ORGANISATION.value],
                "legal_personality": is_proved,
                "flags": sorted({*row.flags, *([Flag.OUTERMOST_REGION.value] if one.is_outermost else [])}),
                "ecosystems": one.facts["ecosystems"],
                "source": NAME,
                "as_of": self.today,
                "search_text": fold(*search_words(one.id, one.facts)),
            }
        )
        return row

    def _host(self, host: NewOrganisation) -> Organisation:
        return Organisation(
            id=host.id,
            name=host.name,
            country=host.country,
            kinds=[Kind.CLUSTER_ORGANISATION.value],
            source=NAME,
            evidence="named as the managing organisation in an imported list of clusters",
            as_of=self.today,
            search_text=fold(host.id, host.name),
        )

    def _set_pic(self, one: PlannedCluster) -> None:
        if "pic" not in one.fields:
            return
        acts = self.session.get(Organisation, one.facts["managing_organisation_id"])
        if acts is None:
            raise AssertionError(f"who acts for {one.id} was written before")
        acts.pic = one.pic

    def _refresh_hosts(self, ids: Iterable[str]) -> None:
        """What is known of an organisation through the clusters it acts for."""
        wanted = sorted(ids)
        run = organisations.clusters_of(self.session, wanted)
        for host in organisations.find_organisations(self.session, wanted).values():
            own = [cluster for cluster in run if cluster.managing_organisation_id == host.id]
            host.ecosystems = sorted({ecosystem for cluster in own for ecosystem in cluster.ecosystems})
            host.search_text = fold(host.id, host.name, *(cluster.name for cluster in own))

    def _drop_brands(self, ids: Iterable[str]) -> None:
        """A cluster for which another acts now, or nobody, was never a participant of its own.

        It keeps its organisation only where a PIC proves one, or where that one acts for other clusters too.
        """
        wanted = sorted(ids)
        acting = {cluster.managing_organisation_id for cluster in organisations.clusters_of(self.session, wanted)}
        for row in organisations.find_organisations(self.session, wanted).values():
            if row.id not in acting and row.pic is None:
                self.session.delete(row)
