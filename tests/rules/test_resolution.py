from datetime import date
from typing import Any

import pytest

from rules.calls import Call
from rules.programmes import Coverage, UnknownProgramme
from rules.requirements import Admit, Fund, Selection
from rules.resolution import NOT_ENCODED, ImpossibleAmendment, Resolution, resolve
from rules.rulebook import load
from tests.rules.consortia import DAY

MINIMUM = "horizon.minimum-consortium"


def resolved(**call: Any) -> Resolution:
    facts = {"identifier": "CASE", "programme": "HORIZON", "type_of_action": "HORIZON-RIA", "budget_year": 2026, **call}
    return resolve(Call.model_validate(facts), load(), DAY)


def conditions(resolution: Resolution) -> dict[str, Any]:
    return {entry.condition.id: entry.condition.requirement for entry in resolution.conditions}


def own(effect: str, requirement: dict[str, Any], amends: str | None = None) -> list[dict[str, Any]]:
    return [{"id": "own", "title": "Own", "effect": effect, "amends": amends, "requirement": requirement}]


def test_a_topic_rule_replaces_the_default_and_says_so() -> None:
    resolution = resolved(identifier="HORIZON-WIDERA-2026-06-ERA-02", type_of_action="HORIZON-CSA")
    assert "horizon.coordination-and-support-minimum" not in conditions(resolution)
    assert "horizon.topics.era-three-countries-two-member-states" in conditions(resolution)
    assert [entry.id for entry in resolution.replaced] == ["horizon.coordination-and-support-minimum"]


def test_the_letter_case_of_an_identifier_never_matters() -> None:
    resolution = resolved(identifier="horizon-widera-2026-06-era-02", type_of_action="horizon-csa")
    assert "horizon.topics.era-three-countries-two-member-states" in conditions(resolution)


def test_a_topic_that_opens_to_a_country_amends_the_list_of_funded_ones() -> None:
    health = conditions(resolved(identifier="HORIZON-HLTH-2027-01-DISEASE-10", budget_year=2027))
    requirement = health["horizon.eligible-for-funding"]
    assert isinstance(requirement, Admit)
    assert requirement.where.any_of is not None
    assert requirement.where.any_of[1].country_in == ("US",)


def test_who_is_let_in_by_the_topic_is_paid_at_the_rate_of_the_others() -> None:
    rate = conditions(resolved(identifier="HORIZON-HLTH-2026-01-TOOL-05", type_of_action="HORIZON-IA"))[
        "horizon.rate-innovation-action"
    ]
    assert isinstance(rate, Fund)
    let_in = [entry.where.any_of[1] for entry in rate.rates if entry.where.any_of]
    assert [where.all_of and where.all_of[0].non_profit for where in let_in] == [True, None], "what else it asks stays"
    assert all(where.all_of and where.all_of[1].country_in == ("US",) for where in let_in)


def test_a_condition_of_the_call_adds_replaces_or_amends() -> None:
    pair = {"kind": "selection", "min": 2}
    assert {"own", MINIMUM} <= set(conditions(resolved(conditions=own("adds", pair))))
    replaced = conditions(resolved(conditions=own("replaces", pair)))
    assert "own" in replaced
    assert MINIMUM not in replaced
    amended = conditions(resolved(conditions=own("amends", {"kind": "selection", "min": 5}, MINIMUM)))[MINIMUM]
    assert isinstance(amended, Selection)
    assert amended.min == 5
    assert amended.independent, "what the amendment does not speak of stays"


@pytest.mark.parametrize(
    "conditions",
    [
        own("amends", {"kind": "selection", "min": 2}, "horizon.atlantis"),
        own("amends", {"kind": "limit", "max": 2}, MINIMUM),
        *[
            own("replaces", {"kind": "admit", "effect": "deny", "where": {}}, restriction)
            for restriction in (
                "horizon.restrictive-measures",
                "horizon.russia-belarus",
                "horizon.non-government-controlled-territories",
                "horizon.china-ministry-universities",
            )
        ],
    ],
)
def test_what_is_not_there_or_may_not_be_overridden_is_refused(conditions: list[dict[str, Any]]) -> None:
    with pytest.raises(ImpossibleAmendment):
        resolved(conditions=conditions)


def test_a_call_can_never_lift_restrictive_measures_by_replacing_every_bar() -> None:
    everything = own("replaces", {"kind": "admit", "effect": "deny", "where": {"country_in": ["AQ"]}})
    assert "horizon.restrictive-measures" in conditions(resolved(conditions=everything))


def test_law_that_nobody_has_encoded_names_the_document_to_read() -> None:
    resolution = resolved(programme="LIFE", type_of_action="LIFE-PJG")
    assert "call document" in conditions(resolution)[NOT_ENCODED].to


def test_a_programme_goes_by_all_its_names_and_an_unknown_one_is_refused() -> None:
    assert resolved(programme="Horizon Europe", type_of_action="RIA").call.type_of_action == "HORIZON-RIA"
    with pytest.raises(UnknownProgramme):
        resolved(programme="ATLANTIS")


def test_the_edition_is_told_with_the_text_that_was_read_and_the_revision_that_was_not() -> None:
    coverage = Coverage(
        types_of_action=("MADE-RIA",),
        edition="Made-up 2026-27",
        text_of=date(2025, 12, 11),
        revised_on=date(2026, 9, 29),
        from_year=2026,
        until_year=2027,
        known_from=date(2025, 12, 11),
    )
    assert coverage.told == "Made-up 2026-27, text of 2025-12-11; a revision of 2026-09-29 has not been read"
    plain = coverage.model_copy(update={"text_of": None, "revised_on": None})
    assert plain.told == "Made-up 2026-27"


@pytest.mark.parametrize(
    ("identifier", "written", "code"),
    [
        ("ERC-2026-SyG", None, "HORIZON-ERC-SYG"),
        ("HORIZON-MSCA-2026-DN-01-01", None, "HORIZON-TMA-MSCA-DN"),
        ("HORIZON-CL4-2026-01-MAT-PROD-11", None, "HORIZON-RIA"),
        ("HORIZON-CL4-2026-01-MADE-UP-11", None, None),
        ("ERC-2026-SyG", "ERC", "HORIZON-ERC"),
    ],
)
def test_the_identifier_tells_the_type_of_action_where_the_call_does_not(
    identifier: str, written: str | None, code: str | None
) -> None:
    assert resolved(identifier=identifier, type_of_action=written).call.type_of_action == code
