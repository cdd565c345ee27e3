"""What belongs to one candidate: seats, the witnesses that seats carry, the services that witnesses carry.

The planes of a model are a forest of *families*: a head that seats carry, and what hangs on it. Of planes with the
same rivals and carriers (a *contest*) a candidate has at most one literal.
"""

from dataclasses import dataclass
from itertools import groupby

from solver.model import Model

Contest = tuple[int, ...]
"""Planes of which a candidate has at most one literal."""


@dataclass(frozen=True)
class Family:
    """A plane carried by seats and those that hang on it, carriers first. ``closed``: no other family knows them."""

    planes: tuple[int, ...]
    closed: bool

    @property
    def head(self) -> int:
        """The plane that seats carry."""
        return self.planes[0]


@dataclass(frozen=True)
class Blocks:
    """``roots``: the seats under each plane; ``below``: the contests that hang on each plane."""

    seats: tuple[int, ...]
    families: tuple[Family, ...]
    roots: tuple[tuple[int, ...], ...]
    below: tuple[tuple[Contest, ...], ...]


def contests(model: Model) -> list[Contest]:
    """The planes that are no seats, rivals together."""
    planes = [number for number, plane in enumerate(model.planes) if not plane.is_seat]

    def rivalry(number: int) -> tuple[str, tuple[int, ...]]:
        plane = model.planes[number]
        return (f"={number}" if plane.rivals is None else f"~{plane.rivals}", plane.carriers)

    return [tuple(group) for _, group in groupby(sorted(planes, key=lambda one: (rivalry(one), one)), key=rivalry)]


def blocks_of(model: Model) -> Blocks:
    """How the planes of a model hang together.

    A plane with several carriers of which some are no seats hangs on the seats below them: its value is then no
    longer exact, but never too small.
    """
    seats = tuple(model.seats)
    roots: list[tuple[int, ...]] = []
    parent: list[int | None] = []
    tangled: set[int] = set()
    for number, plane in enumerate(model.planes):
        if any(carrier >= number for carrier in plane.carriers):
            raise ValueError(f"plane {number} comes before one of its carriers")
        below = sorted({root for carrier in plane.carriers for root in roots[carrier]})
        roots.append(tuple(below) if plane.carriers else (number,))
        witnesses = [carrier for carrier in plane.carriers if not model.planes[carrier].is_seat]
        single = len(plane.carriers) == 1 and bool(witnesses)
        parent.append(witnesses[0] if single else None)
        if witnesses and not single:
            tangled |= {number, *witnesses}
    for contest in contests(model):
        if len(contest) > 1 and parent[contest[0]] is None:
            tangled |= set(contest)  # rivals on one seat: each is a family, and each knows of the others
    return Blocks(seats, _families(model, parent, tangled), tuple(roots), _below(model, roots, parent))


def _families(model: Model, parent: list[int | None], tangled: set[int]) -> tuple[Family, ...]:
    head: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for number, plane in enumerate(model.planes):
        if plane.is_seat:
            continue
        above = parent[number]
        head[number] = number if above is None else head[above]
        members.setdefault(head[number], []).append(number)
    return tuple(Family(tuple(planes), tangled.isdisjoint(planes)) for planes in members.values())


def _below(model: Model, roots: list[tuple[int, ...]], parent: list[int | None]) -> tuple[tuple[Contest, ...], ...]:
    below: list[list[Contest]] = [[] for _ in model.planes]
    for contest in sorted(contests(model)):
        above = parent[contest[0]]
        for carrier in roots[contest[0]] if above is None else (above,):
            below[carrier].append(contest)
    return tuple(tuple(hanging) for hanging in below)
