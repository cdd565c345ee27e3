"""Whether a consortium is valid and what it is worth, from the words of the topic; knows nothing of rows or solvers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.pools.organisations import MEMBER_STATES, WIDENING, Ints, Pool
from benchmarks.pools.topics import Topic


@dataclass(frozen=True)
class Checked:
    """The names of what is not fulfilled, and the points."""

    faults: tuple[str, ...]
    points: int


def check(pool: Pool, topic: Topic, members: Sequence[int]) -> Checked:
    """Judge a consortium; the members are numbers of organisations."""
    chosen = np.array(sorted(members))
    return Checked(tuple(_faults(pool, topic, chosen)), _points(pool, topic, chosen))


def _faults(pool: Pool, topic: Topic, chosen: Ints) -> Iterator[str]:
    country = pool.country[chosen]
    fulfilled = {
        "size": topic.smallest <= len(chosen) <= topic.largest,
        "eligible": bool(topic.eligible(pool)[chosen].all()),
        "countries": independent_countries(pool, chosen) >= topic.countries,
        "member state": bool((country < MEMBER_STATES).any()),
        "widening": int(WIDENING[country].sum()) >= topic.widening,
        "coordinator": bool(pool.may_coordinate[chosen].any()),
        "budget": can_be_split(pool, topic, chosen),
    }
    for sort, least in topic.sorts.items():
        fulfilled[sort.name.lower()] = int((pool.sort[chosen] == sort).sum()) >= least
    for competence, least in topic.required.items():
        fulfilled[f"competence {competence}"] = int(pool.brings[competence, chosen].sum()) >= least
    yield from (name for name, holds in fulfilled.items() if not holds)


def _points(pool: Pool, topic: Topic, chosen: Ints) -> int:
    is_chosen = np.zeros(pool.number, np.bool_)
    is_chosen[chosen] = True
    ties = int(pool.strength[is_chosen[pool.first] & is_chosen[pool.second]].sum())
    if topic.cap_of_ties is not None:
        ties = min(ties, topic.cap_of_ties)
    covered = sum(bool(pool.brings[competence, chosen].any()) for competence in topic.bonus)
    return (
        int(topic.points(pool)[chosen].sum())
        + topic.points_of_bonus * covered
        + topic.points_of_country * independent_countries(pool, chosen)
        + topic.points_of_tie * ties
    )


def independent_countries(pool: Pool, chosen: Ints) -> int:
    """How many countries can each be given a control group of their own: a largest matching, by augmenting paths."""
    groups: dict[int, set[int]] = {}
    for member in chosen.tolist():
        groups.setdefault(int(pool.country[member]), set()).add(int(pool.group[member]))
    country_of: dict[int, int] = {}

    def finds_a_group(country: int, tried: set[int]) -> bool:
        for group in sorted(groups[country] - tried):
            tried.add(group)
            if group not in country_of or finds_a_group(country_of[group], tried):
                country_of[group] = country
                return True
        return False

    return sum(finds_a_group(country, set()) for country in sorted(groups))


def can_be_split(pool: Pool, topic: Topic, chosen: Ints) -> bool:
    """Whether some total allowed can be split so that each gets what it may, within the shares; totals are integers.

    With the total given, everybody gets at least its ask and each country as much more as its members and its share
    take: possible exactly where the least sums fit and the greatest together reach the total.
    """
    totals = np.arange(topic.least_total, topic.greatest_total + 1)
    most_of_one, most_of_country = topic.share_of_one * totals // 100, topic.share_of_country * totals // 100
    least, most, country = pool.least[chosen], pool.most[chosen], pool.country[chosen]
    fits = (least.sum() <= totals) & (least.max() <= most_of_one)
    reached = np.zeros_like(totals)
    for one in np.unique(country):
        there = country == one
        fits &= least[there].sum() <= most_of_country
        reached += np.minimum(most_of_country, np.minimum(most[there][:, None], most_of_one).sum(axis=0))
    return bool((fits & (reached >= totals)).any())
