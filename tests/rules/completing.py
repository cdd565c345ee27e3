"""Every way in which the facts that nobody stated may turn out, for small pools."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from rules.calls import Call
from rules.codes import Role
from rules.context import Context
from rules.facts import FactValue, Organisation, Participant
from rules.groups import World
from rules.judging import judge_requirement
from rules.judging.seen import DEEMED
from rules.requirements import AnyRequirement
from rules.rulebook import load
from rules.truth import Truth

REQUIREMENT: TypeAdapter[Any] = TypeAdapter(AnyRequirement)
DAY = date(2026, 10, 15)

COUNTRIES = ("DE", "FR", "NO", "IN")
REGIONS = {"DE": ("DE21", "DE30"), "FR": ("FR10", "FRK2")}
FRESH = ("ES", "PT", "JP", "KR")
"""Two more countries of the Union and two of elsewhere: enough for two participants whose country is unknown."""

DOMAINS: dict[str, tuple[Any, ...]] = {
    "kinds": (["university"], ["company"], ["ngo"], ["university", "company"]),
    "non_profit": (True, False),
    "legal_personality": (True, False),
    "public_body": (True, False),
}
SUB_ROLES: tuple[list[str], ...] = ([], ["city"])
OF_THE_PARTICIPATION = {DEEMED, "sub_roles"}
ERIC = ["eric"]
"""Whether it is deemed to sit apart is a fact of its own; of whom the kind is not known, nobody takes it to be one."""


def context(**facts: Any) -> Context:
    call = Call(identifier="CASE", programme="HORIZON", budget_year=2026, deadline=DAY, pillar=2)
    rulebook = load()
    return Context(call, rulebook.groups, DAY, facts, rulebook.vocabulary.facts, World.AS_SIGNED)


def truth_of(requirement: Any, participants: Sequence[Participant], reading: Context) -> Truth:
    findings = judge_requirement(requirement, "the.condition", participants, reading)
    truths = {finding.truth for finding in findings}
    return Truth.FALSE if Truth.FALSE in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


@st.composite
def pools(draw: st.DrawFn, *, unknowns: int, by_region: bool = False, most: int = 4) -> list[Participant]:
    """Participants of whom so many facts at most are unknown, of different ones."""
    size = draw(st.integers(1, most))
    open_facts = ["nuts" if by_region else "country", DEEMED, "sub_roles", *DOMAINS]
    gaps = draw(st.lists(st.tuples(st.integers(0, size - 1), st.sampled_from(open_facts)), max_size=unknowns))
    return [_participant(draw, index, {fact for who, fact in gaps if who == index}, by_region) for index in range(size)]


def _participant(draw: st.DrawFn, index: int, gaps: set[str], by_region: bool) -> Participant:
    country = draw(st.sampled_from(tuple(REGIONS) if by_region else COUNTRIES))
    stated: dict[str, Any] = {
        "country": country,
        "nuts": draw(st.sampled_from(REGIONS[country])) if by_region else None,
        "control_group": draw(st.sampled_from([None, None, "alpha", "beta"])),
        "flags": draw(st.sampled_from([[], [], [], ["jrc"]])),
        **{fact: draw(st.sampled_from(values)) for fact, values in DOMAINS.items()},
    }
    stated |= {"kinds": ERIC} if draw(st.sampled_from([False, False, False, True])) else {}
    role = Role.COORDINATOR if index == 0 else draw(st.sampled_from([Role.BENEFICIARY] * 3 + [Role.ASSOCIATED_PARTNER]))
    organisation = Organisation.model_validate(
        {"id": f"o{index}", **stated, **dict.fromkeys(gaps - OF_THE_PARTICIPATION)}
    )
    facts: dict[str, FactValue] = {} if DEEMED in gaps else {DEEMED: draw(st.booleans())}
    sub_roles = None if "sub_roles" in gaps else draw(st.sampled_from(SUB_ROLES))
    return Participant(organisation=organisation, role=role, facts=facts, sub_roles=sub_roles)


def completions(participants: Sequence[Participant], by_region: bool = False) -> Iterator[list[Participant]]:
    """The pool with every fact stated, in every way."""
    ways = [
        [
            participant.model_copy(update={"organisation": organisation, "facts": facts, "sub_roles": sub_roles})
            for organisation in _ways(participant.organisation, by_region)
            for facts in _deemings(participant)
            for sub_roles in (SUB_ROLES if participant.sub_roles is None else [participant.sub_roles])
        ]
        for participant in participants
    ]
    yield from map(list, product(*ways))


def _deemings(participant: Participant) -> list[dict[str, FactValue]]:
    if DEEMED in participant.facts or participant.organisation.kinds != ERIC:
        return [participant.facts]
    return [{DEEMED: True}, {DEEMED: False}]


def _ways(organisation: Organisation, by_region: bool) -> Iterator[Organisation]:
    domains = dict(DOMAINS)
    domains["country"] = (*COUNTRIES, *FRESH)
    if by_region:
        country = organisation.country or ""
        domains["nuts"] = (*REGIONS[country], *(f"{country}9{number}" for number in range(3)))
    gaps = [fact for fact in domains if getattr(organisation, fact) is None and (by_region or fact != "nuts")]
    for values in product(*(domains[fact] for fact in gaps)):
        stated = dict(zip(gaps, values, strict=True))
        yield Organisation.model_validate({**organisation.model_dump(), **stated})


def outcomes(requirement: Any, participants: Sequence[Participant], by_region: bool = False) -> set[Truth]:
    """What the engine makes of each completion; with every fact stated nothing is unknown."""
    reading = context()
    return {truth_of(requirement, complete, reading) for complete in completions(participants, by_region)}


def exactly(found: set[Truth]) -> Truth:
    """The one truth of all completions, else unknown."""
    return next(iter(found)) if len(found) == 1 else Truth.UNKNOWN
