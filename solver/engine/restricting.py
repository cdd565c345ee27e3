"""The programme over some of the candidates: their literals, the model's columns, and the rows among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.engine.blocks import Blocks, blocks_of
from solver.engine.layout import Layout, lay_out
from solver.engine.sheet import Entries, Programme
from solver.engine.tying import graph_of, ties_among
from solver.model import Ints, Mask, Model, Numbers, Partition, Row


@dataclass(frozen=True, eq=False)
class Edges:
    """Ties among the candidates. ``numbers``: which; ``first`` and ``second``: positions of their ends.

    ``ends``: number of the first of the rows that keep a tie under its first, and under its second end; ``hubs``: the
    row of each candidate with more ties than a consortium has room for, or -1; ``total``: the row of their sum.
    """

    numbers: Ints
    first: Ints
    second: Ints
    ends: tuple[int, int]
    hubs: Ints
    total: int


@dataclass(frozen=True, eq=False)
class Restricted:
    """A programme over ``candidates``, and which of its rows and columns are what in the model.

    ``columns``: for each plane the column of each candidate's literal, or -1; ``offset``: the first column of the
    model's own; ``rows``: the row of each row of the model; ``partitions``: for each the first of its rows and the
    classes that have one.
    """

    candidates: Ints
    programme: Programme
    columns: Ints
    offset: int
    rows: tuple[int, ...]
    partitions: tuple[tuple[int, Ints], ...]
    size: int
    edges: Edges | None

    def seats(self, values: Ints, seats: Sequence[int]) -> dict[int, int]:
        """The plane of its seat for each candidate that has one in a solution."""
        chosen: dict[int, int] = {}
        for plane in seats:
            held = np.flatnonzero(self.columns[plane] >= 0)
            taken = held[values[self.columns[plane][held]] > 0]
            chosen.update(dict.fromkeys(self.candidates[taken].tolist(), plane))
        return dict(sorted(chosen.items()))


def whole(model: Model) -> Programme:
    """The full programme, literal by literal: for cross-checks with another solver."""
    graph = None if model.ties is None else graph_of(model.ties, model.n)
    merged = model if graph is None else replace(model, ties=graph.ties)
    everybody = np.arange(model.n)
    return restrict(merged, blocks_of(model), everybody, ties_among(graph, everybody), plain=True).programme


def restrict(model: Model, blocks: Blocks, candidates: Ints, ties: Ints, *, plain: bool = False) -> Restricted:
    """The programme over these candidates (ascending) and the ties of these numbers.

    ``plain``: with no column shared and no row that others imply.
    """
    layout = lay_out(model, blocks, candidates, plain=plain)
    rows = tuple(_row(layout, row) for row in model.rows)
    partitions = tuple(_partition(layout, partition) for partition in model.partitions)
    seats = layout.columns[list(blocks.seats)]
    held = seats[seats >= 0]
    size = layout.sheet.add_rows(
        1, [(np.zeros_like(held), held, 1)], low=model.smallest, high=model.largest, elastic=True
    )
    edges = _edges(layout, seats, ties, plain=plain)
    return Restricted(
        candidates, layout.sheet.programme(), layout.columns, layout.offset, rows, partitions, size, edges
    )


def _terms(layout: Layout, planes: Mapping[int, Numbers], codes: Ints | None = None) -> tuple[Ints, Ints, Ints]:
    """Position, column and coefficient of each literal that has one; of candidates in no class none."""
    parts = []
    for plane, numbers in planes.items():
        coefficients = numbers[layout.candidates]
        spoken = layout.speaks[plane] & (coefficients != 0)
        at = np.flatnonzero(spoken if codes is None else spoken & (codes >= 0))
        parts.append((at, layout.columns[plane, at], coefficients[at].astype(np.int64)))
    if not parts:
        return (np.zeros(0, np.int64),) * 3
    position, column, value = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return position, column, value


def _row(layout: Layout, row: Row) -> int:
    position, column, value = _terms(layout, row.terms.planes)
    entries: Entries = [(np.zeros_like(position), column, value)]
    for number, coefficient in row.terms.columns.items():
        entries.append((np.zeros(1, np.int64), np.array([layout.offset + number]), coefficient))
    return layout.sheet.add_rows(1, entries, low=row.low, high=row.high, elastic=True)


def _partition(layout: Layout, partition: Partition) -> tuple[int, Ints]:
    codes = partition.codes[layout.candidates]
    position, column, value = _terms(layout, partition.planes, codes)
    classes = codes[position]
    present = np.union1d(classes, np.flatnonzero(_bind_alone(layout.model, partition)))
    if partition.lazy and not partition.columns:
        present = present[_literals(layout, partition, codes)[present] > 1]
    row = np.full(partition.classes, -1, np.int64)
    row[present] = np.arange(len(present))
    has_row = row[classes] >= 0
    entries: Entries = [(row[classes[has_row]], column[has_row], value[has_row])]
    for numbers, coefficient in partition.columns:
        entries.append((np.arange(len(present)), layout.offset + numbers[present], coefficient))
    first = layout.sheet.add_rows(len(present), entries, low=partition.low, high=partition.high, elastic=True)
    return first, present


def _bind_alone(model: Model, partition: Partition) -> Mask:
    """The classes whose row says something even where no candidate of it is at hand: its columns could break it."""
    least, most = np.zeros((2, partition.classes), np.int64)
    for numbers, coefficient in partition.columns:
        lower, upper = (coefficient * np.array(ends, np.int64)[numbers] for ends in (model.lower, model.upper))
        least += np.minimum(lower, upper)
        most += np.maximum(lower, upper)
    return (least < partition.low) | (most > partition.high)


def _literals(layout: Layout, partition: Partition, codes: Ints) -> Ints:
    """How many literals each class has, those that share a column too."""
    number = np.zeros(partition.classes, np.int64)
    for plane, numbers in partition.planes.items():
        held = (layout.columns[plane] >= 0) & (numbers[layout.candidates] != 0) & (codes >= 0)
        number += np.bincount(codes[held], minlength=partition.classes)
    return number


def _edges(layout: Layout, seats: Ints, numbers: Ints, *, plain: bool) -> Edges | None:
    """A column for each tie, at most each of its ends; the column of the model at most their sum."""
    ties, sheet = layout.model.ties, layout.sheet
    if ties is None:
        return None
    position = np.full(layout.model.n, -1, np.int64)
    position[layout.candidates] = np.arange(len(layout.candidates))
    first, second = position[ties.first[numbers]], position[ties.second[numbers]]
    inside = (first >= 0) & (second >= 0)
    numbers, first, second = numbers[inside], first[inside], second[inside]
    strength = ties.strength[numbers]
    columns = sheet.add_columns(len(numbers), 0, loose=True)
    ends = []
    for end in (first, second):
        plane, row = np.nonzero(seats[:, end] >= 0)
        entries: Entries = [(np.arange(len(numbers)), columns, 1), (row, seats[:, end][plane, row], -1)]
        ends.append(sheet.add_rows(len(numbers), entries, high=0))
    hubs = np.full(len(layout.candidates), -1, np.int64)
    if not plain:
        hubs = _hubs(layout, seats, first, second, columns)
    zero = np.zeros_like(columns)
    total: Entries = [(zero, columns, -strength), (np.zeros(1, np.int64), np.array([layout.offset + ties.column]), 1)]
    return Edges(numbers, first, second, (ends[0], ends[1]), hubs, sheet.add_rows(1, total, high=0))


def _hubs(layout: Layout, seats: Ints, first: Ints, second: Ints, columns: Ints) -> Ints:
    """Nobody has more ties in a consortium than there are other seats: what the relaxation would forget."""
    most = max(layout.model.largest - 1, 0)
    rows = np.full(len(layout.candidates), -1, np.int64)
    hub = np.flatnonzero(np.bincount(np.r_[first, second], minlength=len(rows)) > most)
    if len(hub):
        rows[hub] = np.arange(len(hub))
        ends = rows[np.r_[first, second]]
        plane, row = np.nonzero(seats[:, hub] >= 0)
        entries: Entries = [
            (ends[ends >= 0], np.r_[columns, columns][ends >= 0], 1),
            (row, seats[:, hub][plane, row], -most),
        ]
        rows[hub] += layout.sheet.add_rows(len(hub), entries, high=0)
    return rows
