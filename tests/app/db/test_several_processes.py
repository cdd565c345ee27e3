"""Processes that start at the same moment on an empty database find one that is whole, and load it once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlmodel import Session, col

from app.db import migrate
from app.db.tables import Cluster, Topic
from app.services.ingestion import bundle
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

PROCESSES = 4
START = """
from app.services import setup
from app.settings import Settings
engine = setup.open_database(Settings())
print("ready" if setup.is_ready(engine) else "half done", flush=True)
"""
MIGRATE = "from app.cli import main; main()"


def together(commands: list[list[str]], variables: dict[str, str]) -> list[tuple[int, str]]:
    """How each of them ended, and what it said."""
    running = [
        subprocess.Popen([sys.executable, "-c", *command], env=os.environ | variables, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for command in commands
    ]  # fmt: skip
    said = [process.communicate()[0] for process in running]
    return [(process.returncode, words.strip()) for process, words in zip(running, said, strict=True)]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    given: str = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return given or f"sqlite:///{tmp_path / 'quorum.sqlite3'}"


def test_four_processes_start_at_once_on_an_empty_database(address: str, tmp_path: Path) -> None:
    variables = {"QUORUM_DATABASE_URL": address, "QUORUM_DATA_DIR": str(tmp_path), "QUORUM_TODAY": "2026-11-22"}
    starts = [[START]] * (PROCESSES - 1) + [[MIGRATE, "migrate", "--json"]]

    ended = together(starts, variables)

    assert [code for code, _ in ended] == [0] * PROCESSES, ended
    assert [said for _, said in ended[:-1]] == ["ready"] * (PROCESSES - 1)
    engine = create_engine(address)
    assert migrate.is_current(engine)
    with Session(engine) as session:
        counts = [session.scalar(select(func.count(col(table.id)))) for table in (Topic, Cluster)]
    engine.dispose()
    assert counts == [bundle.manifest().counts["topics"], bundle.manifest().counts["clusters"]]
