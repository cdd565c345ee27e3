"""The pages over the bundled catalogue, on the day the bundle was made."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import app.web
from app.clock import instant
from app.services import setup
from app.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("pages"), today=instant(TODAY))


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[FastAPI]:
    service = FastAPI()
    service.state.settings = settings
    service.state.engine = setup.open_database(settings)
    app.web.setup(service)
    yield service
    service.state.engine.dispose()


@pytest.fixture
def pages(service: FastAPI) -> TestClient:
    return TestClient(service, headers={"accept": "text/html"}, follow_redirects=False)
