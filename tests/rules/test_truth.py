from itertools import product

import pytest

from rules.truth import NO, YES, Answer, Truth, conjunction, disjunction, known, negate, unknown

VALUES = [YES, NO, unknown("a")]


@pytest.mark.parametrize(("left", "right"), list(product(VALUES, VALUES)))
def test_and_is_the_weaker_of_two(left: Answer, right: Answer) -> None:
    order = [Truth.FALSE, Truth.UNKNOWN, Truth.TRUE]
    assert conjunction([left, right]).truth is min(left.truth, right.truth, key=order.index)
    assert disjunction([left, right]).truth is max(left.truth, right.truth, key=order.index)


def test_an_unknown_answer_names_every_fact_that_is_missing_and_a_decided_one_names_none() -> None:
    assert conjunction([unknown("a"), unknown("b"), YES]).missing == {"a", "b"}
    assert conjunction([unknown("a"), NO]).missing == frozenset()


def test_not_unknown_is_unknown() -> None:
    assert negate(unknown("a")) == unknown("a")
    assert negate(YES) == NO


def test_a_decided_answer_keeps_the_fewest_assumptions_it_rests_on() -> None:
    assumed = Answer(Truth.FALSE, assumed=frozenset({"flag:jrc"}))
    assert conjunction([assumed, NO]).assumed == frozenset()
    assert disjunction([assumed, NO]).assumed == {"flag:jrc"}


def test_an_absent_fact_is_asked_for_by_name() -> None:
    assert known(None, "country") == unknown("country")
    assert known(True, "country") == YES
