"""Those who take part in some role and satisfy a filter: two beneficiaries established in Spain."""

from collections.abc import Iterable

from rules.codes import Role
from rules.requirements import Filter
from rules.sentences.filters import describe, describe_each, predicate
from rules.sentences.words import Words, in_roles_named


def someone(roles: Iterable[Role], where: Filter, number: int, words: Words) -> str:
    """What follows the number."""
    who = in_roles_named(roles, number)
    if number != 1:
        return f"{who}{describe_each(where, words)}"
    return f"{who} {describe(where, words)}" if predicate(where, words) else who
