"""What an operator does beside the service: the first key, and what the law asks about people."""

import json
import sqlite3
from pathlib import Path

import pytest

from app.clock import running
from app.db import Asker, create_engine, writing
from app.services import own_clusters
from app.services.own_clusters import OwnClusterRequest
from app.services.tenancy import contacts
from app.services.tenancy.contacts import ContactRequest
from app.settings import Settings
from tests.app.cli.conftest import Quorum

PERSON = {
    "name": "Ada",
    "email": "ada@example.org",
    "source": "her card",
    "legal_basis": "consent",
    "obtained_on": "2026-11-01",
}


@pytest.fixture
def tenant(run_quorum: Quorum) -> str:
    made = run_quorum("tenants", "create", "Weavers", "--json")
    assert made.exit_code == 0, made.output
    identifier: str = json.loads(made.stdout)["id"]
    return identifier


def test_a_key_is_printed_once_and_then_only_its_beginning(run_quorum: Quorum, tenant: str) -> None:
    key = run_quorum("keys", "create", "Weavers", "--scope", "clusters:write", "--days", "30").stdout.strip()
    assert key.startswith("qk_")
    listed = run_quorum("keys", "list", tenant).stdout
    assert "_".join(key.split("_")[:2]) in listed  # a secret may hold the sign too
    assert key not in listed
    assert "clusters:write" in listed


def test_a_key_may_do_everything_unless_it_is_told_otherwise(run_quorum: Quorum, tenant: str) -> None:
    whole, reading = (
        json.loads(run_quorum("keys", "create", tenant, *more, "--json").stdout) for more in ([], ["--read-only"])
    )
    assert (whole["scopes"], reading["scopes"]) == (["admin"], [])
    assert run_quorum("keys", "create", tenant, "--read-only", "--scope", "jobs:run").exit_code == 2


def test_a_key_is_revoked_by_its_id(run_quorum: Quorum, tenant: str) -> None:
    key = json.loads(run_quorum("keys", "create", tenant, "--json").stdout)
    revoked = json.loads(run_quorum("keys", "revoke", tenant, key["id"], "--json").stdout)
    assert revoked["revoked_at"] >= running().isoformat()[:10]
    assert run_quorum("keys", "revoke", tenant, "key-of-nobody").exit_code == 1


def test_what_cannot_be_is_said_in_a_sentence(run_quorum: Quorum, tenant: str) -> None:
    for arguments in (
        ["tenants", "create", "Weavers"],
        ["keys", "create", "Nobody"],
        ["keys", "create", tenant, "--scope", "fly"],
    ):
        refused = run_quorum(*arguments)
        assert refused.exit_code == 1
        assert refused.stderr.startswith("quorum: ")


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Weavers\nSpinners", " Spinners", "a\x1b[31mb"])
def test_what_is_no_name_of_a_tenant_is_refused(run_quorum: Quorum, tenant: str, name: str) -> None:
    refused = run_quorum("tenants", "create", name)
    assert (refused.exit_code, refused.stderr.startswith("quorum: /name: ")) == (1, True), refused.output
    assert run_quorum("tenants", "create", "x" * 200).exit_code == 0


def test_tenants_are_listed_by_name(run_quorum: Quorum, tenant: str) -> None:
    run_quorum("tenants", "create", "Another")
    assert [line.split()[0] for line in run_quorum("tenants", "list").stdout.splitlines()] == ["Another", "Weavers"]


@pytest.mark.sqlite
def test_a_log_that_was_changed_is_found_out(run_quorum: Quorum, tenant: str, data_dir: Path) -> None:
    run_quorum("keys", "create", tenant)
    assert run_quorum("audit", "check").exit_code == 0
    with sqlite3.connect(data_dir / "quorum.sqlite3") as database:
        database.execute("UPDATE audit_entry SET object_id = 'another' WHERE id = 1")
    checked = run_quorum("audit", "check")
    assert checked.exit_code == 1
    assert "entry 1" in checked.stdout


@pytest.mark.sqlite
def test_a_person_is_told_what_is_kept_and_erased(run_quorum: Quorum, tenant: str, data_dir: Path) -> None:
    engine = create_engine(Settings())
    with writing(engine, Asker(tenant_id=tenant)) as session:
        contacts.create_contact(session, Settings(), ContactRequest.model_validate(PERSON))
    engine.dispose()
    assert json.loads(run_quorum("contacts", "export", "ADA@example.org").stdout)["name"] == "Ada"
    erased = json.loads(run_quorum("contacts", "erase", "ada@example.org", "--json").stdout)
    assert erased == {"contacts": 1, "notes": 0, "still_in": []}
    assert run_quorum("contacts", "export", "ada@example.org").stdout == ""
    assert all(b"ada@example.org" not in path.read_bytes() for path in data_dir.iterdir() if path.is_file())


def test_what_else_holds_an_address_is_told_and_where_it_still_stands_after_erasing(
    run_quorum: Quorum, tenant: str
) -> None:
    engine = create_engine(Settings())
    cluster = {"name": "Ada's (ada@example.org)", "note": "ask ada@example.org or joada@example.org"}
    with writing(engine, Asker(tenant_id=tenant)) as session:
        contacts.create_contact(session, Settings(), ContactRequest.model_validate(PERSON))
        made = own_clusters.create_cluster(session, OwnClusterRequest.model_validate(cluster))
    engine.dispose()
    told = [json.loads(line) for line in run_quorum("contacts", "export", "ada@example.org").stdout.splitlines()]
    assert told[0]["email"] == "ada@example.org"
    places = {one["place"]: one["text"] for one in told[1:] if (one["tenant"], one["id"]) == (tenant, made.id)}
    assert places == {
        "own_cluster.name": cluster["name"],
        "own_cluster.facts": cluster["name"],
        "own_cluster.note": cluster["note"],
    }
    said = run_quorum("contacts", "erase", "ada@example.org").stdout.splitlines()
    assert said[0] == "1 contacts and the address in 1 notes are erased"
    assert said[1].startswith("It still stands in 2 other places")
    assert said[2:] == [f"own_cluster.name: 1 ({tenant}: {made.id})", f"own_cluster.facts: 1 ({tenant}: {made.id})"]
