"""The form that asks for consortia: its state (all of it in the address), what is wrong with it, and its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from app.services.catalogue.overview import Placed
from app.services.catalogue.schemas import ClusterPublic, TopicPublic
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Option, Page, Problem, Section
from app.web.presenters.clusters import place_of
from app.web.presenters.deadlines import stage_sentence
from app.web.presenters.signs import TOPICS, Badge
from rules.codes import Ecosystem

LARGEST: Final = 60
MOST_ALTERNATIVES: Final = 5
UNKNOWNS: Final = {
    "ask": ("Let them in and ask", "The verdict then carries the question. Members without open questions come first."),
    "avoid": ("Leave them out", "Only organisations whose admission hangs on no missing fact."),
}


class ProposeState(BaseModel):
    """What the form holds, as it comes from the address or from the form; nothing is checked yet."""

    model_config = ConfigDict(frozen=True)

    topic: str = ""
    lead: str = ""
    member: list[str] = []
    country: list[str] = []
    ecosystem: list[str] = []
    size_min: str = "3"
    size_max: str = "6"
    unknown: str = "ask"
    alternatives: str = "3"
    find_lead: str = ""
    find_member: str = ""

    @property
    def address(self) -> str:
        """The address that brings this state back; what is at its default is left out."""
        given = self.model_dump(exclude_defaults=True, exclude={"find_lead", "find_member"})
        return "/propose?" + urlencode(given, doseq=True)


@dataclass(frozen=True, slots=True)
class Size:
    """How many participants, in all roles."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be chosen: the organisation that would take part, or the cluster that has none."""

    id: str
    name: str
    note: str
    bar: str = ""
    """Why it cannot take part; empty where nothing is known against it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search in the form found; ``None`` where nothing was searched for."""

    candidates: Sequence[Candidate] | None
    more: bool = False


def known_candidate(known: Placed) -> Candidate:
    """Somebody whom the state of the form names."""
    if not known.can_act:
        return candidate(known.clusters[0])
    where = ", ".join(filter(None, (known.city, words.country_name(known.country))))
    acts_for = [cluster.name for cluster in known.clusters if cluster.id != known.id]
    return Candidate(known.id, known.name, f"acts for {words.listed(acts_for)}, {where}" if acts_for else where)


def candidate(cluster: ClusterPublic) -> Candidate:
    """Who takes part for a cluster."""
    organisation = cluster.managing_organisation
    if organisation is None:
        bar = f"{cluster.name} is a territory without legal personality and cannot take part itself."
        return Candidate(cluster.id, cluster.name, f"{place_of(cluster)}; no legal entity", bar)
    if organisation.id == cluster.id:
        return Candidate(cluster.id, cluster.name, place_of(cluster))
    return Candidate(
        organisation.id, organisation.name or organisation.id, f"acts for {cluster.name}, {place_of(cluster)}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePage(Page):
    """The form."""

    topic_identifier: str
    topic_title: str
    badge: Badge
    stage: str
    find_lead: str
    find_member: str
    lead_found: str
    member_found: str
    leads: tuple[Option, ...]
    members: tuple[Option, ...]
    size_min: str
    size_max: str
    countries: tuple[Option, ...]
    countries_chosen: str
    ecosystems: tuple[Option, ...]
    ecosystems_chosen: str
    unknowns: tuple[Option, ...]
    alternatives: tuple[Option, ...]
    problems: tuple[Problem, ...]

    def error_of(self, field: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((problem.text for problem in self.problems if problem.field == field), "")


def read_size(state: ProposeState) -> tuple[Size | None, list[Problem]]:
    """The size that is wished, or what is wrong with it."""
    problems = []
    numbers: dict[str, int] = {}
    for field, name in (("size_min", "smallest"), ("size_max", "largest")):
        text = getattr(state, field).strip()
        if text.isdecimal() and 1 <= int(text) <= LARGEST:
            numbers[field] = int(text)
        else:
            problems.append(Problem(field, f"The {name} number of participants is a number from 1 to {LARGEST}."))
    if problems:
        return None, problems
    size = Size(numbers["size_min"], numbers["size_max"])
    if size.least > size.most:
        return None, [Problem("size_max", "The largest number of participants is not below the smallest.")]
    return size, []


def check_state(state: ProposeState, *, chosen: Mapping[str, Candidate], countries: Mapping[str, str]) -> list[Problem]:
    """What has to be corrected before consortia can be asked for."""
    _, problems = read_size(state)
    size, _ = read_size(state)
    for field, ids in (("lead", filter(None, [state.lead])), ("member", state.member)):
        for one in ids:
            bar = chosen[one].bar if one in chosen else f"The catalogue has no organisation {one!r}."
            problems += [Problem(field, bar)] if bar else []
    if state.lead and state.lead in state.member:
        problems.append(Problem("member", "The lead is in already; take it out of the other members."))
    others = len(set(state.member)) + bool(state.lead)
    if size and others > size.most:
        problems.append(Problem("size_max", f"{others} participants are in already; allow at least so many."))
    for code in state.country:
        if code not in countries:
            problems.append(Problem("country", f"No cluster of the catalogue is established in {code!r}."))
    if state.unknown not in UNKNOWNS:
        problems.append(Problem("unknown", "Choose what to do with facts that nobody has stated."))
    if state.alternatives not in map(str, range(1, MOST_ALTERNATIVES + 1)):
        problems.append(Problem("alternatives", f"Ask for 1 to {MOST_ALTERNATIVES} proposals."))
    return problems


def present_form(
    state: ProposeState,
    topic: TopicPublic,
    *,
    chosen: Mapping[str, Candidate],
    leads: Found,
    members: Found,
    countries: Mapping[str, str],
    today: date,
    problems: Sequence[Problem] = (),
) -> ProposePage:
    """The page of the form; ``chosen`` are those whom the state names, ``countries`` those with a cluster."""
    return ProposePage(
        title=("Error: " if problems else "") + f"Propose a consortium for {topic.identifier}",
        section=Section.TOPICS,
        address=state.address,
        crumbs=(Link("Calls", "/topics"), Link(topic.identifier, topic_href(topic.identifier))),
        topic_identifier=topic.identifier,
        topic_title=topic.title,
        badge=TOPICS[topic.status],
        stage=stage_sentence(topic, today),
        find_lead=state.find_lead,
        find_member=state.find_member,
        lead_found=_found(leads),
        member_found=_found(members),
        leads=_leads(state, chosen, leads),
        members=_members(state, chosen, members),
        size_min=state.size_min,
        size_max=state.size_max,
        countries=tuple(Option(code, name, code in state.country) for code, name in countries.items()),
        countries_chosen=", ".join(countries.get(code, code) for code in state.country),
        ecosystems=tuple(Option(one.value, one.value, one.value in state.ecosystem) for one in Ecosystem),
        ecosystems_chosen=", ".join(state.ecosystem),
        unknowns=tuple(Option(value, text, value == state.unknown, note) for value, (text, note) in UNKNOWNS.items()),
        alternatives=tuple(
            Option(str(count), str(count), str(count) == state.alternatives)
            for count in range(1, MOST_ALTERNATIVES + 1)
        ),
        problems=tuple(problems),
    )


def _found(found: Found) -> str:
    if found.candidates is None:
        return ""
    if not found.candidates:
        return "Nothing found. Try fewer letters, or the name of the town."
    more = "; there are more, type more letters" if found.more else ""
    return f"{words.counted(len(found.candidates), 'candidate')} found{more}."


def _leads(state: ProposeState, chosen: Mapping[str, Candidate], found: Found) -> tuple[Option, ...]:
    nobody = Option("", "Nobody yet", not state.lead, "The proposals then name a coordinator.")
    return (nobody, *_options([state.lead] if state.lead else [], chosen, found))


def _members(state: ProposeState, chosen: Mapping[str, Candidate], found: Found) -> tuple[Option, ...]:
    return _options(state.member, chosen, found)


def _options(ids: Sequence[str], chosen: Mapping[str, Candidate], found: Found) -> tuple[Option, ...]:
    """Those chosen first, then those found; a host that acts for several clusters found stands there once."""
    missing = {one: Candidate(one, one, "not in the catalogue") for one in ids}
    shown = missing | {one: chosen[one] for one in ids if one in chosen}
    for one in found.candidates or ():
        shown.setdefault(one.id, one)
    return tuple(Option(one.id, one.name, one.id in ids, one.note) for one in shown.values())
