"""Infeasible is a proof: with a conflict from which nothing can be left out and repairs that were tried."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from rules.mending import Change
from solver import Instance, propose
from solver.engine import maximise
from solver.limits import Limits
from solver.mending.explaining import conflict_of
from solver.problem import Problem, problem_of
from solver.solution import Repair
from tests.solver.making import call, candidate, instance, member, no_rules
from tests.solver.pools import demanding_instances

THREE = {"kind": "selection", "min": 3, "each_from_different": "country"}
POOL = [candidate("fr", "FR"), candidate("de", "DE"), candidate("it", "IT", competences={"ai": 1})]
FOREVER = Limits(float("inf"))
steady = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def is_possible(problem: Problem, dropped: frozenset[str]) -> bool:
    outcome = maximise(problem.loosest(dropped).model, seconds=60)
    assert outcome.final
    return outcome.seats is not None


def everything_asked(problem: Problem) -> frozenset[str]:
    return frozenset(name for group in problem.names() for name in group)


@steady
@given(data=st.data())
def test_a_conflict_alone_is_impossible_and_nothing_can_be_left_out_of_it(data: st.DataObject) -> None:
    problem = problem_of(data.draw(demanding_instances()), no_rules())
    assume(not is_possible(problem, frozenset()))
    conflict, everything = frozenset(conflict_of(problem, FOREVER)), everything_asked(problem)
    for kind in ("lead", "members.", "unknown", "size."):
        event(f"{kind} in the conflict: {any(name.startswith(kind) for name in conflict)}")
    assert not is_possible(problem, everything - conflict)
    for name in conflict:
        assert is_possible(problem, (everything - conflict) | {name})


@steady
@given(data=st.data())
def test_a_conflict_stays_one_whatever_else_is_asked(data: st.DataObject) -> None:
    problem = problem_of(data.draw(demanding_instances()), no_rules())
    assume(not is_possible(problem, frozenset()))
    conflict = frozenset(conflict_of(problem, FOREVER))
    others = sorted(everything_asked(problem) - conflict)
    dropped = data.draw(st.sets(st.sampled_from(others))) if others else set()
    assert not is_possible(problem, frozenset(dropped))


@steady
@given(data=st.data())
def test_what_is_possible_stays_possible_when_less_is_asked(data: st.DataObject) -> None:
    problem = problem_of(data.draw(demanding_instances()), no_rules())
    names = sorted(everything_asked(problem))
    dropped = frozenset(data.draw(st.sets(st.sampled_from(names))))
    more = dropped | data.draw(st.sets(st.sampled_from(names)))
    assume(is_possible(problem, dropped))
    assert is_possible(problem, more)


@steady
@given(data=st.data())
def test_a_request_with_nothing_but_the_conflict_in_it_has_no_answer_either(data: st.DataObject) -> None:
    request = data.draw(demanding_instances())
    solution = propose(request, no_rules())
    assume(solution.status == "infeasible")
    assert propose(asking_only(request, {entry.id for entry in solution.conflict}), no_rules()).status == "infeasible"


def asking_only(request: Instance, names: set[str]) -> Instance:
    """The request with nothing else asked; who leads and who is agreed is given and stays."""
    fields = request.model_dump(mode="json")
    size, wishes = fields["size"], fields["wishes"]
    conditions = [condition for condition in fields["call"]["conditions"] if condition["id"] in names]
    kept = {
        "competences": {n: level for n, level in wishes["competences"].items() if f"wishes.competences.{n}" in names},
        "countries": [code for code in wishes["countries"] if f"wishes.countries.{code}" in names],
        "max_per_country": wishes["max_per_country"] if "wishes.max_per_country" in names else None,
    }
    changes = {
        "call": {**fields["call"], "conditions": conditions},
        "size": {
            "min": size["min"] if "size.min" in names else 1,
            "max": size["max"] if "size.max" in names else 100,
        },
        "wishes": {**wishes, **kept},
        "exclude": fields["exclude"] if "exclude" in names else [],
        "unknown": fields["unknown"] if "unknown" in names else "ask",
    }
    return Instance.model_validate_json(json.dumps({**fields, **changes}))


LEGAL = {"kind": "admit", "effect": "allow_only", "where": {"legal_personality": True}}
VAGUE = [candidate("fr", "FR"), candidate("de", "DE"), candidate("it", "IT")]


@pytest.mark.parametrize(
    ("asked", "size", "conflict"),
    [
        ([LEGAL], {"min": 3, "max": 5}, {"c1", "size.min", "unknown"}),
        ([LEGAL, THREE], {"min": 3, "max": 5}, {"c1", "size.min", "unknown"}),
        ([LEGAL, THREE], {"min": 1, "max": 8}, {"c1", "c2", "unknown"}),
    ],
)
def test_a_lead_is_not_avoided_so_avoiding_alone_is_no_conflict(
    asked: list[dict[str, Any]], size: dict[str, int], conflict: set[str]
) -> None:
    fields: dict[str, Any] = {"lead": "fr", "unknown": "avoid"}
    solution = propose(instance(*VAGUE, asking=call(*asked), size=size, **fields), no_rules())
    assert {entry.id for entry in solution.conflict} == conflict
    alone = instance(*VAGUE, asking=call(LEGAL), size={"min": 1, "max": 5}, **fields)
    assert propose(alone, no_rules()).status == "optimal"


def test_what_only_an_open_question_could_settle_names_the_wish_to_avoid_those() -> None:
    small_firm = {"kind": "selection", "min": 1, "where": {"size_in": ["sme"]}}
    solution = propose(instance(*VAGUE, asking=call(small_firm), unknown="avoid"), no_rules())
    assert {entry.id for entry in solution.conflict} == {"c1", "unknown"}
    assert [change.condition for repair in solution.repairs for change in repair.changes] == ["unknown"]


def test_a_member_that_could_help_in_another_role_is_named() -> None:
    agreed = member("it", "IT", "associated_partner")
    solution = propose(instance(*VAGUE, asking=call(THREE), members=[agreed]), no_rules())
    assert {entry.id for entry in solution.conflict} == {"c1", "members.it"}


def test_a_member_who_asks_for_what_is_not_funded_is_named_with_the_condition() -> None:
    no_money = {"kind": "fund", "rates": [{"rate": 1, "where": {"country_in": "eu_member_states"}}]}
    agreed = [member("de", "DE"), member("us", "US").model_copy(update={"eu_contribution": 1000})]
    solution = propose(instance(*VAGUE, asking=call(no_money), members=agreed), no_rules())
    assert {entry.id for entry in solution.conflict} == {"c1", "members.us"}


@pytest.mark.parametrize(
    ("fields", "conflict", "message"),
    [
        ({"size": {"min": 1, "max": 2}}, {"c1", "size.max"}, "Ask for at most 3 participants."),
        ({"exclude": ["it"]}, {"c1", "exclude"}, "Do not exclude it."),
        ({"size": {"min": 5, "max": 5}}, {"size.min"}, "Ask for at least 4 participants."),
        (
            {"members": [member("us", "US")], "size": {"min": 1, "max": 3}},
            {"c1", "members.us", "size.max"},
            "Go without us.",
        ),
        (
            {"lead": "us", "size": {"min": 1, "max": 3}},
            {"c1", "lead", "size.max"},
            "Let another organisation coordinate",
        ),
        ({"wishes": {"competences": {"law": 1}}}, {"wishes.competences.law"}, "Do without law."),
        ({"wishes": {"countries": ["PT"]}}, {"wishes.countries.PT"}, "Do without an organisation from PT."),
    ],
)
def test_a_conflict_names_its_parts_and_comes_with_repairs(
    fields: dict[str, Any], conflict: set[str], message: str
) -> None:
    here = {**THREE, "where": {"country_in": ["FR", "DE", "IT"]}}
    request = instance(*POOL, candidate("us", "US"), asking=call(here), **fields)
    solution = propose(request, no_rules())
    assert solution.status == "infeasible"
    assert {entry.id for entry in solution.conflict} == conflict
    assert any(repair.message.startswith(message) for repair in solution.repairs)
    for repair in solution.repairs:
        assert propose(applied(request, repair), no_rules()).status == "optimal"


def test_wishes_that_must_go_together_are_one_repair() -> None:
    request = instance(*POOL, wishes={"countries": ["PT", "ES"]})
    solution = propose(request, no_rules())
    [repair] = solution.repairs
    assert {change.condition for change in repair.changes} == {"wishes.countries.PT", "wishes.countries.ES"}
    assert propose(applied(request, repair), no_rules()).status == "optimal"


def test_where_law_and_pool_leave_nothing_newcomers_are_named() -> None:
    asking = call({**THREE, "of_which": [{"min": 1, "where": {"kind_in": ["hospital"]}}]})
    solution = propose(instance(*POOL[:2], asking=asking), no_rules())
    assert [entry.id for entry in solution.conflict] == ["c1"]
    [repair] = solution.repairs
    assert [change.op for change in repair.changes] == ["add"]
    assert repair.changes[0].where["kind_in"] == ["hospital"]
    country = repair.changes[0].where["country_in"][0]
    joined = candidate("new", country, kinds=["hospital"], legal_personality=True)
    assert propose(instance(*POOL[:2], joined, asking=asking), no_rules()).status == "optimal"


def test_newcomers_and_wishes_to_give_up_come_together_where_both_are_needed() -> None:
    request = instance(POOL[0], asking=call(THREE), size={"min": 1, "max": 2})
    solution = propose(request, no_rules())
    [repair] = solution.repairs
    assert sorted(change.op for change in repair.changes) == ["add", "add", "relax"]
    assert repair.changes[-1].condition == "size.max"


def test_an_empty_pool_says_so() -> None:
    asking = call({"kind": "coordinator"})
    solution = propose(instance(asking=asking), no_rules())
    assert solution.status == "infeasible"
    assert solution.conflict


def test_a_programme_without_grants_has_no_consortia() -> None:
    asking = call().model_copy(update={"programme": "INVESTEU", "type_of_action": None})
    solution = propose(instance(*POOL, asking=asking), no_rules())
    assert [entry.id for entry in solution.conflict] == ["programme"]


def applied(request: Instance, repair: Repair) -> Instance:
    """The request after the changes, read from their words alone."""
    fields = request.model_dump(mode="json")
    for change in repair.changes:
        _apply(fields, change)
    return Instance.model_validate_json(json.dumps(fields))


def _apply(fields: dict[str, Any], change: Change) -> None:
    who = change.participant
    wishes = fields["wishes"]
    match change.op, (change.condition or "").split("."):
        case "relax", ["size", end]:
            fields["size"][end] = change.value
        case "relax", ["wishes", "max_per_country"]:
            wishes["max_per_country"] = change.value
        case "relax", ["wishes", "competences", name]:
            del wishes["competences"][name]
        case "relax", ["wishes", "countries", code]:
            wishes["countries"].remove(code)
        case "add", _:
            fields["exclude"].remove(who)
        case (("remove" | "set_role"), _):
            fields["members"] = [member for member in fields["members"] if member["organisation"]["id"] != who]
            fields["lead"] = None if fields["lead"] == who else fields["lead"]
            if change.op == "remove":
                fields["candidates"] = [one for one in fields["candidates"] if one["organisation"]["id"] != who]
            else:
                known = {one["organisation"]["id"]: one["organisation"] for one in fields["candidates"]}
                fields["members"].append({"organisation": known[who], "role": change.role})
        case other:
            raise AssertionError(other)
