"""What is answered where a consortium has to survive a drop-out."""

from typing import Any

import pytest

from solver import Solution, propose
from solver.instance import Instance
from tests.solver.making import call, candidate, ids, instance, member, no_rules
from tests.solver.surviving.oracle import fatal, participants_of

THREE_COUNTRIES = {"kind": "selection", "min": 3, "each_from_different": "country"}
POOL = [
    candidate(f"{country.lower()}{number}", country, fit=50 - 7 * number - 5 * place)
    for place, country in enumerate(("FR", "DE", "IT", "ES"))
    for number in (1, 2)
]
FIT_ONLY = {"weights": {"fit": 1, "diversity": 0, "complementarity": 0}}


def surviving(*requirements: dict[str, Any], largest: int = 4, **more: Any) -> Instance:
    size = {"min": 1, "max": largest}
    return instance(*POOL, asking=call(*requirements), size=size, survive_dropout=True, wishes=FIT_ONLY, **more)


def answered(asked: Instance) -> Solution:
    return propose(asked, no_rules())


def test_a_fourth_country_or_a_second_member_in_two_of_three_is_taken() -> None:
    four, five = answered(surviving(THREE_COUNTRIES)), answered(surviving(THREE_COUNTRIES, largest=5))
    assert {name[:2] for name in ids(four.proposals[0])} == {"fr", "de", "it", "es"}
    assert {name[:2] for name in ids(five.proposals[0])} == {"fr", "de", "it"}


def test_what_surviving_costs_is_told() -> None:
    answer, otherwise = answered(surviving(THREE_COUNTRIES)), surviving(THREE_COUNTRIES)
    free = answered(otherwise.model_copy(update={"survive_dropout": False}))
    assert answer.objective_otherwise == free.objective
    assert answer.objective is not None
    assert free.objective is not None
    assert answer.objective < free.objective
    assert free.objective_otherwise is None


def test_the_coordinator_is_not_lost() -> None:
    one_from_spain = {"kind": "selection", "min": 1, "where": {"country_in": ["ES"]}}
    answer = answered(surviving(one_from_spain, largest=2, lead="es2"))
    assert answer.status == "optimal"
    assert ids(answer.proposals[0]) == {"es2", "fr1"}


def test_an_agreed_member_on_whom_all_hangs_makes_it_impossible() -> None:
    one_from_norway = {"kind": "selection", "min": 1, "where": {"country_in": ["NO"]}}
    answer = answered(surviving(one_from_norway, members=[member("no1", "NO")]))
    assert answer.status == "infeasible"
    assert {part.id for part in answer.conflict} >= {"c1", "survive_dropout"}


def test_a_conflict_names_surviving_and_each_part_of_it_is_needed() -> None:
    asked = surviving(THREE_COUNTRIES, largest=3)
    answer = answered(asked)
    assert (answer.status, [part.id for part in answer.conflict]) == (
        "infeasible",
        ["c1", "survive_dropout", "size.max"],
    )
    assert [repair.message for repair in answer.repairs] == [
        "Do not ask that it survives a drop-out.",
        "Ask for at most 4 participants.",
    ]
    assert answered(asked.model_copy(update={"survive_dropout": False})).status == "optimal"
    assert answered(surviving(THREE_COUNTRIES, largest=4)).status == "optimal"
    assert answered(surviving(largest=3)).status == "optimal"


def test_an_exact_number_cannot_be_lost_from() -> None:
    two_french = {"kind": "limit", "exactly": 2, "where": {"country_in": ["FR"]}}
    answer = answered(surviving(two_french))
    assert answer.status == "infeasible"
    assert {part.id for part in answer.conflict} == {"c1", "survive_dropout"}
    one_french = answered(surviving({**two_french, "exactly": 1}))
    assert one_french.proposals[0].participants[0].organisation == "fr1"


@pytest.mark.parametrize("ratio", [{"min_share": 0.5}, {"max_share": 0.5}])
def test_a_share_holds_whoever_is_lost(ratio: dict[str, float]) -> None:
    asked = surviving({"kind": "ratio", "where": {"country_in": ["ES"]}, **ratio}, largest=5)
    answer = answered(asked)
    assert answer.status == "optimal"
    assert not fatal(asked, participants_of(asked, answer.proposals[0]), no_rules())


def test_all_alternatives_survive_and_differ() -> None:
    asked = surviving(THREE_COUNTRIES, largest=5, alternatives=4, min_difference=2)
    answer = answered(asked)
    assert len(answer.proposals) == 4
    for number, proposal in enumerate(answer.proposals):
        assert not fatal(asked, participants_of(asked, proposal), no_rules())
        assert all(len(ids(proposal) - ids(earlier)) >= 2 for earlier in answer.proposals[:number])


def test_without_time_nothing_is_claimed() -> None:
    answer = propose(surviving(THREE_COUNTRIES), no_rules(), cancelled=lambda: True)
    assert (answer.status, answer.proposals, answer.objective_otherwise) == ("gave_up", (), None)
