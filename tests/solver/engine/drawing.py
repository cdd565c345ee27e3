"""Random models of every shape that the engine takes; the same seed always gives the same model."""

import numpy as np

from solver.model import UNBOUNDED, Ints, Linear, Mask, Model, Partition, Row, Ties

Generator = np.random.Generator


def drawn(seed: int, n: int, largest: int, *, classes: int = 4, tied: float = 2.0) -> Model:
    """One to three planes of seats, witnesses, services with rivals, rows, classes, columns and ties.

    ``tied``: so many pairs for each candidate. With two of them at a few hundred candidates the best ones are a matter
    of ties alone, and neither this solver nor another proves it soon.
    """
    draw = np.random.default_rng([seed, n])
    model = Model(n, int(draw.integers(0, 3)), largest)
    for _ in range(int(draw.integers(1, 4))):
        model.plane(_mask(draw, n, 0.8), draw.integers(-30, 60, n))
    for _ in range(int(draw.integers(0, 3))):
        _selection(draw, model, classes)
    for _ in range(int(draw.integers(1, 5))):
        _row(draw, model)
    for _ in range(int(draw.integers(0, 3))):
        _partition(draw, model, classes)
    if draw.random() < 0.7:
        _ties(draw, model, int(tied * n))
    if draw.random() < 0.3:
        model.forced = np.sort(draw.choice(n, int(draw.integers(1, 3)), replace=False))
    for _ in range(int(draw.integers(0, 2))):
        # unlike an earlier answer in two members at least
        earlier = np.isin(np.arange(n), draw.choice(n, min(n, largest), replace=False))
        model.rows.append(Row(Linear(dict.fromkeys(model.seats, ~earlier)), low=2, name="unlike"))
    return model


def _mask(draw: Generator, n: int, share: float) -> Mask:
    return np.asarray(draw.random(n) < share)


def _codes(draw: Generator, n: int, classes: int) -> Ints:
    return np.asarray(draw.integers(-1, classes, n))


def _some_seats(draw: Generator, model: Model) -> tuple[int, ...]:
    number = int(draw.integers(1, len(model.seats) + 1))
    return tuple(sorted(draw.choice(model.seats, number, replace=False).tolist()))


def _selection(draw: Generator, model: Model, classes: int) -> None:
    """A witness of each place and control group at most, some of which serve in one sub-group each."""
    n, one = model.n, np.ones(model.n, bool)
    reward = np.full(n, int(draw.choice([0, 0, 15]))) if draw.random() < 0.7 else draw.integers(-5, 20, n)
    witness = model.plane(_mask(draw, n, 0.85), reward, _some_seats(draw, model))
    model.rows.append(Row(Linear({witness: one}), low=int(draw.integers(0, 3)), name="enough"))
    if draw.random() < 0.7:
        codes = _codes(draw, n, classes)
        model.partitions.append(Partition(codes, classes, {witness: one}, high=1, name="places"))
    elif draw.random() < 0.3:
        model.rows.append(Row(Linear({witness: one}), low=1, high=1, name="only one"))
    if draw.random() < 0.6:
        groups = max(n // 3, 1)
        model.partitions.append(
            Partition(_codes(draw, n, groups), groups, {witness: one}, high=1, lazy=True, name="groups")
        )
    if draw.random() < 0.5:
        model.rows.append(Row(Linear({witness: _mask(draw, n, 0.4)}), low=1, name="of which"))
    if draw.random() < 0.4:
        rivals = "served" if draw.random() < 0.7 else None
        for _ in range(2):
            service = model.plane(_mask(draw, n, 0.6), draw.integers(-3, 9, n), (witness,), rivals)
            model.rows.append(Row(Linear({service: one}), low=int(draw.integers(0, 2)), name="service"))


def _row(draw: Generator, model: Model) -> None:
    """A count, a sum of amounts, a share, a subject covered or a row that counts only where a column is 1."""
    n, seats = model.n, _some_seats(draw, model)
    some = _mask(draw, n, float(draw.uniform(0.2, 0.7)))
    match int(draw.integers(0, 6)):
        case 0:
            model.rows.append(Row(Linear(dict.fromkeys(seats, some)), low=int(draw.integers(0, 3)), name="at least"))
        case 1:
            model.rows.append(Row(Linear(dict.fromkeys(seats, some)), high=int(draw.integers(1, 3)), name="at most"))
        case 2:
            amounts = draw.integers(1, 200, n)
            most = int(amounts.mean() * model.largest * draw.uniform(0.6, 1.2))
            model.rows.append(Row(Linear(dict.fromkeys(seats, amounts)), high=most, name="amounts"))
        case 3:
            part, whole = ((1, 2), (1, 3), (2, 5))[int(draw.integers(0, 3))]
            model.rows.append(Row(Linear(dict.fromkeys(seats, whole * some - part)), low=0, name="share"))
        case 4:
            covered = model.column(int(draw.integers(1, 3)), int(draw.integers(5, 30)))
            model.rows.append(Row(Linear(dict.fromkeys(seats, some), {covered: -1}), low=0, name="covered"))
        case _:
            switch, amount = model.column(1, int(draw.integers(-3, 4))), int(draw.integers(1, 3))
            model.rows.append(Row(Linear(dict.fromkeys(seats, ~some), {switch: -model.largest}), high=0, name="if"))
            model.rows.append(Row(Linear(dict.fromkeys(seats, some), {switch: -amount}), low=0, name="then"))


def _partition(draw: Generator, model: Model, classes: int) -> None:
    n, seats, one = model.n, _some_seats(draw, model), np.ones(model.n, bool)
    codes = _codes(draw, n, classes)
    match int(draw.integers(0, 4)):
        case 0:
            most = int(draw.integers(1, 3))
            model.partitions.append(Partition(codes, classes, dict.fromkeys(seats, one), high=most, name="per class"))
        case 1:
            present = model.columns(classes, 1, int(draw.integers(3, 15)))
            model.partitions.append(
                Partition(codes, classes, dict.fromkeys(seats, one), low=0, columns=((present, -1),), name="present")
            )
        case 2:
            amounts = draw.integers(1, 20, n)
            model.partitions.append(
                Partition(codes, classes, dict.fromkeys(seats, amounts), high=25, name="amount per class")
            )
        case _:
            # whoever is there, one of some is with them
            there, some = model.columns(classes), _mask(draw, n, 0.6)
            room = ((there, -model.largest),)
            model.partitions.append(
                Partition(codes, classes, dict.fromkeys(seats, one), high=0, columns=room, name="there")
            )
            model.partitions.append(
                Partition(codes, classes, dict.fromkeys(seats, some), low=0, columns=((there, -1),), name="each")
            )


def _ties(draw: Generator, model: Model, number: int) -> None:
    first, second = draw.integers(0, model.n, number), draw.integers(0, model.n, number)
    strength = draw.integers(0, 30, number)
    capped = draw.random() < 0.4
    column = model.column(int(draw.integers(5, 60)) if capped else UNBOUNDED, int(draw.choice([1, 1, 1, 3])))
    model.ties = Ties(first, second, strength, column)
    if draw.random() < 0.2:
        model.rows.append(Row(Linear(columns={column: 1}), low=10, name="tied"))
