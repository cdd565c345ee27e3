"""What a process of the service loads before anybody asks for anything."""

import subprocess
import sys

import pytest

HEAVY = {
    "alembic": "the schema is looked at once, when the service opens its database",
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
    "typer": "only for the command line",
    "xlsxwriter": "sheets are written when somebody asks for one",
}


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
