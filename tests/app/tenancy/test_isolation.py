"""Every operation that needs a key, with every sort of key that must not do. The list is the description of the API
itself: an operation that is added is in the matrix, and one whose objects the test does not know fails it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.services.tenancy.scopes import OF_A_TENANT, Scope
from app.settings import Settings
from tests.app.tenancy.conftest import Tenant, Tenants
from tests.app.tenancy.things import BODIES, THINGS

Operation = tuple[str, str, dict[str, Any]]


def operations() -> Iterator[Operation]:
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


ALL = list(operations())
PRIVATE = [one for one in ALL if one[2].get("security") == [{"key": []}]]
ABOUT_A_THING = [one for one in PRIVATE if "{" in one[1]]
SCOPED = [one for one in PRIVATE if "Needs a key with the scope" in one[2]["description"]]
FREE = [one for one in ALL if one[2].get("security") == [{}, {"key": []}]]


def name(operation: Operation) -> str:
    return str(operation[2]["operationId"])


def scope_of(operation: Operation) -> Scope:
    return Scope(operation[2]["description"].rpartition("scope `")[2].rstrip("`. "))


@pytest.fixture(scope="session")
def addresses(alpha: Tenant) -> Callable[[str], str]:
    """The address of an operation with the ids of things that are Alpha's."""
    made: dict[str, str] = {}

    def filled(path: str) -> str:
        for parameter, make in THINGS.items():
            if f"{{{parameter}}}" in path:
                if parameter not in made:
                    made[parameter] = make(alpha, made)
                path = path.replace(f"{{{parameter}}}", made[parameter])
        assert "{" not in path, f"what is made to be asked for at {path}?"
        return path

    return filled


def asked(tenant: Tenant, operation: Operation, address: str) -> Any:
    method, _, described = operation
    body = BODIES.get(described["operationId"])
    assert body is not None or "requestBody" not in described, f"{name(operation)} needs a body: add it to BODIES"
    return tenant.ask(method, address, json=body) if body is not None else tenant.ask(method, address)


def test_the_matrix_covers_every_operation_below_v1() -> None:
    below = {name(one) for one in ALL if one[1].startswith("/v1/")}
    assert {name(one) for one in PRIVATE} | {name(one) for one in FREE} == below
    assert len(PRIVATE) >= 15


@pytest.mark.parametrize("operation", PRIVATE, ids=name)
def test_without_a_key_there_is_nothing(
    service: TestClient, addresses: Callable[[str], str], operation: Operation
) -> None:
    answer = service.request(operation[0], addresses(operation[1]), json=BODIES.get(name(operation)))
    assert (answer.status_code, answer.headers.get("www-authenticate")) == (401, "Bearer")


@pytest.mark.parametrize("sort", ["wrong", "expired", "revoked"])
@pytest.mark.parametrize("operation", [*PRIVATE, *FREE], ids=name)
def test_a_key_that_is_not_good_opens_nothing(
    alpha: Tenant, bad_keys: dict[str, str], addresses: Callable[[str], str], operation: Operation, sort: str
) -> None:
    path = operation[1] if operation in FREE else addresses(operation[1])
    answer = alpha.with_key(bad_keys[sort]).ask(operation[0], path)
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.fixture(scope="session")
def bad_keys(alpha: Tenant, tenants: Tenants) -> dict[str, str]:
    return {
        "wrong": alpha.key[:-1] + ("A" if alpha.key[-1] != "A" else "B"),
        "expired": tenants.expired_key(alpha.id),
        "revoked": tenants.revoked_key(alpha.id),
    }


@pytest.fixture(scope="session")
def keys_without(alpha: Tenant, tenants: Tenants) -> Callable[[Scope], str]:
    made: dict[Scope, str] = {}

    def without(scope: Scope) -> str:
        return made.setdefault(scope, tenants.key(alpha.id, *(OF_A_TENANT - {scope})))

    return without


@pytest.mark.parametrize("operation", SCOPED, ids=name)
def test_a_key_without_the_scope_is_refused(
    alpha: Tenant, keys_without: Callable[[Scope], str], addresses: Callable[[str], str], operation: Operation
) -> None:
    tenant = alpha.with_key(keys_without(scope_of(operation)))
    answer = asked(tenant, operation, addresses(operation[1]))
    assert answer.status_code == 403, answer.text


@pytest.mark.parametrize("operation", ABOUT_A_THING, ids=name)
def test_a_thing_of_another_tenant_is_not_there(
    beta: Tenant, addresses: Callable[[str], str], operation: Operation
) -> None:
    answer = asked(beta, operation, addresses(operation[1]))
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("operation", [one for one in ABOUT_A_THING if one[0] == "GET"], ids=name)
def test_after_all_that_it_is_still_there_for_its_own_tenant(
    alpha: Tenant, addresses: Callable[[str], str], operation: Operation
) -> None:
    answer = alpha.get(addresses(operation[1]))
    assert answer.status_code == 200, answer.text
