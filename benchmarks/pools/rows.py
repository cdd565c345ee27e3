"""A made-up topic as a `solver.model.Model`: what the bare solver is given.

The grant is there as rows that every consortium with a split fulfils; whether a consortium has one is settled
afterwards (`checking.can_be_split`), as in the product.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.pools.organisations import COUNTRIES, MEMBER_STATES, WIDENING, Ints, Mask, Pool, Sort
from benchmarks.pools.topics import Topic
from solver.model import Linear, Model, Partition, Row, Ties

SEAT, WITNESS = 0, 1
TIE_COLUMN = 0
"""The first plane, the second plane and the first column of each model."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What depends on the pool only: made once, and shared by all topics."""

    pool: Pool
    everybody: Mask = field(init=False)
    of_sort: dict[Sort, Mask] = field(init=False)
    of_witnesses: list[Partition] = field(init=False)
    ties: Ties = field(init=False)

    def __post_init__(self) -> None:
        """Make the arrays."""
        pool, everybody = self.pool, np.ones(self.pool.number, np.bool_)
        codes = groups_across_borders(pool)
        classes = int(codes.max(initial=-1)) + 1
        apart = Partition(pool.country, COUNTRIES, {WITNESS: everybody}, high=1, name="countries")
        across = Partition(codes, classes, {WITNESS: everybody}, high=1, lazy=True, name="countries")
        made = {
            "everybody": everybody,
            "of_sort": {sort: pool.sort == sort for sort in Sort},
            "of_witnesses": [apart, across] if classes else [apart],
            "ties": Ties(pool.first, pool.second, pool.strength, TIE_COLUMN),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)


def groups_across_borders(pool: Pool) -> Ints:
    """The control group of each organisation as a class, -1 where it has no member in another country.

    Of a group inside one country at most one can be a witness anyhow.
    """
    _, group = np.unique(pool.group, return_inverse=True)
    low, high = np.full(pool.number, COUNTRIES), np.full(pool.number, -1)
    np.minimum.at(low, group, pool.country)
    np.maximum.at(high, group, pool.country)
    crosses = low < high
    classes = np.where(crosses, np.cumsum(crosses) - 1, -1)
    return np.asarray(classes[group], np.int64)


def model_of(prepared: Prepared, topic: Topic) -> Model:
    """The rows of the topic over the pool."""
    pool, everybody = prepared.pool, prepared.everybody
    model = Model(pool.number, topic.smallest, topic.largest)
    eligible = topic.eligible(pool)
    seat = model.plane(eligible, topic.points(pool))
    witness = model.plane(eligible, np.full(pool.number, topic.points_of_country), carriers=(seat,))
    most_of_ties = int(pool.strength.sum()) if topic.cap_of_ties is None else topic.cap_of_ties
    model.column(most_of_ties, topic.points_of_tie)
    model.ties = prepared.ties
    model.partitions += prepared.of_witnesses
    model.rows.append(Row(Linear({witness: everybody}), low=topic.countries, name="countries"))
    _count(model, pool.country < MEMBER_STATES, 1, "member state")
    _count(model, WIDENING[pool.country], topic.widening, "widening")
    _count(model, pool.may_coordinate, 1, "coordinator")
    for sort, least in topic.sorts.items():
        _count(model, prepared.of_sort[sort], least, sort.name.lower())
    for competence, least in topic.required.items():
        _count(model, pool.brings[competence], least, f"competence {competence}")
    for competence in topic.bonus:
        covered = model.column(points=topic.points_of_bonus)
        model.rows.append(Row(Linear({seat: pool.brings[competence]}, {covered: -1}), low=0, name="bonus"))
    _grant(model, pool, topic)
    return model


def _count(model: Model, who: Mask, least: int, name: str) -> None:
    model.rows.append(Row(Linear({SEAT: who}), low=least, name=name))


def _grant(model: Model, pool: Pool, topic: Topic) -> None:
    """The least asked for fits into the largest total, and the most that may be given reaches the smallest."""
    most = np.minimum(pool.most, topic.share_of_one * topic.greatest_total // 100)
    of_country = topic.share_of_country * topic.greatest_total // 100
    model.rows.append(Row(Linear({SEAT: pool.least}), high=topic.greatest_total, name="grant"))
    model.rows.append(Row(Linear({SEAT: most}), low=topic.least_total, name="grant"))
    model.partitions.append(Partition(pool.country, COUNTRIES, {SEAT: pool.least}, high=of_country, name="grant"))


def any_other(model: Model, members: Sequence[int]) -> Row:
    """Exactly this set is forbidden: somebody stays away or somebody else joins."""
    signs = np.full(model.n, -1)
    signs[np.array(members)] = 1
    return Row(Linear({SEAT: signs}), high=len(members) - 1, name="grant")
