"""On small pools the best consortium that survives a drop-out is the one that trying all of them finds."""

from math import inf

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rules.rulebook import Rulebook, load
from solver import Instance
from solver.decoding import proposal_of
from solver.limits import Limits
from solver.problem import problem_of
from solver.search import Search
from solver.solution import Proposal
from tests.solver.brute_force import value
from tests.solver.making import TODAY, no_rules
from tests.solver.pools import instances, organisations
from tests.solver.surviving.oracle import best_that_survives, fatal, participants_of

steady = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("with_composed", [False, True])
@pytest.mark.parametrize("mode", ["pending", "unknown", "open"])
@settings(steady, max_examples=30)
@given(data=st.data())
def test_the_best_that_survives_is_found(mode: str, with_composed: bool, data: st.DataObject) -> None:
    _agrees(data.draw(instances(mode, with_composed=with_composed)), no_rules())


@settings(steady, max_examples=30)
@given(data=st.data())
def test_the_best_that_survives_is_found_under_the_rules_of_horizon_europe(data: st.DataObject) -> None:
    pool = [data.draw(organisations(number, "pending")) for number in range(6)]
    fits = st.integers(0, 30)
    asked = {
        "call": {
            "identifier": "HORIZON-CL4-2026-DIGITAL-01-01",
            "programme": "HORIZON",
            "type_of_action": data.draw(st.sampled_from(["HORIZON-RIA", "HORIZON-CSA"])),
            "deadline": "2027-02-02",
        },
        "as_of": TODAY,
        "candidates": [{"organisation": one, "fit": data.draw(fits), "sub_roles": []} for one in pool],
        "size": {"min": 1, "max": data.draw(st.sampled_from([4, 5]))},
    }
    _agrees(Instance.model_validate(asked), load())


def _agrees(drawn: Instance, rulebook: Rulebook) -> None:
    instance = drawn.model_copy(update={"alternatives": 1, "survive_dropout": True})
    found, expected = _best(instance, rulebook), best_that_survives(instance, rulebook)
    event(expected[0] if expected else "infeasible")
    assert (found is None) == (expected is None)
    if found and expected:
        who = participants_of(instance, found)
        event(f"{len(who)} members")
        assert found.proven
        assert not fatal(instance, who, rulebook)
        assert value(instance, who) == expected[1]


def _best(instance: Instance, rulebook: Rulebook) -> Proposal | None:
    """The first proposal, ``None`` where it is proven that there is none; why there is none is asked elsewhere."""
    problem = problem_of(instance, rulebook)
    search = Search(problem, Limits(until=inf))
    for found in search.run():
        return proposal_of(problem, found.members, found.level, found.proven)
    assert search.ended == "proof"
    return None
