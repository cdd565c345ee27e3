"""The solver in one table: proofs, seconds and ratios of one run.

    python -m benchmarks.solver
    python -m benchmarks.solver --pools 100 1500 --seeds 2 --rows base_set scale

Pools and topics are made up (`benchmarks.pools`; one stream of random numbers each, so that they are the same
everywhere). Each consortium is checked by the words of its topic, values that are known have to be reached, and the
product has to come to the same value as the bare solver. The arrays of a pool are made outside what is timed, the rows
of a topic inside. A row is a function of `benchmarks.figures`.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from benchmarks.figures.answers import ten_best
from benchmarks.figures.bench import Bench, Line, Scale
from benchmarks.figures.clusters import clusters
from benchmarks.figures.imports import imports
from benchmarks.figures.product import over_bare, surviving, ten_proposals
from benchmarks.figures.refusals import conflict_and_repair
from benchmarks.figures.speed import base_set, hard_set, many_ties, scale, whole_matrix

Row = Callable[[Bench], Iterator[Line]]

ROWS: tuple[Row, ...] = (
    base_set,
    scale,
    whole_matrix,
    hard_set,
    many_ties,
    ten_best,
    over_bare,
    ten_proposals,
    surviving,
    conflict_and_repair,
    clusters,
    imports,
)

SCALE = Scale()


def options() -> Namespace:
    """What is measured."""
    parser = ArgumentParser(prog="benchmarks.solver")
    parser.add_argument("--pools", type=int, nargs="+", default=SCALE.pools, help="numbers of organisations")
    parser.add_argument("--small", type=int, default=SCALE.small, help="the number the others are compared with")
    parser.add_argument("--product", type=int, nargs="*", default=SCALE.product_pools, help="for the product's way")
    parser.add_argument("--seeds", type=int, default=SCALE.seeds)
    parser.add_argument("--repeats", type=int, default=SCALE.repeats, help="the fastest of so many runs counts")
    parser.add_argument("--seconds", type=float, default=SCALE.seconds, help="the limit of a solve")
    parser.add_argument("--patience", type=float, default=SCALE.patience, help="the limit of another solver")
    names = [row.__name__ for row in ROWS]
    parser.add_argument("--rows", nargs="+", choices=names, default=names)
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = options()
    bench = Bench(
        Scale(
            pools=tuple(chosen.pools),
            seeds=chosen.seeds,
            small=chosen.small,
            product_pools=tuple(chosen.product),
            repeats=chosen.repeats,
            seconds=chosen.seconds,
            patience=chosen.patience,
        )
    )
    table = Table(title="the solver: one run, the fastest of several solves each")
    for heading in ("what", "measured", "asked for"):
        table.add_column(heading)
    meanwhile = Console(stderr=True)
    for row in ROWS:
        if row.__name__ in chosen.rows:
            for line in row(bench):
                meanwhile.print(f"{line.what}: {line.measured}")
                table.add_row(line.what, line.measured, line.asked)
            table.add_section()
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
