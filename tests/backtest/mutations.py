"""A funded consortium broken in one way: what the law must catch, and by the condition it must name.

Each mutation takes a consortium whose minimum is met and returns it broken, or nothing where it cannot be broken in
this way. The needed members are one for each of as many countries as the minimum asks for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rules.calls import Call
from rules.codes import Role
from rules.entries import Status
from rules.facts import Participant
from rules.requirements import Selection
from rules.rulebook import load
from rules.verdict import Case
from tests.backtest.judging import AS_OF, Answer, is_composition

MEMBER_STATES = "eu_member_states"
AMONG_THEM_A_MEMBER_STATE = "horizon_member_states"
ASSOCIATED_THROUGHOUT = ("NO", "IS", "TR", "RS", "IL", "MK")
"""Countries associated in every year of both programmes, to take the place of Member States."""


@dataclass(frozen=True)
class Late:
    """A country that became associated while a programme ran; ``parts`` are those in which it was not before."""

    country: str
    since: int
    parts: tuple[int | str | None, ...] | None = None


LATE: Mapping[str, tuple[Late, ...]] = {
    "h2020_member_or_associated": (
        Late("UA", 2015),
        Late("TN", 2016),
        Late("GE", 2016),
        Late("CH", 2017, parts=(2, 3)),
    ),
    "h2020_euratom_member_or_associated": (Late("UA", 2016),),
    "horizon_member_or_associated": (
        Late("NZ", 2023, parts=(2,)),
        Late("CA", 2024, parts=(2,)),
        Late("GB", 2024),
        Late("CH", 2025),
    ),
}
"""By the group of countries that a minimum counts."""


@dataclass(frozen=True)
class Minimum:
    """A minimum that the consortium meets, and who counts towards it."""

    id: str
    requirement: Selection
    counted: tuple[str, ...]

    @property
    def countries(self) -> int:
        """How many different countries it asks for; 1 where it asks for none."""
        number = self.requirement.min
        return number if isinstance(number, int) and self.requirement.each_from_different == "country" else 1


Mutation = Callable[[Case, Minimum], Case | None]


def minimum_of(answer: Answer) -> Minimum | None:
    """The minimum that asks for the most countries among those that are met."""
    met = [
        Minimum(entry.condition.id, entry.condition.requirement, entry.finding.counted)
        for entry in answer.entries
        if is_composition(entry)
        and entry.status is Status.MET
        and isinstance(entry.condition.requirement, Selection)
        and entry.condition.requirement.min != "all"
    ]
    return max(met, key=lambda minimum: minimum.countries, default=None)


def two_countries_only(case: Case, minimum: Minimum) -> Case | None:
    """Everybody from one country more than is left goes: of three countries two stay."""
    if minimum.countries < 2:
        return None
    places = list(dict.fromkeys(p.organisation.country for p in _counted(case, minimum)))[: minimum.countries - 1]
    return _with(case, [p for p in case.participants if p.organisation.country in places])


def no_member_state(case: Case, minimum: Minimum) -> Case | None:
    """Every member sits in an associated country: enough countries, none of them a Member State."""
    asked = {part.where.country_in for part in minimum.requirement.of_which}
    if AMONG_THEM_A_MEMBER_STATE not in asked or minimum.countries < 2:
        return None
    moved = [
        _changed(p, country=ASSOCIATED_THROUGHOUT[index % len(ASSOCIATED_THROUGHOUT)])
        for index, p in enumerate(case.participants)
    ]
    return _with(case, moved)


def under_one_control(case: Case, minimum: Minimum) -> Case | None:
    """Only the needed ones stay, and two of them are under one control."""
    needed = _needed(case, minimum)
    if minimum.countries < 2 or not minimum.requirement.independent or needed is None:
        return None
    joined = [_changed(p, control_group="one") for p in needed[:2]]
    return _with(case, [*joined, *needed[2:]])


def associated_partners(case: Case, minimum: Minimum) -> Case | None:
    """Beneficiaries become associated partners until one country too few is left."""
    if Role.ASSOCIATED_PARTNER in minimum.requirement.roles and not minimum.requirement.of_which:
        return None
    kept = 1 if Role.ASSOCIATED_PARTNER in minimum.requirement.roles else minimum.countries - 1
    places = list(dict.fromkeys(p.organisation.country for p in _counted(case, minimum)))[:kept]
    return _with(
        case,
        [
            p if p.organisation.country in places else p.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
            for p in case.participants
        ],
    )


def before_association(case: Case, minimum: Minimum) -> Case | None:
    """Only the needed ones stay, one of them from a country that became associated the year after."""
    found = _late_member(case, minimum)
    return found and _with(found[0], found[0].participants, budget_year=found[1].since - 1)


def since_association(case: Case, minimum: Minimum) -> Case | None:
    """The control of `before_association`: the same consortium in the first year of the association, which is met."""
    found = _late_member(case, minimum)
    return found and found[0]


MUTATIONS: dict[str, Mutation] = {
    "one country too few": two_countries_only,
    "no Member State": no_member_state,
    "two under one control": under_one_control,
    "needed beneficiaries as associated partners": associated_partners,
    "association one year earlier": before_association,
}


def as_if_in_horizon_europe(case: Case) -> Case:
    """The same consortium asking for the same type of action in 2024."""
    call = Call(
        identifier="CASE", programme="HORIZON", type_of_action=case.call.type_of_action, budget_year=2024, pillar=2
    )
    return replace(case, call=call)


def _late_member(case: Case, minimum: Minimum) -> tuple[Case, Late] | None:
    *others, last = _needed(case, minimum) or (None,)
    group = minimum.requirement.where.country_in
    if last is None or minimum.countries < 3 or not isinstance(group, str):
        return None
    if any(other.organisation.country not in member_states() for other in others):
        return None
    for late in _turn(LATE.get(group, ()), len(case.participants)):
        if late.parts is None or case.call.part in late.parts:
            return _with(case, [*others, _changed(last, country=late.country)], budget_year=late.since), late
    return None


def _turn(all_of_them: Sequence[Late], by: int) -> Sequence[Late]:
    """A different one first for different consortia, always the same for the same."""
    start = by % len(all_of_them) if all_of_them else 0
    return [*all_of_them[start:], *all_of_them[:start]]


def _counted(case: Case, minimum: Minimum) -> list[Participant]:
    """Who counts, Member States first: whoever stays behind keeps every other part of the minimum."""
    counted = [p for p in case.participants if p.id in minimum.counted]
    return sorted(counted, key=lambda p: (p.organisation.country not in member_states(), p.id))


@cache
def member_states() -> frozenset[str]:
    """The Member States of today, which are those of all the years looked at."""
    today = Call(identifier="CASE", programme="HORIZON", budget_year=AS_OF.year)
    return frozenset(load().groups.countries(MEMBER_STATES, today, AS_OF))


def _needed(case: Case, minimum: Minimum) -> list[Participant] | None:
    """One member for each of the countries that are asked for; nothing where the law asks for more than countries."""
    if len(minimum.requirement.of_which) > 1 or minimum.requirement.where.model_fields_set != {"country_in"}:
        return None
    one_each = {p.organisation.country: p for p in reversed(_counted(case, minimum))}
    needed = list(reversed(one_each.values()))[: minimum.countries]
    return needed if len(needed) == minimum.countries else None


def _changed(participant: Participant, **facts: str) -> Participant:
    organisation = participant.organisation.model_copy(update=facts)
    return participant.model_copy(update={"organisation": organisation})


def _with(case: Case, participants: Sequence[Participant], **call: int) -> Case:
    return replace(case, participants=list(participants), call=case.call.model_copy(update=call))
