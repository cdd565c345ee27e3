"""A service with two tenants, and consortia of theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import call, consortium
from tests.app.tenancy.conftest import (  # noqa: F401 - fixtures by import
    Tenant,
    alpha,
    beta,
    engine,
    service,
    settings,
    tenants,
)
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

LOOMS: dict[str, Any] = {"title": "Looms of tomorrow", "call": call(), "participants": consortium()}
"""Three organisations and a call, all written out: eligible."""

Make = Callable[..., dict[str, Any]]


def made(tenant: Tenant, **stated: Any) -> dict[str, Any]:
    """A consortium of a tenant as the service tells it."""
    answer = tenant.post("/v1/consortia", LOOMS | stated)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/v1/consortia/{told['id']}"
    assert answer.headers["etag"] == f'W/"{told["version"]}"'
    return told


def history(tenant: Tenant, consortium_id: str) -> list[dict[str, Any]]:
    answer = tenant.get(f"/v1/consortia/{consortium_id}/verdicts")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def put(tenant: Tenant, consortium_id: str, **stated: Any) -> Any:
    return tenant.ask("PUT", f"/v1/consortia/{consortium_id}", json=LOOMS | stated)


def move(tenant: Tenant, consortium_id: str, state: str, **more: Any) -> Any:
    return tenant.post(f"/v1/consortia/{consortium_id}/state", {"state": state} | more)


@pytest.fixture
def make(alpha: Tenant) -> Make:  # noqa: F811 - the fixture imported above
    return lambda **stated: made(alpha, **stated)


@pytest.fixture
def client(service: TestClient) -> TestClient:  # noqa: F811 - the fixture imported above
    return service
