"""From an idea to an agreement: which moves there are, what they ask for, and what stands in which state."""

from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.services.consortia.states import BEGINNINGS, FIXED, MAY_BE_EMPTY, MOVES, ConsortiumState
from tests.app.asking import TOPIC, call, consortium
from tests.app.consortia.conftest import Make, history, made, move, put
from tests.app.tenancy.conftest import Tenant

TWO = consortium()[:2]
"""Too few: ineligible."""


def test_every_state_can_be_reached_and_left() -> None:
    reached, ahead = set(BEGINNINGS), list(BEGINNINGS)
    while ahead:
        following = set(MOVES[ahead.pop()]) - reached
        reached |= following
        ahead += following
    assert reached == set(ConsortiumState)
    assert all(MOVES[state] for state in ConsortiumState)
    assert all(ConsortiumState.ABANDONED in MOVES[one] for one in set(ConsortiumState) - {ConsortiumState.ABANDONED})


def test_a_consortium_goes_from_an_idea_to_its_submission(alpha: Tenant, make: Make) -> None:
    identifier = make()["id"]
    for version, state in enumerate(("forming", "agreed", "submitted"), start=2):
        answer = move(alpha, identifier, state)
        assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, state, version)
        assert answer.headers["etag"] == f'W/"{version}"'
    assert [one["number"] for one in history(alpha, identifier)] == [1]


def test_a_move_that_there_is_not_is_refused_with_those_that_there_are(alpha: Tenant, make: Make) -> None:
    identifier = make()["id"]
    answer = move(alpha, identifier, "submitted")
    assert answer.status_code == 409
    assert answer.json()["errors"] == [{"pointer": "/state", "detail": "one of: forming, abandoned"}]
    assert answer.json()["detail"].endswith("it can become forming or abandoned.")


def test_nobody_forms_a_consortium_of_nobody(alpha: Tenant, make: Make) -> None:
    identifier = make(participants=[])["id"]
    answer = move(alpha, identifier, "forming")
    assert (answer.status_code, "Nobody takes part" in answer.json()["detail"]) == (409, True)
    assert move(alpha, identifier, "abandoned").status_code == 200
    assert move(alpha, identifier, "forming").status_code == 409
    assert move(alpha, identifier, "idea").status_code == 200


def test_an_ineligible_consortium_agrees_only_where_all_that_is_not_met_is_named(alpha: Tenant, make: Make) -> None:
    identifier = make(participants=TWO, state="forming")["id"]
    refused = move(alpha, identifier, "agreed")
    unmet = ["horizon.minimum-consortium"]
    assert (refused.status_code, [one["detail"] for one in refused.json()["errors"]]) == (409, unmet)
    for wrong in ([], ["something else"], [*unmet, "something else"]):
        assert move(alpha, identifier, "agreed", acknowledged=wrong).status_code == 409
    assert alpha.get(f"/v1/consortia/{identifier}").json()["state"] == "forming"
    assert move(alpha, identifier, "agreed", acknowledged=unmet).json()["state"] == "agreed"
    assert move(alpha, identifier, "submitted").status_code == 409
    assert move(alpha, identifier, "submitted", acknowledged=unmet).json()["state"] == "submitted"


@pytest.mark.parametrize("named", ["nosuch", "horizon.minimum-consortium"])
def test_nothing_is_acknowledged_where_nothing_stands_against_it(alpha: Tenant, make: Make, named: str) -> None:
    identifier = make()["id"]
    for state in ("forming", "agreed", "submitted"):
        refused = move(alpha, identifier, state, acknowledged=[named])
        assert refused.status_code == 409
        fault = {"pointer": "/acknowledged", "detail": f"{named} is not to be acknowledged"}
        assert refused.json()["errors"] == [fault]
        assert move(alpha, identifier, state, acknowledged=[]).status_code == 200


def test_open_questions_do_not_keep_anybody_from_agreeing(alpha: Tenant, make: Make) -> None:
    told = make(topic=TOPIC, call=None, state="forming")
    assert told["verdict"]["status"] == "undetermined"
    assert move(alpha, told["id"], "agreed").status_code == 200


@pytest.mark.parametrize(
    ("state", "stated", "fixed"),
    [
        ("agreed", {"title": "Renamed"}, []),
        ("agreed", {"participants": TWO}, ["/participants"]),
        ("agreed", {"call": None, "topic": TOPIC}, ["/call", "/topic"]),
        ("agreed", {"facts": {"first_stage_names_participants": True}}, []),
        ("submitted", {"facts": {"first_stage_names_participants": True}}, ["/facts"]),
        ("submitted", {"note": "they have it"}, []),
    ],
)
def test_what_stands_in_a_state_is_not_changed_in_it(
    alpha: Tenant, make: Make, state: str, stated: dict[str, Any], fixed: list[str]
) -> None:
    identifier = make(state="forming")["id"]
    for one in ("agreed", "submitted")[: 1 + (state == "submitted")]:
        assert move(alpha, identifier, one).status_code == 200
    answer = put(alpha, identifier, **stated)
    if not fixed:
        assert answer.status_code == 200, answer.text
        return
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (409, fixed)
    assert move(alpha, identifier, "forming").status_code == 200
    assert put(alpha, identifier, **stated).status_code == 200


SPELT: list[dict[str, Any]] = [
    {"participants": consortium()[::-1]},
    {"participants": [one | {"facts": {}} for one in consortium()]},
    {"call": call(identifier="case-1")},
    {"call": call(facts={}, conditions=[])},
]


@pytest.mark.parametrize("spelt", SPELT)
def test_what_is_only_spelt_otherwise_is_no_change(alpha: Tenant, make: Make, spelt: dict[str, Any]) -> None:
    identifier = make(state="forming")["id"]
    assert move(alpha, identifier, "agreed").status_code == 200
    answer = put(alpha, identifier, **spelt)
    assert (answer.status_code, answer.json()["version"]) == (200, 3), answer.text
    assert [one["because"] for one in history(alpha, identifier)] == ["created"]


def test_a_topic_in_small_letters_and_sub_roles_in_another_order_are_no_change(alpha: Tenant, make: Make) -> None:
    seats = consortium()
    seats[1] |= {"sub_roles": ["procurer", "doctorate_awarding"]}
    identifier = make(topic=TOPIC, call=None, participants=seats, state="forming")["id"]
    assert move(alpha, identifier, "agreed").status_code == 200
    seats[1] |= {"sub_roles": ["doctorate_awarding", "procurer"]}
    body = {"call": None, "participants": seats[::-1]}
    assert put(alpha, identifier, topic=TOPIC.lower(), **body).status_code == 200
    seats[1] |= {"sub_roles": ["procurer"]}
    assert put(alpha, identifier, topic=TOPIC, **body).status_code == 409


def test_another_role_or_one_who_takes_part_twice_is_a_change(alpha: Tenant, make: Make) -> None:
    identifier = make(state="forming")["id"]
    assert move(alpha, identifier, "agreed").status_code == 200
    one, two, three = consortium()
    swapped = [one | {"role": "beneficiary"}, two | {"role": "coordinator"}, three]
    for seats in (swapped, [one, two], [one, two, three, three]):
        assert put(alpha, identifier, participants=seats).status_code == 409


def test_a_state_is_not_moved_by_a_change_as_a_whole(alpha: Tenant, make: Make) -> None:
    identifier = make()["id"]
    answer = put(alpha, identifier, state="forming")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/state")
    assert put(alpha, identifier, state="idea").status_code == 200


def test_whatever_is_done_in_whatever_order_the_states_hold_what_they_promise(alpha: Tenant) -> None:
    class Consortium(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.id = made(alpha, participants=[])["id"]
            self.state, self.seats = ConsortiumState.IDEA, 0
            self.version = 1

        @rule(state=st.sampled_from(list(ConsortiumState)), acknowledges=st.booleans())
        def moves(self, state: ConsortiumState, acknowledges: bool) -> None:
            unmet = {"acknowledged": ["horizon.minimum-consortium"]} if acknowledges else {}
            answer = move(alpha, self.id, state, **unmet)
            is_move = state in MOVES[self.state]
            has_somebody = self.seats > 0 or state in MAY_BE_EMPTY
            may_stand = acknowledges == (state in {"agreed", "submitted"} and self.seats == 2)
            assert answer.status_code == (200 if is_move and has_somebody and may_stand else 409), answer.text
            if answer.status_code == 200:
                self.state, self.version = state, self.version + 1

        @rule(seats=st.sampled_from([0, 2, 3]))
        def recomposes(self, seats: int) -> None:
            answer = put(alpha, self.id, participants=consortium()[:seats])
            is_fixed = seats != self.seats and "participants" in FIXED.get(self.state, ())
            is_empty = seats == 0 and self.state not in MAY_BE_EMPTY
            assert answer.status_code == (409 if is_fixed else 422 if is_empty else 200), answer.text
            if answer.status_code == 200:
                self.seats, self.version = seats, self.version + 1

        @invariant()
        def is_told_as_it_is(self) -> None:
            told = alpha.get(f"/v1/consortia/{self.id}").json()
            assert (told["state"], told["version"]) == (self.state, self.version)
            assert (len(told["participants"]), told["can_become"]) == (self.seats, list(MOVES[self.state]))
            expected = {0: None, 2: "ineligible", 3: "eligible"}[self.seats]
            assert told["verdict"]["status"] == expected
            assert history(alpha, self.id)[0]["status"] == expected

    run_state_machine_as_test(Consortium, settings=hypothesis_settings(max_examples=8, stateful_step_count=12))
