"""The back-test as a command: ``python -m tests.backtest [--shared ../shared]``.

Prints the tables of docs/backtest.md. Exit 1 when a goal is missed.
"""

import argparse
import sys
from pathlib import Path

from tests.backtest.cordis import projects
from tests.backtest.measuring import LEAST_CAUGHT, MOST_INELIGIBLE, measure
from tests.backtest.reporting import report

NEIGHBOUR = Path(__file__).parents[2].parent / "shared"

parser = argparse.ArgumentParser(prog="python -m tests.backtest", description="Funded consortia, judged and broken.")
parser.add_argument("--shared", type=Path, default=NEIGHBOUR, help="folder with the recordings")
options = parser.parse_args()
if not (options.shared / "cordis").is_dir():
    parser.error(f"{options.shared} has no folder cordis: give the recordings with --shared PATH")
figures = measure(projects(options.shared))
sys.stdout.write(report(figures))
missed = [f"not explained: {line}" for line in figures.unexplained()]
missed += [f"not caught: {line}" for line in figures.escaped]
missed += [f"not met in the first year of the association: {line}" for line in figures.uncontrolled]
sys.stderr.writelines(f"{line}\n" for line in missed)
sys.exit(
    bool(figures.unexplained() or figures.uncontrolled)
    or figures.share_ineligible > MOST_INELIGIBLE
    or figures.share_caught < LEAST_CAUGHT
)
