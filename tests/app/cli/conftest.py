"""The command line run in this process, on a data folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import quorum
from tests.emulator.fixtures import portal, portal_server, portal_with_recordings  # noqa: F401 - fixtures by import

Quorum = Callable[..., Result]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of database and captures; the clock stands on the day of the bundle."""
    monkeypatch.setenv("QUORUM_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("QUORUM_TODAY", "2026-11-22")
    return tmp_path / "var"


@pytest.fixture
def run_quorum(data_dir: Path) -> Quorum:
    def run(*arguments: str, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(quorum, list(arguments), input=given, catch_exceptions=False)

    return run
