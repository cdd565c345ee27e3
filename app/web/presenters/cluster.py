"""One cluster as people read it: who acts for it, what is known and how sure that is, and what is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from app.services.catalogue.projects import NO_PAST, Past
from app.services.catalogue.schemas import ClusterPublic
from app.web.presenters import words
from app.web.presenters.blocks import Link, Page, Row, Section
from app.web.presenters.cluster_facts import FactRow, known_facts
from app.web.presenters.clusters import calls_href, cluster_href, denomination, place_of
from app.web.presenters.projects import partner_rows, project_rows
from app.web.presenters.signs import FORMALISATIONS, Badge
from rules.facts import Organisation
from rules.language import N_, _


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPage(Page):
    """One cluster."""

    name: str
    kind: str
    place: str
    calls_href: str
    lead_href: str | None
    correct_href: str
    acts: Badge
    acts_sentence: str
    acts_note: str | None
    siblings: tuple[Link, ...]
    facts: tuple[FactRow, ...]
    questions: tuple[Row, ...]
    projects: tuple[Row, ...]
    more_projects: bool
    partners: tuple[Row, ...]
    more_partners: bool


QUESTIONS: Final = {
    "legal_personality": (
        N_("Does {name} have legal personality?"),
        N_("A participant has to be a legal entity, or a body that acts like one."),
    ),
    "kinds": (
        N_("What kind of organisation is {name}?"),
        N_("Some calls ask for a cluster organisation or a public body."),
    ),
    "public_body": (
        N_("Is {name} a public body?"),
        N_("A public body needs a gender equality plan in Horizon Europe, and may be funded differently."),
    ),
    "non_profit": (N_("Does {name} work without profit?"), N_("It decides the funding rate of some actions.")),
    "gender_equality_plan": (
        N_("Does {name} have a gender equality plan?"),
        N_("Asked of public bodies, universities and research organisations in Horizon Europe."),
    ),
    "controlled_from": (
        N_("From which country is {name} ultimately controlled?"),
        N_("Some calls restrict foreign control."),
    ),
    "size_class": (N_("How large is {name}?"), N_("Some calls ask for small and medium-sized enterprises.")),
}


def present_cluster(
    cluster: ClusterPublic, siblings: Sequence[ClusterPublic] = (), past: Past = NO_PAST
) -> ClusterPage:
    """The page of one cluster; ``siblings`` are other clusters that the same organisation runs."""
    organisation = cluster.managing_organisation
    kind = denomination(cluster) or _("Cluster")
    return ClusterPage(
        title=f"{cluster.name}, {place_of(cluster)}",
        section=Section.CLUSTERS,
        address=cluster_href(cluster.id),
        crumbs=(
            Link(_("My cluster"), "/clusters"),
            Link(words.country_name(cluster.country), "/clusters?" + urlencode({"country": cluster.country})),
        ),
        name=cluster.name,
        kind=kind[:1].upper() + kind[1:],
        place=place_of(cluster),
        calls_href=calls_href(cluster.id),
        lead_href="/topics?" + urlencode({"lead": cluster.id}) if organisation else None,
        correct_href="/own/clusters/new?" + urlencode({"of": cluster.id}),
        acts=FORMALISATIONS[cluster.formalisation],
        acts_sentence=_acts_sentence(cluster, organisation),
        acts_note=_acts_note(cluster, organisation),
        siblings=tuple(Link(other.name, cluster_href(other.id)) for other in siblings if other.id != cluster.id),
        facts=known_facts(cluster),
        questions=open_questions(organisation),
        projects=project_rows(past.projects.items),
        more_projects=past.projects.next is not None,
        partners=partner_rows(past.partners.items),
        more_partners=past.partners.next is not None,
    )


def open_questions(organisation: Organisation | None) -> tuple[Row, ...]:
    """The facts that conditions ask about and nobody has stated."""
    if organisation is None:
        who = _("Which body could take part for this cluster?")
        return (Row(who, _("A member, a consortium, a chamber or a municipality.")),)
    name = organisation.name or organisation.id
    return tuple(
        Row(_(question, name=name), _(why))
        for fact, (question, why) in QUESTIONS.items()
        if getattr(organisation, fact) in (None, [])
    )


def _acts_sentence(cluster: ClusterPublic, organisation: Organisation | None) -> str:
    name = cluster.name
    match cluster.formalisation, organisation:
        case "none", _other:
            return _(
                "Nobody acts for {name}: it is a territory without legal personality and cannot take part itself. "
                "A member, a chamber or a municipality has to apply in its place.",
                name=name,
            )
        case "hosted", organisation if organisation is not None:
            return _("{host} acts for it and takes part in its place.", host=organisation.name or organisation.id)
        case _other, None:
            return _("Who acts for {name} is not known.", name=name)
        case "own", _other:
            return _("{name} is a legal entity of its own and can take part.", name=name)
        case _:
            return _(
                "It is taken that {name} acts for itself; whether it is a legal entity, nobody has stated.", name=name
            )


def _acts_note(cluster: ClusterPublic, organisation: Organisation | None) -> str | None:
    if cluster.formalisation == "hosted" and organisation is not None:
        return _("All clusters of one host are one participant: they count once, and for one country.")
    return None
