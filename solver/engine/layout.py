"""The columns of a restricted programme and the rows inside each block.

A literal that is no seat has no upper bound in the linear relaxation (`Programme.loose`). Rows imply it; were it a
bound, the relaxation could put the price there, the row would have none, and every candidate outside would seem worth
more than it is.
"""

from dataclasses import dataclass

import numpy as np

from solver.engine.blocks import Blocks, contests
from solver.engine.merging import twins
from solver.engine.sheet import Entries, Sheet
from solver.model import Ints, Mask, Model


@dataclass(frozen=True, eq=False)
class Layout:
    """``columns``: for each plane the column of each candidate's literal, or -1.

    Of candidates that share a column one ``speaks`` for all. ``offset``: the first of the model's own columns.
    """

    model: Model
    candidates: Ints
    sheet: Sheet
    columns: Ints
    speaks: Mask
    offset: int


def lay_out(model: Model, blocks: Blocks, candidates: Ints, *, plain: bool) -> Layout:
    """Columns for all literals of these candidates; ``plain``: none of them shared."""
    shape = (len(model.planes), len(candidates))
    layout = Layout(model, candidates, Sheet(), np.full(shape, -1, np.int64), np.zeros(shape, bool), 0)
    itself = np.arange(len(candidates))
    for plane in blocks.seats:
        _literals(layout, plane, model.planes[plane].mask[candidates], itself)
    _seats(layout, blocks)
    twin = dict.fromkeys(range(len(model.planes)), itself)
    for family in blocks.families:
        for plane in family.planes:
            carriers = list(model.planes[plane].carriers)
            held = model.planes[plane].mask[candidates] & (layout.columns[carriers] >= 0).any(axis=0)
            if plane == family.head and not plain:
                twin.update(dict.fromkeys(family.planes, twins(model, family, candidates, held)))
            _literals(layout, plane, held, twin[plane])
    for contest in contests(model):
        _carried(layout, contest, twin[contest[0]])
    offset = layout.sheet.width
    layout.sheet.add_columns(
        len(model.upper), np.array(model.points), lower=np.array(model.lower), upper=np.array(column_bounds(model))
    )
    return Layout(model, candidates, layout.sheet, layout.columns, layout.speaks, offset)


def column_bounds(model: Model) -> list[int]:
    """The upper bounds of the columns; that of the ties is never more than all of them."""
    upper = list(model.upper)
    if model.ties is not None:
        upper[model.ties.column] = min(upper[model.ties.column], int(model.ties.strength.sum()))
    return upper


def _literals(layout: Layout, number: int, held: Mask, twin: Ints) -> None:
    plane = layout.model.planes[number]
    positions = np.flatnonzero(held)
    _, first, inverse = np.unique(twin[positions], return_index=True, return_inverse=True)
    points = plane.points[layout.candidates[positions[first]]]
    columns = layout.sheet.add_columns(len(first), points, loose=not plane.is_seat)
    layout.columns[number, positions] = columns[inverse]
    layout.speaks[number, positions[first]] = True


def _seats(layout: Layout, blocks: Blocks) -> None:
    """At most one seat each, and one for who must have one."""
    columns = layout.columns[list(blocks.seats)]
    several = (columns >= 0).sum(axis=0) > 1
    forced = np.isin(layout.candidates, layout.model.forced)
    for who, low, high in ((several & ~forced, 0, 1), (forced, 1, 1)):
        plane, row = np.nonzero(columns[:, who] >= 0)
        layout.sheet.add_rows(int(who.sum()), [(row, columns[:, who][plane, row], 1)], low=low, high=high)


def _carried(layout: Layout, contest: tuple[int, ...], twin: Ints) -> None:
    """The literals of a contest are at most the sum of their carriers."""
    held = np.flatnonzero((layout.columns[list(contest)] >= 0).any(axis=0))
    if not len(held):
        return
    classes, inverse = np.unique(twin[held], return_inverse=True)
    row = np.full(len(layout.candidates), -1, np.int64)
    row[held] = inverse
    entries: Entries = []
    for plane in contest:
        speaking = np.flatnonzero(layout.speaks[plane])
        entries.append((row[speaking], layout.columns[plane, speaking], 1))
    for carrier in layout.model.planes[contest[0]].carriers:
        carried = held[layout.columns[carrier, held] >= 0]
        pairs = np.unique(np.stack([row[carried], layout.columns[carrier, carried]]), axis=1)
        entries.append((pairs[0], pairs[1], -1))
    layout.sheet.add_rows(len(classes), entries, high=0)
