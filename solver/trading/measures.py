"""What a consortium can be measured by, and the question for the trade-offs between two measures."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from rules.facts import Facts
from solver.instance import Goal, Instance


class Measure(StrEnum):
    """Each goal in its points, and what people count; `docs/trade-offs.md` says how."""

    FIT = Goal.FIT.value
    COMPLEMENTARITY = Goal.COMPLEMENTARITY.value
    DIVERSITY = Goal.DIVERSITY.value
    REGIONS = Goal.REGIONS.value
    REACH = Goal.REACH.value
    PRIOR_TIES = Goal.PRIOR_TIES.value
    NEWCOMERS = Goal.NEWCOMERS.value
    COST = Goal.COST.value
    SIZE = "size"
    COUNTRIES = "countries"
    WIDENING = "widening"
    OBJECTIVE = "objective"

    @property
    def is_better_lower(self) -> bool:
        """Whether less of it is better."""
        return self in (Measure.COST, Measure.SIZE)


def _differ(measures: list[Measure]) -> list[Measure]:
    if measures[0] is measures[1]:
        raise ValueError("the two measures are the same: nothing is traded for itself")
    return measures


Measures = Annotated[
    list[Annotated[Measure, Field(strict=False)]], Field(min_length=2, max_length=2), AfterValidator(_differ)
]
"""Two that differ."""

MostPoints = Annotated[int, Field(ge=2, le=30)]
"""How many points of the front are enough: its two ends at least."""

POINTS_BY_DEFAULT = 8


class Question(Facts):
    """An instance, two measures, and how many points of the front are enough. Its alternatives are not looked for."""

    instance: Instance
    measures: Measures
    points: MostPoints = POINTS_BY_DEFAULT
