"""The pages of the whole service over the bundled catalogue, on the day the bundle was made."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.clock import instant
from app.settings import Settings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("pages"), today=instant(TODAY))


@pytest.fixture(scope="session")
def pages(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), headers={"accept": "text/html"}, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def service(pages: TestClient) -> FastAPI:
    assert isinstance(pages.app, FastAPI)
    return pages.app
