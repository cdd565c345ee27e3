"""What is known of a cluster, fact by fact: what it is, where it comes from, how sure it is, and of which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services.catalogue.schemas import ClusterPublic, OrganisationPublic
from app.web.presenters import words
from app.web.presenters.check_words import kind_name
from app.web.presenters.signs import CONFIDENCES, Badge
from rules.language import N_, _

SOURCES: Final = words.Texts(
    {
        "bundle": N_("the list that Quorum comes with"),
        "import": N_("a list that was imported here"),
    }
)

SIZES: Final = words.Texts(
    {
        "sme": N_("small or medium-sized"),
        "small_mid_cap": N_("small mid-cap"),
        "large": N_("large"),
    }
)

STATED: Final = {
    "legal_personality": N_("Legal personality"),
    "public_body": N_("Public body"),
    "non_profit": N_("Works without profit"),
    "gender_equality_plan": N_("Gender equality plan"),
}
"""Facts that are a yes or a no, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact, with the evidence in its own words. Of one that nobody has stated, there is no source and no day."""

    name: str
    text: str
    href: str | None = None
    evidence: str = ""
    source: str = ""
    badge: Badge | None = None
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where facts of one thing come from: the evidence, and who brought it."""

    source: str | None
    evidence: str | None
    confidence: str | None
    as_of: date | None

    def row(self, name: str, text: str | None, href: str | None = None) -> FactRow:
        if not text:
            return FactRow(name, words.not_stated())
        badge = CONFIDENCES[self.confidence or "medium"]
        source = self.source or ""
        brought = _(SOURCES.get(source, source))
        return FactRow(name, text, href, self.evidence or "", brought, badge, words.day(self.as_of))


def known_facts(cluster: ClusterPublic) -> tuple[FactRow, ...]:
    """Every fact of the cluster, and of who acts for it."""
    own = _Origin(cluster.source, cluster.evidence, cluster.confidence, cluster.as_of)
    return (*_of_cluster(cluster, own), *_of_organisation(cluster.managing_organisation))


def _of_cluster(cluster: ClusterPublic, origin: _Origin) -> Iterator[FactRow]:
    yield origin.row(_("Name"), cluster.name)
    if cluster.aliases:
        yield origin.row(_("Also called"), words.listed(cluster.aliases))
    yield origin.row(_("Country"), words.country_name(cluster.country))
    yield origin.row(_("Town"), cluster.city)
    yield origin.row(_("Region (NUTS 2021)"), cluster.nuts)
    yield origin.row(_("Industrial ecosystems"), ", ".join(words.ECOSYSTEMS[one] for one in cluster.ecosystems))
    yield origin.row(_("Website"), cluster.website, cluster.website)


def _of_organisation(acts: OrganisationPublic | None) -> Iterator[FactRow]:
    if acts is None:
        yield FactRow(_("Acts for it"), _("nobody"))
        return
    origin = _Origin(acts.source, acts.evidence, acts.confidence, acts.as_of)
    yield origin.row(_("Acts for it"), acts.name or acts.id)
    yield origin.row(_("Participant code (PIC)"), acts.pic)
    yield origin.row(_("Kind of organisation"), ", ".join(map(kind_name, acts.kinds or ())))
    for fact, name in STATED.items():
        yield origin.row(_(name), _yes_or_no(getattr(acts, fact)))
    controlled = acts.controlled_from
    yield origin.row(_("Ultimately controlled from"), words.country_name(controlled) if controlled else None)
    yield origin.row(_("Size"), SIZES[acts.size_class] if acts.size_class else None)


def _yes_or_no(stated: bool | None) -> str | None:
    return None if stated is None else _("Yes") if stated else _("No")
