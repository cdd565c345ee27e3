"""A service whose queue nobody works on, with two tenants, so that what waits stays where it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, delete

from app.api.main import create_app
from app.db import Asker, writing
from app.db.tables import Job
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import OF_A_TENANT, Scope
from app.settings import Settings

Change = Callable[..., None]


@dataclass(frozen=True)
class Caller:
    """Somebody who asks, with a key or without."""

    client: TestClient
    key: str | None = None
    tenant_id: str | None = None

    def ask(self, method: str, address: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
        sent = ({"authorization": f"Bearer {self.key}"} if self.key else {}) | (headers or {})
        return self.client.request(method, address, headers=sent, **more)

    def propose(self, asked: dict[str, Any], **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", "/v1/proposals", headers=named, json=asked)


@dataclass(frozen=True)
class Service:
    """The service, and who may ask."""

    client: TestClient
    engine: Engine

    @property
    def nobody(self) -> Caller:
        return Caller(self.client)

    def tenant(self, name: str, *scopes: Scope) -> Caller:
        with writing(self.engine) as session:
            tenant_id = keys.create_tenant(session, name).id
        return Caller(self.client, self.key(tenant_id, *(scopes or OF_A_TENANT)), tenant_id)

    def key(self, tenant_id: str, *scopes: Scope) -> str:
        with writing(self.engine, Asker(tenant_id=tenant_id)) as session:
            return keys.create_key(session, KeyRequest(name="test", scopes=list(scopes))).key

    def forget_jobs(self) -> None:
        with writing(self.engine) as session:
            session.execute(delete(Job))

    def change(self, job_id: str, **fields: Any) -> None:
        """Change a job behind everybody's back."""
        with writing(self.engine) as session:
            job = session.get(Job, job_id)
            assert job is not None
            for name, value in fields.items():
                setattr(job, name, value)


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Service(client, client.app.state.engine)  # type: ignore[attr-defined] # the application is FastAPI's
