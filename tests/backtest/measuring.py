"""The figures of the back-test: what is judged of funded consortia, and what is caught of broken ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules.entries import Status
from rules.verdict import Case
from tests.backtest.cordis import AD_HOC, Project
from tests.backtest.judging import Answer, answer, request
from tests.backtest.mutations import MUTATIONS, Minimum, as_if_in_horizon_europe, minimum_of, since_association

MOST_INELIGIBLE = 0.005
LEAST_CAUGHT = 0.995

FAMILIES = (
    ("MSCA", "Marie Skłodowska-Curie"),
    ("ERC-", "European Research Council"),
    ("SME-", "SME instrument"),
    ("FPA", "framework partnerships"),
    ("SGA", "framework partnerships"),
    ("CS2", "Clean Sky 2"),
    ("COFUND", "programme co-fund and procurement"),
    ("CSA", "coordination and support"),
    ("RIA", "research and innovation"),
    ("IA", "innovation"),
)
AS_IF = "Horizon 2020 as if in Horizon Europe 2024"
PROGRAMMES = {"H2020": "Horizon 2020", "HORIZON": "Horizon Europe", "EURATOM": "Euratom"}


@dataclass
class Judged:
    """Funded consortia of one family: verdicts, and what their minimum comes to (``None``: none is encoded)."""

    verdicts: Counter[str] = field(default_factory=Counter)
    minimums: Counter[Status | None] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many consortia."""
        return self.verdicts.total()


@dataclass
class Caught:
    """Broken consortia: how many, and how many are judged ineligible by the minimum that was broken."""

    broken: int = 0
    caught: int = 0


@dataclass
class Figures:
    """Everything the back-test counts. ``escaped`` and ``uncontrolled`` name what should not be there."""

    judged: dict[tuple[str, str], Judged] = field(default_factory=lambda: defaultdict(Judged))
    waiting: Counter[str] = field(default_factory=Counter)
    ineligible: dict[str, tuple[Project, tuple[str, ...]]] = field(default_factory=dict)
    caught: dict[tuple[str, str], Caught] = field(default_factory=lambda: defaultdict(Caught))
    escaped: list[str] = field(default_factory=list)
    uncontrolled: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many funded consortia were judged."""
        return sum(judged.total for judged in self.judged.values())

    @property
    def share_ineligible(self) -> float:
        """The share of funded consortia that are judged ineligible."""
        return len(self.ineligible) / self.total if self.total else 0.0

    @property
    def share_caught(self) -> float:
        """The share of broken consortia that are caught."""
        broken = sum(caught.broken for caught in self.caught.values())
        return sum(caught.caught for caught in self.caught.values()) / broken if broken else 1.0

    def unexplained(self) -> list[str]:
        """The ineligible ones without a derogation for each condition that is not met."""
        return [
            f"{project.id} {project.acronym}: {', '.join(failed)}"
            for project, failed in self.ineligible.values()
            if set(failed) - {entry["condition"] for entry in derogations().get(project.id, ())}
        ]


@cache
def derogations() -> Mapping[str, list[dict[str, Any]]]:
    """The derogations by project."""
    entries = yaml.safe_load((Path(__file__).parent / "derogations.yaml").read_text("utf-8"))
    return {entry["project"]: [e for e in entries if e["project"] == entry["project"]] for entry in entries}


def measure(projects: Iterable[Project]) -> Figures:
    """Judge every project, and every mutation of those whose minimum is met."""
    figures = Figures()
    for project in projects:
        case = request(project)
        found = answer(case)
        _record(figures, project, found)
        _break(figures, PROGRAMMES[project.programme], project, case, found)
        if project.programme == "H2020" and project.type_of_action in ("RIA", "IA"):
            moved = as_if_in_horizon_europe(case)
            _break(figures, AS_IF, project, moved, answer(moved))
    return figures


def family(project: Project) -> str:
    """The family of types of action a project is counted in."""
    if project.identifier.startswith(AD_HOC):
        return "grants to named beneficiaries"
    return next((name for mark, name in FAMILIES if mark in project.type_of_action.upper()), "other")


def _record(figures: Figures, project: Project, found: Answer) -> None:
    row = figures.judged[PROGRAMMES[project.programme], family(project)]
    row.verdicts[found.status] += 1
    row.minimums[found.minimum] += 1
    if found.status == "ineligible":
        figures.ineligible[project.id] = (project, found.failed())
    figures.waiting.update(found.still_open())


def _break(figures: Figures, programme: str, project: Project, case: Case, found: Answer) -> None:
    minimum = minimum_of(found)
    if minimum is None or found.status == "ineligible":
        return
    for name, broken in _mutants(case, minimum):
        row, verdict = figures.caught[programme, name], answer(broken)
        row.broken += 1
        if verdict.status == "ineligible" and minimum.id in verdict.failed():
            row.caught += 1
        else:
            figures.escaped.append(f"{programme}, {name}: {project.id} {project.acronym}, {verdict.status}")
    control = since_association(case, minimum)
    if control is not None and minimum.id not in answer(control).met():
        figures.uncontrolled.append(f"{programme}: {project.id} {project.acronym}")


def _mutants(case: Case, minimum: Minimum) -> Iterator[tuple[str, Case]]:
    for name, mutation in MUTATIONS.items():
        broken = mutation(case, minimum)
        if broken is not None:
            yield name, broken
