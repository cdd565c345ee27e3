"""What could be changed so that a requirement is met; whether it then is, and nothing else breaks, others find out."""

from collections.abc import Iterator

from rules.codes import BENEFICIARIES, Role
from rules.mending.adding import MOST_ADDED, Law, additions, more, pool
from rules.mending.budgets import budgets
from rules.mending.changes import Plan
from rules.mending.recasting import fewer, lead_from_elsewhere, left_out, new_leads, promotions, without
from rules.mending.stating import chosen_otherwise, stated
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Declared,
    Each,
    Filter,
    Limit,
    Money,
    Ratio,
    Selection,
    When,
)


def moves(  # noqa: C901, PLR0912 (one branch for each kind)
    requirement: AnyRequirement, about: str | None, plan: Plan, law: Law
) -> Iterator[Plan]:
    """Changes that could help, the smaller ones first; ``about`` is the participant who fails, if it is one."""
    match requirement:
        case Selection():
            yield from promotions(requirement, plan, law)
            yield from additions(requirement, plan, law)
        case Limit():
            yield from _for_a_limit(requirement, plan, law)
        case Ratio():
            yield from _for_a_share(requirement, plan, law)
        case Coordinator():
            yield from new_leads(requirement.where, plan, law)
            yield from lead_from_elsewhere(requirement.where, plan, law)
        case Admit():
            for barred in [about] if about else [p.id for p in plan.participants if p.role in requirement.roles]:
                yield from without(barred, requirement, plan, law)
        case Money():
            yield from budgets(requirement, plan, law.context)
        case Declared():
            yield from stated(requirement, plan, law.context)
        case When():
            for branch in (requirement.then, requirement.otherwise):
                if branch is not None:
                    yield from moves(branch, about, plan, law)
            yield from chosen_otherwise(requirement, about, plan, law.context)
        case Alternatives():
            for part in (part for parts in requirement.of for part in parts):
                yield from moves(part, about, plan, law)
        case Each():
            yield from _for_each_country(requirement, plan, law)


def _for_a_limit(requirement: Limit, plan: Plan, law: Law) -> Iterator[Plan]:
    """Fewer where there are too many, more where an exact number is not reached."""
    counted = [p for p in plan.asked if p.role in requirement.roles and law.holds(requirement.where, p)]
    most = requirement.max if requirement.max is not None else requirement.exactly or 0
    for number in range(1, len(counted) + 1):
        yield from fewer(counted, number, requirement.roles, plan)
        if number >= max(1, len(counted) - most):
            break
    if requirement.exactly is not None and len(counted) < requirement.exactly:
        yield from more(requirement.where, requirement.exactly - len(counted), requirement.roles, plan, law)


def _for_a_share(requirement: Ratio, plan: Plan, law: Law) -> Iterator[Plan]:
    """More of those whose share is too small, fewer of those whose share is too large."""
    base = [p for p in pool(requirement.roles, plan) if law.holds(requirement.of, p)]
    inside = [p for p in base if law.holds(requirement.where, p)]
    outside = [p for p in base if p not in inside]
    too_small = requirement.min_share is not None and len(inside) < requirement.min_share * len(base)
    wanted = requirement.where if too_small else Filter(none_of=requirement.where)
    for number in range(1, MOST_ADDED + 1):
        yield from more(Filter(all_of=(requirement.of, wanted)), number, requirement.roles, plan, law)
        yield from fewer(outside if too_small else inside, number, requirement.roles, plan)


def _for_each_country(requirement: Each, plan: Plan, law: Law) -> Iterator[Plan]:
    """In each country one more who counts, or nobody at all."""
    countries = sorted({p.organisation.country for p in pool(requirement.roles, plan) if p.organisation.country})
    for country in countries:
        there = [p for p in plan.participants if p.organisation.country == country]
        if isinstance(requirement.require, Selection):
            where = Filter(all_of=(requirement.require.where, Filter(country_in=(country,))))
            for number in range(1, MOST_ADDED + 1):
                yield from more(where, number, requirement.require.roles, plan, law)
        if all(p.role is not Role.COORDINATOR for p in there) and len(there) < len(plan.participants):
            yield left_out([p for p in there if p.role in (*requirement.roles, *BENEFICIARIES)], plan)
