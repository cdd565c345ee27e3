"""The page of the form that asks for consortia."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services.catalogue.overview import Placed
from app.services.catalogue.schemas import ClusterPublic, TopicPublic
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Option, Page, Problem, Section
from app.web.presenters.clusters import place_of
from app.web.presenters.deadlines import stage_sentence
from app.web.presenters.propose_state import EXTRA_GOALS, MOST_ALTERNATIVES, UNKNOWNS, Candidate, ProposeState
from app.web.presenters.signs import TOPICS, Badge
from rules.codes import Ecosystem
from rules.language import N_, _, ngettext

UNKNOWN_TEXTS: Final = words.Texts({"ask": N_("Let them in and ask"), "avoid": N_("Leave them out")})
UNKNOWN_NOTES: Final = words.Texts(
    {
        "ask": N_("The verdict then carries the question. Members without open questions come first."),
        "avoid": N_("Only organisations whose admission hangs on no missing fact."),
    }
)
GOALS: Final = words.Texts(
    {
        "fit": N_("Fit to the topic"),
        "complementarity": N_("Complementary ecosystems and competences"),
        "diversity": N_("Different countries"),
        "regions": N_("Different regions"),
        "reach": N_("Reach: members that represent many"),
        "prior_ties": N_("Partners who have worked together before"),
        "newcomers": N_("Newcomers to funded projects"),
        "cost": N_("Few members"),
    }
)
"""What a goal of the solver is, in the words of a person who wishes for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search in the form found; ``None`` where nothing was searched for."""

    candidates: Sequence[Candidate] | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Searches:
    """What the searches of the form found."""

    leads: Found
    members: Found
    others: Found


@dataclass(frozen=True, slots=True)
class Choices:
    """What the catalogue says about what the form names, the countries that have clusters, and known competences."""

    chosen: Mapping[str, Candidate]
    countries: Mapping[str, str]
    competences: Mapping[str, int]


def known_candidate(known: Placed) -> Candidate:
    """Somebody whom the state of the form names."""
    if not known.can_act:
        return candidate(known.clusters[0])
    where = ", ".join(filter(None, (known.city, words.country_name(known.country))))
    acts_for = [cluster.name for cluster in known.clusters if cluster.id != known.id]
    note = _("acts for {clusters}, {place}", clusters=words.listed(acts_for), place=where) if acts_for else where
    return Candidate(known.id, known.name, note)


def candidate(cluster: ClusterPublic) -> Candidate:
    """Who takes part for a cluster."""
    organisation = cluster.managing_organisation
    if organisation is None:
        bar = _("{name} is a territory without legal personality and cannot take part itself.", name=cluster.name)
        return Candidate(cluster.id, cluster.name, _("{place}; no legal entity", place=place_of(cluster)), bar)
    if organisation.id == cluster.id:
        return Candidate(cluster.id, cluster.name, place_of(cluster))
    note = _("acts for {clusters}, {place}", clusters=cluster.name, place=place_of(cluster))
    return Candidate(organisation.id, organisation.name or organisation.id, note)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePage(Page):
    """The form. ``state`` has what was typed; the options have what can be chosen."""

    topic_identifier: str
    topic_title: str
    badge: Badge
    stage: str
    state: ProposeState
    lead_found: str
    member_found: str
    exclude_found: str
    leads: tuple[Option, ...]
    members: tuple[Option, ...]
    partners: tuple[Option, ...]
    excluded: tuple[Option, ...]
    excluded_count: int
    countries: tuple[Option, ...]
    countries_chosen: str
    only: tuple[Option, ...]
    only_chosen: str
    ecosystems: tuple[Option, ...]
    ecosystems_chosen: str
    competences_known: str
    goals: tuple[Option, ...]
    goals_chosen: str
    unknowns: tuple[Option, ...]
    alternatives: tuple[Option, ...]
    problems: tuple[Problem, ...]

    def error_of(self, field: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((problem.text for problem in self.problems if problem.field == field), "")

    def is_open(self, *fields: str) -> bool:
        """Whether a folded part of the form is shown unfolded: something in it is chosen, or wrong."""
        defaults = ProposeState()
        changed = any(getattr(self.state, field) != getattr(defaults, field) for field in fields)
        return changed or any(self.error_of(field) for field in fields)


def present_form(
    state: ProposeState,
    topic: TopicPublic,
    *,
    there: Choices,
    found: Searches,
    today: date,
    problems: Sequence[Problem] = (),
) -> ProposePage:
    """The page of the form."""
    title = _("Propose a consortium for {topic}", topic=topic.identifier)
    names = there.countries
    return ProposePage(
        title=_("Error: {title}", title=title) if problems else title,
        section=Section.TOPICS,
        address=state.address,
        crumbs=(Link(_("Calls"), "/topics"), Link(topic.identifier, topic_href(topic.identifier))),
        topic_identifier=topic.identifier,
        topic_title=topic.title,
        badge=TOPICS[topic.status],
        stage=stage_sentence(topic, today),
        state=state,
        lead_found=_found(found.leads),
        member_found=_found(found.members),
        exclude_found=_found(found.others),
        leads=_leads(state, there.chosen, found.leads),
        members=_options(state.member, there.chosen, found.members),
        partners=_options(state.partner, there.chosen, Found(None)),
        excluded=_options(state.exclude, there.chosen, found.others),
        excluded_count=len(state.exclude),
        countries=_countries(names, state.country),
        countries_chosen=", ".join(names.get(code, code) for code in state.country),
        only=_countries(names, state.only),
        only_chosen=", ".join(names.get(code, code) for code in state.only),
        ecosystems=tuple(
            Option(one.value, words.ECOSYSTEMS[one.value], one.value in state.ecosystem) for one in Ecosystem
        ),
        ecosystems_chosen=", ".join(words.ECOSYSTEMS.get(one, one) for one in state.ecosystem),
        competences_known=_competences(there.competences),
        goals=tuple(Option(goal, GOALS[goal], goal in state.also) for goal in EXTRA_GOALS),
        goals_chosen=", ".join(GOALS[goal] for goal in state.also if goal in GOALS),
        unknowns=tuple(
            Option(one, UNKNOWN_TEXTS[one], one == state.unknown, UNKNOWN_NOTES[one]) for one in UNKNOWNS
        ),
        alternatives=tuple(
            Option(str(count), words.number(count), str(count) == state.alternatives)
            for count in range(1, MOST_ALTERNATIVES + 1)
        ),
        problems=tuple(problems),
    )  # fmt: skip


def _countries(names: Mapping[str, str], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code, name, code in chosen) for code, name in names.items())


def _competences(known: Mapping[str, int]) -> str:
    """What the catalogue knows of competences, so that nobody wishes in vain."""
    if not known:
        return _("No organisation of the catalogue states a competence so far: prefer ecosystems, or nobody is found.")
    most = sorted(known, key=lambda name: (-known[name], name))[:20]
    return _("The catalogue knows {names}.", names=words.listed(most))


def _found(found: Found) -> str:
    if found.candidates is None:
        return ""
    if not found.candidates:
        return _("Nothing found. Try fewer letters, or the name of the town.")
    count = len(found.candidates)
    if found.more:
        return ngettext(
            "{number} candidate found; there are more, type more letters.",
            "{number} candidates found; there are more, type more letters.",
            count,
        )
    return ngettext("{number} candidate found.", "{number} candidates found.", count)


def _leads(state: ProposeState, chosen: Mapping[str, Candidate], found: Found) -> tuple[Option, ...]:
    nobody = Option("", _("Nobody yet"), not state.lead, _("The proposals then name a coordinator."))
    return (nobody, *_options([state.lead] if state.lead else [], chosen, found))


def _options(ids: Sequence[str], chosen: Mapping[str, Candidate], found: Found) -> tuple[Option, ...]:
    """Those chosen first, then those found; a host that acts for several clusters found stands there once."""
    missing = {one: Candidate(one, one, _("not in the catalogue")) for one in ids}
    shown = missing | {one: chosen[one] for one in ids if one in chosen}
    for one in found.candidates or ():
        shown.setdefault(one.id, one)
    return tuple(Option(one.id, one.name, one.id in ids, one.note) for one in shown.values())
