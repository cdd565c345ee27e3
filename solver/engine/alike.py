"""Candidates that no row can tell apart: of those a consortium never needs more than it has seats.

Whether there is any consortium at all is so decided by few: of each kind as many as there are seats, the best of them.
"""

from collections.abc import Iterator

import numpy as np

from solver.engine.sheet import Floats
from solver.engine.task import Task
from solver.model import Ints, Numbers


def enough_of_each(task: Task, candidates: Ints, worth: Floats) -> Ints:
    """Candidates (ascending) among whom there is a consortium if there is one among all."""
    model = task.model
    if _ties_matter(task):
        return candidates
    kinds = np.zeros(len(candidates), np.int64)
    for numbers in _looks(task):
        _, look = np.unique(numbers[candidates].astype(np.int64), return_inverse=True)
        _, kinds = np.unique(kinds * (int(look.max(initial=0)) + 1) + look, return_inverse=True)
    order = np.lexsort((-worth, kinds))
    starts = np.flatnonzero(np.r_[True, np.diff(kinds[order]) != 0])
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    chosen = np.sort(candidates[order[rank < max(model.largest, 1)]])
    return np.union1d(chosen, model.forced)


def _ties_matter(task: Task) -> bool:
    """Whether a row asks for ties: then candidates differ in with whom they have them."""
    if task.graph is None:
        return False
    column = task.graph.ties.column
    asked = any(column in row.terms.columns for row in task.model.rows)
    return asked or any(
        bool((numbers == column).any()) for partition in task.model.partitions for numbers, _ in partition.columns
    )


def _looks(task: Task) -> Iterator[Numbers]:
    for plane in task.model.planes:
        yield plane.mask
    for row in task.model.rows:
        yield from row.terms.planes.values()
    for partition in task.model.partitions:
        yield partition.codes
        yield from partition.planes.values()
