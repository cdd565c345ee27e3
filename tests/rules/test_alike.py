"""What is said once of all who are alike is what would be said of each of them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import cases
from rules.alike import MARK, OF_NO_CONSEQUENCE, SEVERAL, SINGLE, likeness, stand_in
from rules.bench import Bench
from rules.calls import Call
from rules.codes import Ecosystem, Flag, Kind, Role, SizeClass
from rules.facts import Organisation, Participant
from rules.reading import read_law
from rules.rulebook import load
from rules.verdict import Case, judge
from tests.rules.consortia import DAY, calls, consortia

ORGANISATION = Organisation(id="x", country="DE")
PARTICIPANT = Participant(organisation=ORGANISATION, role=Role.BENEFICIARY)

OF_THE_ORGANISATION: dict[str, Any] = {
    "country": "FR",
    "nuts": "DE21",
    "legal_personality": True,
    "non_profit": False,
    "public_body": False,
    "sme": True,
    "size_class": SizeClass.LARGE,
    "controlled_from": "DE",
    "gender_equality_plan": False,
    "kinds": [Kind.COMPANY],
    "member_kinds": [],
    "member_countries": ["DE"],
    "flags": [Flag.JRC],
    "registrations": [],
}
OF_THE_PART: dict[str, Any] = {
    "role": Role.COORDINATOR,
    "sub_roles": [],
    "facts": {"fact": 1},
    "eu_contribution": Decimal("1.0"),
    "total_cost": Decimal(1),
    "affiliated_to": "y",
}
NAMES: dict[str, Any] = {
    "id": "y",
    "name": "Another",
    "pic": "123456789",
    "website": "https://example.org",
    "ecosystems": [Ecosystem.DIGITAL],
    "competences": {"weaving": 2},
    "control_group": "group",
}


def with_organisation(**facts: Any) -> Participant:
    return PARTICIPANT.model_copy(update={"organisation": ORGANISATION.model_copy(update=facts)})


def test_every_field_of_an_organisation_is_read_or_of_no_consequence() -> None:
    assert sorted((*SINGLE, *SEVERAL, *OF_NO_CONSEQUENCE)) == sorted(Organisation.model_fields)
    assert set(OF_THE_ORGANISATION) | set(NAMES) == set(Organisation.model_fields)
    assert {*OF_THE_PART, "organisation"} == set(Participant.model_fields)


def test_whoever_differs_in_one_fact_is_not_alike() -> None:
    others = [with_organisation(**{name: value}) for name, value in OF_THE_ORGANISATION.items()]
    others += [PARTICIPANT.model_copy(update={name: value}) for name, value in OF_THE_PART.items()]
    others += [PARTICIPANT.model_copy(update={"facts": {"fact": value}}) for value in (True, 1.0, "1")]
    others += [PARTICIPANT.model_copy(update={"eu_contribution": Decimal("1.00")})]
    assert len({likeness(one) for one in (PARTICIPANT, *others)}) == 1 + len(others)


def test_a_name_or_an_ability_makes_no_difference() -> None:
    assert {likeness(with_organisation(**{name: value})) for name, value in NAMES.items()} == {likeness(PARTICIPANT)}


def test_a_stand_in_is_alike_and_has_the_mark_for_a_name() -> None:
    unnamed = stand_in(with_organisation(**OF_THE_ORGANISATION))
    assert likeness(unnamed) == likeness(with_organisation(**OF_THE_ORGANISATION))
    assert (unnamed.id, unnamed.organisation.label) == (MARK, MARK)


def said_of_each(case: Case) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Bench, "judge", Bench.judge_anew)
        return judge(case, load()).model_dump_json()


@settings(max_examples=150)
@given(calls(), consortia(most=8), st.booleans())
def test_a_verdict_says_of_each_what_is_true_of_it(call: Call, participants: list[Participant], named: bool) -> None:
    if named:
        participants = [
            one.model_copy(update={"organisation": one.organisation.model_copy(update={"name": f"The {one.id}"})})
            for one in participants
        ]
    case = Case(call, participants, DAY, {})
    assert judge(case, load()).model_dump_json() == said_of_each(case)


def test_the_same_in_every_third_written_case() -> None:
    for written in cases.load()[::3]:
        assert judge(written.case, load()).model_dump_json() == said_of_each(written.case), written.example.says


def test_an_entry_in_the_name_of_a_participant_is_the_one_that_is_made_for_it() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", deadline=DAY, budget_year=2026)
    reading = read_law(call, load(), DAY)
    people = [with_organisation(id=name, name=f"The {name}", flags=[]) for name in ("a", "b")]
    bench = Bench(people, reading.context)
    for applicable in reading.resolution.conditions:
        for said, anew in zip(bench.judge(applicable), bench.judge_anew(applicable), strict=True):
            assert (said.participant, said.who, said.status, said.scope) == (
                anew.participant,
                anew.who,
                anew.status,
                anew.scope,
            )
            assert (said.finding.text, said.finding.asks) == (anew.finding.text, anew.finding.asks)
            assert (said.hoped.text, said.question, said.message) == (anew.hoped.text, anew.question, anew.message)
            assert said.told() == anew.told()
