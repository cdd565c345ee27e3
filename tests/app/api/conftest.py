"""The service over the bundled catalogue."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.settings import Settings
from tests.app.loaded import settings  # noqa: F401 - a fixture by import


@pytest.fixture(scope="session")
def running(settings: Settings) -> Iterator[TestClient]:  # noqa: F811 - the fixture imported above
    """The service, started once. An error that nobody expected is answered, as it would be in earnest."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    return running
