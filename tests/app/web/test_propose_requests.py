"""From the form to a request and back: nothing is lost that the form can say, and what it cannot say is noticed."""

from decimal import Decimal
from typing import Any

import pytest

from app.services.proposals.requests import ProposalRequest
from app.web.presenters import propose_state, words
from app.web.presenters.propose import GOALS
from app.web.presenters.propose_state import ProposeState, check_state, read_percent, read_sum
from app.web.requesting import can_be_said, request_of, state_of
from rules.codes import Ecosystem
from solver import instance

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
FULL = ProposeState(
    topic=TOPIC,
    lead="a",
    member=["b", "c"],
    partner=["d"],
    exclude=["e"],
    country=["IT"],
    only=["FR", "IT"],
    most_per_country="2",
    ecosystem=["Textile"],
    competence="weaving, dyeing",
    also=["prior_ties", "newcomers"],
    size_min="5",
    size_max="7",
    budget="2500000",
    share_participant="40",
    share_country="33.3",
    survive="yes",
    unknown="avoid",
    alternatives="5",
)


def test_all_that_the_form_says_is_in_the_request_and_comes_back() -> None:
    request = request_of(FULL)
    assert state_of(request) == FULL
    assert can_be_said(request)
    assert [(one.organisation, one.role) for one in request.members] == [
        ("b", "beneficiary"),
        ("c", "beneficiary"),
        ("d", "associated_partner"),
    ]
    assert request.budget.total == Decimal(2500000)
    assert request.budget.max_share_per_country == 0.333
    assert request.wishes.competences == {"weaving": 1, "dyeing": 1}
    assert (request.wishes.weights.fit, request.wishes.weights.prior_ties) == (1, 1)


def test_the_form_knows_the_goals_and_sizes_that_the_solver_knows() -> None:
    assert propose_state.LARGEST == instance.LARGEST
    assert set(words.ECOSYSTEMS) == {one.value for one in Ecosystem}
    assert set(GOALS) == {goal.value for goal in instance.Goal}
    assert set(propose_state.EXTRA_GOALS) == {name for name, weight in instance.Weights() if not weight} - {"cost"}


def test_a_form_as_it_opens_asks_for_nothing_that_nobody_wished_for() -> None:
    request = request_of(ProposeState(topic=TOPIC))
    assert not {"budget", "survive_dropout", "candidates", "exclude"} & request.model_fields_set
    assert state_of(request) == ProposeState(topic=TOPIC)


@pytest.mark.parametrize(
    "more",
    [
        {"min_difference": 3},
        {"wishes": {"competences": {"weaving": 3}}},
        {"wishes": {"goals_order": ["fit"]}},
        {"wishes": {"weights": {"fit": 2}}},
        {"candidates": ["fr-techtera"]},
        {"candidates": {"filter": {"kinds": ["university"]}}},
        {"members": [{"organisation": {"id": "x", "country": "FR"}, "role": "beneficiary"}]},
        {"facts": {"is_pilot": True}},
    ],
)
def test_a_request_of_a_program_that_asks_for_more_is_noticed(more: dict[str, Any]) -> None:
    assert not can_be_said(ProposalRequest.model_validate({"topic": TOPIC} | more))


def test_the_day_that_was_asked_about_is_no_wish() -> None:
    request = request_of(FULL).model_copy(update={"as_of": None, "time_limit_s": 20})
    assert can_be_said(request)


@pytest.mark.parametrize(
    "text", ["2500000", "2 500 000", "2,500,000", "2.500.000", "€2,500,000", " 2500000 € ", "2'500'000"]
)
def test_a_sum_is_read_as_people_write_it(text: str) -> None:
    assert read_sum(text) == 2_500_000


@pytest.mark.parametrize("text", ["", "0", "2.5 million", "-3", "2,5", "1,00,000", "²", "9" * 16])
def test_a_sum_that_could_mean_something_else_is_refused(text: str) -> None:
    assert read_sum(text) is None


@pytest.mark.parametrize(("text", "share"), [("40", "0.4"), ("33.3 %", "0.333"), ("12,5", "0.125"), ("100", "1")])
def test_a_share_is_read_from_percent(text: str, share: str) -> None:
    assert read_percent(text) == Decimal(share)


@pytest.mark.parametrize("text", ["", "0", "101", "x", "-1", "1e2"])
def test_a_share_is_above_nothing_and_no_more_than_all(text: str) -> None:
    assert read_percent(text) is None


@pytest.mark.parametrize(
    ("state", "field"),
    [
        ({"budget": "much"}, "budget"),
        ({"share_participant": "200"}, "share_participant"),
        ({"share_country": "0"}, "share_country"),
        ({"most_per_country": "0"}, "most_per_country"),
        ({"only": ["ZZ"]}, "only"),
        ({"also": ["luck"]}, "also"),
        ({"exclude": ["nobody"]}, "exclude"),
        ({"lead": "nobody", "exclude": ["nobody"]}, "exclude"),
        ({"alternatives": "11"}, "alternatives"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_at_its_field(state: dict[str, Any], field: str) -> None:
    found = check_state(ProposeState(topic=TOPIC, **state), chosen={}, countries={})
    assert field in [one.field for one in found]
