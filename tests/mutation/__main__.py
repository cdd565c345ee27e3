"""Mutation testing as a command: ``python -m tests.mutation [--sample 400] [--seed 1] [--minutes 60] [--thorough]``.

Prints the tables of docs/mutation.md. Exit 1 when fewer than 90 % of the mutants are killed.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.mutation.cosmic import Maker, drawn
from tests.mutation.reporting import Fate, report
from tests.mutation.running import Bench, copy_of_the_commit

LEAST_KILLED = 0.9

parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Do the tests of rules/ notice changes?")
parser.add_argument("--sample", type=int, default=400, help="how many mutants; 0: one of every place")
parser.add_argument("--seed", type=int, default=1, help="which sample")
parser.add_argument("--only", default="rules/", help="only modules whose path begins so")
parser.add_argument("--thorough", action="store_true", help="survivors meet the long tests of other modules too")
parser.add_argument("--minutes", type=float, default=float("inf"), help="stop then, with what was tried until then")
options = parser.parse_args()
end = time.monotonic() + 60 * options.minutes

with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
    copy = Path(folder)
    commit = copy_of_the_commit(Path(__file__).parents[2], copy)
    maker = Maker(copy, "rules")
    places = {place: some for place, some in maker.places().items() if place[0].startswith(options.only)}
    mutants = drawn(places, options.sample or len(places), options.seed)
    sys.stdout.write(f"commit {commit}: {len(mutants)} of {len(places):,} places, seed {options.seed}\n")
    fates = []
    with Bench(copy, "rules", "tests/rules", ["tests/rules/test_cases.py"]) as bench:
        bench.try_unchanged()
        sys.stdout.write(f"{len(bench.took):,} tests, {len(bench.long)} of them long\n")
        for number, (mutant, after) in enumerate(zip(mutants, maker.sources(mutants), strict=True), 1):
            if time.monotonic() > end:
                break
            before = (copy / mutant.module).read_text()
            killed_by = bench.killed_by(mutant.module, after, thorough=options.thorough)
            fates.append(Fate.of(mutant, killed_by, before, after))
            told = f"{mutant.module}:{mutant.row} {mutant.operator}: {fates[-1].after}"
            sys.stderr.write(f"{number} {'killed by ' + killed_by if killed_by else 'SURVIVED'} | {told}\n")
sys.stdout.write("\n" + report(fates, [place[0] for place in places]))
killed = sum(fate.killed_by is not None for fate in fates)
sys.exit(killed < LEAST_KILLED * len(fates))
