"""Random consortia for properties: every fact may be missing, control groups cross borders."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from rules.calls import Call
from rules.codes import Flag, Kind, Role
from rules.facts import Organisation, Participant
from rules.rulebook import load
from rules.verdict import Case, Verdict, judge

DAY = date(2026, 10, 15)
COUNTRIES = ["DE", "FR", "IT", "RO", "NO", "CH", "GB", "MA", "KE", "IN", "CN", "GL", "BY", None]
TYPES = sorted({code for coverage in load().programmes["HORIZON"].covers for code in coverage.types_of_action})
MAIN_TYPES = ["HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA"]
TOPICS = sorted(
    (identifier, rule.applies_to.types_of_action or tuple(MAIN_TYPES))
    for rule in load().rules
    if rule.applies_to.programme == "HORIZON"
    for identifier in rule.applies_to.identifiers or ()
)
"""Topics of which the rulebook knows something, with the types of action they may have."""
SUB_ROLES = sorted(load().vocabulary.sub_roles)


def perhaps(*facts: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*facts, None])


@st.composite
def organisations(draw: st.DrawFn, name: str) -> Organisation:
    return Organisation(
        id=name,
        country=draw(st.sampled_from(COUNTRIES)),
        kinds=draw(perhaps([Kind.UNIVERSITY], [Kind.COMPANY], [Kind.CLUSTER_ORGANISATION], [Kind.NGO])),
        legal_personality=draw(perhaps(True, True, False)),
        public_body=draw(perhaps(True, False)),
        non_profit=draw(perhaps(True, False)),
        gender_equality_plan=draw(perhaps(True, True, False)),
        control_group=draw(perhaps("alpha", "beta", None)),
        flags=draw(
            st.sampled_from([[], [], [], [], [Flag.EUROPEAN_RESEARCH_ORGANISATION], [Flag.HU_PUBLIC_INTEREST_TRUST]])
        ),
    )


@st.composite
def consortia(draw: st.DrawFn, least: int = 1, most: int = 6) -> list[Participant]:
    size = draw(st.integers(least, most))
    later = st.sampled_from([Role.BENEFICIARY, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER, Role.AFFILIATED_ENTITY])
    roles = [draw(st.sampled_from([Role.COORDINATOR, Role.BENEFICIARY])), *(draw(later) for _ in range(size - 1))]
    return [
        Participant(
            organisation=draw(organisations(name=f"o{index}")),
            role=role,
            sub_roles=draw(st.none() | st.lists(st.sampled_from(SUB_ROLES), max_size=2, unique=True)),
        )
        for index, role in enumerate(roles)
    ]


@st.composite
def calls(draw: st.DrawFn) -> Call:
    identifier, types = draw(st.sampled_from([("CASE", MAIN_TYPES), ("CASE", TYPES)]) | st.sampled_from(TOPICS))
    return Call(
        identifier=identifier,
        programme="HORIZON",
        type_of_action=draw(st.sampled_from(types)),
        budget_year=draw(st.sampled_from([2021, 2023, 2025, 2026])),
        deadline=DAY,
        pillar=draw(st.sampled_from([1, 2, None])),
    )


def verdict(call: Call, participants: list[Participant], **facts: Any) -> Verdict:
    return judge(Case(call, participants, DAY, facts), load())
