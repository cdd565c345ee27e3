"""The service on the loopback, as callers meet it, with keys of every sort; schemathesis asks what is described."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from schemathesis.schemas import BaseSchema
from sqlalchemy import Engine

from app import clock
from app.api.main import create_app
from app.clock import instant
from app.db import Asker, writing
from app.repositories.tenants import key_with_prefix
from app.services.tenancy import keys
from app.services.tenancy.keys import KeyRequest
from app.services.tenancy.scopes import OF_A_TENANT
from app.settings import Settings
from tests.app.loaded import TODAY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@schemathesis.serializer(XLSX)
def _as_it_is(_context: Any, value: Any) -> bytes:
    """What is no workbook either: schemathesis cannot make one."""
    return bytes(value.data) if hasattr(value, "data") else str(value).encode()


@dataclass(frozen=True)
class Asked:
    """Where the service answers, and the keys by what is wrong with them."""

    address: str
    keys: dict[str, str]

    def headers(self, sort: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.keys[sort]}"} if sort in self.keys else {}


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    # nobody works on the queue: what is tried here is what is asked, and whether it is taken
    room = {"queue_jobs": 100_000, "queue_jobs_without_key": 100_000, "queue_jobs_per_tenant": 100_000}
    folder = tmp_path_factory.mktemp("fuzz")
    service = create_app(
        Settings.model_validate(
            {"data_dir": folder, "today": instant(TODAY), "workers": 0, "log_level": "error", **room}
        )
    )
    server = uvicorn.Server(uvicorn.Config(service, port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = monotonic() + 60
    while not server.started and monotonic() < until:
        sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Asked(f"http://127.0.0.1:{port}", _keys(service))
    server.should_exit = True
    thread.join()


def _keys(service: FastAPI) -> dict[str, str]:
    engine: Engine = service.state.engine
    made = {sort: _key(engine, sort) for sort in ("right", "foreign", "expired")}
    with writing(engine) as session:
        row = key_with_prefix(session, made["expired"].split("_")[1])
        assert row is not None
        row.expires_at = clock.running() - timedelta(seconds=1)
    return made | {"wrong": "qk_00000000_nobody"}


def _key(engine: Engine, sort: str) -> str:
    with writing(engine) as session:
        tenant = keys.create_tenant(session, f"Who has the {sort} key")
    with writing(engine, Asker(tenant_id=tenant.id)) as session:
        return keys.create_key(session, KeyRequest(name=sort, scopes=list(OF_A_TENANT))).key


@pytest.fixture(scope="session")
def described(asked: Asked) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{asked.address}/openapi.json")
