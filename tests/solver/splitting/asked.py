"""Small budgets for the tests: every split of them is judged by the rule engine alone."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from rules.assessment import judge_entries
from rules.codes import Role
from rules.entries import Status
from rules.facts import Participant
from rules.judging import judge_requirement
from rules.requirements import Fund
from rules.truth import Truth
from solver.law import Law, law_of
from solver.splitting.budget import Budget
from solver.splitting.dividing import Split, split
from solver.splitting.options import is_about_money
from solver.splitting.refusing import NoSplit
from tests.solver.making import call, instance, no_rules

WHERE: list[dict[str, Any]] = [
    {},
    {},
    {"country_in": ["FR", "DE"]},
    {"size_in": ["sme"]},
    {"not": {"size_in": ["sme"]}},
    {"role_in": ["coordinator"]},
    {"country_in": "horizon_member_or_associated"},
    {"flag": "international_organisation"},
]

LIMITS: list[dict[str, Any]] = [
    {"max_share": 0.4},
    {"max_share": 0.5},
    {"max_share": 0.7},
    {"min_share": 0.5},
    {"min_share": 0.1},
    {"max": 3},
    {"min": 1},
    {"min": 2, "max_share": 0.75},
]


@st.composite
def moneys(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": "money",
        "of": draw(st.sampled_from(["eu_contribution"] * 5 + ["total_cost"])),
        "per": draw(st.sampled_from(["participant", "country", "group"])),
        "where": draw(st.sampled_from(WHERE)),
        "assumed": draw(st.booleans()),
        **draw(st.sampled_from(LIMITS)),
    }


@st.composite
def funds(draw: st.DrawFn) -> dict[str, Any]:
    rate = st.fixed_dictionaries(
        {"where": st.sampled_from(WHERE), "rate": st.sampled_from([0.5, 0.7, 1.0])},
        optional={"min": st.sampled_from([0, 1, 2]), "max": st.sampled_from([2, 4])},
    )
    return {"kind": "fund", "rates": draw(st.lists(rate, min_size=1, max_size=2))}


@st.composite
def composed(draw: st.DrawFn) -> dict[str, Any]:
    sets = st.lists(st.lists(moneys(), min_size=1, max_size=2), min_size=1, max_size=2)
    alternatives = {"kind": "alternatives", "of": draw(sets)}
    if draw(st.booleans()):
        return alternatives
    otherwise = {"otherwise": draw(moneys())} if draw(st.booleans()) else {}
    return {"kind": "when", "where": draw(st.sampled_from(WHERE)), "then": alternatives, **otherwise}


@st.composite
def participants(draw: st.DrawFn, *, unknown: bool) -> list[Participant]:
    """Two to four participants; with ``unknown`` facts about them may be missing."""
    perhaps = [None] if unknown else []
    roles = ["coordinator", *draw(st.lists(st.sampled_from(["beneficiary"] * 4 + ["associated_partner"]), max_size=3))]
    return [
        Participant.model_validate(
            {
                "organisation": {
                    "id": f"o{number}",
                    "country": draw(st.sampled_from(["FR", "FR", "DE", "CH", "MA", *perhaps])),
                    "size_class": draw(st.sampled_from(["sme", "large", *perhaps])),
                    "flags": draw(st.sampled_from([[], [], ["international_organisation"]])),
                },
                "role": role,
                "total_cost": draw(st.sampled_from([2, 4, 6, 20, *perhaps])),
                "eu_contribution": draw(st.sampled_from([None, None, None, 1, 2]))
                if role != "associated_partner"
                else None,
            }
        )
        for number, role in enumerate(roles)
    ]


budgets = st.builds(
    Budget,
    total=st.integers(3, 7).map(Decimal),
    max_share_per_participant=st.sampled_from([None, None, 0.3, 0.5, 0.6]),
    max_share_per_country=st.sampled_from([None, None, 0.5, 0.7]),
)


def law(*requirements: dict[str, Any], **fields: Any) -> Law:
    """The law of a call that asks just this."""
    return law_of(instance(asking=call(*requirements), **fields), no_rules())


def found(those: Sequence[Participant], budget: Budget, asked: Law) -> Split | NoSplit:
    answer = split(those, budget, asked)
    assert answer is not None
    return answer


def paid(those: Sequence[Participant], amounts: dict[str, Decimal] | Any) -> list[Participant]:
    return [one.model_copy(update={"eu_contribution": amounts[one.id]}) for one in those]


def broken(those: Sequence[Participant], asked: Law) -> list[str]:
    """The conditions about money that the rule engine finds not met."""
    entries = judge_entries(asked.resolution, those, asked.signed)
    about = [
        entry
        for entry in entries
        if isinstance(entry.condition.requirement, Fund) or is_about_money(entry.condition.requirement)
    ]
    return [entry.condition.id for entry in about if entry.status is Status.NOT_MET]


def broken_when_agreements_apply(those: Sequence[Participant], asked: Law) -> bool:
    """Whether a condition about money fails once pending agreements have come to apply."""
    return any(
        finding.applies and finding.truth is Truth.FALSE
        for entry in asked.resolution.conditions
        for finding in judge_requirement(entry.condition.requirement, entry.condition.id, those, asked.hoped)
    )


def within_budget(those: Sequence[Participant], budget: Budget) -> bool:
    """What the request says, in its own words; somebody of unknown country counts in every country."""
    total = budget.total or Decimal(0)
    amounts = {one.id: one.eu_contribution or Decimal(0) for one in those}
    share = Decimal(str(budget.max_share_per_participant or 1))
    each = Decimal(str(budget.max_share_per_country or 1))
    countries = {one.organisation.country for one in those}
    by_country = (
        sum(amounts[one.id] for one in those if one.organisation.country in (country, None)) for country in countries
    )
    return (
        sum(amounts.values()) == total
        and all(amount <= share * total for amount in amounts.values())
        and all(amount <= each * total for amount in by_country)
    )


def every_split(those: Sequence[Participant], budget: Budget, asked: Law) -> Iterator[dict[str, Decimal]]:
    """Every split in whole euros that keeps agreed amounts and the budget, and that the rule engine does not refuse.

    Pending agreements have come to apply: what stands only as long as they do not is no split.
    """
    most = int(budget.total or 0)
    choices = [
        [one.eu_contribution]
        if one.eu_contribution is not None
        else [Decimal(0)]
        if one.role is Role.ASSOCIATED_PARTNER
        else [Decimal(euros) for euros in range(most + 1)]
        for one in those
    ]
    for chosen in product(*choices):
        amounts = {one.id: amount for one, amount in zip(those, chosen, strict=True)}
        if (
            sum(chosen) == most
            and within_budget(paid(those, amounts), budget)
            and not broken_when_agreements_apply(paid(those, amounts), asked)
        ):
            yield amounts
