"""Clusters as people read them: the list, and one cluster with who acts for it, evidence and open questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from app.services.catalogue.overview import Overview
from app.services.catalogue.projects import NO_PAST, Past
from app.services.catalogue.schemas import ClusterPublic
from app.web.presenters import words
from app.web.presenters.blocks import Link, Option, Page, Pager, Row, Section
from app.web.presenters.projects import partner_rows, project_rows
from app.web.presenters.signs import CONFIDENCES, FORMALISATIONS, Badge
from rules.codes import Ecosystem
from rules.facts import Organisation


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster of a list."""

    name: str
    href: str
    place: str
    denomination: str
    ecosystems: str
    acts: Badge
    confidence: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersPage(Page):
    """The search for a cluster and what it found."""

    data_sentence: str
    q: str
    countries: tuple[Option, ...]
    ecosystems: tuple[Option, ...]
    found: str
    rows: tuple[ClusterRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPage(Page):
    """One cluster."""

    name: str
    kind: str
    place: str
    calls_href: str
    lead_href: str | None
    acts: Badge
    acts_sentence: str
    acts_note: str | None
    siblings: tuple[Link, ...]
    facts: tuple[Row, ...]
    questions: tuple[Row, ...]
    evidence: tuple[Row, ...]
    projects: tuple[Row, ...]
    more_projects: bool
    partners: tuple[Row, ...]
    more_partners: bool


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """What the list of clusters is narrowed to; empty does not narrow."""

    q: str = ""
    country: str = ""
    ecosystem: str = ""

    @property
    def told(self) -> str:
        """The choice in a few words."""
        return ", ".join(filter(None, (self.q, self.country and words.country_name(self.country), self.ecosystem)))


QUESTIONS: Final = {
    "legal_personality": (
        "Does {name} have legal personality?",
        "A participant has to be a legal entity, or a body that acts like one.",
    ),
    "kinds": ("What kind of organisation is {name}?", "Some calls ask for a cluster organisation or a public body."),
    "public_body": (
        "Is {name} a public body?",
        "A public body needs a gender equality plan in Horizon Europe, and may be funded differently.",
    ),
    "non_profit": ("Does {name} work without profit?", "It decides the funding rate of some actions."),
    "gender_equality_plan": (
        "Does {name} have a gender equality plan?",
        "Asked of public bodies, universities and research organisations in Horizon Europe.",
    ),
    "controlled_from": (
        "From which country is {name} ultimately controlled?",
        "Some calls restrict foreign control.",
    ),
    "size_class": ("How large is {name}?", "Some calls ask for small and medium-sized enterprises."),
}


def cluster_href(cluster_id: str) -> str:
    """The address of a cluster's page."""
    return f"/clusters/{quote(cluster_id, safe='')}"


def calls_href(cluster_id: str) -> str:
    """The address of the calls that a cluster can enter."""
    return f"{cluster_href(cluster_id)}/calls"


def place_of(cluster: ClusterPublic) -> str:
    """``Lyon, France``."""
    return ", ".join(filter(None, (cluster.city, words.country_name(cluster.country))))


def present_cluster_row(cluster: ClusterPublic) -> ClusterRow:
    """One line of the list of clusters."""
    return ClusterRow(
        name=cluster.name,
        href=cluster_href(cluster.id),
        place=place_of(cluster),
        denomination=denomination(cluster),
        ecosystems=" · ".join(cluster.ecosystems),
        acts=FORMALISATIONS[cluster.formalisation],
        confidence=confidence_of(cluster),
    )


def confidence_of(cluster: ClusterPublic) -> Badge:
    """How sure it is that the cluster is what the catalogue says."""
    return CONFIDENCES[cluster.confidence or "medium"]


def denomination(cluster: ClusterPublic) -> str:
    """What the cluster calls itself, in the words of the field."""
    kind = cluster.denomination
    return words.DENOMINATIONS.get(kind, words.in_words(kind)) if kind else ""


def present_clusters(
    found: Sequence[ClusterPublic], choice: ClusterChoice, *, overview: Overview, pager: Pager
) -> ClustersPage:
    """The search and one page of what it found."""
    names = {code: words.country_name(code) for code in overview.countries}
    told = words.counted(len(found), "cluster")
    return ClustersPage(
        title=f"Clusters: {choice.told}" if choice.told else "Find your cluster",
        section=Section.CLUSTERS,
        address="/clusters",
        data_sentence=(
            f"{words.counted(overview.clusters, 'cluster')} in {words.counted(len(names), 'country', 'countries')}, "
            "each with its evidence and how sure it is. The list is not complete."
        ),
        q=choice.q,
        countries=(
            Option("", "Any country", not choice.country),
            *(
                Option(code, names[code], code == choice.country, None)
                for code in sorted(names, key=lambda code: words.sorting(names[code]))
            ),
        ),
        ecosystems=(
            Option("", "Any ecosystem", not choice.ecosystem),
            *(Option(one.value, one.value, one.value == choice.ecosystem) for one in Ecosystem),
        ),
        found=f"{told} on this page" if pager.next or pager.first else f"{told} found",
        rows=tuple(present_cluster_row(cluster) for cluster in found),
        pager=pager,
    )


def present_cluster(
    cluster: ClusterPublic, siblings: Sequence[ClusterPublic] = (), past: Past = NO_PAST
) -> ClusterPage:
    """The page of one cluster; ``siblings`` are other clusters that the same organisation runs."""
    organisation = cluster.managing_organisation
    return ClusterPage(
        title=f"{cluster.name}, {place_of(cluster)}",
        section=Section.CLUSTERS,
        address=cluster_href(cluster.id),
        crumbs=(
            Link("My cluster", "/clusters"),
            Link(words.country_name(cluster.country), "/clusters?" + urlencode({"country": cluster.country})),
        ),
        name=cluster.name,
        kind=denomination(cluster).capitalize() or "Cluster",
        place=place_of(cluster),
        calls_href=calls_href(cluster.id),
        lead_href="/topics?" + urlencode({"lead": cluster.id}) if organisation else None,
        acts=FORMALISATIONS[cluster.formalisation],
        acts_sentence=_acts_sentence(cluster, organisation),
        acts_note=_acts_note(cluster, organisation),
        siblings=tuple(Link(other.name, cluster_href(other.id)) for other in siblings if other.id != cluster.id),
        facts=tuple(_facts(cluster, organisation)),
        questions=open_questions(organisation),
        evidence=(
            Row("How sure", confidence_of(cluster).explained, badge=confidence_of(cluster)),
            Row("Evidence", cluster.evidence or "none given"),
            Row("As of", words.day(cluster.as_of)),
        ),
        projects=project_rows(past.projects.items),
        more_projects=past.projects.next is not None,
        partners=partner_rows(past.partners.items),
        more_partners=past.partners.next is not None,
    )


def open_questions(organisation: Organisation | None) -> tuple[Row, ...]:
    """The facts that conditions ask about and nobody has stated."""
    if organisation is None:
        return (
            Row("Which body could take part for this cluster?", "A member, a consortium, a chamber or a municipality."),
        )
    name = organisation.name or organisation.id
    return tuple(
        Row(question.format(name=name), why)
        for fact, (question, why) in QUESTIONS.items()
        if getattr(organisation, fact) in (None, [])
    )


def _acts_sentence(cluster: ClusterPublic, organisation: Organisation | None) -> str:
    match cluster.formalisation, organisation:
        case "none", _:
            return (
                f"Nobody acts for {cluster.name}: it is a territory without legal personality and cannot take part "
                "itself. A member, a chamber or a municipality has to apply in its place."
            )
        case "hosted", organisation if organisation is not None:
            return f"{organisation.name or organisation.id} acts for it and takes part in its place."
        case _, None:
            return f"Who acts for {cluster.name} is not known."
        case "own", _:
            return f"{cluster.name} is a legal entity of its own and can take part."
        case _:
            return f"It is taken that {cluster.name} acts for itself; whether it is a legal entity, nobody has stated."


def _acts_note(cluster: ClusterPublic, organisation: Organisation | None) -> str | None:
    if cluster.formalisation == "hosted" and organisation is not None:
        return "All clusters of one host are one participant: they count once, and for one country."
    return None


def _facts(cluster: ClusterPublic, organisation: Organisation | None) -> list[Row]:
    rows = [
        Row("Country", words.country_name(cluster.country)),
        Row("Town", cluster.city or words.not_stated()),
        Row("Region (NUTS 2021)", cluster.nuts or words.not_stated()),
        Row("Industrial ecosystems", ", ".join(cluster.ecosystems) or words.not_stated()),
    ]
    if cluster.aliases:
        rows.insert(0, Row("Also called", ", ".join(cluster.aliases)))
    if cluster.website:
        rows.append(Row("Website", cluster.website, href=cluster.website))
    if organisation is not None and organisation.pic:
        rows.append(Row("Participant code (PIC)", organisation.pic))
    return rows
