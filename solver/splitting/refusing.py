"""Why no split exists: the fewest limits that contradict one another, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.language import join
from rules.sentences.money import euro
from solver.splitting.bounds import Bound
from solver.splitting.charges import Charges
from solver.splitting.filling import space_of
from solver.splitting.limits import TOTAL, Purse


@dataclass(frozen=True)
class Limiting:
    """One of the limits in the conflict: a condition, or where the wish stands in the request."""

    id: str
    message: str


@dataclass(frozen=True)
class NoSplit:
    """That no split exists: without any one of the limits in ``conflict`` there would be one for the others.

    ``least`` and ``most`` are what all members together could get within the rest of the conflict, in euro, where it
    is the total that contradicts it.
    """

    conflict: tuple[Limiting, ...]
    message: str
    least: Decimal | None = None
    most: Decimal | None = None


def is_possible(purse: Purse, charges: Charges, sources: Sequence[str]) -> bool:
    """Whether what these say can be kept together."""
    return _span(purse, charges, sources) is not None


def refusal(purse: Purse, charges: Charges) -> NoSplit:
    """The conflict: each source is left out in turn, and stays out where the others contradict one another still."""
    needed = charges.sources
    for source in reversed(charges.sources):
        others = [other for other in needed if other != source]
        needed = needed if is_possible(purse, charges, others) else others
    rest = [source for source in needed if source != TOTAL]
    span = _span(purse, charges, rest) if TOTAL in needed else None
    least, most = span or (None, None)
    return NoSplit(
        tuple(Limiting(source, charges.said[source]) for source in needed),
        _sentence(purse, charges, rest, least, most),
        None if least is None else purse.euros(least),
        None if most is None else purse.euros(most),
    )


def _sentence(purse: Purse, charges: Charges, rest: Sequence[str], least: int | None, most: int | None) -> str:
    if not purse.members:
        return f"{euro(purse.whole)} cannot be split: nobody has a role that is paid."
    because = join(_in_numbers(purse, charges, source) for source in rest)
    if least is None or most is None:
        return f"Nobody can keep all of this: {because}."
    number = len(purse.members)
    whom = "one member" if number == 1 else f"{number} members"
    gap = "leaves other totals only"
    if most < purse.total:
        gap = f"leaves at most {euro(purse.euros(most))}"
    if least > purse.total:
        gap = f"takes at least {euro(purse.euros(least))}"
    return f"{euro(purse.whole)} cannot be split over {whom} in roles that are paid: {because}; that {gap}."


def _in_numbers(purse: Purse, charges: Charges, source: str) -> str:
    """What a source says, with the amounts where it is law that speaks in shares."""
    said = charges.said[source]
    if source.startswith(("budget.", "members.")):
        return said
    bounds = [bound for bound in charges.fixed if bound.source == source and bound.members]
    nothing = [_names(purse, bound) for bound in bounds if bound.most == 0]
    if nothing:
        return f"“{said}” (nothing for {join(dict.fromkeys(nothing))})"
    most = {bound.most for bound in bounds if bound.most is not None and bound.most != purse.total}
    least = {bound.least for bound in bounds if bound.least}
    amounts = [f"at {word} {_range(purse, said)}" for word, said in (("least", least), ("most", most)) if said]
    return f"“{said}” ({' and '.join(amounts)})" if amounts else f"“{said}”"


def _range(purse: Purse, amounts: set[int]) -> str:
    """One amount, or from the smallest to the largest of several."""
    ends = sorted({min(amounts), max(amounts)})
    return " to ".join(euro(purse.euros(end)) for end in ends)


def _names(purse: Purse, bound: Bound) -> str:
    return join(purse.members[number].organisation.label for number in sorted(bound.members))


def _span(purse: Purse, charges: Charges, sources: Sequence[str]) -> tuple[int, int] | None:
    """The least and the most that all members together could get, the total being one of the sources or not."""
    spans = []
    for bounds in charges.combinations(sources):
        ceiling = max(purse.total, sum(bound.least for bound in bounds))
        span = space_of(len(purse.members), bounds, ceiling).span()
        spans += [span] if span else []
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
