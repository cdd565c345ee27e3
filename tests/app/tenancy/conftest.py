"""A service with two tenants who know nothing of each other, each with a key for everything of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app import clock
from app.api.main import create_app
from app.clock import instant
from app.db import Asker, bind, writing
from app.db.tables import ApiKey
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import OF_A_TENANT, Scope
from app.settings import Settings
from tests.app.loaded import TODAY


@dataclass(frozen=True)
class Tenant:
    """Somebody who asks with a key."""

    id: str
    key: str
    client: TestClient
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, **more: Any) -> Response:
        headers = {"authorization": f"Bearer {self.key}"} | more.pop("headers", {})
        answer: Response = self.client.request(method, address, headers=headers, **more)
        return answer

    def get(self, address: str, **more: Any) -> Response:
        return self.ask("GET", address, **more)

    def post(self, address: str, document: Any = None, **more: Any) -> Response:
        return self.ask("POST", address, json=document, **more)

    def with_key(self, key: str) -> "Tenant":
        return Tenant(self.id, key, self.client)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("tenants"), today=instant(TODAY))


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def engine(service: TestClient) -> Engine:
    engine: Engine = service.app.state.engine  # type: ignore[attr-defined] # the application is FastAPI's
    return engine


class Tenants:
    """Makes tenants, and keys of any sort."""

    def __init__(self, engine: Engine, client: TestClient) -> None:
        self.engine, self.client = engine, client

    def tenant(self, name: str) -> Tenant:
        with writing(self.engine) as session:
            made = keys.create_tenant(session, name)
        return Tenant(made.id, self.key(made.id, *OF_A_TENANT), self.client)

    def key(self, tenant_id: str, *scopes: Scope) -> str:
        with writing(self.engine, Asker(tenant_id=tenant_id)) as session:
            return keys.create_key(session, KeyRequest(name="test", scopes=list(scopes))).key

    def revoked_key(self, tenant_id: str) -> str:
        key = self.key(tenant_id, *OF_A_TENANT)
        with writing(self.engine) as session:
            self._row(session, key).revoked_at = clock.running()
        return key

    def expired_key(self, tenant_id: str) -> str:
        key = self.key(tenant_id, *OF_A_TENANT)
        with writing(self.engine) as session:
            self._row(session, key).expires_at = clock.running() - timedelta(seconds=1)
        return key

    @staticmethod
    def _row(session: Any, key: str) -> ApiKey:
        from app.repositories.tenants import key_with_prefix

        row = key_with_prefix(session, key.split("_")[1])
        assert row is not None
        return row


@pytest.fixture(scope="session")
def tenants(engine: Engine, service: TestClient) -> Tenants:
    return Tenants(engine, service)


@pytest.fixture(scope="session")
def alpha(tenants: Tenants) -> Tenant:
    return tenants.tenant("Alpha")


@pytest.fixture(scope="session")
def beta(tenants: Tenants) -> Tenant:
    return tenants.tenant("Beta")


@pytest.fixture
def bound(engine: Engine, alpha: Tenant) -> Iterator[Any]:
    """A transaction of Alpha's."""
    with writing(engine) as session:
        bind(session, Asker(tenant_id=alpha.id))
        yield session
