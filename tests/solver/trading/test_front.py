"""On small pools the front is that of trying every consortium: nothing dominated, nothing missing."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rules.facts import Participant
from solver.instance import Goal, Instance, Size
from solver.law import law_of
from solver.solution import Proposal
from solver.trading import Measure, Question, TradeOffs, trade_offs
from tests.solver.brute_force import value
from tests.solver.making import no_rules
from tests.solver.pools import instances
from tests.solver.test_budget import budgets
from tests.solver.test_budget import consortia as who_can_split
from tests.solver.trading.brute_front import front, measured, survives, undominated

steady = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

pairs = st.permutations(list(Measure)).map(lambda measures: measures[:2])


def asked(instance: Instance, measures: list[Measure], points: int = 30) -> Question:
    return Question.model_validate({"instance": instance, "measures": measures, "points": points})


def participants(instance: Instance, proposal: Proposal) -> list[Participant]:
    known = {candidate.organisation.id: candidate for candidate in instance.candidates}
    return [
        Participant(organisation=one.organisation, role=role, sub_roles=one.sub_roles, facts=one.facts)
        for one, role in ((known[seat.organisation], seat.role) for seat in proposal.participants)
    ]


def values(answer: TradeOffs) -> list[tuple[float, float]]:
    first, second = answer.measures
    return [(point.values[first], point.values[second]) for point in answer.points]


@pytest.mark.parametrize("mode", ["pending", "unknown", "open"])
@settings(steady, max_examples=25)
@given(data=st.data())
def test_the_front_is_that_of_trying_every_consortium(mode: str, data: st.DataObject) -> None:
    instance, measures = data.draw(instances(mode)), data.draw(pairs)
    answer, expected = trade_offs(asked(instance, measures), no_rules()), front(instance, no_rules(), measures)
    event(f"{len(expected)} points")
    assert values(answer) == list(expected)
    assert answer.status == ("optimal" if expected else "infeasible")
    assert answer.complete == bool(expected)
    for point, best in zip(answer.points, expected.values(), strict=True):
        assert point.proposal.objective == best
        assert point.proposal.proven
        assert point.proposal.verdict.status != "ineligible"
        assert value(instance, participants(instance, point.proposal))[0] == best
    assert TradeOffs.model_validate_json(answer.model_dump_json()) == answer


@settings(steady, max_examples=20)
@given(data=st.data())
def test_the_front_of_those_that_survive_a_drop_out_is_that_of_trying_all(data: st.DataObject) -> None:
    drawn = data.draw(instances(data.draw(st.sampled_from(["pending", "unknown", "open"]))))
    instance = drawn.model_copy(update={"survive_dropout": True, "size": Size(min=1, max=4)})
    measures = data.draw(pairs)
    answer, expected = trade_offs(asked(instance, measures), no_rules()), front(instance, no_rules(), measures)
    event(f"{len(expected)} points")
    assert values(answer) == list(expected)
    assert answer.complete == bool(expected)
    for point in answer.points:
        assert survives(instance, participants(instance, point.proposal), no_rules())


@settings(steady, max_examples=25)
@given(instance=budgets(), measures=st.permutations(["fit", "size", "countries", "objective"]))
def test_the_front_of_those_that_can_split_a_budget_is_that_of_trying_all(
    instance: Instance, measures: list[Measure]
) -> None:
    answer, signed = trade_offs(asked(instance, measures[:2]), no_rules()), law_of(instance, no_rules()).signed
    objectives = {
        (measured(instance, who, signed, measures[0]), measured(instance, who, signed, measures[1])): 0.0
        for who in who_can_split(instance)
    }
    event(f"{len(answer.points)} points")
    assert values(answer) == list(undominated(objectives, measures[:2]))


@settings(steady, max_examples=20)
@given(data=st.data())
def test_with_fewer_points_each_is_on_the_front_and_both_ends_are_there(data: st.DataObject) -> None:
    instance = data.draw(instances("pending")).model_copy(update={"size": Size(min=1, max=4)})
    measures = data.draw(st.permutations([Measure.FIT, Measure.OBJECTIVE, Measure.SIZE, Measure.WIDENING]))[:2]
    most = data.draw(st.integers(2, 4))
    answer, expected = (
        trade_offs(asked(instance, measures, most), no_rules()),
        list(front(instance, no_rules(), measures)),
    )
    event(f"{len(expected)} points, at most {most}")
    found = values(answer)
    assert found == [pair for pair in expected if pair in found]
    assert len(found) == min(most, len(expected))
    assert found[:1] + found[-1:] == expected[:1] + expected[-1:]
    assert answer.complete == (0 < len(expected) <= most)


def test_every_goal_is_a_measure() -> None:
    assert {goal.value for goal in Goal} < {measure.value for measure in Measure}
