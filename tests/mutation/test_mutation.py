"""The tool itself: it tells a change that a test notices from one that none does. Nothing is loaded from a network."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutation.cosmic import Mutant, drawn
from tests.mutation.places import Module
from tests.mutation.reporting import Fate, interval, report
from tests.mutation.running import Bench, BrokenBaseline

MODULE = "law/limits.py"
TEXT = (
    "def old_enough(age: int) -> bool:\n    return age >= 18\n\n\ndef named(name: str) -> bool:\n    return name > ''\n"
)
TEST = "from law.limits import old_enough\n\n\ndef test_{name}() -> None:\n    assert old_enough({age}) is {expected}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    for name in ("law", "tests"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").touch()
    (folder / MODULE).write_text(TEXT)
    (folder / "tests/test_limits.py").write_text(TEST.format(name="child", age=3, expected=False))
    (folder / "tests/test_others.py").write_text(TEST.format(name="limit", age=18, expected=True))
    (folder / "pyproject.toml").write_text('[tool.pytest]\naddopts = ["--import-mode=importlib"]\n')
    return folder


@pytest.fixture(scope="module")
def bench(folder: Path) -> Iterator[Bench]:
    with Bench(folder, "law", "tests") as bench:
        bench.try_unchanged()
        yield bench


def test_the_tests_of_the_unchanged_package_are_known(bench: Bench) -> None:
    assert sorted(bench.took) == ["tests/test_limits.py::test_child", "tests/test_others.py::test_limit"]


@pytest.mark.parametrize(
    ("was", "becomes", "killed_by"),
    [
        (">= 18", "< 18", "tests/test_limits.py::test_child"),
        (">= 18", ">  18", "tests/test_others.py::test_limit"),  # as long as the original, and as old
        (">= 18", ">= eighteen", "tests/test_limits.py::test_child"),
        ("name > ''", "name < ''", None),
    ],
)
def test_a_change_that_a_test_notices_is_killed_by_it_and_another_survives(
    bench: Bench, folder: Path, was: str, becomes: str, killed_by: str | None
) -> None:
    assert bench.killed_by(MODULE, TEXT.replace(was, becomes), thorough=False) == killed_by
    assert (folder / MODULE).read_text() == TEXT


def test_a_change_that_cannot_be_loaded_is_killed(bench: Bench) -> None:
    assert bench.killed_by(MODULE, "def", thorough=False) == "not importable"


def test_nothing_is_said_where_the_tests_fail_before_anything_was_changed(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "test_limits.py").write_text("def test_wrong() -> None:\n    assert False\n")
    with Bench(tmp_path, "law", ".") as bench, pytest.raises(BrokenBaseline, match="test_wrong"):
        bench.try_unchanged()


SILENT = """
from functools import cache
from typing import TYPE_CHECKING
Value = int | None
if TYPE_CHECKING:
    LIMIT = 1
@cache
def kept(é: int | None = 2) -> int | str:
    number: int | None = 3
    return (number or 0) | 4 | max(*range(4))
@property
def named(): ...
"""


def test_annotations_and_what_only_keeps_are_left_alone() -> None:
    module = Module(SILENT)
    counted = [node for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, int)]
    # by characters, as cosmic-ray counts
    places = {
        (node.lineno, len(module.lines[node.lineno - 1].encode()[: node.col_offset].decode())) for node in counted
    }
    told = {place: module.counts("core/NumberReplacer", *place) for place in places}
    assert sorted(place[0] for place, counts in told.items() if counts) == [8, 9, 10, 10, 10]
    operator = "core/ReplaceBinaryOperator_BitOr_Add"
    bars = [
        (row, column) for row, line in enumerate(module.lines, 1) for column, sign in enumerate(line) if sign == "|"
    ]
    assert [row for row, column in bars if module.counts(operator, row, column)] == [10, 10]
    assert not module.counts("core/ReplaceBinaryOperator_Mul_Add", 10, module.lines[9].index("*"))
    assert not module.counts("core/RemoveDecorator", 7, 0)
    assert module.counts("core/RemoveDecorator", 11, 0)
    silent = ("Is_Eq", "IsNot_NotEq", "Eq_Is", "Is_Gt", "IsNot_LtE")
    assert not any(module.counts(f"core/ReplaceComparisonOperator_{name}", 10, 0) for name in silent)
    loud = ("Is_IsNot", "IsNot_Is", "Is_NotEq", "Eq_Gt", "Eq_NotEq", "Gt_GtE")
    assert all(module.counts(f"core/ReplaceComparisonOperator_{name}", 10, 0) for name in loud)


def test_a_sample_takes_each_place_once_and_is_the_same_for_the_same_seed() -> None:
    made = [
        Mutant("law/limits.py", f"core/ReplaceBinaryOperator_Add_{by}", row, row, 4) for row in range(20) for by in "ab"
    ]
    places = {mutant.place: [one for one in made if one.place == mutant.place] for mutant in made}
    assert {len(some) for some in places.values()} == {2}
    sample = drawn(places, 10, seed=3)
    assert len({mutant.row for mutant in sample}) == 10
    assert sample == drawn(places, 10, seed=3) != drawn(places, 10, seed=4)


def test_the_report_counts_by_part_and_lists_the_survivors() -> None:
    mutants = [Mutant(f"law/{name}.py", "core/AddNot", 0, 7, 4) for name in ("a", "b", "sub/c")]
    fates = [
        Fate.of(mutant, "test" if mutant.module != "law/b.py" else None, "if x | y:", "if not x | y:")
        for mutant in mutants
    ]
    told = report(fates, ["law/a.py", "law/b.py", "law/d.py", "law/sub/c.py"])
    assert "| law | 3 | 2 | 1 | 1 | 50.0 | 9.5 to 90.5 |" in told
    assert "| all | 4 | 3 | 2 | 1 | 66.7 |" in told
    assert "| law/b.py:7 | AddNot | `if x \\| y:` | `if not x \\| y:` |" in told


def test_the_interval_is_that_of_wilson() -> None:
    low, high = interval(90, 100)
    assert (round(low, 4), round(high, 4)) == (0.8256, 0.9448)
    assert interval(5, 5)[1] == 1.0
