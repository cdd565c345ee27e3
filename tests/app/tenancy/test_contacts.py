"""A person who was erased is nowhere any more: not in the file, its log, the answers or the audit log."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.db import reading, writing
from app.db.tables import Record
from app.repositories.addresses import owner_of, whole
from app.repositories.consortia import last_verdict
from app.services.tenancy import audit, contacts
from app.settings import Settings
from tests.app.asking import DISTRICT, FRENCH_POLE, HOST, call, consortium
from tests.app.tenancy.conftest import Tenant
from tests.app.tenancy.things import OWN_CLUSTER, QUESTION

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


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "x@y",
        "@example.org",
        "a b@example.org",
        "a@b@c.de",
        "a@.de",
        "a@b..de",
        "a@b.de.",
        ".a@b.de",
        "<a@b.de>",
    ],
)
def test_what_is_no_address_is_refused(alpha: Tenant, email: str) -> None:
    answer = alpha.post("/v1/contacts", PERSON | {"email": email})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/email")


@pytest.mark.parametrize("email", ["o'neill+eu@mail.example.org", "jürgen_ä@straße.example", "x@xn--bcher-kva.example"])
def test_an_address_may_look_otherwise_than_most(alpha: Tenant, email: str) -> None:
    assert alpha.get(f"/v1/contacts/{kept(alpha, email)}").json()["email"] == email


@pytest.mark.parametrize(
    ("field", "stated"), [("obtained_on", "2027-12-01"), ("organisation", "nosuch"), ("organisation", " ")]
)
def test_what_cannot_be_is_refused_at_its_place(alpha: Tenant, field: str, stated: str) -> None:
    answer = alpha.post("/v1/contacts", PERSON | {"email": "not@kept.example", field: stated})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_contact_speaks_for_anything_that_is_known_to_the_tenant(alpha: Tenant, beta: Tenant) -> None:
    ours = alpha.post("/v1/own/clusters", {"name": "Ours"}).json()["id"]
    for number, known in enumerate((ours, DISTRICT, HOST)):
        stated = PERSON | {"email": f"speaker.{number}@example.org", "organisation": known}
        assert alpha.post("/v1/contacts", stated).status_code == 201
    foreign = beta.post("/v1/contacts", PERSON | {"email": "speaker@example.org", "organisation": ours})
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/organisation")


ANNA = "anna@b.example"
WHOLE = [
    "ask {} about it",
    "{}",
    "Ask {}.",
    "ask {}, or {}; {}: {}! ({}) [{}] '{}' \"{}\" “{}” {}?",
    "<{}>",
    "mailto:{}?subject=looms",
    "- {}\n-{}\n*{}* _{}_ **{}**",
    "see…{}...",
    "Anna={}/{}|{}",
    "die {}-Adresse",
    "{}\r\n{}\t{}",
    "bob@b.example,{},bob@b.example",
]
OTHERS = [
    "jo" + ANNA,
    "x" + ANNA + ".com",
    ANNA + ".com",
    ANNA + "s",
    ANNA + "-looms.org",
    ANNA + "--looms.org",
    "jo." + ANNA,
    "jo-" + ANNA,
    "jo_" + ANNA,
    "jo__" + ANNA,
    "jo+" + ANNA,
    "d'" + ANNA,
    "Jö" + ANNA,
    "anna@bb.example",
    "anna@c.b.example",
]


@pytest.mark.parametrize("note", WHOLE)
def test_an_address_is_found_whatever_stands_beside_it(note: str) -> None:
    for address in (ANNA, ANNA.upper(), ANNA.title()):
        assert whole(ANNA).sub("()", note.format(*[address] * 12)) == note.format(*["()"] * 12)


@pytest.mark.parametrize("other", OTHERS)
def test_the_address_of_somebody_else_stays_whole(other: str) -> None:
    for note in (other, f"ask {other}.", f"<{other.upper()}>"):
        assert whole(ANNA).sub("()", note) == note
    assert whole(ANNA).sub("()", f"{ANNA} or {other}") == f"() or {other}"


def test_what_has_changed_by_an_erasure_is_not_written_over_from_before(alpha: Tenant) -> None:
    email = "zoe@q.example"
    body = {"title": "Noted", "call": call(), "note": f"ask {email} or x{email}.com"}
    things = {
        f"/v1/consortia/{alpha.post('/v1/consortia', body).json()['id']}": body,
        f"/v1/own/clusters/{alpha.post('/v1/own/clusters', OWN_CLUSTER | {'note': email}).json()['id']}": OWN_CLUSTER,
    }
    before = {address: alpha.get(address).json() for address in things}
    contact = kept(alpha, email)
    assert alpha.ask("DELETE", f"/v1/contacts/{contact}").status_code == 204
    for address, document in things.items():
        now = alpha.get(address).json()
        assert now["version"] == before[address]["version"] + 1
        assert now["updated_at"] > before[address]["updated_at"]
        stale = alpha.ask("PUT", address, json=document | {"note": email}, headers={"if-match": '"1"'})
        assert stale.status_code == 412
        assert now["note"] in {"(erased)", f"ask (erased) or x{email}.com"}
        audited = alpha.get("/v1/audit", params={"object_id": now["id"]}).json()["items"]
        assert [one["action"] for one in audited] == ["erase from", "create"]


def test_where_an_address_still_stands_is_named(engine: Engine, alpha: Tenant, beta: Tenant) -> None:
    email = "still.there@example.org"
    kept(alpha, email)
    people = consortium()
    people[0]["organisation"]["name"] = f"Looms ({email.upper()})"
    titled = alpha.post("/v1/consortia", {"title": f"With {email}", "call": call(), "participants": people}).json()[
        "id"
    ]
    alpha.post(f"/v1/consortia/{titled}/approaches", {"organisation": FRENCH_POLE, "note": f"by {email}"})
    asked = beta.post("/v1/saved-questions", QUESTION | {"name": email}).json()["id"]
    beta.post("/v1/own/clusters", {"name": "Not this one", "note": f"x{email}"})
    before = exported(engine, email)
    assert isinstance(before[0], contacts.ContactPublic)
    notes = [one.text for one in before[1:] if isinstance(one, contacts.MentionPublic) and one.place == "approach.note"]
    assert notes == [f"by {email}"]
    with writing(engine) as session:
        erased = contacts.erase(session, email)
    assert (erased.contacts, erased.notes) == (1, 1)
    assert sorted((one.tenant or "", one.place, one.id) for one in erased.still_in) == sorted(
        [
            (alpha.id, "consortium.title", titled),
            (alpha.id, "consortium.request", titled),
            (alpha.id, "consortium_verdict.verdict", kept_verdict_of(engine, titled)),
            (beta.id, "saved_question.name", asked),
        ]
    )


def kept_verdict_of(engine: Engine, consortium_id: str) -> str:
    with reading(engine) as session:
        verdict = last_verdict(session, consortium_id)
    assert verdict is not None
    return str(verdict.id)


def test_each_table_that_belongs_to_a_tenant_is_searched() -> None:
    private = {table.name for table in Record.metadata.sorted_tables if owner_of(table) is not None}
    reached = {"tenant"}
    while True:
        hangs = {
            table.name
            for table in Record.metadata.sorted_tables
            if any(key.column.table.name in reached and not key.parent.nullable for key in table.foreign_keys)
        }
        if hangs <= reached:
            break
        reached |= hangs
    assert private >= reached
    assert private >= {"approach", "consortium_verdict", "webhook_delivery", "job", "audit_entry"}


@pytest.mark.sqlite
def test_who_is_erased_is_nowhere(engine: Engine, settings: Settings, alpha: Tenant, beta: Tenant) -> None:
    email = "rear.admiral@navy.example"
    kept(alpha, email)
    kept(beta, email)
    note = f"ask {email.upper()} about it"
    cluster = alpha.post("/v1/own/clusters", {"name": "Noted", "note": note}).json()["id"]
    assert traces(settings, email)
    assert [type(one).__name__ for one in exported(engine, email)] == [
        "ContactPublic",
        "ContactPublic",
        "MentionPublic",
    ]

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


def exported(engine: Engine, email: str) -> list[contacts.ContactPublic | contacts.MentionPublic]:
    with reading(engine) as session:
        return contacts.export(session, email)
