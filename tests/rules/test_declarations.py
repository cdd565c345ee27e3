"""What applicants declare and people answer: under the name of the fact, or under the id of the condition."""

from typing import Any

import pytest

from rules.truth import Truth
from tests.rules.hearing import found, people

SOMEBODY = people({"country": "DE"})
MONTHS: dict[str, Any] = {"kind": "declared", "fact": "duration_months", "expected": {"max": 24}}
CIVIL: dict[str, Any] = {"kind": "declared", "fact": "civil_purpose"}
OPINION: dict[str, Any] = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}


@pytest.mark.parametrize(
    ("asked", "stated", "truth"),
    [
        (CIVIL, {"civil_purpose": True}, Truth.TRUE),
        (CIVIL, {"the.condition": True}, Truth.TRUE),
        (CIVIL, {"the.condition": False, "civil_purpose": True}, Truth.FALSE),
        ({**CIVIL, "expected": False}, {"the.condition": False}, Truth.TRUE),
        ({**CIVIL, "expected": False}, {"civil_purpose": True}, Truth.FALSE),
        (MONTHS, {"duration_months": 24}, Truth.TRUE),
        (MONTHS, {"duration_months": 25}, Truth.FALSE),
        (MONTHS, {"the.condition": 24}, Truth.TRUE),
        (MONTHS, {"the.condition": 25, "duration_months": 24}, Truth.FALSE),
        (MONTHS, {"the.condition": True, "duration_months": 25}, Truth.TRUE),
        (MONTHS, {"the.condition": False, "duration_months": 24}, Truth.FALSE),
        (MONTHS, {"duration_months": True}, Truth.FALSE),
        (MONTHS, {}, Truth.UNKNOWN),
        ({**MONTHS, "expected": "text"}, {"the.condition": True}, Truth.TRUE),
    ],
)
def test_what_stands_under_the_id_goes_before_what_stands_under_the_name(
    asked: dict[str, Any], stated: dict[str, Any], truth: Truth
) -> None:
    finding = found(asked, SOMEBODY, **stated)
    assert finding.truth is truth
    assert bool(finding.missing) is (truth is not Truth.TRUE)
    assert finding.asks == (((None, frozenset({f"fact:{asked['fact']}"})),) if truth is Truth.UNKNOWN else ())


@pytest.mark.parametrize(
    ("stated", "truth"),
    [
        (["FR", "DE"], Truth.TRUE),
        (["FR", "FR"], Truth.FALSE),
        (["EL", "GR"], Truth.FALSE),
        (["EL", "UK"], Truth.TRUE),
        (["FR", "Ruritania"], Truth.FALSE),
        (["FR", "DE", "IT", "ES"], Truth.FALSE),
        (["FR"], Truth.FALSE),
    ],
)
def test_a_list_is_counted_and_its_countries_by_whatever_code(stated: list[str], truth: Truth) -> None:
    span = {"min": 2, "max": 3, "countries": 2}
    asked = {"kind": "declared", "fact": "target_countries", "expected": span}
    assert found(asked, SOMEBODY, target_countries=stated).truth is truth


@pytest.mark.parametrize(
    ("answer", "truth"), [(True, Truth.TRUE), (False, Truth.FALSE), (None, Truth.UNKNOWN), ("yes", Truth.UNKNOWN)]
)
def test_an_opinion_is_a_yes_or_no_under_the_id(answer: Any, truth: Truth) -> None:
    finding = found(OPINION, SOMEBODY, **{"the.condition": answer})
    assert finding.truth is truth
    assert finding.only_people_decide is (truth is Truth.UNKNOWN)
    assert finding.question == (OPINION["question"] if truth is Truth.UNKNOWN else None)


def test_what_is_assumed_is_met_until_it_is_denied() -> None:
    assumed = {**CIVIL, "assumed": True}
    assert found(assumed, SOMEBODY).truth is Truth.TRUE
    assert found(assumed, SOMEBODY).assumptions
    assert found(assumed, SOMEBODY, civil_purpose=True).assumptions == ()
    assert found(assumed, SOMEBODY, civil_purpose=False).truth is Truth.FALSE


def test_inside_another_requirement_an_opinion_is_given_under_the_id_of_the_whole() -> None:
    asked = {"kind": "when", "declared": {"civil_purpose": True}, "then": OPINION}
    assert found(asked, SOMEBODY, civil_purpose=True).only_people_decide
    assert found(asked, SOMEBODY, civil_purpose=True, **{"the.condition": True}).truth is Truth.TRUE
    assert not found(asked, SOMEBODY, civil_purpose=False).applies
    unasked = found(asked, SOMEBODY)
    assert (unasked.truth, unasked.only_people_decide) == (Truth.UNKNOWN, False)
    assert (None, frozenset({"fact:civil_purpose"})) in unasked.asks


ADMITTED: dict[str, Any] = {
    "kind": "admit",
    "effect": "deny",
    "where": {"country_in": ["CN"]},
    "unless": {"fact": {"exception_granted": True}},
}


def test_an_admission_inside_holds_where_nobody_is_barred() -> None:
    asked = {"kind": "alternatives", "of": [[ADMITTED]]}
    assert found(asked, people({"country": "DE"}, {"country": "FR"})).truth is Truth.TRUE
    assert found(asked, people({"country": "DE"}, {"country": "CN"})).truth is Truth.FALSE
    lost = found(asked, people({"country": "DE"}, {"country": None}))
    assert lost.truth is Truth.UNKNOWN
    assert lost.asks == (("o1", frozenset({"country"})),)


@pytest.mark.parametrize(
    ("facts", "effect", "truth"),
    [
        ({"country": "CN"}, "deny", Truth.FALSE),
        ({"country": "CN"}, "allow_only", Truth.TRUE),
        ({"country": "DE"}, "deny", Truth.TRUE),
        ({"country": "DE"}, "allow_only", Truth.FALSE),
        ({"country": None}, "deny", Truth.UNKNOWN),
        ({"country": "CN"}, "permit", Truth.TRUE),
        ({"country": "DE"}, "permit", Truth.TRUE),
        ({"country": "CN", "facts": {"exception_granted": True}}, "deny", Truth.TRUE),
        ({"country": "CN", "facts": {"exception_granted": False}}, "deny", Truth.FALSE),
        ({"country": None, "facts": {"exception_granted": True}}, "deny", Truth.TRUE),
        ({"country": "DE", "facts": {"exception_granted": True}}, "allow_only", Truth.TRUE),
    ],
)
def test_who_is_barred_and_what_lifts_the_bar(facts: dict[str, Any], effect: str, truth: Truth) -> None:
    finding = found({**ADMITTED, "effect": effect}, people(facts))
    assert finding.truth is truth
    assert finding.participant == "o0"
    assert bool(finding.missing) is (truth is not Truth.TRUE)
    assert finding.asks == ((("o0", frozenset({"country"})),) if truth is Truth.UNKNOWN else ())


@pytest.mark.parametrize(
    ("roles", "effect", "to", "missing"),
    [
        (["coordinator", "beneficiary"], "deny", None, "may only be an associated partner"),
        (["coordinator", "beneficiary", "associated_partner"], "deny", None, "may not take part"),
        (["coordinator", "beneficiary"], "downgrade", "third_party_recipient", "may only be a third-party recipient"),
    ],
)
def test_which_role_is_left_to_who_is_barred(roles: list[str], effect: str, to: str | None, missing: str) -> None:
    asked = {"kind": "admit", "effect": effect, "to": to, "roles": roles, "where": {"country_in": ["CN"]}}
    assert found(asked, people({"country": "CN"})).missing == missing
    in_another_role = people({"country": "CN"}, {"country": "CN", "role": "subcontractor"})
    assert found(asked, in_another_role).participant == "o0"


def test_only_people_decide_where_nothing_but_a_declaration_is_open() -> None:
    asked = {"kind": "admit", "effect": "deny", "where": {"fact": {"exception_granted": False}, "country_in": ["CN"]}}
    assert found(asked, people({"country": "CN"})).only_people_decide
    assert not found(asked, people({"country": None})).only_people_decide


def test_who_coordinates() -> None:
    asked = {"kind": "coordinator", "where": {"country_in": ["DE"]}}
    draft = found(asked, people({"country": "DE", "role": "beneficiary"}))
    assert (draft.truth, draft.asks) == (Truth.UNKNOWN, ((None, frozenset({"coordinator"})),))
    lead = found(asked, people({"country": "DE"}, {"country": "CN"}))
    assert (lead.truth, lead.participant, lead.counted, lead.may_count) == (Truth.TRUE, "o0", ("o0",), ())
    assert lead.missing == ""
    lost = found(asked, people({"country": None}))
    assert (lost.truth, lost.counted, lost.may_count) == (Truth.UNKNOWN, (), ("o0",))
    assert lost.asks == (("o0", frozenset({"country"})),)
    assert found(asked, people({"country": "CN"})).missing
