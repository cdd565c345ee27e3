"""What a tenant does, on a server that takes no lock where only reading was promised."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.clock import instant
from app.db import reading, writing
from app.services.tenancy import audit, contacts
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.app.tenancy.conftest import Tenant, Tenants
from tests.app.tenancy.things import APPROACH, CONSORTIUM, CONTACT, KEY, OWN_CLUSTER
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

MADE: dict[str, Any] = {"/v1/keys": KEY, "/v1/own/clusters": OWN_CLUSTER, "/v1/contacts": CONTACT}


@pytest.fixture
def tenant(postgres_url: str, tmp_path: Path) -> Any:  # noqa: F811 - the fixture imported above
    settings = Settings(data_dir=tmp_path, database_url=postgres_url, today=instant(TODAY), workers=0)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Tenants(client.app.state.engine, client).tenant("Server")  # type: ignore[attr-defined]


def test_everything_of_a_tenant_is_made_told_and_taken_away(tenant: Tenant) -> None:
    assert tenant.get("/v1/me").json()["tenant"] == "Server"
    for address, document in MADE.items():
        made = tenant.post(address, document)
        assert made.status_code == 201, made.text
        one = f"{address}/{made.json()['id']}"
        assert tenant.get(one).json()["name"] == document["name"]
        assert tenant.get(address).json()["items"]
        assert tenant.ask("DELETE", one).status_code in {200, 204}
    actions = [one["action"] for one in tenant.get("/v1/audit").json()["items"]]
    assert actions[:6] == ["erase", "create", "remove", "create", "revoke", "create"]


def test_an_address_is_erased_from_notes_and_named_where_it_still_stands(tenant: Tenant) -> None:
    email = CONTACT["email"]
    assert tenant.post("/v1/contacts", CONTACT).status_code == 201
    document = CONSORTIUM | {"title": f"By {email}", "note": f"ask {email.upper()}, not jo{email}"}
    consortium = tenant.post("/v1/consortia", document).json()
    address = f"/v1/consortia/{consortium['id']}"
    assert tenant.post(f"{address}/approaches", APPROACH | {"note": f"<{email}>"}).status_code == 201
    with writing(tenant.client.app.state.engine) as session:  # type: ignore[attr-defined]
        erased = contacts.erase(session, email)
    assert (erased.contacts, erased.notes) == (1, 2)
    assert [(one.place, one.id) for one in erased.still_in] == [("consortium.title", consortium["id"])]
    told = tenant.get(address).json()
    assert (told["note"], told["version"]) == (f"ask (erased), not jo{email}", 2)
    assert tenant.get(f"{address}/approaches").json()["items"][0]["note"] == "<(erased)>"


def test_the_audit_log_stays_a_chain_when_many_write_at_once(tenant: Tenant) -> None:
    threads = [Thread(target=tenant.post, args=("/v1/own/clusters", OWN_CLUSTER)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = tenant.get("/v1/audit?kind=cluster").json()["items"]
    assert len(entries) == 12
    with reading(tenant.client.app.state.engine) as session:  # type: ignore[attr-defined]
        assert audit.first_break(session) is None
