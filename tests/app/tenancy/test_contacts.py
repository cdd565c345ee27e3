"""A person who was erased is nowhere any more: not in the file, its log, the answers or the audit log."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.db import reading
from app.services.tenancy import audit, contacts
from app.settings import Settings
from tests.app.tenancy.conftest import Tenant

PERSON = {
    "name": "Grace Hopper",
    "organisation": "fr-aerospace-valley",
    "source": "her card",
    "legal_basis": "consent",
    "obtained_on": "2026-11-01",
}


def kept(tenant: Tenant, email: str) -> str:
    answer = tenant.post("/v1/contacts", PERSON | {"email": email})
    assert answer.status_code == 201, answer.text
    identifier: str = answer.json()["id"]
    return identifier


def traces(settings: Settings, *words: str) -> list[str]:
    """The files of the data folder in which one of the words stands."""
    files = [path for path in Path(settings.data_dir).rglob("*") if path.is_file()]
    return [
        f"{word} in {path.name}"
        for path in files
        for word in words
        if word.lower().encode() in path.read_bytes().lower()
    ]


def test_a_contact_is_told_to_its_tenant_alone(alpha: Tenant, beta: Tenant) -> None:
    contact = kept(alpha, "one@example.org")
    assert alpha.get(f"/v1/contacts/{contact}").json() | PERSON == alpha.get(f"/v1/contacts/{contact}").json()
    assert alpha.get("/v1/contacts").json()["items"][0]["id"] == contact
    assert beta.get("/v1/contacts").json()["items"] == []


def test_an_address_is_kept_once_in_lower_case(alpha: Tenant, beta: Tenant) -> None:
    contact = kept(alpha, " Two@Example.ORG ")
    assert alpha.get(f"/v1/contacts/{contact}").json()["email"] == "two@example.org"
    assert alpha.post("/v1/contacts", PERSON | {"email": "TWO@example.org"}).status_code == 409
    kept(beta, "two@example.org")


@pytest.mark.parametrize("email", ["", "x", "x@y", "@example.org", "a b@example.org"])
def test_what_is_no_address_is_refused(alpha: Tenant, email: str) -> None:
    answer = alpha.post("/v1/contacts", PERSON | {"email": email})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/email")


@pytest.mark.sqlite
def test_who_is_erased_is_nowhere(engine: Engine, settings: Settings, alpha: Tenant, beta: Tenant) -> None:
    email = "rear.admiral@navy.example"
    kept(alpha, email)
    kept(beta, email)
    note = f"ask {email.upper()} about it"
    cluster = alpha.post("/v1/own/clusters", {"name": "Noted", "note": note}).json()["id"]
    assert traces(settings, email)
    assert len(exported(engine, email)) == 2

    contact = alpha.get("/v1/contacts").json()["items"][0]["id"]
    assert alpha.ask("DELETE", f"/v1/contacts/{contact}").status_code == 204
    assert alpha.get(f"/v1/own/clusters/{cluster}").json()["note"] == "ask (erased) about it"
    other = beta.get("/v1/contacts").json()["items"][0]["id"]
    assert beta.ask("DELETE", f"/v1/contacts/{other}").status_code == 204

    assert traces(settings, email) == []
    assert exported(engine, email) == []
    with engine.connect() as connection:
        entries = connection.execute(text("SELECT * FROM audit_entry WHERE kind = 'contact'")).all()
    assert contact in str(entries)
    assert email not in str(entries)
    with reading(engine) as session:
        assert audit.first_break(session) is None


def exported(engine: Engine, email: str) -> list[contacts.ContactPublic]:
    with reading(engine) as session:
        return contacts.export(session, email)
