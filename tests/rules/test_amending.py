"""What becomes of a requirement that another one amends, and which lists of countries are closed."""

from datetime import date
from typing import Any

import pytest

from rules.amending import amended, closed_list
from rules.calls import Call
from rules.conditions import Condition, Confidence, Force, Origin, Source
from rules.programmes import Coverage
from rules.requirements import AnyRequirement
from rules.resolution import NOT_ENCODED, ImpossibleAmendment, Resolution, resolve
from rules.rulebook import load
from tests.rules.consortia import DAY
from tests.rules.hearing import requirement

US = {"country_in": ["US"]}
EUROPE = {"country_in": ["DE", "FR"]}
LET_IN = {"kind": "admit", "effect": "permit", "where": US}
MINIMUM = "horizon.minimum-consortium"


def becomes(old: dict[str, Any], by: dict[str, Any]) -> AnyRequirement | None:
    return amended(requirement(old), requirement(by))


def test_a_closed_list_gets_longer() -> None:
    only = {"kind": "admit", "effect": "allow_only", "where": EUROPE}
    assert becomes(only, LET_IN) == requirement({**only, "where": {"any": [EUROPE, US]}})


@pytest.mark.parametrize("effect", ["deny", "downgrade"])
def test_a_bar_no_longer_hits_those_let_in(effect: str) -> None:
    bar = {"kind": "admit", "effect": effect, "where": {"non_profit": False}}
    bar |= {"to": "associated_partner"} if effect == "downgrade" else {}
    assert becomes(bar, LET_IN) == requirement({**bar, "where": {"all": [{"non_profit": False}, {"not": US}]}})


def test_those_let_in_are_paid_like_the_others_where_a_rate_names_countries() -> None:
    rates = [{"rate": 1, "where": {**EUROPE, "non_profit": True}}, {"rate": 0.5, "where": {"non_profit": False}}]
    alike = {"any": [{**EUROPE, "non_profit": True}, {"all": [{"non_profit": True}, US]}]}
    assert becomes({"kind": "fund", "rates": rates}, LET_IN) == requirement(
        {"kind": "fund", "rates": [{"rate": 1, "where": alike}, rates[1]]}
    )


def test_what_an_amendment_does_not_speak_of_stays() -> None:
    three = {"kind": "selection", "min": 3, "independent": True, "where": EUROPE}
    assert becomes(three, {"kind": "selection", "min": 5}) == requirement({**three, "min": 5})


@pytest.mark.parametrize("by", [LET_IN, {"kind": "limit", "max": 2}, {"kind": "admit", "effect": "deny", "where": US}])
def test_a_requirement_of_another_kind_amends_nothing(by: dict[str, Any]) -> None:
    assert becomes({"kind": "selection", "min": 3}, by) is None


@pytest.mark.parametrize(
    ("where", "is_closed"),
    [
        (EUROPE, True),
        ({"any": [EUROPE, US]}, True),
        ({"any": [EUROPE, {"any": [US]}]}, True),
        ({"any": [EUROPE, {"flag": "jrc"}]}, False),
        ({"all": [EUROPE]}, False),
        ({**EUROPE, "non_profit": True}, False),
        ({"flag": "jrc"}, False),
        ({}, False),
    ],
)
def test_a_list_is_closed_where_it_names_countries_and_nothing_else(where: dict[str, Any], is_closed: bool) -> None:
    only = requirement({"kind": "admit", "effect": "allow_only", "where": where})
    assert (closed_list(only) is not None) is is_closed
    assert closed_list(requirement({"kind": "admit", "effect": "deny", "where": where})) is None
    assert closed_list(requirement({"kind": "coordinator", "where": where})) is None


# ------------------------------------------------------------------------------------------------ in a call


def resolved(*conditions: dict[str, Any], extra: tuple[Condition, ...] = (), **call: Any) -> Resolution:
    facts = {"identifier": "CASE", "programme": "HORIZON", "type_of_action": "HORIZON-RIA", "budget_year": 2026, **call}
    return resolve(Call.model_validate({**facts, "conditions": list(conditions)}), load(), DAY, extra)


def own(name: str, effect: str, asked: dict[str, Any], amends: str | None = None) -> dict[str, Any]:
    return {"id": name, "title": name.capitalize(), "effect": effect, "amends": amends, "requirement": asked}


def ids(resolution: Resolution) -> list[str]:
    return [entry.condition.id for entry in resolution.conditions]


def test_a_call_that_lets_somebody_in_opens_its_closed_lists_and_asks_nothing_itself() -> None:
    plain, opened = resolved(), resolved(own("us", "adds", LET_IN))
    assert ids(opened) == ids(plain)
    changed = [one.id for one in opened.replaced if one.by == "us"]
    closed = [e.condition.id for e in plain.conditions if closed_list(e.condition.requirement)]
    assert changed == closed != []
    assert {one.why for one in opened.replaced if one.by == "us"} == {"stated in the request: Us"}


def test_what_replaces_by_name_replaces_that_alone() -> None:
    one = {"kind": "selection", "min": 1}
    resolution = resolved(own("one", "replaces", one, MINIMUM))
    assert MINIMUM not in ids(resolution)
    assert "one" in ids(resolution)
    assert [(change.id, change.by) for change in resolution.replaced] == [(MINIMUM, "one")]
    with pytest.raises(ImpossibleAmendment, match=r"'horizon\.nothing' is no condition"):
        resolved(own("one", "replaces", one, "horizon.nothing"))


def test_the_conditions_of_a_call_take_effect_in_one_order_however_they_are_written() -> None:
    adds = own("z", "adds", {"kind": "selection", "min": 2})
    replaces = own("y", "replaces", {"kind": "selection", "min": 1})
    amends = own("a", "amends", {"kind": "selection", "min": 4}, "y")
    for order in ([adds, replaces, amends], [amends, replaces, adds]):
        resolution = resolved(*order)
        assert "z" not in ids(resolution), "what replaces the minimums replaces this one too"
        (kept,) = [e.condition.requirement for e in resolution.conditions if e.condition.id == "y"]
        assert kept == requirement({"kind": "selection", "min": 4})


def test_two_conditions_of_one_id_are_refused() -> None:
    with pytest.raises(ImpossibleAmendment, match="is the id of another condition"):
        resolved(own(MINIMUM, "adds", {"kind": "limit", "max": 9}))


def test_what_was_read_elsewhere_stands_and_can_be_amended_by_the_call() -> None:
    read = Condition(
        id="portal.minimum",
        title="Two",
        force=Force.ELIGIBILITY,
        origin=Origin.RULEBOOK,
        requirement=requirement({"kind": "limit", "max": 9}),
        source=Source(document="made up", confidence=Confidence.SECONDARY),
    )
    assert ids(resolved(extra=(read,)))[-1] == "portal.minimum"
    amends = own("fewer", "amends", {"kind": "limit", "max": 5}, "portal.minimum")
    resolution = resolved(amends, extra=(read,))
    assert ids(resolution)[-1] == "portal.minimum"
    assert resolution.conditions[-1].condition.requirement == requirement({"kind": "limit", "max": 5})
    assert resolution.conditions[-1].condition.effect == "amends"


@pytest.mark.parametrize(("programme", "is_read"), [("LIFE", True), ("InvestEU", False)])
def test_a_document_is_named_only_where_there_are_grants(programme: str, is_read: bool) -> None:
    assert (NOT_ENCODED in ids(resolved(programme=programme, type_of_action=None))) is is_read


@pytest.mark.parametrize(
    ("call", "as_of", "is_covered"),
    [
        ({"budget_year": 2025}, DAY, False),
        ({"budget_year": 2026}, DAY, True),
        ({"budget_year": 2027}, DAY, True),
        ({"budget_year": 2028}, DAY, False),
        ({"budget_year": None}, DAY, False),
        ({"budget_year": 2026, "type_of_action": "MADE-IA"}, DAY, False),
        ({"budget_year": 2026}, date(2025, 12, 11), True),
        ({"budget_year": 2026}, date(2025, 12, 10), False),
    ],
)
def test_an_edition_covers_its_years_from_the_day_it_was_published(
    call: dict[str, Any], as_of: date, is_covered: bool
) -> None:
    coverage = Coverage(
        edition="Made-up 2026-27",
        types_of_action=("MADE-RIA",),
        from_year=2026,
        until_year=2027,
        known_from=date(2025, 12, 11),
    )
    asked = Call.model_validate({"identifier": "CASE", "programme": "MADE", "type_of_action": "MADE-RIA", **call})
    assert coverage.takes_in(asked, as_of) is is_covered
