"""A budget that is split: the best consortium that can split it, compared with trying them all."""

from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.codes import Role
from rules.facts import Participant
from solver import Candidate, Instance, Solution, propose
from solver.law import law_of
from solver.splitting.dividing import Split, split
from tests.solver.making import call, candidate, ids, instance, member, no_rules

FRENCH = [candidate(f"f{number}", "FR", 90) for number in range(4)]
POOL = [*FRENCH, *(candidate(f"d{number}", "DE", 50) for number in range(3)), candidate("i", "IT", 5)]
THREE = {"min": 3, "max": 3}


def asked(*pool: Candidate, **fields: Any) -> Solution:
    return propose(instance(*(pool or POOL), **fields), no_rules())


def test_shares_of_countries_bring_in_other_countries_and_the_total_is_split_evenly() -> None:
    [proposal] = asked(size=THREE, budget={"total": 3_000_000, "max_share_per_country": 0.4}).proposals
    assert {seat.organisation[0] for seat in proposal.participants} == {"f", "d", "i"}
    assert [seat.eu_contribution for seat in proposal.participants] == [Decimal(1_000_000)] * 3


def test_without_a_total_shares_say_how_many_it_takes_and_nobody_gets_an_amount() -> None:
    [proposal] = asked(size={"min": 1, "max": 4}, budget={"max_share_per_participant": 0.3}).proposals
    assert len(proposal.participants) == 4
    assert {seat.eu_contribution for seat in proposal.participants} == {None}


def test_an_impossible_split_is_in_the_conflict_with_what_would_mend_it() -> None:
    solution = asked(size=THREE, budget={"total": 3_000_001, "max_share_per_participant": 0.3})
    assert solution.status == "infeasible"
    assert {part.id for part in solution.conflict} == {"size.max", "budget"}
    assert len(solution.repairs) == 2


def test_an_agreed_amount_is_kept() -> None:
    agreed = member("a", "FR")
    fixed = agreed.model_copy(update={"eu_contribution": Decimal(100)})
    [proposal] = asked(size=THREE, members=[fixed.model_dump(mode="json")], budget={"total": 1000}).proposals
    amounts = {seat.organisation: seat.eu_contribution for seat in proposal.participants}
    assert amounts.pop("a") == 100
    assert list(amounts.values()) == [450, 450]


def test_conditions_on_contributions_are_kept() -> None:
    most = {"kind": "money", "of": "eu_contribution", "per": "participant", "max": 200}
    [proposal] = asked(size={"min": 1, "max": 8}, asking=call(most), budget={"total": 1000}).proposals
    assert len(proposal.participants) >= 5
    assert proposal.verdict.status != "ineligible"


@pytest.mark.parametrize("budget", [{"max_share_per_country": 0}, {"total": 0}, {"total": -1}])
def test_a_budget_that_leaves_nothing_is_refused(budget: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="budget"):
        instance(*POOL, budget=budget)


@st.composite
def budgets(draw: st.DrawFn) -> Instance:
    """Up to seven organisations of few countries, one perhaps agreed with an amount, and a budget of some euros."""
    places = st.sampled_from(["FR", "FR", "DE", "IT", None])
    pool = [
        candidate(f"o{number}", draw(places), draw(st.integers(0, 90))) for number in range(draw(st.integers(3, 7)))
    ]
    total = draw(st.one_of(st.none(), st.integers(1, 12)))
    shares = st.one_of(st.none(), st.sampled_from([0.2, 0.25, 0.34, 0.5, 0.7]))
    agreed = member("m", draw(places)).model_dump(mode="json") | {"eu_contribution": draw(st.integers(0, 6))}
    least = draw(st.integers(1, 3))
    return instance(
        *pool,
        members=[agreed] if draw(st.booleans()) else [],
        size={"min": least, "max": draw(st.integers(least, 4))},
        budget={
            "total": total,
            "max_share_per_participant": draw(shares),
            "max_share_per_country": draw(shares),
        },
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(budgets())
def test_the_best_that_can_split_it_is_found(request: Instance) -> None:
    solution = propose(request, no_rules())
    best = max(map(worth(request), consortia(request)), default=None)
    assert solution.objective == best
    for proposal in solution.proposals:
        amounts = [seat.eu_contribution for seat in proposal.participants]
        assert request.budget.total is None or sum(amount or 0 for amount in amounts) == request.budget.total


def consortia(request: Instance) -> list[list[Participant]]:
    """Everybody who can split the budget together, one of them free to coordinate."""
    free = [Participant(organisation=one.organisation, role=Role.BENEFICIARY) for one in request.candidates]
    everybody, agreed = [*request.members, *free], {one.id for one in request.members}
    sizes = range(request.size.min, request.size.max + 1)
    several = (list(some) for size in sizes for some in combinations(everybody, size))
    return [some for some in several if agreed < {one.id for one in some} and can_split(some, request)]


def can_split(several: list[Participant], request: Instance) -> bool:
    """Without a total: whether a total can be split that every share divides, whatever is agreed."""
    budget = request.budget
    if budget.total is None:
        budget = budget.model_copy(update={"total": Decimal(5000)})
        several = [one.model_copy(update={"eu_contribution": None}) for one in several]
    return isinstance(split(several, budget, law_of(request, no_rules())), Split)


def worth(request: Instance) -> Any:
    fits = {one.organisation.id: one.fit for one in request.candidates}

    def points(several: list[Participant]) -> int:
        countries = {one.organisation.country for one in several} - {None}
        return sum(fits.get(one.id, 0) for one in several) + 10 * len(countries)

    return points


LEAST_FOR_EACH = {"kind": "money", "of": "eu_contribution", "per": "participant", "min": 50_000}
SHARE_OF_A_COUNTRY = {"kind": "money", "of": "eu_contribution", "per": "country", "max_share": 0.4}


def test_an_associated_partner_is_not_proposed_where_everybody_has_to_be_paid() -> None:
    pool = [candidate("a", "FR"), candidate("firm", "FR", 90, kinds=["company"])]
    no_firms = {"kind": "admit", "effect": "deny", "where": {"kind_in": ["company"]}, "roles": ["beneficiary"]}
    no_lead = {"kind": "coordinator", "where": {"none_of": {"kind_in": ["company"]}}}
    wishes = {"max_associated_partners": 1}
    asking = call(no_firms, no_lead, LEAST_FOR_EACH)
    assert ids(asked(*pool, asking=asking, wishes=wishes).proposals[0]) == {"a"}
    assert ids(asked(*pool, asking=call(no_firms, no_lead), wishes=wishes).proposals[0]) == {"a", "firm"}


def test_what_is_left_after_a_drop_out_splits_the_budget_anew() -> None:
    pool = [candidate(name, country) for name, country in zip("abcde", ["FR", "DE", "IT", "FR", "DE"], strict=True)]
    fields = {"size": {"min": 3, "max": 5}, "budget": {"total": 3_000_000}, "survive_dropout": True}
    [proposal] = asked(*pool, asking=call(SHARE_OF_A_COUNTRY), **fields).proposals
    assert sum(seat.eu_contribution or 0 for seat in proposal.participants) == 3_000_000


def test_an_amount_agreed_for_somebody_who_is_not_paid_is_impossible_at_once() -> None:
    partner = member("us", "US", role="associated_partner").model_dump(mode="json") | {"eu_contribution": 5}
    solution = asked(members=[partner], budget={"total": 1000})
    assert solution.status == "infeasible"
    assert {part.id for part in solution.conflict} == {"members.us", "budget"}


def test_a_repair_is_tried_with_the_budget() -> None:
    """One of unknown country counts in every country: a fourth member brings no room."""
    pool = [candidate(name, country) for name, country in zip("abcd", ["DE", None, "CH", "PL"], strict=True)]
    solution = asked(*pool, size=THREE, budget={"total": 1_000_000, "max_share_per_country": 0.3})
    assert [part.id for part in solution.conflict] == ["budget"]
    assert [repair.message for repair in solution.repairs] == ["Ask for no budget."]


def test_a_condition_on_contributions_is_in_the_conflict() -> None:
    solution = asked(asking=call(LEAST_FOR_EACH), budget={"total": 1})
    assert {part.id for part in solution.conflict} == {"c1", "budget"}
