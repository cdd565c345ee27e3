"""A service over the bundled catalogue, with a tenant who has keys, asked the way an assistant asks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import anyio
import pytest
from mcp import Client
from sqlalchemy import Engine

from app.clock import instant
from app.db import Asker, writing
from app.jobs.crew import Crew
from app.mcp.server import build
from app.mcp.visiting import Service, asker_by
from app.services import own_clusters, setup
from app.services.jobs.watching import JobWatch
from app.services.own_clusters import OwnClusterRequest
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import Scope
from app.settings import Settings
from tests.app.loaded import TODAY

Answer = TypeVar("Answer")
ROBOT_CLUSTER = {
    "name": "Cluster of robot gardens",
    "city": "Lyon",
    "facts": {
        "country": "FR",
        "legal_personality": True,
        "gender_equality_plan": True,
        "kinds": ["cluster_organisation"],
    },
}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("assistants"), today=instant(TODAY))


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


class Tenant:
    """Somebody with keys, and a cluster that nobody else sees."""

    def __init__(self, engine: Engine, name: str = "Robot gardeners") -> None:
        self.engine = engine
        with writing(engine) as session:
            self.id = keys.create_tenant(session, name).id
        with writing(engine, Asker(tenant_id=self.id)) as session:
            self.cluster = own_clusters.create_cluster(session, OwnClusterRequest.model_validate(ROBOT_CLUSTER)).id
        self.reader, self.runner = self.key(), self.key(Scope.JOBS_RUN)

    def keep(self, name: str, **more: object) -> str:
        """Another cluster of its own, by its id."""
        request = OwnClusterRequest.model_validate({"name": name, **more})
        with writing(self.engine, Asker(tenant_id=self.id)) as session:
            return own_clusters.create_cluster(session, request).id

    def key(self, *scopes: Scope) -> str:
        with writing(self.engine, Asker(tenant_id=self.id)) as session:
            return keys.create_key(session, KeyRequest(name="assistant", scopes=list(scopes))).key


@pytest.fixture(scope="session")
def tenant(engine: Engine) -> Tenant:
    return Tenant(engine)


@pytest.fixture
def workers(engine: Engine, settings: Settings) -> Iterator[None]:
    crew = Crew(engine, settings, 1)
    crew.start()
    yield
    crew.stop()


class Assistant:
    """Asks tools in memory: the SDK's own client and our server in one process."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings

    @asynccontextmanager
    async def connected(self, key: str | None = None) -> AsyncIterator[Client]:
        service = Service(self.engine, self.settings, JobWatch(self.engine, self.settings), longest_wait_seconds=50)
        async with Client(build(service, lambda _context: asker_by(service, key))) as client:
            yield client

    def ask(self, tool: str, key: str | None = None, /, **arguments: Any) -> dict[str, Any]:
        """What a tool tells; one that refuses fails the test."""
        is_error, told = self.call(tool, key, **arguments)
        assert not is_error, told
        return told

    def refused(self, tool: str, key: str | None = None, /, **arguments: Any) -> dict[str, Any]:
        """The problem with which a tool refuses."""
        is_error, problem = self.call(tool, key, **arguments)
        assert is_error, problem
        return problem

    def call(self, tool: str, key: str | None = None, /, **arguments: Any) -> tuple[bool, dict[str, Any]]:
        async def called() -> tuple[bool, dict[str, Any]]:
            async with self.connected(key) as client:
                result = await client.call_tool(tool, arguments)
                assert isinstance(result.structured_content, dict), result
                return bool(result.is_error), result.structured_content

        return run(called)


def run(function: Callable[[], Awaitable[Answer]]) -> Answer:
    return anyio.run(function)


@pytest.fixture
def assistant(engine: Engine, settings: Settings) -> Assistant:
    return Assistant(engine, settings)
