"""What a process of the service loads before anybody asks for anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.db import create_engine, migrate, schema
from app.services import setup
from app.settings import Settings

HEAVY = {
    "alembic": "whoever serves changes no schema",
    "bs4": "texts are read when somebody asks for them",
    "icalendar": "a calendar is written when somebody asks for one",
    "jinja2": "programs ask for no page",
    "lxml": "as bs4",
    "mako": "comes with Alembic",
    "numpy": "only a job's process solves",
    "openpyxl": "sheets are read when somebody sends one",
    "ortools": "only a job's process solves",
    "pandas": "comes with OR-Tools",
    "docx": "documents are written when somebody asks for one",
    "pygments": "comes with Alembic",
    "rich": "only for terminals",
    "structlog": "a program that borrows the service has logs of its own",
    "typer": "only for the command line",
    "xlsxwriter": "sheets are written when somebody asks for one",
}


OPEN = """
import sys, app.api.main
from fastapi.testclient import TestClient
with TestClient(app.api.main.create_app()) as client:
    assert client.get("/readyz").status_code == 200
    print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    script = "import sys, app.api.main; app.api.main.create_app(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", HEAVY)
def test_what_few_requests_need_is_not_loaded_at_the_start(loaded: set[str], module: str) -> None:
    assert module not in loaded, HEAVY[module]


def test_what_was_looked_at_is_what_is_loaded(loaded: set[str]) -> None:
    assert {"fastapi", "sqlalchemy", "app", "rules"} <= loaded


def test_a_process_that_serves_a_database_never_loads_what_could_change_its_schema(settings: Settings) -> None:
    setup.open_database(settings).dispose()
    told = os.environ | {"QUORUM_DATA_DIR": str(settings.data_dir), "QUORUM_WORKERS": "0"}
    done = subprocess.run([sys.executable, "-c", OPEN], capture_output=True, text=True, check=True, env=told)
    assert not {"alembic", "mako"} & set(done.stdout.split())


def test_the_schema_that_is_wanted_is_the_one_that_alembic_names(settings: Settings, engine: Engine) -> None:
    with engine.connect() as connection:
        wanted = ScriptDirectory.from_config(migrate.configuration(connection)).get_heads()
        assert schema.written_for() == schema.found_in(connection) == frozenset(wanted)


def test_a_database_that_is_not_ours_has_no_schema_of_ours(tmp_path: Path) -> None:
    other = create_engine(Settings(data_dir=tmp_path))
    with other.connect() as connection:
        assert schema.found_in(connection) == frozenset()
    other.dispose()
