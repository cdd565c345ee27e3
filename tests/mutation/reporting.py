"""The figures as the tables of docs/mutation.md."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import PurePath
from statistics import NormalDist

from tests.mutation.cosmic import Mutant


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: ``killed_by`` names the test, None for a survivor; and the line as it was and became."""

    mutant: Mutant
    killed_by: str | None
    before: str
    after: str

    @classmethod
    def of(cls, mutant: Mutant, killed_by: str | None, before: str, after: str) -> "Fate":
        """Out of the two texts of the module."""
        lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[3:]
        was, became = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
        return cls(mutant, killed_by, was, became)


def interval(killed: int, mutants: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval for a share of which a sample is known, from 0 to 1."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, shrink = killed / mutants, 1 + z * z / mutants
    middle = share + z * z / (2 * mutants)
    half = z * sqrt(share * (1 - share) / mutants + z * z / (4 * mutants * mutants))
    return max(0.0, (middle - half) / shrink), min(1.0, (middle + half) / shrink)


def part(module: str) -> str:
    """``rules/judging/money.py`` belongs to rules/judging."""
    return str(PurePath(module).parent)


def report(fates: Sequence[Fate], places: Sequence[str]) -> str:
    """The table by parts, and the survivors, as Markdown. ``places`` names the module of each place in the package."""
    of_part = Counter(part(module) for module in places)
    lines = ["| part of rules | places | mutants | killed | survived | killed, % | 95 % interval |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, number in [*sorted(of_part.items()), ("all", len(places))]:
        lines.append(_row(name, number, [fate for fate in fates if name in {part(fate.mutant.module), "all"}]))
    alive = sorted((fate for fate in fates if fate.killed_by is None), key=lambda fate: fate.mutant.place)
    lines += ["", "| survivor | operator | was | became |", "| --- | --- | --- | --- |"]
    lines += [f"| {_where(fate)} | {_cell(fate.before)} | {_cell(fate.after)} |" for fate in alive]
    return "\n".join(lines) + "\n"


def _row(name: str, places: int, fates: Sequence[Fate]) -> str:
    if not fates:
        return f"| {name} | {places:,} | 0 | 0 | 0 |  |  |"
    killed = sum(fate.killed_by is not None for fate in fates)
    low, high = interval(killed, len(fates))
    numbers = f"{places:,} | {len(fates)} | {killed} | {len(fates) - killed}"
    return f"| {name} | {numbers} | {100 * killed / len(fates):.1f} | {100 * low:.1f} to {100 * high:.1f} |"


def _where(fate: Fate) -> str:
    return f"{fate.mutant.module}:{fate.mutant.row} | {fate.mutant.operator.removeprefix('core/')}"


def _cell(code: str) -> str:
    return f"`{code.replace('|', chr(92) + '|')}`" if code else "nothing"
