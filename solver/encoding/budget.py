"""What members have to be like so that the budget can be split over them, as rows.

The rows are necessary; whether a split exists is decided for each consortium that is found (`solver.splitting`), and
one that has none is ruled out by itself.
"""

from decimal import Decimal
from math import gcd

import numpy as np

from rules.codes import Role
from rules.facts import Participant
from rules.requirements import Fund, Money
from solver.board import Board
from solver.encoding.ground import By, counted
from solver.law import Law
from solver.model import UNBOUNDED, Ints, Linear
from solver.people.facets import facet_of
from solver.people.memory import reading_of
from solver.people.pool import FACTS
from solver.rows import Classes, Plain
from solver.splitting.budget import Budget, unit_of
from solver.splitting.limits import PAYABLE
from solver.splitting.reach import reach_of
from solver.splitting.seats import Ceilings

BUDGET = "budget"
"""The name of the wish."""

Span = tuple[int, int]
"""What somebody gets at least and at most, in the parts into which the budget is divided."""


def encode_split(board: Board, budget: Budget, law: Law) -> None:
    """Those who are paid can take the whole within the largest shares, and need not be given more than it."""
    rows, ceilings = Plain(board.model, BUDGET), budget.ceilings
    paid = {plane: board.model.planes[plane].mask for role, plane in board.planes.items() if role in PAYABLE}
    _keep_unpaid_amounts_out(board, rows)
    if budget.total is not None:
        unit = unit_of([budget.total, *_agreed_amounts(board)])
        spans = {plane: _spans(board, role, budget, law, unit) for role, plane in board.planes.items()}
        _come_to(rows, {plane: spans[plane] for plane in paid}, paid, int(budget.total * unit))
        paid = {plane: mask & (spans[plane][:, 1] > 0) for plane, mask in paid.items()}
    if ceilings is not None:
        _take_the_whole(board, rows, ceilings, paid)


def _keep_unpaid_amounts_out(board: Board, rows: Plain) -> None:
    """Nobody whose role is not paid is agreed with an amount."""
    rich = [one.id for one in board.crowd.guests if one.agreed is not None and one.agreed.eu_contribution]
    those = board.crowd.those(rich)
    for role, plane in board.planes.items():
        if role not in PAYABLE and (those & board.model.planes[plane].mask).any():
            rows.at_most(Linear({plane: those.astype(np.int64)}), 0)


def _agreed_amounts(board: Board) -> list[Decimal]:
    agreed = (guest.agreed for guest in board.crowd.guests)
    return [one.eu_contribution for one in agreed if one is not None and one.eu_contribution is not None]


def _spans(board: Board, role: Role, budget: Budget, law: Law, unit: int) -> Ints:
    """For everybody in the role what it gets at least and at most; two columns."""
    crowd = board.crowd
    said = [entry.condition.requirement for entry in law.resolution.conditions]
    about_money = [one for one in said if isinstance(one, Fund | Money)]
    facet = tuple(sorted({*facet_of(*about_money), "country", "flags", FACTS}))
    column = crowd.pool.column(facet)

    def span(participant: Participant) -> Span:
        amounts = [budget.total or Decimal(0), *([participant.eu_contribution] if participant.eu_contribution else [])]
        scale = unit // unit_of(amounts)
        least, most = reach_of(participant, budget, law, certain=False) or (0, 0)
        return least * scale, most * scale

    key = (BUDGET, role, budget.model_dump_json(), unit, *(reading_of(one, law) for one in about_money))
    looks: list[Span] = crowd.pool.memory.recall(key, lambda: [span(one) for one in column.seated(role)])
    guests = [span(guest.in_role(role)) for guest in crowd.guests]
    by_look = np.array(looks, np.int64).reshape(-1, 2)[column.codes]
    return np.concatenate([by_look, np.array(guests, np.int64).reshape(-1, 2)])


def _come_to(rows: Plain, spans: dict[int, Ints], paid: By, total: int) -> None:
    """What those who are paid get at most comes to the total, and what they get at least to no more."""
    most = {plane: np.where(mask, spans[plane][:, 1], 0) for plane, mask in paid.items()}
    least = {plane: np.where(mask, spans[plane][:, 0], 0) for plane, mask in paid.items()}
    parts = gcd(total, *(int(np.gcd.reduce(numbers, initial=0)) for numbers in most.values()))
    rows.at_least(Linear({plane: numbers // parts for plane, numbers in most.items()}), total // parts)
    if any(numbers.any() for numbers in least.values()):
        rows.at_most(Linear(least), total)
    never = {plane: (mask & (spans[plane][:, 0] > spans[plane][:, 1])).astype(np.int64) for plane, mask in paid.items()}
    rows.at_most(Linear(never), 0)


def _take_the_whole(board: Board, rows: Plain, ceilings: Ceilings, paid: By) -> None:
    """Each country takes what its members add, whole shares and what is left of the country's; together the whole.

    Members of unknown country are taken as if each could take a share anywhere.
    """
    countries, additions = board.crowd.countries, ceilings.additions
    full = sum(addition == ceilings.participant for addition in additions)
    rest = [addition for addition in additions if addition != ceilings.participant]
    whole = board.model.columns(len(countries), upper=min(full, board.model.n))
    left = board.model.columns(len(countries) if rest else 0)
    columns = ((whole, -1), *([(left, -1)] if rest else []))
    rows.in_each(Classes(countries.codes, len(countries), columns), counted(paid).planes, 0, UNBOUNDED)
    anywhere = counted({plane: mask & countries.unknown for plane, mask in paid.items()}) * ceilings.participant
    taken = dict.fromkeys(whole.tolist(), ceilings.participant) | dict.fromkeys(left.tolist(), sum(rest))
    parts = gcd(ceilings.total, ceilings.participant, *rest)
    terms = Linear(
        {plane: numbers // parts for plane, numbers in anywhere.planes.items()},
        {column: amount // parts for column, amount in taken.items()},
    )
    rows.at_least(terms, ceilings.total // parts)
