"""The service over the bundled catalogue."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.settings import Settings
from tests.app.loaded import settings  # noqa: F401 - a fixture by import
from tests.postgres import database_on, postgres_server  # noqa: F401 - a fixture by import

ON_BOTH_DATABASES = ("test_catalogue",)
"""Modules whose tests run on a PostgreSQL too. `--database` runs any others there."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "running" in metafunc.fixturenames and metafunc.module.__name__.endswith(ON_BOTH_DATABASES):
        metafunc.parametrize("running", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest, settings: Settings) -> Iterator[TestClient]:  # noqa: F811 - imported above
    """The service, started once. An error that nobody expected is answered, as it would be in earnest."""
    if getattr(request, "param", "sqlite") == "postgresql":
        address = database_on(request.getfixturevalue("postgres_server"))
        settings = settings.model_copy(update={"database_url": address})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    return running
