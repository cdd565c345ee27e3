from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.db import writing
from app.services.tenancy import audit
from app.services.tenancy.scopes import Scope
from tests.app.tenancy.conftest import Tenant, Tenants
from tests.app.tenancy.things import CONSORTIUM, CONTACT, KEY, OWN_CLUSTER, QUESTION

NAMES = [
    ("/v1/keys", "name"),
    ("/v1/own/clusters", "name"),
    ("/v1/consortia", "title"),
    ("/v1/saved-questions", "name"),
    ("/v1/contacts", "name"),
    ("/v1/contacts", "source"),
    ("/v1/contacts", "legal_basis"),
]
NAMED = {"name": "nightly import", "scopes": ["clusters:write"]}


def made(tenant: Tenant, **more: object) -> dict[str, str]:
    answer = tenant.post("/v1/keys", NAMED | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, str] = answer.json()
    return found


def test_a_key_is_shown_once_and_only_its_hash_is_kept(engine: Engine, alpha: Tenant) -> None:
    key = made(alpha)
    assert "key" not in alpha.get(f"/v1/keys/{key['id']}").json()
    assert all("key" not in one for one in alpha.get("/v1/keys?limit=200").json()["items"])
    secret = key["key"].split("_", 2)[2]
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM api_key")).all()
    assert secret not in str(rows)
    assert key["prefix"] in str(rows)


def test_a_new_key_says_who_asks_and_what_it_may_do(alpha: Tenant) -> None:
    me = alpha.with_key(made(alpha)["key"]).get("/v1/me").json()
    assert (me["tenant"], me["scopes"], me["expires_at"]) == ("Alpha", ["clusters:write"], None)


def test_a_scope_that_is_named_twice_is_kept_once(alpha: Tenant) -> None:
    key = made(alpha, scopes=["jobs:run", "clusters:write", "jobs:run"])
    assert key["scopes"] == alpha.get(f"/v1/keys/{key['id']}").json()["scopes"] == ["clusters:write", "jobs:run"]


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u00a0\u2003", "\u200b", "x" * 301])
@pytest.mark.parametrize(("address", "field"), NAMES)
def test_what_is_no_name_is_refused(alpha: Tenant, address: str, field: str, blank: str) -> None:
    documents: dict[str, dict[str, Any]] = {
        "/v1/keys": KEY,
        "/v1/own/clusters": OWN_CLUSTER,
        "/v1/consortia": CONSORTIUM,
        "/v1/saved-questions": QUESTION,
        "/v1/contacts": CONTACT | {"email": "nobody@example.org"},
    }
    answer = alpha.post(address, documents[address] | {field: blank})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_key_ends_on_its_day(alpha: Tenant, tenants: Tenants) -> None:
    key = made(alpha, expires_in_days=1)
    created, expires = (datetime.fromisoformat(key[name]) for name in ("created_at", "expires_at"))
    assert abs(expires - created - timedelta(days=1)) < timedelta(seconds=5)
    assert alpha.with_key(tenants.expired_key(alpha.id)).get("/v1/me").status_code == 401


def test_after_a_rotation_both_keys_are_good_until_the_old_one_ends(alpha: Tenant) -> None:
    old = made(alpha)
    new = alpha.post(f"/v1/keys/{old['id']}/rotation", {"grace_hours": 2}).json()
    assert new["scopes"] == ["clusters:write"]
    assert [alpha.with_key(one["key"]).get("/v1/me").status_code for one in (old, new)] == [200, 200]
    ends = datetime.fromisoformat(alpha.get(f"/v1/keys/{old['id']}").json()["expires_at"])
    assert ends - datetime.fromisoformat(new["created_at"]) < timedelta(hours=2, seconds=5)


def test_a_rotation_without_grace_ends_the_old_key_at_once(alpha: Tenant) -> None:
    old = made(alpha)
    new = alpha.post(f"/v1/keys/{old['id']}/rotation", {"grace_hours": 0}).json()
    assert [alpha.with_key(one["key"]).get("/v1/me").status_code for one in (old, new)] == [401, 200]
    assert alpha.post(f"/v1/keys/{old['id']}/rotation", {}).status_code == 409


def test_a_revoked_key_is_refused_from_the_next_request_on(alpha: Tenant) -> None:
    key = made(alpha)
    assert alpha.ask("DELETE", f"/v1/keys/{key['id']}").json()["revoked_at"] is not None
    answer = alpha.with_key(key["key"]).get("/v1/me")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["type"].endswith("unauthorized")


def test_nobody_but_an_operator_hands_on_what_concerns_the_installation(alpha: Tenant, tenants: Tenants) -> None:
    assert alpha.post("/v1/keys", {"name": "x", "scopes": ["operator"]}).status_code == 403
    operator = alpha.with_key(tenants.key(alpha.id, Scope.ADMIN, Scope.OPERATOR))
    made_by_operator = operator.post("/v1/keys", {"name": "x", "scopes": ["operator"]}).json()
    assert made_by_operator["scopes"] == ["operator"]
    assert alpha.post(f"/v1/keys/{made_by_operator['id']}/rotation", {}).status_code == 403


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer qk_00000000_x", "Bearer qk__", "Bearer xx_a_b", "Bearer qk_é_é"],
)
@pytest.mark.parametrize("address", ["/v1/topics?limit=1", "/v1/me", "/v1/rules"])
def test_what_is_no_good_key_is_refused_everywhere(service: TestClient, address: str, header: str) -> None:
    answer = service.get(address, headers={b"authorization": header.encode()})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_right_prefix_with_another_secret_is_refused(alpha: Tenant) -> None:
    key = made(alpha)
    assert alpha.with_key(key["key"][:-1] + ("A" if key["key"][-1] != "A" else "B")).get("/v1/me").status_code == 401


def test_what_everybody_may_read_needs_no_key(service: TestClient) -> None:
    assert service.get("/v1/topics?limit=1").status_code == 200


def test_using_a_key_is_remembered(alpha: Tenant) -> None:
    key = made(alpha)
    assert alpha.get(f"/v1/keys/{key['id']}").json()["last_used_at"] is None
    alpha.with_key(key["key"]).get("/v1/me")
    assert alpha.get(f"/v1/keys/{key['id']}").json()["last_used_at"] is not None


def test_every_change_of_a_key_is_in_the_log_of_its_tenant_and_in_no_other(alpha: Tenant, beta: Tenant) -> None:
    key = made(alpha)
    alpha.ask("DELETE", f"/v1/keys/{key['id']}")
    entries = alpha.get(f"/v1/audit?object_id={key['id']}").json()["items"]
    assert [one["action"] for one in entries] == ["revoke", "create"]
    assert entries[0]["before"] == entries[1]["after"] != entries[0]["after"]
    assert beta.get(f"/v1/audit?object_id={key['id']}").json()["items"] == []


@pytest.mark.parametrize(
    "spoil", ["UPDATE audit_entry SET action = 'nothing' WHERE id = :id", "DELETE FROM audit_entry WHERE id = :id"]
)
def test_the_log_tells_when_an_entry_was_changed_or_taken_out(engine: Engine, alpha: Tenant, spoil: str) -> None:
    made(alpha)
    made(alpha)
    with writing(engine) as session:
        assert audit.first_break(session) is None
        victim = session.execute(text("SELECT max(id) - 1 FROM audit_entry")).scalar_one()
        session.execute(text(spoil), {"id": victim})
        assert audit.first_break(session) in {victim, victim + 1}
        session.rollback()


def test_what_is_taken_back_leaves_no_entry(engine: Engine, alpha: Tenant) -> None:
    before = len(alpha.get("/v1/audit?limit=200").json()["items"])
    assert alpha.post("/v1/keys", NAMED | {"scopes": ["operator"]}).status_code == 403
    assert len(alpha.get("/v1/audit?limit=200").json()["items"]) == before
    with writing(engine) as session:
        assert audit.first_break(session) is None
