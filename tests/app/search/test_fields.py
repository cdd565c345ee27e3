"""Lists with some fields only: what was asked for and the item's own name, as the description of the API says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.clock import instant
from app.services.topics import details
from app.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("fields"), today=instant(date(2026, 11, 22)))
    with TestClient(create_app(settings)) as client:
        yield client


def items(client: TestClient, address: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(address, params={"limit": 3, **asked}).json()["items"]
    assert len(found) == 3
    return found


LISTS = [
    ("/v1/topics", "identifier", ["title", "deadlines"]),
    ("/v1/topics", "identifier", ["conditions"]),
    ("/v1/clusters", "id", ["name", "managing_organisation"]),
    ("/v1/organisations", "id", ["name", "kinds"]),
]


@pytest.mark.parametrize(("address", "key", "fields"), LISTS)
def test_items_have_what_was_asked_for_with_the_values_they_have_as_a_whole(
    client: TestClient, address: str, key: str, fields: list[str]
) -> None:
    sparse = items(client, address, fields=",".join(fields))
    whole = items(client, address)
    assert sparse == [{name: one[name] for name in (key, *fields)} for one in whole] or [
        dict(sorted(one.items())) for one in sparse
    ] == [{name: one[name] for name in sorted((key, *fields))} for one in whole]


@pytest.mark.parametrize("address", ["/v1/topics", "/v1/clusters", "/v1/organisations"])
def test_the_item_s_own_name_is_always_there(client: TestClient, address: str) -> None:
    key = "identifier" if address == "/v1/topics" else "id"
    assert all(one.keys() == {key} for one in items(client, address, fields=key))


@pytest.mark.parametrize("address", ["/v1/topics", "/v1/clusters", "/v1/organisations"])
@pytest.mark.parametrize("fields", ["colour", "", "title;name", "name,", "_sa_instance_state", "search_text"])
def test_a_field_that_is_not_there_is_refused_with_those_that_are(
    client: TestClient, address: str, fields: str
) -> None:
    refused = client.get(address, params={"fields": fields})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/fields"
    assert "there are" in refused.json()["errors"][0]["detail"]


def test_the_next_page_may_be_asked_for_with_other_fields(client: TestClient) -> None:
    first = client.get("/v1/topics", params={"limit": 3, "fields": "title"}).json()
    second = client.get("/v1/topics", params={"limit": 3, "cursor": first["next"]}).json()
    assert second["items"] == client.get("/v1/topics", params={"limit": 6}).json()["items"][3:]


def test_the_law_is_not_asked_for_what_nobody_wants(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("the conditions were worked out")

    monkeypatch.setattr(details, "law_of", never)
    assert items(client, "/v1/topics", fields="title,status", status="closed")
    with pytest.raises(AssertionError, match="worked out"):
        client.get("/v1/topics", params={"fields": "title,conditions", "status": "closed"})
