"""A bundled catalogue of its own for each test: these tests write."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.clock import instant
from app.db import create_engine
from app.services import setup
from app.settings import Settings
from tests.app.cli.conftest import data_dir, run_quorum  # noqa: F401 - fixtures by import

TODAY = instant(date(2026, 11, 22))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the bundle, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    setup.open_database(Settings(data_dir=folder, today=TODAY)).dispose()
    return folder


@pytest.fixture
def settings(loaded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(loaded, tmp_path / "copy")
    return Settings(data_dir=tmp_path / "copy", today=TODAY)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = create_engine(settings)
    yield engine
    engine.dispose()
