"""Witnesses that look alike to every row and of which only one can count share a column of a restricted programme.

A row "at most one of each class" makes all witnesses of a class that differ in nothing else interchangeable: one
column, at most the sum of all their carriers, stands for them. Without this a country with thirty candidates would be
thirty columns and thirty rows that say the same.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from solver.engine.blocks import Family
from solver.model import Ints, Mask, Model, Numbers, Partition


def twins(model: Model, family: Family, candidates: Ints, present: Mask) -> Ints:
    """For each candidate the position of the first one that looks like it to all rows over these planes.

    ``candidates``: those of the restricted programme; ``present``: whether the head of the family has a carrier.
    """
    itself = np.arange(len(candidates))
    if not family.closed:
        return itself
    only_one = present & _only_one(model, family.head, candidates, present) & _alone(model, family, candidates)
    among = np.flatnonzero(only_one)
    if len(among) < 2:
        return itself
    looks = np.stack(list(_looks(model, family, candidates[among])))
    _, first, inverse = np.unique(looks, axis=1, return_index=True, return_inverse=True)
    itself[among] = among[first[inverse.ravel()]]
    return itself


def _only_one(model: Model, head: int, candidates: Ints, present: Mask) -> Mask:
    """Of whom a row says that at most one of its class counts."""
    for row in model.rows:
        if row.high == 1 and not row.terms.columns and _fits(row.terms.planes, head, candidates):
            units = row.terms.planes[head][candidates] == 1
            if units[present].all():
                return np.ones(len(candidates), bool)
    for partition in model.partitions:
        fits = partition.high == 1 and not partition.columns and not partition.lazy
        if fits and _fits(partition.planes, head, candidates):
            units = (partition.planes[head][candidates] == 1) & (partition.codes[candidates] >= 0)
            if units[present].any():
                return np.asarray(units)
    return np.zeros(len(candidates), bool)


def _fits(planes: Mapping[int, Numbers], head: int, candidates: Ints) -> bool:
    return head in planes and all((numbers[candidates] >= 0).all() for numbers in planes.values())


def _alone(model: Model, family: Family, candidates: Ints) -> Mask:
    """Who shares no class of a lazy partition with another literal."""
    alone = np.ones(len(candidates), bool)
    for partition in model.partitions:
        if partition.lazy and partition.classes and not partition.planes.keys().isdisjoint(family.planes):
            codes = partition.codes[candidates]
            alone &= (codes < 0) | (_literals(model, partition, candidates)[codes] < 2)
    return alone


def _literals(model: Model, partition: Partition, candidates: Ints) -> Ints:
    """How many literals each class may have among these candidates."""
    codes = partition.codes[candidates]
    number = np.zeros(partition.classes, np.int64)
    for plane, numbers in partition.planes.items():
        held = (codes >= 0) & model.planes[plane].mask[candidates] & (numbers[candidates] != 0)
        number += np.bincount(codes[held], minlength=partition.classes)
    return number


def _looks(model: Model, family: Family, candidates: Ints) -> Iterator[Ints]:
    for number in family.planes:
        plane = model.planes[number]
        yield plane.mask[candidates].astype(np.int64)
        yield plane.points[candidates].astype(np.int64)
        for row in model.rows:
            if number in row.terms.planes:
                yield row.terms.planes[number][candidates].astype(np.int64)
        for partition in model.partitions:
            if number in partition.planes and not partition.lazy:
                yield partition.planes[number][candidates].astype(np.int64)
                yield partition.codes[candidates].astype(np.int64)
