"""The service over the bundled catalogue, without workers: nobody solves anything here."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.settings import Settings
from tests.app.loaded import engine, settings  # noqa: F401 - fixtures by import


@pytest.fixture(scope="session")
def service(settings: Settings) -> FastAPI:  # noqa: F811 - the fixture imported above
    return create_app(settings.model_copy(update={"workers": 0}))


@pytest.fixture(scope="session")
def running(service: FastAPI) -> Iterator[TestClient]:
    """An error that nobody expected is answered, as it would be in earnest."""
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    running.headers.pop("authorization", None)
    return running
