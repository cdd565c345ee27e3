"""Repairs: for each kind of requirement the first one that is offered, carried out and judged again."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from rules.assessment import telling_entries
from rules.facts import Participant
from rules.mending import Repair, search
from rules.verdict import Verdict
from tests.rules.applying import applied
from tests.rules.hearing import consortium, one, people, verdict_on

Conditions = Mapping[str, Mapping[str, Any]]

EU = {"country_in": ["DE", "FR", "IT"]}
KENYA = {"country_in": ["KE"]}
A_UNIVERSITY = {"kind_in": ["university"]}
FUNDED = ["coordinator", "beneficiary"]
COMPANIES = consortium("DE", "FR", kinds=["company"])


def least(number: int, **fields: Any) -> dict[str, Any]:
    return {"kind": "selection", "min": number, **fields}


def deny(roles: Sequence[str] = (), **where: Any) -> dict[str, Any]:
    return {"kind": "admit", "effect": "deny", "where": where, **({"roles": list(roles)} if roles else {})}


def money(**fields: Any) -> dict[str, Any]:
    return {"kind": "money", "of": "eu_contribution", **fields}


def paid(*amounts: int) -> list[Participant]:
    countries = ("DE", "DE", "FR", "IT")
    return [
        one(country, index, eu_contribution=sum_)
        for index, (country, sum_) in enumerate(zip(countries, amounts, strict=False))
    ]


def failures(answer: Verdict) -> set[tuple[str, str | None]]:
    deciding = (entry for entry in answer.conditions if entry.force in ("eligibility", "admissibility"))
    return {(entry.id, entry.participant) for entry in deciding if entry.status == "not_met"}


def after(repair: Repair, conditions: Conditions, participants: list[Participant], **facts: Any) -> set[Any]:
    mended, declared = applied(repair.changes, participants, facts)
    return failures(verdict_on(conditions, mended, **declared))


CASES: dict[str, tuple[dict[str, Any], list[Participant], dict[str, Any], str]] = {
    "a promotion": (
        least(2),
        [one("DE", 0), one("FR", 1, role="associated_partner")],
        {},
        "Let o1 take part as beneficiary.",
    ),
    "an addition": (
        least(3, where=EU, each_from_different="country"),
        consortium("DE", "FR"),
        {},
        "Add one beneficiary established in Germany, France or Italy (IT).",
    ),
    "an addition to a sub-group": (
        least(2, where=EU, of_which=[{"min": 1, "where": A_UNIVERSITY}]),
        COMPANIES,
        {},
        "Add one beneficiary that is a university established in Germany, France or Italy (DE, FR or IT).",
    ),
    "a removal": (deny(country_in=["CN"]), consortium("DE", "CN"), {}, "Leave out o1."),
    "a lower role": (
        deny(FUNDED, country_in=["CN"]),
        consortium("DE", "CN"),
        {},
        "Let o1 take part as associated partner.",
    ),
    "a new lead for one who steps down": (
        deny(FUNDED, country_in=["CN"]),
        consortium("CN", "DE"),
        {},
        "Let o1 coordinate, and let o0 take part as associated partner.",
    ),
    "another coordinator": (
        {"kind": "coordinator", "where": EU},
        consortium("US", "DE"),
        {},
        "Let o1 coordinate.",
    ),
    "too many": (
        {"kind": "limit", "max": 2},
        consortium("DE", "FR", "IT"),
        {},
        "Let o1 take part as associated partner.",
    ),
    "too many in a country": (
        {"kind": "limit", "max": 1, "per": "country"},
        consortium("DE", "FR", "DE"),
        {},
        "Let o2 take part as associated partner.",
    ),
    "too few": (
        {"kind": "limit", "exactly": 3, "where": EU},
        consortium("DE", "FR"),
        {},
        "Add one beneficiary established in Germany, France or Italy (DE, FR or IT).",
    ),
    "a share that is too small": (
        {"kind": "ratio", "where": KENYA, "min_share": 0.5},
        consortium("DE", "FR", "KE"),
        {},
        "Add one beneficiary established in Kenya (KE).",
    ),
    "a share that is too large": (
        {"kind": "ratio", "where": KENYA, "max_share": 0.4},
        consortium("KE", "DE"),
        {},
        "Add one beneficiary not established in Kenya (any of 243 countries).",
    ),
    "a fact of the proposal": (
        {"kind": "declared", "fact": "civil_purpose"},
        consortium("DE"),
        {"civil_purpose": False},
        "Make sure that the project is exclusively civil.",
    ),
    "too long": (
        {"kind": "declared", "fact": "duration_months", "expected": {"min": 12, "max": 48}},
        consortium("DE"),
        {"duration_months": 60},
        "Make sure that the duration of the project in months is 48.",
    ),
    "too short": (
        {"kind": "declared", "fact": "duration_months", "expected": {"min": 12, "max": 48}},
        consortium("DE"),
        {"duration_months": 6},
        "Make sure that the duration of the project in months is 12.",
    ),
    "too much for one": (
        money(max_share=0.4),
        paid(60000, 20000, 20000),
        {},
        "Split the EU contribution like this: o0 40,000 euro, o1 30,000 euro and o2 30,000 euro.",
    ),
    "too much for a country": (
        money(max_share=0.5, per="country"),
        paid(30000, 30000, 20000, 20000),
        {},
        "Split the EU contribution like this: o0 25,000 euro, o1 25,000 euro, o2 25,000 euro and o3 25,000 euro.",
    ),
    "too little for a group": (
        money(min_share=0.5, per="group", where={"country_in": ["FR"]}),
        paid(40000, 40000, 20000),
        {},
        "Split the EU contribution like this: o0 25,000 euro, o1 25,000 euro and o2 50,000 euro.",
    ),
    "too much in all": (
        money(max=50000, per="group"),
        paid(40000, 40000),
        {},
        "Split the EU contribution like this: o0 25,000 euro and o1 25,000 euro.",
    ),
    "in one country": (
        {"kind": "each", "require": least(2)},
        consortium("DE", "DE", "FR"),
        {},
        "Add one beneficiary established in France (FR).",
    ),
    "where something holds": (
        {"kind": "when", "where": EU, "then": least(2, where=EU)},
        consortium("DE"),
        {},
        "Add one beneficiary established in Germany, France or Italy (DE, FR or IT).",
    ),
    "in one of several ways": (
        {"kind": "alternatives", "of": [[least(9)], [{"kind": "declared", "fact": "civil_purpose"}]]},
        consortium("DE"),
        {"civil_purpose": False},
        "Make sure that the project is exclusively civil.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_failure_is_mended_by_a_small_change(name: str) -> None:
    asked, participants, facts, message = CASES[name]
    answer = verdict_on({"own": asked}, participants, **facts)
    assert answer.status == "ineligible"
    first = answer.repairs[0]
    assert first.message == message
    assert after(first, {"own": asked}, participants, **facts) == set()


@pytest.mark.parametrize("name", CASES)
def test_no_repair_is_a_larger_form_of_another(name: str) -> None:
    asked, participants, facts, _ = CASES[name]
    offered = [repair.changes for repair in verdict_on({"own": asked}, participants, **facts).repairs]
    for changes in offered:
        larger = [other for other in offered if other is not changes and all(change in other for change in changes)]
        assert larger == []


@pytest.mark.parametrize("name", CASES)
def test_every_repair_leaves_strictly_less_to_mend(name: str) -> None:
    asked, participants, facts, _ = CASES[name]
    answer = verdict_on({"own": asked}, participants, **facts)
    for repair in answer.repairs:
        assert after(repair, {"own": asked}, participants, **facts) < failures(answer), repair.message


TWO_STEPS: Conditions = {
    "room": {"kind": "limit", "max": 2},
    "science": least(1, where={**EU, **A_UNIVERSITY}),
}


def test_where_one_step_breaks_something_else_a_second_makes_it_good() -> None:
    answer = verdict_on(TWO_STEPS, COMPANIES)
    assert failures(answer) == {("science", None)}
    (repair, *_) = answer.repairs
    assert len({change.op for change in repair.changes}) == 2
    assert after(repair, TWO_STEPS, COMPANIES) == set()


def test_all_failures_are_mended_together() -> None:
    conditions = {
        "minimum": least(3, where=EU),
        "china": deny(country_in=["CN"]),
        "civil": {"kind": "declared", "fact": "civil_purpose"},
    }
    participants = consortium("DE", "FR", "CN")
    answer = verdict_on(conditions, participants, civil_purpose=False)
    assert len(failures(answer)) == 3
    repair = answer.repairs[0]
    assert {change.op for change in repair.changes} == {"add", "remove", "set_fact"}
    assert after(repair, conditions, participants, civil_purpose=False) == set()


def test_where_not_everything_can_be_mended_what_can_be_is() -> None:
    conditions = {"china": deny(country_in=["CN"]), "many": least(9)}
    participants = consortium("DE", "CN")
    answer = verdict_on(conditions, participants)
    assert answer.repairs
    for repair in answer.repairs:
        assert after(repair, conditions, participants) == {("many", None)}


NOTHING_HELPS: dict[str, tuple[Conditions, list[Participant], dict[str, Any]]] = {
    "people said no": (
        {"own": {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}},
        consortium("DE"),
        {"own": False},
    ),
    "too many are missing": ({"own": least(9)}, consortium("DE"), {}),
    "two conditions exclude each other": ({"own": least(2), "one": {"kind": "limit", "max": 1}}, consortium("DE"), {}),
    "nobody is left": ({"own": deny(country_in=["CN"]), "few": {"kind": "limit", "max": 1}}, consortium("CN"), {}),
    "no such place": ({"own": least(2, where={"country_in": ["DE"]}, each_from_different="country")},
                      consortium("DE"), {}),
    "a crowd": ({"own": least(20, where=A_UNIVERSITY), "few": {"kind": "limit", "max": 15}},
                people(*({"country": "DE", "kinds": ["company"]} for _ in range(15))), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NOTHING_HELPS if name != "nobody is left"])
def test_where_nothing_helps_nothing_is_offered(name: str) -> None:
    conditions, participants, facts = NOTHING_HELPS[name]
    answer = verdict_on(conditions, participants, **facts)
    assert answer.status == "ineligible"
    assert answer.repairs == ()


@pytest.mark.parametrize("name", NOTHING_HELPS)
def test_the_search_ends_within_its_bound(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[object] = []

    def counting(*arguments: Any) -> Any:
        judged.append(arguments)
        return telling_entries(*arguments)

    monkeypatch.setattr("rules.mending.search.telling_entries", counting)
    conditions, participants, facts = NOTHING_HELPS[name]
    verdict_on(conditions, participants, **facts)
    assert len(judged) <= search.MOST_JUDGED


def test_whoever_is_eligible_needs_no_repair() -> None:
    assert verdict_on({"own": least(2)}, consortium("DE", "FR")).repairs == ()
