"""Wishes and goals: what must be, what is better, and that the objective can be recomputed."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from solver import Goal, Size, Solution, propose
from tests.solver.making import candidate, ids, instance, no_rules

POOL = [
    candidate("a", "FR", 90, competences={"ai": 1}, ecosystems=["Digital"]),
    candidate("b", "FR", 80, ecosystems=["Digital"]),
    candidate("c", "DE", 50, competences={"ai": 3}, ecosystems=["Textile"]),
    candidate("d", "IT", 40, ecosystems=["Textile", "Retail"]),
]


def solve(size: int = 2, **wishes: Any) -> Solution:
    return propose(instance(*POOL, size={"min": 1, "max": size}, wishes=wishes), no_rules())


def only(**weights: float) -> dict[str, float]:
    return {"fit": 0, "complementarity": 0, "diversity": 0, **weights}


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"weights": only(fit=1)}, {"a", "b"}),
        ({"weights": only(fit=1), "competences": {"ai": 2}}, {"a", "c"}),
        ({"weights": only(fit=1), "countries": ["IT"]}, {"a", "d"}),
        ({"weights": only(fit=1), "max_per_country": 1}, {"a", "c"}),
        ({"weights": only(fit=1, diversity=10)}, {"a", "c"}),
        ({"weights": only(fit=1, complementarity=5)}, {"a", "d"}),
        ({"weights": only(fit=1, cost=2)}, {"a", "b"}),
        ({"weights": only(fit=1, cost=3.5)}, {"a"}),
        ({"goals_order": ["diversity", "fit"]}, {"a", "c"}),
        ({"goals_order": ["complementarity", "cost"]}, {"a", "d"}),
        ({"weights": only(fit=1, complementarity=3), "ecosystems": ["Retail"]}, {"a", "d"}),
    ],
)
def test_wishes_and_goals_choose(wishes: dict[str, Any], expected: set[str]) -> None:
    assert ids(solve(**wishes).proposals[0]) == expected


@pytest.mark.parametrize(
    ("wishes", "conflict"),
    [
        ({"competences": {"law": 1}}, {"wishes.competences.law"}),
        ({"countries": ["PT"]}, {"wishes.countries.PT"}),
        ({"countries": ["FR", "DE", "IT"]}, {"size.max", *(f"wishes.countries.{c}" for c in ("FR", "DE", "IT"))}),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_named(wishes: dict[str, Any], conflict: set[str]) -> None:
    solution = solve(**wishes)
    assert solution.status == "infeasible"
    assert {entry.id for entry in solution.conflict} == conflict


def test_the_objective_is_the_weighted_sum_of_the_goals() -> None:
    weights = {"fit": 1, "complementarity": 0.5, "diversity": 2, "cost": 0.125}
    solution = solve(weights=weights)
    proposal = solution.proposals[0]
    signed = {**proposal.goals, Goal.COST: -proposal.goals[Goal.COST]}
    assert proposal.objective == sum(weights.get(goal, 0) * points for goal, points in signed.items())
    assert solution.objective == solution.bound == proposal.objective


HISTORY = {"ties": [{"first": "d", "second": "c"}, {"first": "c", "second": "d"}], "newcomers": ["d", "b", "nobody"]}


def with_history(size: int = 2, **weights: float) -> Any:
    asked: dict[str, Any] = {
        "size": {"min": 1, "max": size},
        "wishes": {"weights": only(**weights)},
        "history": HISTORY,
    }
    return propose(instance(*POOL, **asked), no_rules()).proposals[0]


def test_ties_and_newcomers_are_nought_as_long_as_nothing_is_known_of_them() -> None:
    goals = solve(weights=only(prior_ties=1, newcomers=1)).proposals[0].goals
    assert goals[Goal.PRIOR_TIES] == goals[Goal.NEWCOMERS] == 0


def test_who_has_worked_together_is_chosen_together_and_the_pair_counts_once() -> None:
    proposal = with_history(prior_ties=1)

    assert ids(proposal) == {"c", "d"}
    assert (proposal.goals[Goal.PRIOR_TIES], proposal.objective) == (10, 10)
    assert "has worked with d" in next(seat.because for seat in proposal.participants if seat.organisation == "c")


def test_newcomers_are_those_known_to_be_in_no_project() -> None:
    proposal = with_history(newcomers=1)

    assert ids(proposal) == {"b", "d"}
    assert (proposal.goals[Goal.NEWCOMERS], proposal.objective) == (20, 20)
    assert all("in no funded project so far" in seat.because for seat in proposal.participants)


def test_ties_and_newcomers_are_weighed_against_the_rest() -> None:
    assert ids(with_history(fit=1, prior_ties=9)) == {"c", "d"}
    assert ids(with_history(fit=1, prior_ties=7)) == {"a", "b"}


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ({}, (3, 8)),
        ({"max": 2}, (2, 2)),
        ({"max": 1}, (1, 1)),
        ({"max": 2, "min": None}, (2, 2)),
        ({"max": 20}, (3, 20)),
        ({"min": 10}, (10, 10)),
        ({"min": 1}, (1, 8)),
        ({"min": 4, "max": 4}, (4, 4)),
    ],
)
def test_where_one_end_of_the_size_is_given_the_default_of_the_other_gives_way(
    given: dict[str, int], size: tuple[int, int]
) -> None:
    read = Size.model_validate(given)
    assert (read.min, read.max) == size
    assert Size.model_validate_json(json.dumps(given)) == read


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"min": 3, "max": 2}, ()),
        ({"min": 9, "max": 8}, ()),
        ({"max": 0}, ("max",)),
        ({"min": 101}, ("min",)),
        ({"max": "2"}, ("max",)),
        ({"max": 2, "mean": 2}, ("mean",)),
    ],
)
def test_a_size_that_cannot_be_is_refused_where_it_is_wrong(given: dict[str, Any], at: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        Size.model_validate(given)
    assert [error["loc"] for error in refused.value.errors()] == [at]


def test_size_is_kept() -> None:
    sizes = [len(ids(solve(size, weights=only(fit=1)).proposals[0])) for size in (1, 2, 3, 4)]
    assert sizes == [1, 2, 3, 4]


def test_the_shares_of_the_members_add_up_to_the_points_of_the_whole() -> None:
    pool = [
        candidate("a", "FR", 7, nuts="FR10", ecosystems=["Textile"], member_countries=["FR", "ES"]),
        candidate("b", "FR", 5, nuts="FR10", ecosystems=["Textile", "Digital"]),
        candidate("c", "IT", 3, nuts="ITC4", competences={"ai": 2}),
    ]
    ties = [{"first": one, "second": other} for one, other in (("a", "b"), ("b", "c"))]
    wishes = {"weights": dict.fromkeys(("regions", "reach", "prior_ties", "newcomers", "cost"), 1)}
    request = instance(*pool, size={"min": 3, "max": 3}, wishes=wishes, history={"ties": ties, "newcomers": ["c"]})
    [proposal] = propose(request, no_rules()).proposals
    added = {goal: sum(seat.goals.get(goal, 0) for seat in proposal.participants) for goal in Goal}
    assert added == dict(proposal.goals)
    assert {goal: proposal.goals[goal] for goal in (Goal.REGIONS, Goal.REACH, Goal.PRIOR_TIES)} == {
        Goal.REGIONS: 10,
        Goal.REACH: 15,
        Goal.PRIOR_TIES: 20,
    }


def test_ties_beyond_the_cap_count_no_more() -> None:
    names = "abcdef"
    ties = [{"first": one, "second": other} for one in names for other in names if one < other]
    request = instance(
        *(candidate(name, "FR") for name in names),
        size={"min": 6, "max": 6},
        wishes={"weights": {"prior_ties": 1}},
        history={"ties": ties},
    )
    [proposal] = propose(request, no_rules()).proposals
    assert proposal.goals[Goal.PRIOR_TIES] == 100


def test_of_an_organisation_the_strongest_ties_count() -> None:
    others = [f"o{number}" for number in range(8)]
    ties = [{"first": "hub", "second": other, "projects": 1 + int(other == "o7")} for other in others]
    request = instance(
        *(candidate(name, "FR") for name in ("hub", *others)),
        size={"min": 9, "max": 9},
        wishes={"weights": {"prior_ties": 1}},
        history={"ties": ties},
    )
    [proposal] = propose(request, no_rules()).proposals
    tied = {seat.organisation for seat in proposal.participants if seat.goals.get(Goal.PRIOR_TIES)}
    assert (proposal.goals[Goal.PRIOR_TIES], tied) == (60, {"hub", "o0", "o1", "o2", "o3", "o4", "o7"})
