"""What would help, as a request: each change that the solver can propose is one the form can make, or has no button."""

from typing import Any

import pytest

from app.web.mending import mended
from app.web.presenters.propose_state import ProposeState
from rules.mending import Change

STATE = ProposeState(
    topic="T",
    lead="lead",
    member=["one", "other"],
    exclude=["out", "gone"],
    country=["IT", "IS"],
    competence="weaving, dyeing",
    most_per_country="1",
    budget="1000",
    share_country="10",
    survive="yes",
    unknown="avoid",
    size_min="2",
    size_max="2",
)

LEAD_JOINS = {"op": "set_role", "participant": "lead", "role": "beneficiary"}
ONE_IS_PARTNER = {"op": "set_role", "participant": "one", "role": "associated_partner"}


def after(**change: Any) -> ProposeState | None:
    return mended(STATE, [Change.model_validate(change)])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"op": "relax", "condition": "size.max", "value": 4}, {"size_max": "4"}),
        ({"op": "relax", "condition": "size.min", "value": 1}, {"size_min": "1"}),
        ({"op": "relax", "condition": "size.max"}, {"size_max": "100"}),
        ({"op": "relax", "condition": "wishes.max_per_country", "value": 3}, {"most_per_country": "3"}),
        ({"op": "relax", "condition": "wishes.max_per_country"}, {"most_per_country": ""}),
        ({"op": "relax", "condition": "wishes.countries.IS"}, {"country": ["IT"]}),
        ({"op": "relax", "condition": "wishes.competences.weaving"}, {"competence": "dyeing"}),
        ({"op": "relax", "condition": "budget"}, {"budget": "", "share_country": ""}),
        ({"op": "relax", "condition": "survive_dropout"}, {"survive": ""}),
        ({"op": "relax", "condition": "unknown", "value": "ask"}, {"unknown": "ask"}),
        ({"op": "relax", "condition": "exclude"}, {"exclude": []}),
        ({"op": "relax", "condition": "lead"}, {"lead": ""}),
        ({"op": "relax", "condition": "members.one"}, {"member": ["other"]}),
        ({"op": "add", "participant": "out"}, {"exclude": ["gone"]}),
        (LEAD_JOINS, {"lead": "", "member": ["one", "other", "lead"]}),
        (ONE_IS_PARTNER, {"member": ["other"], "partner": ["one"]}),
        ({"op": "remove", "participant": "one"}, {"member": ["other"], "exclude": ["out", "gone", "one"]}),
        ({"op": "remove", "participant": "lead"}, {"lead": "", "exclude": ["out", "gone", "lead"]}),
    ],
)
def test_a_repair_of_the_request_becomes_the_form_that_asks_for_it(
    change: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert after(**change) == STATE.model_copy(update=expected)


@pytest.mark.parametrize(
    "change",
    [
        {"op": "add", "role": "beneficiary", "where": {"country_in": ["FR"]}},
        {"op": "set_fact", "where": {"fact": "x"}, "value": True},
        {"op": "relax", "condition": "wishes.max_associated_partners", "value": 2},
    ],
)
def test_a_repair_that_the_form_cannot_say_has_no_button(change: dict[str, Any]) -> None:
    assert after(**change) is None


def test_several_changes_are_made_one_after_the_other() -> None:
    changes = [Change(op="relax", condition="wishes.countries.IS"), Change(op="relax", condition="size.max", value=3)]
    assert mended(STATE, changes) == STATE.model_copy(update={"country": ["IT"], "size_max": "3"})
