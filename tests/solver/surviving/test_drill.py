"""What a drop-out drill tells of a consortium."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.codes import Role
from rules.facts import Participant
from solver import Instance
from solver.drilling import Drill, NobodyToLose, drill
from solver.people.pool import Pool
from tests.solver.brute_force import best, value
from tests.solver.making import call, candidate, instance, member, no_rules
from tests.solver.pools import instances
from tests.solver.surviving.oracle import fatal, participants_of

THREE_COUNTRIES = {"kind": "selection", "min": 3, "each_from_different": "country"}
POOL = [candidate("es1", "ES", fit=10), candidate("es2", "ES", fit=30), candidate("fr2", "FR", fit=90)]
TRIO = [member("fr1", "FR", "coordinator"), member("de1", "DE"), member("it1", "IT")]


def drilled(*more: Participant) -> Drill:
    return drill(instance(*POOL, asking=call(THREE_COUNTRIES), members=[*TRIO, *more]), no_rules())


def test_each_of_three_from_three_countries_is_critical_and_the_best_who_fits_replaces_it() -> None:
    found = drilled()
    assert not found.survives
    assert [loss.organisation for loss in found.losses] == ["fr1", "de1", "it1"]
    assert all(loss.critical and loss.left == "ineligible" for loss in found.losses)
    assert [[broken.id for broken in loss.broken] for loss in found.losses] == [["c1"]] * 3
    assert [loss.replacement.newcomers for loss in found.losses] == [("fr2",), ("es2",), ("es2",)]
    assert all(
        len(seats) == 3
        for seats in (loss.replacement.proposal.participants for loss in found.losses if loss.replacement.proposal)
    )


def test_of_four_countries_any_may_be_lost() -> None:
    found = drilled(member("pl1", "PL"))
    assert found.survives
    assert not any(loss.critical or loss.broken for loss in found.losses)


def test_where_nobody_can_take_the_place_that_is_told() -> None:
    alone = instance(asking=call(THREE_COUNTRIES), members=TRIO)
    found = drill(alone, no_rules())
    assert {loss.replacement.status for loss in found.losses} == {"infeasible"}
    assert all(loss.replacement.proposal is None for loss in found.losses)


def test_an_affiliated_entity_leaves_with_its_beneficiary() -> None:
    entity = member("de2", "DE", "affiliated_entity").model_copy(update={"affiliated_to": "de1"})
    found = {loss.organisation: loss for loss in drilled(entity).losses}
    assert found["de1"].critical
    assert not found["de2"].critical
    assert len(found["de1"].replacement.newcomers) == 2


def test_nobody_is_no_consortium() -> None:
    with pytest.raises(NobodyToLose):
        drill(instance(*POOL, asking=call(THREE_COUNTRIES)), no_rules())


def test_a_drill_survives_a_trip_through_json() -> None:
    found = drilled()
    assert Drill.model_validate_json(found.model_dump_json()) == found


def test_a_packed_pool_gives_the_same_replacements() -> None:
    asked = instance(asking=call(THREE_COUNTRIES), members=TRIO)
    packed = drill(asked, no_rules(), pool=Pool(POOL))
    assert [loss.replacement for loss in packed.losses] == [loss.replacement for loss in drilled().losses]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_critical_seats_and_replacements_are_those_that_trying_all_finds(data: st.DataObject) -> None:
    drawn = data.draw(instances(data.draw(st.sampled_from(["pending", "open"]))))
    asked = drawn.model_copy(update={"lead": None, "members": _three_of(drawn), "exclude": [], "unknown": "ask"})
    found = drill(asked, no_rules())
    lost = {loss.organisation for loss in found.losses if loss.critical and loss.role is not Role.COORDINATOR}
    assert lost == fatal(asked, asked.members, no_rules())
    for loss in found.losses:
        rest = [other for other in asked.members if other.id != loss.organisation]
        again = asked.model_copy(
            update={
                "members": rest,
                "candidates": [one for one in asked.candidates if one.organisation.id != loss.organisation],
                "size": asked.size.model_copy(update={"min": 3, "max": 3}),
                "alternatives": 1,
            }
        )
        expected = best(again, no_rules())
        assert loss.replacement.status == ("optimal" if expected else "infeasible")
        if expected and loss.replacement.proposal:
            assert value(again, participants_of(again, loss.replacement.proposal)) == expected[1]


def _three_of(drawn: Instance) -> list[Participant]:
    roles = (Role.COORDINATOR, Role.BENEFICIARY, Role.BENEFICIARY)
    return [
        Participant(organisation=one.organisation, role=role, sub_roles=one.sub_roles, facts=one.facts)
        for one, role in zip(drawn.candidates, roles, strict=False)
    ]
