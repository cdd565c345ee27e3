"""What the request asks beyond the law, as rows; a conflict lists them under their names in the request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from rules.codes import Role
from solver.board import Board
from solver.instance import Instance
from solver.model import UNBOUNDED, Linear, Mask
from solver.rows import Classes, Plain


@dataclass(frozen=True)
class Wish:
    """A wish by its name in the request; ``ask`` adds its rows."""

    name: str
    message: str
    ask: Callable[[Board], None]


def wishes_of(instance: Instance) -> Iterator[Wish]:
    """The hard wishes of the instance that are rows (those on admission are decided in the screening)."""
    size, wishes = instance.size, instance.wishes
    yield Wish("size.min", f"at least {size.min} participants", lambda board: _at_least(board, size.min))
    yield Wish("size.max", f"at most {size.max} participants", lambda board: _at_most(board, size.max))
    for name, level in sorted(wishes.competences.items()):
        yield _somebody(
            f"wishes.competences.{name}",
            f"somebody brings {name} at level {level} or above",
            partial(who_brings, name, level),
        )
    for country in sorted(set(wishes.countries)):
        yield _somebody(
            f"wishes.countries.{country}",
            f"somebody is established in {country}",
            partial(_who_is_from, country),
        )
    most = wishes.max_per_country
    if most is not None:
        yield Wish(
            "wishes.max_per_country",
            f"at most {most} from one country",
            lambda board: _cap_countries(board, most),
        )
    partners = wishes.max_associated_partners
    if partners:
        yield Wish(
            "wishes.max_associated_partners",
            f"at most {partners} proposed as associated partners",
            lambda board: _cap_partners(board, partners),
        )


def _cap_partners(board: Board, most: int) -> None:
    """Whoever is agreed does not count."""
    plane = board.planes.get(Role.ASSOCIATED_PARTNER)
    if plane is not None:
        proposed = board.model.planes[plane].mask & board.crowd.free
        terms = Linear({plane: proposed.astype(np.int64)})
        Plain(board.model, "wishes.max_associated_partners").at_most(terms, most)


def who_brings(competence: str, level: int, board: Board) -> Mask:
    """Who has the competence at that level or above."""
    levels = board.crowd.levels.get(competence)
    return np.zeros(len(board.crowd), np.bool_) if levels is None else levels >= level


def _who_is_from(country: str, board: Board) -> Mask:
    countries = board.crowd.countries
    return np.equal(countries.codes, countries.number(country))


def _at_least(board: Board, least: int) -> None:
    board.model.smallest = least


def _at_most(board: Board, most: int) -> None:
    board.model.largest = most


def _somebody(name: str, message: str, who: Callable[[Board], Mask]) -> Wish:
    return Wish(name, message, lambda board: Plain(board.model, name).at_least(board.present(who(board)), 1))


def _cap_countries(board: Board, most: int) -> None:
    """Somebody whose country is unknown burdens every country."""
    rows, countries = Plain(board.model, "wishes.max_per_country"), board.crowd.countries
    columns = []
    nowhere = countries.unknown & board.welcome
    if nowhere.any():
        burden = board.model.column(upper=board.model.n)
        rows.at_most(board.present(nowhere) - Linear(columns={burden: 1}), 0)
        rows.at_most(Linear(columns={burden: 1}), most)
        columns = [(np.full(len(countries), burden, np.int64), 1)]
    classes = Classes(countries.codes, len(countries), tuple(columns), lazy=not columns)
    rows.in_each(classes, board.present().planes, -UNBOUNDED, most)
