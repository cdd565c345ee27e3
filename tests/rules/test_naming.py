from typing import Any

import pytest

from rules.calls import Call
from rules.facts import Organisation, Participant
from rules.naming import UnknownName
from tests.rules.consortia import DAY, verdict


def call(**facts: Any) -> Call:
    known = {"identifier": "CASE", "programme": "HORIZON", "type_of_action": "HORIZON-RIA", "budget_year": 2026}
    return Call.model_validate({**known, "deadline": DAY, **facts})


def partner(**facts: Any) -> Participant:
    return Participant.model_validate(
        {"organisation": Organisation(id="a", country="DE"), "role": "coordinator", **facts}
    )


def registered(*names: str) -> Participant:
    return partner(organisation=Organisation(id="a", country="DE", registrations=list(names)))


def own(requirement: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": "own", "title": "Own", "requirement": {"kind": "selection", "min": 1, **requirement}}]


KINGS = {"of_which": [{"min": 1, "where": {"sub_role": "king"}}]}


@pytest.mark.parametrize(
    ("asked", "participant", "facts", "pointer"),
    [
        (call(facts={"colour": True}), partner(), {}, "/call/facts/colour"),
        (call(), partner(), {"a/b": True}, "/facts/a~1b"),
        (call(), partner(facts={"colour": True}), {}, "/participants/0/facts/colour"),
        (call(), partner(sub_roles=["king"]), {}, "/participants/0/sub_roles/0"),
        (call(), partner(sub_roles=["topic:OTHER:king"]), {}, "/participants/0/sub_roles/0"),
        (call(), partner(sub_roles=["topic:CASE:king", "zealot"]), {}, "/participants/0/sub_roles/1"),
        (call(), registered("eche", "king"), {}, "/participants/0/organisation/registrations/1"),
        (call(), partner(), {"a~b": True}, "/facts/a~0b"),
        (call(), partner(), {"civil_purpose": "yes"}, "/facts/civil_purpose"),
        (call(), partner(), {"civil_purpose": 1}, "/facts/civil_purpose"),
        (call(), partner(), {"duration_months": "24"}, "/facts/duration_months"),
        (call(), partner(), {"target_countries": "FR"}, "/facts/target_countries"),
        (call(conditions=own({"where": {"fact": {"colour": True}}})), partner(), {}, "/call/conditions/0/requirement"),
        (call(conditions=own({"where": {"registration": "king"}})), partner(), {}, "/call/conditions/0/requirement"),
        (call(conditions=own(KINGS)), partner(), {}, "/call/conditions/0/requirement"),
        (call(), partner(), {"horizon.capacity": "yes"}, "/facts/horizon.capacity"),
        (call(facts={"horizon.capacity": 1}), partner(), {}, "/call/facts/horizon.capacity"),
    ],
)
def test_a_name_that_nobody_declared_is_refused_at_its_place(
    asked: Call, participant: Participant, facts: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(UnknownName) as refusal:
        verdict(asked, [participant], **facts)
    assert refusal.value.pointer == pointer


def test_a_fact_that_is_null_is_unknown_wherever_it_stands() -> None:
    stated = verdict(call(facts={"jrc_may_participate": True}), [partner()], jrc_may_participate=None)
    assert stated.determination_id == verdict(call(), [partner()], jrc_may_participate=True).determination_id


def test_the_topics_own_sub_roles_and_the_ids_of_its_conditions_are_names() -> None:
    answered = verdict(call(), [partner(sub_roles=["topic:case:practitioner"])], **{"horizon.capacity": True})
    assert next(entry.status for entry in answered.conditions if entry.id == "horizon.capacity") == "met"


@pytest.mark.parametrize("answered", [{"years": 3}, {"is_open": True}, {"own": True}])
def test_facts_that_a_condition_declares_anywhere_in_it_are_names(answered: dict[str, Any]) -> None:
    years = {"kind": "declared", "fact": "years", "expected": {"min": 3}}
    inside = {"kind": "alternatives", "of": [[{"kind": "when", "declared": {"is_open": True}, "then": years}]]}
    asked = call(conditions=[{"id": "own", "title": "Own", "requirement": inside}])
    assert [entry.id for entry in verdict(asked, [partner()], **answered).conditions if entry.id == "own"] == ["own"]


def test_a_question_is_the_same_however_it_is_written() -> None:
    written = [
        call(),
        call(programme="Horizon Europe"),
        call(type_of_action="RIA"),
        call(facts={"civil_purpose": None}),
    ]
    assert len({verdict(one, [partner()]).determination_id for one in written}) == 1
    two = [{"id": name, "title": name, "requirement": {"kind": "coordinator"}} for name in ("b", "a")]
    orders = [call(conditions=two), call(conditions=two[::-1])]
    assert len({verdict(one, [partner()]).determination_id for one in orders}) == 1
