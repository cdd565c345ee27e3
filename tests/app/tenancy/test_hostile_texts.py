"""Sixty texts that have broken programs, in every text that somebody may keep: each comes back as it was written."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.exports.hostile import HOSTILE
from tests.app.tenancy.conftest import Tenant
from tests.app.tenancy.things import CONSORTIUM, CONTACT, KEY, OWN_CLUSTER, QUESTION

KEPT: dict[str, tuple[dict[str, Any], list[tuple[str, ...]]]] = {
    "/v1/own/clusters": (OWN_CLUSTER, [("name",), ("city",), ("note",), ("facts", "name"), ("facts", "website")]),
    "/v1/contacts": (CONTACT, [("name",), ("source",), ("legal_basis",)]),
    "/v1/keys": (KEY, [("name",)]),
    "/v1/consortia": (CONSORTIUM, [("title",), ("note",)]),
    "/v1/saved-questions": (QUESTION, [("name",)]),
}
LISTS = ["/v1/topics", "/v1/clusters", "/v1/organisations", "/v1/cascade-calls", "/v1/rules"]


def with_text(document: dict[str, Any], field: tuple[str, ...], text: str) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    node = changed
    for step in field[:-1]:
        node = node[step]
    node[field[-1]] = text
    return changed


def at(document: dict[str, Any], field: tuple[str, ...]) -> Any:
    for step in field:
        document = document["organisation" if step == "facts" else step]
    return document


@pytest.fixture(scope="module")
def keeper(alpha: Tenant) -> Iterator[Tenant]:
    """What a test keeps is taken away again: a tenant may keep only so much."""
    made: list[str] = []

    class Keeper(Tenant):
        def post(self, address: str, document: Any = None, **more: Any) -> Any:
            answer = super().post(address, document, **more)
            if answer.status_code == 201:
                made.append(f"{address}/{answer.json()['id']}")
            return answer

    yield Keeper(alpha.id, alpha.key, alpha.client)
    for one in made:
        alpha.ask("DELETE", one)


@pytest.mark.parametrize("address", KEPT)
def test_what_is_kept_is_told_as_it_was_written(keeper: Tenant, address: str) -> None:
    document, fields = KEPT[address]
    for number, text in enumerate(HOSTILE):
        for field in fields:
            document = with_text(document, field, text)
        if address == "/v1/contacts":
            document["email"] = f"person.{number}@example.org"
        answer = keeper.post(address, document)
        assert answer.status_code == 201, (text, answer.text)
        told = keeper.get(f"{address}/{answer.json()['id']}").json()
        assert [at(told, field) for field in fields] == [text] * len(fields)


@pytest.mark.parametrize("address", LISTS)
def test_what_is_searched_for_is_only_words(keeper: Tenant, address: str) -> None:
    for text in HOSTILE:
        answer = keeper.client.get(address, params={"q": text})
        assert answer.status_code in {200, 422}, (text, answer.text)
        problem = answer.status_code == 422
        assert answer.headers["content-type"].startswith("application/problem+json" if problem else "application/json")
