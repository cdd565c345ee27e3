"""Documentation is checked where it lists things or points somewhere."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.services.fit import COMPETENCE_LEVEL, FULL, OTHER_ECOSYSTEM, POINTS
from app.settings import Settings
from rules.requirements import Filter, Requirement
from rules.rule import Rule
from solver.instance import Goal
from solver.points import (
    POINTS_PER_COUNTRY,
    POINTS_PER_COUNTRY_REACHED,
    POINTS_PER_MEMBER,
    POINTS_PER_NEWCOMER,
    POINTS_PER_REGION,
    POINTS_PER_SUBJECT,
    POINTS_PER_TIE,
)
from solver.readings import Reading
from tests.repository.checkout import ROOT, read, tracked_files

PAGES = [path for path in tracked_files() if path.suffix == ".md" and "vendor" not in path.parts]
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")
ROW = re.compile(r"(?m)^\| `(QUORUM_\w+)` \| (.+?) \| (.+) \|$")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_exist(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return  # history may name what is gone
    named = re.findall(
        r"`((?:app|docs|migrations|rules|scrapers|solver|tests)/[\w./-]*)`", page.read_text(encoding="utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, ahead = set[Path](), [ROOT / "docs/index.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        linked = {
            (page.parent / target).resolve() for target in targets if target.endswith(".md") and "://" not in target
        }
        ahead.extend(linked - reached)
    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} <= reached


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_a_decision_has_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    parts = [text.find(f"\n**{part}.**") for part in ("Context", "Decision", "Consequences")]
    assert -1 not in parts
    assert parts == sorted(parts)
    assert text.startswith(f"# {int(page.stem[:4])}. ")


def _default(field: FieldInfo) -> Any:
    """As it is written in the environment."""
    written = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return None if written is None else f"`{written}`"


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {name: default for name, default, _ in ROW.findall(read("docs/settings.md"))}
    settings = {f"QUORUM_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert set(documented) == set(settings)
    stated = {name: _default(field) for name, field in settings.items() if field.default is not None}
    assert {name: documented[name] for name in stated} == stated


def test_every_package_is_in_the_architecture() -> None:
    packages = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    rooms = re.findall(r"(?m)^\| `(\w+)` \|", read("docs/architecture.md"))
    assert sorted(rooms) == sorted(packages)


def test_every_part_of_the_service_is_in_the_architecture() -> None:
    drawing = read("docs/architecture.md").split("```")[1]
    parts = {path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    parts |= {path.stem for path in (ROOT / "app").glob("*.py") if path.stem != "__init__"}
    assert {part for part in parts if not re.search(rf"\b{part}\b", drawing)} == set()


def _rows(page: str, heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    section = re.split(r"(?m)^## ", read(page).split(f"## {heading}\n")[1])[0]
    return {name for cell in re.findall(r"(?m)^\| (`[^|]+) \|", section) for name in re.findall(r"`([^`]+)`", cell)}


def _names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_every_field_of_a_rule_is_documented() -> None:
    assert _rows("docs/rules.md", "Fields of a rule") == _names(Rule)


def test_every_field_of_a_filter_is_documented() -> None:
    assert _rows("docs/rules.md", "Filters") == _names(Filter)


def test_every_kind_of_requirement_is_documented() -> None:
    kinds = {kind.model_fields["kind"].default for kind in Requirement.__subclasses__()}
    assert _rows("docs/rules.md", "Kinds of requirement") == kinds


def test_every_goal_of_the_solver_is_documented_with_its_points() -> None:
    assert _rows("docs/solver.md", "Goals") == set(Goal)
    for goal, points in {
        Goal.COMPLEMENTARITY: POINTS_PER_SUBJECT,
        Goal.DIVERSITY: POINTS_PER_COUNTRY,
        Goal.REGIONS: POINTS_PER_REGION,
        Goal.REACH: POINTS_PER_COUNTRY_REACHED,
        Goal.COST: POINTS_PER_MEMBER,
        Goal.PRIOR_TIES: POINTS_PER_TIE,
        Goal.NEWCOMERS: POINTS_PER_NEWCOMER,
    }.items():
        assert f"| `{goal}` | {points} for each " in read("docs/solver.md")


def test_the_points_of_fit_are_documented() -> None:
    table = read("docs/fit.md").split("## Points\n")[1]
    for place, points in POINTS.items():
        assert re.search(rf"(?m)^\| `{place}` .+ \| {points} \|$", table)
    assert f"each other ecosystem of the organisation that is spoken of anywhere | {OTHER_ECOSYSTEM} |" in table
    assert f"each competence that is named, for each of its levels | {COMPETENCE_LEVEL} |" in table
    assert f"at most {FULL}." in table


def test_every_reading_of_the_solver_is_documented() -> None:
    assert _rows("docs/solver.md", "What is not known") == set(Reading)
