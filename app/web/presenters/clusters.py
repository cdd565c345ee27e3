"""The search for a cluster: by name, former name, town, country, ecosystem, or on the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from app.services.catalogue.overview import Overview
from app.services.catalogue.schemas import ClusterPublic
from app.web.presenters import words
from app.web.presenters.blocks import Option, Page, Pager, Section
from app.web.presenters.cluster_map import ClusterMap, present_cluster_map
from app.web.presenters.signs import CONFIDENCES, FORMALISATIONS, Badge
from rules.codes import Ecosystem
from rules.language import _, ngettext


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster of a list; ``also`` is the other name by which it was found."""

    name: str
    href: str
    place: str
    denomination: str
    ecosystems: str
    also: str
    acts: Badge
    confidence: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersPage(Page):
    """The search for a cluster and what it found; ``map`` is there as long as nothing is searched for in words."""

    data_sentence: str
    q: str
    countries: tuple[Option, ...]
    ecosystems: tuple[Option, ...]
    found: str
    rows: tuple[ClusterRow, ...]
    pager: Pager
    map: ClusterMap | None


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """What the list of clusters is narrowed to; empty does not narrow."""

    q: str = ""
    country: str = ""
    ecosystem: str = ""

    @property
    def told(self) -> str:
        """The choice in a few words."""
        return ", ".join(
            filter(
                None,
                (
                    self.q,
                    self.country and words.country_name(self.country),
                    words.ECOSYSTEMS.get(self.ecosystem, self.ecosystem),
                ),
            )
        )


def cluster_href(cluster_id: str) -> str:
    """The address of a cluster's page."""
    return f"/clusters/{quote(cluster_id, safe='')}"


def calls_href(cluster_id: str) -> str:
    """The address of the calls that a cluster can enter."""
    return f"{cluster_href(cluster_id)}/calls"


def place_of(cluster: ClusterPublic) -> str:
    """``Lyon, France``."""
    return ", ".join(filter(None, (cluster.city, words.country_name(cluster.country))))


def confidence_of(cluster: ClusterPublic) -> Badge:
    """How sure it is that the cluster is what the catalogue says."""
    return CONFIDENCES[cluster.confidence or "medium"]


def denomination(cluster: ClusterPublic) -> str:
    """What the cluster calls itself, in the words of the field."""
    kind = cluster.denomination
    return _(words.DENOMINATIONS.get(kind, words.in_words(kind)))


def present_cluster_row(cluster: ClusterPublic, q: str = "") -> ClusterRow:
    """One line of the list of clusters."""
    return ClusterRow(
        name=cluster.name,
        href=cluster_href(cluster.id),
        place=place_of(cluster),
        denomination=denomination(cluster),
        ecosystems=" · ".join(words.ECOSYSTEMS[one] for one in cluster.ecosystems),
        also=words.listed(_other_names(cluster, q)),
        acts=FORMALISATIONS[cluster.formalisation],
        confidence=confidence_of(cluster),
    )


def _other_names(cluster: ClusterPublic, q: str) -> list[str]:
    """The other names that have a word of the search in them which the cluster's own name has not."""
    name = words.sorting(cluster.name)
    typed = [word for word in words.sorting(q).split() if word not in name]
    return [other for other in cluster.aliases if any(word in words.sorting(other) for word in typed)]


def present_clusters(
    found: Sequence[ClusterPublic], choice: ClusterChoice, *, overview: Overview, pager: Pager
) -> ClustersPage:
    """The search and one page of what it found."""
    countries = sorted(overview.countries, key=lambda code: words.sorting(words.country_name(code)))
    return ClustersPage(
        title=_("Clusters: {choice}", choice=choice.told) if choice.told else _("Find your cluster"),
        section=Section.CLUSTERS,
        address="/clusters",
        data_sentence=_data_sentence(overview),
        q=choice.q,
        countries=(
            Option("", _("Any country"), not choice.country),
            *(Option(code, words.country_name(code), code == choice.country) for code in countries),
        ),
        ecosystems=(
            Option("", _("Any ecosystem"), not choice.ecosystem),
            *(Option(one.value, words.ECOSYSTEMS[one], one.value == choice.ecosystem) for one in Ecosystem),
        ),
        found=_found(len(found), pager),
        rows=tuple(present_cluster_row(cluster, choice.q) for cluster in found),
        pager=pager,
        map=None if choice.q or choice.ecosystem else present_cluster_map(overview.countries, choice.country),
    )


def _data_sentence(overview: Overview) -> str:
    clusters = ngettext("{number} cluster", "{number} clusters", overview.clusters)
    countries = ngettext("{number} country", "{number} countries", len(overview.countries))
    return _(
        "{clusters} in {countries}, each with its evidence and how sure it is. The list is not complete.",
        clusters=clusters,
        countries=countries,
    )


def _found(count: int, pager: Pager) -> str:
    if pager.next or pager.first:
        return ngettext("{number} cluster on this page", "{number} clusters on this page", count)
    return ngettext("{number} cluster found", "{number} clusters found", count)
