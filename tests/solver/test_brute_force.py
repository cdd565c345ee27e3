"""On small pools the solver finds what trying every consortium finds, and proves it."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rules.facts import Participant
from rules.rulebook import Rulebook, load
from rules.verdict import Case
from rules.verdict import judge as give_verdict
from solver import Instance, propose
from solver.solution import Proposal
from tests.solver.brute_force import READINGS, Value, best, judge, points, value
from tests.solver.making import TODAY, ids, no_rules
from tests.solver.pools import instances, organisations

steady = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("mode", ["pending", "unknown", "open"])
@settings(steady, max_examples=80)
@given(data=st.data())
def test_the_solver_agrees_with_trying_every_consortium(mode: str, data: st.DataObject) -> None:
    instance = data.draw(instances(mode))
    solution = propose(instance.model_copy(update={"alternatives": 1}), no_rules())
    expected = best(instance, no_rules())
    event(expected[0] if expected else "infeasible")
    if expected is None:
        assert solution.status == "infeasible"
        assert solution.conflict
    else:
        assert solution.status == "optimal"
        _agrees(instance, solution.proposals[0], expected, no_rules())


@pytest.mark.parametrize("mode", ["pending", "unknown", "open"])
@settings(steady, max_examples=60)
@given(data=st.data())
def test_the_solver_agrees_where_conditions_are_made_of_others(mode: str, data: st.DataObject) -> None:
    instance = data.draw(instances(mode, with_composed=True)).model_copy(update={"alternatives": 1})
    solution, expected = propose(instance, no_rules()), best(instance, no_rules())
    event(expected[0] if expected else "infeasible")
    assert solution.status == ("optimal" if expected else "infeasible")
    if expected:
        _agrees(instance, solution.proposals[0], expected, no_rules())


@settings(steady, max_examples=30)
@given(data=st.data())
def test_each_alternative_is_the_best_that_differs_enough_from_all_before_it(data: st.DataObject) -> None:
    instance = data.draw(instances(data.draw(st.sampled_from(["pending", "open"]))))
    solution = propose(instance, no_rules())
    readings = list(READINGS)
    for number in range(instance.alternatives):
        earlier = [ids(proposal) for proposal in solution.proposals[:number]]
        expected = best(instance, no_rules(), earlier, readings)
        event(f"{number} {expected[0] if expected else 'no more'}")
        if expected is None:
            assert len(solution.proposals) == number
            break
        readings = readings[readings.index(expected[0]) :]
        _agrees(instance, solution.proposals[number], expected, no_rules())


TOPICS = {
    "HORIZON-CL4-2026-DIGITAL-01-01": ["HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA"],
    "HORIZON-EIC-2026-TRANSITION-01": ["HORIZON-EIC"],
    "HORIZON-MSCA-2026-SE-01-01": ["HORIZON-TMA-MSCA-SE"],
    "HORIZON-WIDERA-2025-ACCESS-01-01": ["HORIZON-CSA"],
}
"""Of them the latter three have minimums made of others."""

SECTORS = st.sampled_from([["academic"], ["non_academic"], []])


@settings(steady, max_examples=60)
@given(data=st.data())
def test_the_solver_agrees_under_the_rules_of_horizon_europe(data: st.DataObject) -> None:
    topic = data.draw(st.sampled_from(sorted(TOPICS)))
    pool = [data.draw(organisations(number, data.draw(st.sampled_from(["pending", "open"])))) for number in range(5)]
    instance = Instance.model_validate(
        {
            "call": {
                "identifier": topic,
                "programme": "HORIZON",
                "type_of_action": data.draw(st.sampled_from(TOPICS[topic])),
                "deadline": "2027-02-02",
            },
            "as_of": TODAY,
            "candidates": [
                {"organisation": one, "fit": data.draw(st.integers(0, 3)), "sub_roles": data.draw(SECTORS)}
                for one in pool
            ],
            "lead": data.draw(st.sampled_from([None, "o1"])),
            "size": {"min": 1, "max": data.draw(st.sampled_from([3, 4]))},
            "alternatives": 1,
        }
    )
    solution, expected = propose(instance, load()), best(instance, load())
    event(expected[0] if expected else "infeasible")
    assert solution.status == ("optimal" if expected else "infeasible")
    if expected:
        _agrees(instance, solution.proposals[0], expected, load())


def _agrees(instance: Instance, proposal: Proposal, expected: tuple[str, Value, int], rulebook: Rulebook) -> None:
    _, worth, questions = expected
    who = _participants(instance, proposal)
    judged = judge(instance, who, rulebook)
    assert proposal.proven
    assert proposal.verdict == give_verdict(Case(instance.call, who, instance.as_of, instance.facts), rulebook)
    assert proposal.verdict.status == judged.status != "ineligible"
    assert value(instance, who) == worth
    assert judged.open_questions == questions
    assert points(instance, who).items() <= {str(goal): number for goal, number in proposal.goals.items()}.items()
    assert proposal.objective == worth[0]


def _participants(instance: Instance, proposal: Proposal) -> list[Participant]:
    known = {candidate.organisation.id: candidate for candidate in instance.candidates}
    chosen = ((known[seat.organisation], seat.role) for seat in proposal.participants)
    return [
        Participant(organisation=one.organisation, role=role, sub_roles=one.sub_roles, facts=one.facts)
        for one, role in chosen
    ]
