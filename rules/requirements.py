"""The closed vocabulary of what a condition may ask, as data.

Every requirement is one of these kinds; there are no expressions and no code in a rule. `Filter` speaks about one
participant, the requirements count over participants in the roles that count. Three kinds are made of others: `each`,
`when` and `alternatives`; each of them is judged for the consortium as a whole.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.codes import BENEFICIARIES
from rules.facts import FactValue, Label
from rules.leaves import (
    Admit,
    Coordinator,
    Declared,
    Fund,
    Judgement,
    Limit,
    Money,
    Part,
    Rate,
    Ratio,
    Refer,
    Requirement,
    Selection,
    Span,
)
from rules.where import EVERYONE, NOT_ELIGIBLE, Filter, Names, Place, Roles, Said

__all__ = [
    "EVERYONE",
    "NOT_ELIGIBLE",
    "Admit",
    "Alternatives",
    "AnyRequirement",
    "Coordinator",
    "Declared",
    "Each",
    "Filter",
    "Fund",
    "Judgement",
    "Limit",
    "Money",
    "Names",
    "Part",
    "Place",
    "Rate",
    "Ratio",
    "Refer",
    "Requirement",
    "Roles",
    "Said",
    "Selection",
    "Span",
    "When",
    "leaves_of",
    "parts_of",
]


class Composed(Said):
    """Base of the kinds that are made of others.

    What is inside is judged for all participants together and gives one answer: an admission inside holds where nobody
    is barred. Refused is what has no such answer: `fund`, an admission that permits or downgrades (they change other
    conditions or roles), and two judgements, which one answer under the id of the condition could not tell apart.
    """

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        for fault in _faults_of(self):
            raise ValueError(fault)
        return self


class Each(Composed, Requirement):
    """Every country in the consortium has what is required.

    For each country of somebody in one of ``roles``, ``require`` is judged over the participants of that country and
    of no other, whatever their role; ``require`` itself says in which roles they count. Countries are those of
    establishment as stated. In a consortium without anybody in ``roles`` there is nothing to judge.

    Three-valued: somebody in ``roles`` whose country is unknown may be in any country that is there, or in one of its
    own. Met where every placing of them leaves every country with what it needs, not met where none does; above a
    number of placings (`rules.judging.each`) it stays unknown.

    ``require`` counts participants: a selection, a limit, a ratio, or a `when` or `alternatives` of those.
    """

    kind: Literal["each"] = "each"
    for_each: Literal["country"] = "country"
    roles: Roles = BENEFICIARIES
    require: "AnyRequirement"


class When(Composed, Requirement):
    """If this holds, then that must; otherwise the other, if there is another.

    What is given of the three holds together. ``where``: somebody in one of ``roles`` satisfies it. ``participants``:
    so many take part in one of ``roles``, established in at least so many countries. ``declared``: these facts of
    the proposal are stated with these values.

    Three-valued: where the condition holds, ``then`` is judged; where it does not, ``otherwise``, and without one there
    is nothing to judge. Where it is unknown both are: what they agree on is the answer, else it is unknown. A fact that
    is unknown in the condition and in a branch is taken twice, so the answer may be unknown where a closer look at
    that one fact would decide it; it is never wrong.
    """

    kind: Literal["when"] = "when"
    where: Filter | None = None
    participants: Span | None = None
    declared: Annotated[dict[Label, FactValue], Field(min_length=1)] | None = None
    roles: Roles = BENEFICIARIES
    then: "AnyRequirement"
    otherwise: "AnyRequirement | None" = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.where is None and self.participants is None and self.declared is None:
            raise ValueError("a when says when: where, participants or declared")
        return self


class Alternatives(Composed, Requirement):
    """One of these sets of requirements holds, and all of that set.

    Three-valued by Kleene: met where all of one set is met, not met where every set has something that is not met, else
    unknown. An unknown fact on which two sets hang in opposite ways is taken twice: then the answer may be
    unknown although one of them holds either way; it is never wrong.
    """

    kind: Literal["alternatives"] = "alternatives"
    of: Annotated[
        tuple[Annotated[tuple["AnyRequirement", ...], Field(strict=False, min_length=1)], ...],
        Field(strict=False, min_length=1),
    ]


AnyRequirement = Annotated[
    Selection
    | Limit
    | Ratio
    | Coordinator
    | Admit
    | Fund
    | Money
    | Each
    | When
    | Alternatives
    | Declared
    | Judgement
    | Refer,
    Field(discriminator="kind"),
]

for _model in (Each, When, Alternatives):
    _model.model_rebuild()


def parts_of(requirement: Said) -> tuple["AnyRequirement", ...]:
    """The requirements of which one is made: none, but for `each`, `when` and `alternatives`."""
    match requirement:
        case Each(require=require):
            return (require,)
        case When(then=then, otherwise=otherwise):
            return (then,) if otherwise is None else (then, otherwise)
        case Alternatives(of=sets):
            return tuple(part for parts in sets for part in parts)
        case _:
            return ()


def leaves_of(requirement: "AnyRequirement") -> Iterator["AnyRequirement"]:
    """What a requirement comes down to: itself, or the leaves of what it is made of."""
    inner = parts_of(requirement)
    if not inner:
        yield requirement
    for part in inner:
        yield from leaves_of(part)


def _faults_of(requirement: Composed) -> Iterator[str]:
    leaves = [leaf for part in parts_of(requirement) for leaf in leaves_of(part)]
    if any(isinstance(leaf, Fund) for leaf in leaves):
        yield "fund is asked of each participant and stands alone, not inside another requirement"
    if any(isinstance(leaf, Admit) and leaf.effect in ("permit", "downgrade") for leaf in leaves):
        yield "an admission that permits or downgrades stands alone, not inside another requirement"
    if sum(isinstance(leaf, Judgement) for leaf in leaves) > 1:
        yield "two judgements in one requirement: one answer could not tell them apart"
    if isinstance(requirement, Each):
        others = sorted({leaf.kind for leaf in leaves if not isinstance(leaf, Selection | Limit | Ratio)})
        if others:
            yield f"each asks something of the participants of a country, and {others[0]} is no such thing"
        if any(isinstance(part, Each) for part in _inside(requirement)):
            yield "an each inside an each: the participants of one country have no other"


def _inside(requirement: Said) -> Iterator["AnyRequirement"]:
    for part in parts_of(requirement):
        yield part
        yield from _inside(part)
