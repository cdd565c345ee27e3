"""The front by trying every consortium, judged by the rule engine alone."""

from collections.abc import Sequence

from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import Filter
from rules.rulebook import Rulebook
from rules.truth import Truth
from solver.instance import Instance
from tests.solver.brute_force import acceptable, consortia, judge, points, readings_of, value

Pair = tuple[float, float]


def front(instance: Instance, rulebook: Rulebook, measures: Sequence[str]) -> dict[Pair, float]:
    """The values on the front of the surest reading in which there is a consortium, by the second measure.

    Each with the best objective that a consortium with these values has.
    """
    everybody = list(consortia(instance, rulebook))
    if instance.survive_dropout:
        everybody = [who for who in everybody if survives(instance, who, rulebook)]
    judged = [judge(instance, who, rulebook) for who in everybody]
    for reading in readings_of(instance):
        there = [one for one in judged if acceptable(instance, one, reading)]
        if there:
            objectives: dict[Pair, float] = {}
            for one in there:
                first, second = (measured(instance, one.who, one.signed, measure) for measure in measures)
                objective = value(instance, one.who)[0]
                objectives[first, second] = max(objective, objectives.get((first, second), objective))
            return undominated(objectives, measures)
    return {}


def survives(instance: Instance, who: Sequence[Participant], rulebook: Rulebook) -> bool:
    """Whether the rest is not ineligible whoever but the coordinator drops out."""
    rests = ([other for other in who if other.id != one.id] for one in who if one.role is not Role.COORDINATOR)
    return all(judge(instance, rest, rulebook).status != "ineligible" for rest in rests)


def undominated(objectives: dict[Pair, float], measures: Sequence[str]) -> dict[Pair, float]:
    """Without whatever another one beats in one measure and reaches in the other."""
    signs = [-1 if measure in ("cost", "size") else 1 for measure in measures]

    def worth(pair: Pair) -> Pair:
        return pair[0] * signs[0], pair[1] * signs[1]

    def beats(one: Pair, other: Pair) -> bool:
        return one != other and all(a >= b for a, b in zip(worth(one), worth(other), strict=True))

    best = [pair for pair in objectives if not any(beats(other, pair) for other in objectives)]
    return {pair: objectives[pair] for pair in sorted(best, key=lambda pair: worth(pair)[1])}


def measured(instance: Instance, who: Sequence[Participant], signed: Context, measure: str) -> float:
    """The value of a consortium, by the formulas of the documentation."""
    match measure:
        case "size":
            return len(who)
        case "countries":
            return len({one.organisation.country for one in who} - {None})
        case "widening":
            where = Filter(country_in="horizon_widening")
            return sum(holds(where, one, signed).truth is Truth.TRUE for one in who)
        case "objective":
            return value(instance, who)[0]
        case _:
            return points(instance, who)[measure]
