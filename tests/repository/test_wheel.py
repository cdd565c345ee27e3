"""The wheel carries everything the program reads when it is installed without its repository."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest

from tests.repository.checkout import ROOT, tracked_files

PACKAGES = ("app", "migrations", "rules", "scrapers", "solver")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("quorum-*.whl"))) as archive:
        yield archive


def _metadata(wheel: zipfile.ZipFile, name: str) -> str:
    inside = next(path for path in wheel.namelist() if path.endswith(f".dist-info/{name}"))
    return wheel.read(inside).decode()


def test_every_tracked_file_of_the_packages_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    tracked = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    needed = {path for path in tracked if path.startswith(tuple(f"{name}/" for name in PACKAGES))}
    assert needed - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "app/web/templates/**/*.html",
        "app/web/static/*.css",
        "app/web/vendor/htmx-*/htmx.min.js",
        "app/web/vendor/map/europe.json",
        "app/bundle/**/*.csv",
        "rules/**/*.yaml",
        "scrapers/*/source.yaml",
        "migrations/versions/*.py",
    ],
)
def test_the_wheel_holds(pattern: str, wheel: zipfile.ZipFile) -> None:
    start, _, end = pattern.rpartition("**/")
    assert any(name.startswith(start) and Path(name).match(end) for name in wheel.namelist())


def test_the_wheel_holds_the_program_only(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_licence_and_notice_travel_with_it(wheel: zipfile.ZipFile) -> None:
    assert _metadata(wheel, "licenses/LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE")
    assert "GeoNames" in _metadata(wheel, "licenses/NOTICE")
    assert Parser().parsestr(_metadata(wheel, "METADATA"))["License-Expression"] == "EUPL-1.2"


def test_the_command_is_installed(wheel: zipfile.ZipFile) -> None:
    assert "quorum = app.cli:main" in _metadata(wheel, "entry_points.txt")
