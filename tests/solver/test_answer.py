"""The answer as others rely on it: JSON, order, time, cancelling, alternatives, and what is loaded when."""

import json
import random
import subprocess
import sys
from time import perf_counter
from typing import Any

import pytest

import solver.decoding
from rules.requirements import Limit
from rules.rulebook import load
from solver import Candidate, Instance, Solution, propose
from solver.encoding import conditions
from tests.solver.making import call, candidate, ids, instance, no_rules

COUNTRIES = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE NO CH TR UA".split()
ECOSYSTEMS = ["Digital", "Textile", "Agri-food", "Health", "Tourism", "Electronics", "Construction"]


def many(number: int, seed: int = 0) -> list[Candidate]:
    """Organisations of many countries with a question open about every other one."""
    chance = random.Random(seed)  # noqa: S311 (a fixed seed for made-up data)
    return [
        candidate(
            f"o{index:03}",
            chance.choice(COUNTRIES),
            chance.randrange(101),
            kinds=["cluster_organisation"],
            legal_personality=chance.choice([True, None]),
            control_group=chance.choice([None] * 9 + ["g1", "g2"]),
            ecosystems=sorted(chance.sample(ECOSYSTEMS, chance.randrange(3))),
        )
        for index in range(number)
    ]


@pytest.fixture(scope="module")
def big() -> Instance:
    return instance(*many(500), alternatives=3, min_difference=2, size={"min": 3, "max": 8})


@pytest.fixture(scope="module")
def answer(big: Instance) -> Solution:
    return propose(big, load())


def test_five_hundred_organisations_give_three_proven_alternatives(big: Instance, answer: Solution) -> None:
    assert answer.status == "optimal"
    assert answer.objective == answer.bound
    chosen = [ids(proposal) for proposal in answer.proposals]
    assert len(chosen) == 3
    assert all(len(later - earlier) >= 2 for number, later in enumerate(chosen) for earlier in chosen[:number])
    assert [p.objective for p in answer.proposals] == sorted((p.objective for p in answer.proposals), reverse=True)


def test_no_proposal_is_ineligible_and_each_is_proven(answer: Solution) -> None:
    assert all(proposal.proven and proposal.verdict.status != "ineligible" for proposal in answer.proposals)


def test_instance_and_answer_survive_a_trip_through_json(big: Instance, answer: Solution) -> None:
    assert Instance.model_validate_json(big.model_dump_json()) == big
    assert Solution.model_validate_json(answer.model_dump_json()) == answer


def test_the_same_question_gives_the_same_answer_whatever_the_order(big: Instance, answer: Solution) -> None:
    shuffled = list(big.candidates)
    random.Random(1).shuffle(shuffled)  # noqa: S311 (a fixed seed for made-up data)
    again = propose(big.model_copy(update={"candidates": shuffled}), load())
    assert again.model_copy(update={"seconds": answer.seconds}) == answer


def test_fewer_alternatives_are_given_where_there_are_no_more() -> None:
    pool = [candidate("a", "FR"), candidate("b", "DE")]
    solution = propose(instance(*pool, alternatives=3, min_difference=2), no_rules())
    assert solution.status == "optimal"
    assert len(solution.proposals) == 1


def test_no_time_at_all_is_giving_up_and_no_proof(big: Instance) -> None:
    solution = propose(big.model_copy(update={"time_limit_s": 1e-9}), load())
    assert solution.status == "gave_up"
    assert not solution.proposals
    assert not solution.conflict


def test_cancelling_stops_within_moments(big: Instance) -> None:
    hard = big.model_copy(update={"alternatives": 50, "time_limit_s": 60})
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(perf_counter())
        return len(asked) > 5

    solution = propose(hard, load(), cancelled=cancelled)
    assert solution.status in ("feasible", "gave_up")
    assert perf_counter() - asked[5] < 1


def test_progress_is_told_from_nought_to_one(big: Instance) -> None:
    told: list[float] = []
    propose(big, load(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_wrong_encoding_is_an_error_and_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "encode_limit", lambda *_: None)
    asking = call(Limit(max=1).model_dump(mode="json"))
    pool = [candidate("a", "FR", 10), candidate("b", "DE", 10)]
    with pytest.raises(solver.decoding.Disagreement, match="c1"):
        propose(instance(*pool, asking=asking), no_rules())


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lead": "nobody"}, "neither a candidate nor a member"),
        ({"lead": "a", "exclude": ["a"]}, "agreed and excluded"),
        ({"size": {"min": 3, "max": 2}}, "smallest size"),
        ({"wishes": {"goals_order": ["fit", "fit"]}}, "twice"),
        ({"candidates": [candidate("a"), candidate("a")]}, "candidate twice"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        instance(*([] if "candidates" in fields else [candidate("a")]), **fields)


def test_importing_the_package_does_not_load_the_solver() -> None:
    code = "import sys, json, solver; print(json.dumps([name for name in sys.modules if 'ortools' in name]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


def test_solving_loads_no_data_frames() -> None:
    code = "import sys, solver.search; print('pandas' in sys.modules or 'scipy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
