"""What the answer says, step by step, and what it says when there is nothing to say or no time to."""

from typing import Any

import pytest

from solver import Candidate, Instance
from solver.trading import Measure, Question, TradeOffs, trade_offs
from tests.solver.making import call, candidate, instance, no_rules

POOL = [
    candidate("f1", "FR", 90),
    candidate("f2", "FR", 85),
    candidate("d", "DE", 80),
    candidate("p", "PL", 50),
    candidate("r", "RO", 30),
    candidate("g", "PT", 20),
]
FOUR: dict[str, Any] = {"size": {"min": 2, "max": 4}}


def weigh_up(asked: Instance, *measures: str, points: int = 8, **limits: Any) -> TradeOffs:
    question = Question.model_validate({"instance": asked, "measures": list(measures), "points": points})
    return trade_offs(question, no_rules(), **limits)


def shown(answer: TradeOffs) -> list[tuple[float, ...]]:
    return [tuple(point.values.values()) for point in answer.points]


@pytest.mark.parametrize(
    ("measures", "sentences"),
    [
        (("fit", "size"), ["One member fewer costs 50 points of fit.", "One member fewer costs 80 points of fit."]),
        (
            ("size", "fit"),
            ["80 more points of fit cost one more member.", "50 more points of fit cost one more member."],
        ),
        (
            ("fit", "cost"),
            ["Saving 25 points of cost costs 50 points of fit.", "Saving 25 points of cost costs 80 points of fit."],
        ),
        (("fit", "countries"), ["One more country costs 55 points of fit."]),
        (("countries", "fit"), ["55 more points of fit cost one country."]),
        (
            ("fit", "widening"),
            [
                "One more member from a widening country costs 50 points of fit.",
                "One more member from a widening country costs 65 points of fit.",
            ],
        ),
        (("widening", "size"), ["One member fewer costs one member from a widening country."]),
        (
            ("objective", "size"),
            [
                "One member fewer costs 60 points of the objective.",
                "One member fewer costs 85 points of the objective.",
            ],
        ),
    ],
)
def test_each_step_is_told_in_a_plain_sentence(measures: tuple[str, str], sentences: list[str]) -> None:
    answer = weigh_up(instance(*POOL, **FOUR), *measures)
    assert [step.message for step in answer.steps] == sentences
    assert answer.complete


def test_a_step_of_several_is_told_in_the_plural() -> None:
    tied = instance(
        *(candidate(f"o{number}", "FR", 0) for number in range(3)), candidate("d", "DE", 5), size={"min": 1, "max": 4}
    )
    history = {"ties": [{"first": "o0", "second": "o1"}, {"first": "o1", "second": "o2"}]}
    answer = weigh_up(Instance.model_validate({**tied.model_dump(), "history": history}), "prior_ties", "size")
    assert [step.message for step in answer.steps] == [
        "One member fewer costs 10 points of prior ties.",
        "One member fewer costs 10 points of prior ties.",
    ]


def test_with_more_points_than_are_wanted_they_are_spread_evenly_and_it_is_said_that_there_are_more() -> None:
    many = [candidate(f"o{number:02}", "FR", 100 - number) for number in range(20)]
    answer = weigh_up(instance(*many, size={"min": 1, "max": 20}), "fit", "size", points=5)
    assert [point.values[Measure.SIZE] for point in answer.points] == [20, 15, 10, 5, 1]
    assert (answer.status, answer.complete) == ("optimal", False)
    assert answer.steps[0].message.startswith("5 members fewer cost ")


def test_of_those_that_are_equal_in_both_the_request_likes_the_one_that_is_given() -> None:
    [point] = weigh_up(instance(*POOL, size={"min": 2, "max": 2}), "size", "countries").points
    assert {seat.organisation for seat in point.proposal.participants} == {"f1", "d"}


@pytest.mark.parametrize(("programme", "widening"), [("HORIZON", {"PL", "GR", "EG"}), ("H2020", {"PL"})])
def test_who_is_widening_hangs_on_the_call(programme: str, widening: set[str]) -> None:
    asking = call().model_copy(
        update={"programme": programme, "type_of_action": "RIA", "budget_year": _YEAR[programme]}
    )
    for country in ("PL", "GR", "EG", "MA", "FR"):
        [point] = weigh_up(instance(candidate("o", country), asking=asking), "widening", "size").points
        assert point.values[Measure.WIDENING] == (country in widening), country


_YEAR = {"HORIZON": 2027, "H2020": 2018}


@pytest.mark.parametrize(
    ("who", "widening"),
    [
        (candidate("o"), 0),
        (candidate("o", "FR", flags=["outermost_region"]), 1),
        (candidate("o", "MA"), 0),
    ],
    ids=["an unknown country", "an outermost region", "a pending agreement"],
)
def test_only_who_certainly_counts_is_widening(who: Candidate, widening: int) -> None:
    [point] = weigh_up(instance(who), "widening", "size").points
    assert point.values[Measure.WIDENING] == widening


def test_what_is_impossible_is_explained_as_for_proposals() -> None:
    answer = weigh_up(instance(*POOL, wishes={"countries": ["ES"]}), "fit", "size")
    assert (answer.status, answer.points, answer.steps, answer.complete) == ("infeasible", (), (), False)
    assert [part.id for part in answer.conflict] == ["wishes.countries.ES"]
    assert answer.repairs


def test_a_programme_without_grants_has_no_consortia_to_weigh_up() -> None:
    asking = call().model_copy(update={"programme": "INVESTEU"})
    answer = weigh_up(instance(*POOL, asking=asking), "fit", "size")
    assert (answer.status, [part.id for part in answer.conflict]) == ("infeasible", ["programme"])


def test_what_is_proven_when_somebody_cancels_is_returned() -> None:
    heard: list[float] = []
    answer = weigh_up(instance(*POOL, **FOUR), "fit", "size", progress=heard.append, cancelled=lambda: len(heard) >= 2)
    assert (answer.status, answer.complete) == ("feasible", False)
    assert shown(answer) == [(305, 4), (175, 2)]
    assert heard == [1 / 8, 2 / 8]


def test_without_time_nothing_is_claimed() -> None:
    answer = weigh_up(instance(*POOL, **FOUR), "fit", "size", cancelled=lambda: True)
    assert (answer.status, answer.points, answer.conflict, answer.complete) == ("gave_up", (), (), False)


def test_time_that_is_up_after_a_point_ends_the_search() -> None:
    heard: list[float] = []
    answer = weigh_up(instance(*POOL, **FOUR), "fit", "size", progress=heard.append, clock=lambda: 1000.0 * len(heard))
    assert (answer.status, shown(answer)) == ("feasible", [(305, 4)])


def test_where_the_second_end_takes_too_long_the_points_are_found_one_by_one_from_the_first() -> None:
    heard: list[float] = []
    looked: list[float] = []

    def clock() -> float:
        """After the first point half of the minute is gone as soon as somebody has looked."""
        looked.extend(heard[:1])
        return 40.0 if len(looked) > 2 else 0.0

    asked = instance(*POOL, **FOUR, time_limit_s=60)
    answer = weigh_up(asked, "fit", "size", progress=heard.append, clock=clock)
    assert (answer.status, answer.complete) == ("optimal", True)
    assert shown(answer) == [(305, 4), (255, 3), (175, 2)]
    heard.clear()
    looked.clear()
    answer = weigh_up(asked, "fit", "size", points=2, progress=heard.append, clock=clock)
    assert (answer.status, answer.complete) == ("feasible", False)
    assert shown(answer) == [(305, 4), (255, 3)]


def test_the_order_of_the_candidates_makes_no_difference() -> None:
    first, second = (weigh_up(instance(*pool, **FOUR), "fit", "widening") for pool in (POOL, POOL[::-1]))
    assert first.model_copy(update={"seconds": 0}) == second.model_copy(update={"seconds": 0})


def test_each_point_splits_the_budget() -> None:
    answer = weigh_up(instance(*POOL, **FOUR, budget={"total": 1_000, "max_share_per_country": 0.5}), "fit", "size")
    assert shown(answer) == [(305, 4), (255, 3), (170, 2)]
    for point in answer.points:
        assert sum(seat.eu_contribution or 0 for seat in point.proposal.participants) == 1_000
