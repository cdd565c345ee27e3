"""What hangs on an agreement that is pending: the sentence names it, and says what else has to come true."""

from datetime import date
from typing import Any

import pytest

from rules.calls import Call
from rules.rulebook import load
from rules.verdict import Case, Judged, judge
from tests.rules.hearing import consortium
from tests.rules.hearing import verdict_on as verdict_by

DAY = date(2026, 11, 22)
FACTS: dict[str, Any] = {
    "kinds": ["university"],
    "legal_personality": True,
    "public_body": True,
    "gender_equality_plan": True,
    "registrations": [],
}
ASSOCIATION = "the association of {} to Horizon Europe applies when the grant is signed"
LIST = "the List of Participating Countries names {0} for the topic when the proposal is submitted, and the association of {0} applies when the grant is signed"  # fmt: skip  # noqa: E501


def verdict_on(identifier: str, *countries: str, **about: Any) -> tuple[str, dict[tuple[str, str | None], Judged]]:
    written = {"identifier": identifier, "programme": "HORIZON", "budget_year": 2026, "deadline": date(2026, 12, 15)}
    call = Call.model_validate(written | about)
    organisations = [
        one.model_copy(
            update={"organisation": one.organisation.model_copy(update={"controlled_from": one.organisation.country})}
        )
        for one in consortium(*countries, **FACTS)
    ]
    answer = judge(Case(call, organisations, DAY, {}), load())
    return answer.summary, {(entry.id, entry.participant): entry for entry in answer.conditions}


def test_the_association_that_is_pending_is_named() -> None:
    summary, entries = verdict_on("CASE-1", "DE", "FR", "MA", type_of_action="HORIZON-RIA")
    minimum = entries["horizon.minimum-consortium", None]
    assert minimum.status == "conditional"
    assert minimum.message.endswith(f" It is met only if {ASSOCIATION.format('Morocco')}.")
    assert f"(met only if {ASSOCIATION.format('Morocco')})" in summary


def test_of_two_that_are_pending_the_one_that_matters_is_named() -> None:
    about_it = {"budget_year": 2027, "pillar": 2, "type_of_action": "HORIZON-CSA"}
    _, entries = verdict_on("CASE-1", "DE", "FR", "IT", "MA", "AU", **about_it)
    about = {
        participant: entry.message
        for (_, participant), entry in entries.items()
        if entry.status == "conditional" and participant is not None
    }
    assert sorted(about) == ["o3", "o4"]
    assert "Morocco" in about["o3"]
    assert "Australia" not in about["o3"]
    assert "Morocco" not in about["o4"]


@pytest.mark.parametrize(("country", "name"), [("JP", "Japan"), ("MA", "Morocco")])
def test_a_country_that_a_list_may_still_name_waits_for_the_list(country: str, name: str) -> None:
    _, entries = verdict_on(
        "HORIZON-CL4-2027-04-DATA-03", "DE", "FR", "IT", country, budget_year=2027, type_of_action="HORIZON-RIA"
    )
    listed = entries["horizon.topics.strategic-countries-b", "o3"]
    assert listed.status == "conditional"
    assert listed.message.endswith(f" It is met only if {LIST.format(name)}.")


def test_who_has_to_take_a_lower_role_is_told_which() -> None:
    call: dict[str, Any] = {"identifier": "CASE-1", "programme": "HORIZON", "type_of_action": "HORIZON-RIA"}
    trust = consortium("DE", "FR", "IT", "HU", **FACTS)
    trust[3] = trust[3].model_copy(
        update={"organisation": trust[3].organisation.model_copy(update={"flags": ["hu_public_interest_trust"]})}
    )
    answer = judge(Case(Call.model_validate(call | {"budget_year": 2026, "deadline": DAY}), trust, DAY, {}), load())
    (told,) = [entry for entry in answer.conditions if entry.status == "conditional"]
    assert told.message.endswith(" o3 may only be an associated partner.")


def test_who_is_barred_from_money_alone_is_told_so() -> None:
    _, entries = verdict_on(
        "CASE-1", "DE", "FR", "IT", "BR", budget_year=2021, deadline=date(2021, 12, 15), type_of_action="HORIZON-RIA"
    )
    funded = entries["horizon.funded-countries-2021", "o3"]
    said = "gets no money from the grant, unless the granting authority considers this participation essential"
    assert (funded.status, funded.missing) == ("not_met", said)
    assert funded.message.endswith(f" o3 {said}.")


def test_a_type_of_action_that_nobody_knows_is_named() -> None:
    call = Call.model_validate({"identifier": "CASE-1", "programme": "HORIZON", "type_of_action": "HORIZON-XYZ"})
    entries = {entry.id: entry for entry in judge(Case(call, consortium("DE"), DAY, {}), load()).conditions}
    told = entries["quorum.not-encoded"].message
    assert told.startswith("The type of action HORIZON-XYZ is not known here: its conditions stand in a document")
    assert told.endswith("is not encoded.")


def test_many_of_whom_the_same_is_asked_are_named_once_in_the_message() -> None:
    asked = {"kind": "selection", "min": 3, "where": {"size_in": ["sme"]}}
    entry = verdict_by({"own": asked}, consortium("DE", "FR", "IT")).conditions[-1]
    assert entry.message.endswith("not counted: o0, o1 and o2 (not known: size). For each of them: is it an SME?")
    assert entry.question == "For each of o0, o1 and o2: is it an SME?"


def test_what_is_wrong_is_no_thing_that_is_missing() -> None:
    entry = verdict_by({"own": {"kind": "limit", "max": 1}}, consortium("DE", "FR")).conditions[-1]
    assert entry.message == "Own. Found: 2: o0 (DE) and o1 (FR). 1 beneficiary too many."


def test_of_several_ways_those_are_told_that_the_applicant_has_not_chosen_against() -> None:
    def mode(name: str, number: int) -> list[dict[str, Any]]:
        return [
            {"kind": "declared", "fact": "doctoral_network_mode", "expected": name},
            {"kind": "selection", "min": number},
        ]

    modes = {"kind": "alternatives", "of": [mode("standard", 1), mode("joint", 3)]}
    entry = verdict_by({"own": modes}, consortium("DE"), doctoral_network_mode="joint").conditions[-1]
    assert (entry.found, entry.missing) == ("1: o0 (DE)", "2 more beneficiaries")
    neither = verdict_by({"own": modes}, consortium("DE"), doctoral_network_mode="industrial").conditions[-1]
    assert neither.missing.startswith("one of these: mode of the doctoral network")
