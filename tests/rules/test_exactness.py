"""Three-valued answers against every way in which the facts that nobody stated may turn out.

Never wrong, for every kind: what is met stays met and what is not met stays not met, however they turn out.

Exact, for a selection, a limit and a ratio whose filters look at different facts: where every way comes to the same,
the answer is not left open. Left open by design: a ratio as long as it is not known who makes up the base, a limit in
each country whose filter looks at the country too, an exact number in each country while a country is not known, two
filters that hang on one fact other than the country, and what `each`, `when` and `alternatives` say of one fact twice
(their docstrings).
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.context import Context
from rules.facts import Participant
from rules.judging import judge_requirement
from rules.judging.together import all_of
from rules.requirements import AnyRequirement
from rules.truth import Truth
from tests.rules.hearing import context, people, requirement

Facts = dict[str, Any]

CAN_BE: dict[str, list[Any]] = {
    "country": ["DE", "FR", "IT", "ES", "KE", "JP", "BR"],
    "kinds": [["university"], ["company"], ["ngo"], ["university", "company"]],
    "sub_roles": [[], ["city"]],
    "public_body": [True, False],
}
"""Enough of each: with two participants of unknown country each may sit where nobody else does."""

FEW: dict[str, list[Any]] = {**CAN_BE, "country": ["DE", "FR", "KE", "JP"], "kinds": [["university"], ["company"]]}
CONTEXT = context()
MOST_UNKNOWN = 3
ROLES = ["beneficiary", "beneficiary", "associated_partner"]


@st.composite
def consortia(draw: st.DrawFn) -> list[Facts]:
    """The facts of one to four participants, three of them unknown at most, and two countries at most."""
    there = []
    for index in range(draw(st.integers(1, 4))):
        role = draw(st.sampled_from(ROLES)) if index else "coordinator"
        facts = {
            "country": draw(st.sampled_from(["DE", "DE", "FR", "KE"])),
            "kinds": draw(st.sampled_from([["university"], ["company"]])),
            "sub_roles": draw(st.sampled_from(CAN_BE["sub_roles"])),
            "public_body": draw(st.booleans()),
        }
        there.append({"role": role, **facts})
    places = [(index, name) for index in range(len(there)) for name in CAN_BE]
    unknown = draw(st.lists(st.sampled_from(places), max_size=MOST_UNKNOWN, unique=True))
    countries = [index for index, name in unknown if name == "country"]
    for index, name in unknown:
        if name != "country" or index in countries[:2]:
            there[index][name] = None
    return there


def completions(there: list[Facts], can_be: dict[str, list[Any]]) -> Iterator[list[Participant]]:
    """Every consortium that it may turn out to be."""
    unknown = [(index, name) for index, facts in enumerate(there) for name in can_be if facts[name] is None]
    for values in product(*(can_be[name] for _, name in unknown)):
        turned_out = [dict(facts) for facts in there]
        for (index, name), value in zip(unknown, values, strict=True):
            turned_out[index][name] = value
        yield people(*turned_out)


FILTERS: dict[str, list[Facts]] = {
    "country": [{"country_in": ["DE", "FR"]}, {"country_in": ["KE"]}, {"country_in": "eu_member_states"}],
    "kinds": [{"kind_in": ["university"]}, {"kind_in": ["company", "ngo"]}],
    "sub_roles": [{"sub_role": "city"}],
    "public_body": [{"public_body": True}, {"public_body": False}],
}


def negated(filters: st.SearchStrategy[Facts]) -> st.SearchStrategy[Facts]:
    return filters | filters.map(lambda where: {"not": where})


@st.composite
def filters_apart(draw: st.DrawFn, number: int, names: list[str]) -> list[Facts]:
    """Filters of which no two look at the same fact, some at none."""
    looked_at = draw(st.permutations(names))[:number]
    own = [draw(negated(st.sampled_from(FILTERS[name]))) for name in looked_at]
    return [draw(st.sampled_from([where, where, {}])) for where in own]


@st.composite
def selections(draw: st.DrawFn) -> Facts:
    where, *parts = draw(filters_apart(3, list(FILTERS)))
    asked: Facts = {
        "kind": "selection",
        "min": draw(st.integers(1, 3)),
        "each_from_different": draw(st.sampled_from(["country", "none"])),
        "where": where,
        "of_which": [{"min": draw(st.integers(1, 2)), "where": part} for part in parts if part],
        "count_in_several": draw(st.booleans()),
    }
    return asked | ({"min_countries": 2} if draw(st.booleans()) else {})


@st.composite
def limits(draw: st.DrawFn, most_only: bool = False) -> Facts:
    """``most_only``: no exact number in each country."""
    per = draw(st.sampled_from(["consortium", "country"]))
    (where,) = draw(filters_apart(1, [name for name in FILTERS if per == "consortium" or name != "country"]))
    number = draw(st.sampled_from(["max"] if most_only and per == "country" else ["max", "exactly"]))
    return {"kind": "limit", number: draw(st.integers(0, 2)), "per": per, "where": where}


@st.composite
def ratios(draw: st.DrawFn) -> Facts:
    (where,) = draw(filters_apart(1, list(FILTERS)))
    share = draw(st.sampled_from(["min_share", "max_share"]))
    rounding = draw(st.sampled_from(["none", "up", "down"]))
    return {"kind": "ratio", "where": where, share: draw(st.sampled_from([0.25, 0.4, 0.5])), "rounding": rounding}


@st.composite
def conditions(draw: st.DrawFn) -> Facts:
    """What a `when` hangs on."""
    (where,) = draw(filters_apart(1, list(FILTERS)))
    span = draw(st.sampled_from([{"min": 2}, {"max": 2}, {"countries": 2}]))
    return draw(st.sampled_from([{"where": where}, {"participants": span}, {"where": where, "participants": span}]))


def made_of(inner: st.SearchStrategy[Facts]) -> st.SearchStrategy[Facts]:
    sets = st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=2)
    alternatives = st.builds(lambda of: {"kind": "alternatives", "of": of}, sets)
    otherwise = st.builds(
        lambda given_that, then, other: {"kind": "when", **given_that, "then": then, "otherwise": other},
        conditions(), inner, st.none() | inner,
    )  # fmt: skip
    return alternatives | otherwise


LEAVES = selections() | limits() | ratios()
EACH = st.builds(lambda inner: {"kind": "each", "require": inner}, LEAVES | made_of(LEAVES))
ANY = LEAVES | made_of(LEAVES) | EACH | made_of(LEAVES | made_of(LEAVES) | EACH)


def truth_of(asked: AnyRequirement, participants: list[Participant], reading: Context = CONTEXT) -> Truth:
    """What the requirement comes to for the consortium; where nothing is asked it holds."""
    return all_of([judge_requirement(asked, "the.condition", participants, reading)], participants, reading).truth


@given(consortia(), ANY)
def test_what_is_decided_stays_so_however_the_unknown_facts_turn_out(there: list[Facts], written: Facts) -> None:
    asked = requirement(written)
    said = truth_of(asked, people(*there))
    if said is not Truth.UNKNOWN:
        assert {truth_of(asked, turned_out) for turned_out in completions(there, FEW)} == {said}


@given(consortia(), selections() | limits(most_only=True) | ratios())
def test_a_plain_requirement_is_left_open_only_where_the_unknown_facts_decide_it(
    there: list[Facts], written: Facts
) -> None:
    asked = requirement(written)
    outcomes = {truth_of(asked, turned_out) for turned_out in completions(there, CAN_BE)}
    assert truth_of(asked, people(*there)) is (outcomes.pop() if len(outcomes) == 1 else Truth.UNKNOWN)


@given(consortia(), ANY)
def test_where_everything_is_known_nothing_is_left_open(there: list[Facts], written: Facts) -> None:
    turned_out = next(completions(there, CAN_BE))
    assert truth_of(requirement(written), turned_out) is not Truth.UNKNOWN
