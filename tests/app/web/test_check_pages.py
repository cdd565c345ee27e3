"""The check of a consortium, page by page: each form becomes an address, and the address is the whole check."""

import re
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from app.web.checking.state import read_query
from tests.app.web.html import faults_of_page, read

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
TWO = f"topic={TOPIC}&form=1&p=coord*fr-techtera&p=benef*~Politecnico+di+Torino*c.IT*k.university"
THREE = f"{TWO}&p=benef*~ACME*c.US"
TWICE = f"topic={TOPIC}&form=1&p=coord*fr-techtera&p=coord*~ACME*c.US"


def where(answer: object) -> str:
    """The address to which a form leads, without the part of the page."""
    headers = getattr(answer, "headers", {})
    assert getattr(answer, "status_code", 0) == 303, getattr(answer, "text", "")[:2000]
    return str(headers["location"]).partition("#")[0]


def query_of(address: str) -> str:
    return urlsplit(address).query


def post(pages: TestClient, what: str, state: str, **fields: str | list[str]) -> str:
    return query_of(where(pages.post(f"/check/{what}", data={"state": state, **fields})))


def partners_of(query: str) -> list[str]:
    return [value for name, value in parse_qsl(query, keep_blank_values=True) if name == "p"]


@pytest.mark.parametrize(
    "address",
    [
        "/check",
        "/check?q=textile",
        "/check?q=nothing+is+called+that",
        "/check?form=1&p=coord*fr-techtera",
        f"/check?topic={TOPIC}",
        f"/check?topic={TOPIC}&find=prato",
        f"/check?{TWO}",
        f"/check?{THREE}&edit=0",
        f"/check?{THREE}&edit=2",
        f"/check?{THREE}&view=print",
        f"/check?{THREE}&role=beneficiary&as_of=2026-11-01",
    ],
)
def test_a_page_of_the_check_answers_and_parses_without_repair(pages: TestClient, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200
    assert faults_of_page(answer.text) == []


def test_the_page_and_the_api_give_the_same_determination(pages: TestClient) -> None:
    asked = {
        "topic": TOPIC,
        "participants": [
            {"organisation": "fr-techtera", "role": "coordinator", "overrides": {"legal_personality": True}},
            {
                "organisation": {"id": "ACME", "name": "ACME", "country": "US", "kinds": ["company"]},
                "role": "associated_partner",
                "facts": {"participation_essential": True},
            },
        ],
        "facts": {"civil_purpose": True, "fstp_max_per_recipient": 60000},
    }
    verdict = pages.post("/v1/verdicts", json=asked).json()
    page = pages.get(
        f"/check?topic={TOPIC}&p=coord*fr-techtera*lp.yes&p=assoc*~ACME*c.US*k.company*f.participation_essential:yes"
        "&fact.civil_purpose=yes&fact.fstp_max_per_recipient=60000"
    )
    assert verdict["determination_id"] in page.text
    assert verdict["summary"].split("“")[0].strip() in page.text


def test_the_day_can_be_kept_in_the_address(pages: TestClient) -> None:
    links = [
        attributes.get("href") or "" for tag, attributes in read(pages.get(f"/check?{TWO}").text).tags if tag == "a"
    ]
    pinned = next(link for link in links if "as_of=2026-11-22" in link and link.startswith("/check?"))
    assert pages.get(pinned).status_code == 200


def test_the_page_of_a_call_and_the_navigation_lead_to_the_check(pages: TestClient) -> None:
    links = [attributes.get("href") for _, attributes in read(pages.get(f"/topics/{TOPIC}").text).tags]
    assert {"/check", f"/check?topic={TOPIC}"} <= set(links)


def test_partners_are_found_and_added(pages: TestClient) -> None:
    found = where(
        pages.post("/check/find", data={"state": f"topic={TOPIC}", "find": "techtera", "as_role": "coordinator"})
    )
    assert 'value="fr-techtera"' in pages.get(found).text
    query = post(pages, "add", query_of(found), add=["fr-techtera"], as_role="coordinator")
    assert partners_of(query) == ["coord*fr-techtera"]
    query = post(pages, "add", query, add=["fr-techtera", "fr-axelera", "fr-cara"], as_role="coordinator")
    assert partners_of(query) == ["benef*fr-techtera", "coord*fr-axelera", "benef*fr-cara"]


def test_a_participant_is_typed_in_and_changed(pages: TestClient) -> None:
    typed = {"one-name": "ACME * 100%", "one-country": "Suisse", "one-role": "beneficiary", "one-sme": "yes"}
    query = post(pages, "one", TWO, **typed)
    state = read_query(query)
    added = state.partners[2].organisation
    assert not isinstance(added, str)
    assert (added.name, added.country, added.sme) == ("ACME * 100%", "CH", True)
    edit = pages.get(f"/check?{query}&edit=2").text
    assert 'value="ACME * 100%"' in edit
    query = post(
        pages,
        "one",
        query,
        number="2",
        **{**typed, "one-name": "ACME", "one-sme": "", "one-role": "associated_partner"},
    )
    assert partners_of(query)[2] == "assoc*~ACME*c.CH"


def test_what_the_catalogue_knows_is_changed_for_this_check_only(pages: TestClient) -> None:
    fields = {"number": "0", "one-country": "FR", "one-role": "coordinator", "one-legal_personality": "yes"}
    query = post(pages, "one", TWO, **fields, **{"one-kinds": ["cluster_organisation"]})
    assert partners_of(query)[0] == "coord*fr-techtera*lp.yes"
    assert pages.get("/v1/clusters/fr-techtera").json()["managing_organisation"]["legal_personality"] is None


def test_roles_are_changed_and_somebody_is_taken_out(pages: TestClient) -> None:
    roles = {"role-0": "beneficiary", "role-1": "coordinator", "role-2": "associated_partner"}
    query = post(pages, "rows", THREE, **roles)
    assert [one.partition("*")[0] for one in partners_of(query)] == ["benef", "coord", "assoc"]
    assert len(partners_of(post(pages, "rows", THREE, remove="1"))) == 2
    assert where(pages.post("/check/rows", data={"state": THREE, "edit": "1"})).endswith("edit=1")


def test_a_table_is_pasted_and_added_or_put_in_place(pages: TestClient) -> None:
    table = "Nom;Pays;Rôle\nACME;Suisse;partenaire\nBETA;Italie;partenaire"
    assert len(partners_of(post(pages, "table", TWO, table=table))) == 4
    assert partners_of(post(pages, "table", TWO, table=table, instead="yes")) == [
        "benef*~ACME*c.CH",
        "benef*~BETA*c.IT",
    ]


def test_names_that_the_catalogue_knows_are_taken_from_it(pages: TestClient) -> None:
    table = "Name;Country;Legal entity\nTechtera;France;yes\nTechtera;Italy;yes\nACME;France;no"
    query = post(pages, "table", f"topic={TOPIC}", table=table, known="yes")
    assert partners_of(query) == ["coord*fr-techtera*lp.yes", "benef*~Techtera*c.IT*lp.yes", "benef*~ACME*c.FR*lp.no"]


def test_what_is_not_understood_in_a_table_is_told_and_nothing_is_lost(pages: TestClient) -> None:
    table = "Name;Country\nACME;Atlantis <script>\nBETA;Lemuria"
    answer = pages.post("/check/table", data={"state": TWO, "table": table})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert "ACME;Atlantis &lt;script&gt;" in answer.text
    problems = [tag for tag in read(answer.text).tags if tag[0] == "a" and tag[1].get("href") == "#table"]
    assert len(problems) == 2
    assert "Politecnico di Torino" in answer.text


@pytest.fixture
def workbook() -> BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Denominazione", "Paese", "Ruolo", "PIC"])
    sheet.append(["ACME", "Svizzera", "Capofila", 999888777])
    sheet.append(["BETA", "Italia", "Partner", None])
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def test_a_workbook_with_a_simple_table_is_read(pages: TestClient, workbook: BytesIO) -> None:
    answer = pages.post("/check/file", data={"state": f"topic={TOPIC}"}, files={"file": ("partners.xlsx", workbook)})
    assert partners_of(query_of(where(answer))) == ["coord*~ACME*c.CH*pic.999888777", "benef*~BETA*c.IT"]


def test_the_workbook_that_is_exported_comes_back_as_the_same_check(pages: TestClient) -> None:
    asked = f"{THREE.replace('coord*fr-techtera', 'coord*fr-techtera*lp.yes')}&as_of=2026-11-22&fact.civil_purpose=yes"
    exported = pages.get(f"/check/export.xlsx?{asked}")
    assert exported.status_code == 200
    answer = pages.post(
        "/check/file", data={"state": f"topic={TOPIC}"}, files={"file": ("sheet.xlsx", exported.content)}
    )
    assert read_query(query_of(where(answer))).query == read_query(asked).query


@pytest.mark.parametrize("as_format", ["docx", "csv", "json"])
def test_a_check_is_exported(pages: TestClient, as_format: str) -> None:
    assert pages.get(f"/check/export.{as_format}?{TWO}").status_code == 200


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04"])
def test_what_is_no_workbook_is_told(pages: TestClient, content: bytes) -> None:
    answer = pages.post("/check/file", data={"state": TWO}, files={"file": ("x.xlsx", content)})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []


def test_answers_settle_what_is_open(pages: TestClient) -> None:
    page = pages.get(f"/check?{TWO}").text
    asked = {attributes.get("name") for tag, attributes in read(page).tags if tag == "input"}
    assert {"org.0.legal_personality", "org.1.legal_personality", "fact.proposal.topic.text-unread"} <= asked
    fields = {
        "org.0.legal_personality": "yes",
        "org.1.legal_personality": "",
        "fact.proposal.topic.text-unread": "yes",
        "fact.proposal.fstp_max_per_recipient": "60000",
    }
    query = post(pages, "answers", TWO, **fields)
    assert partners_of(query)[0] == "coord*fr-techtera*lp.yes"
    assert read_query(query).facts == {"topic.text-unread": True, "fstp_max_per_recipient": 60000}
    after = {
        attributes.get("name") for tag, attributes in read(pages.get(f"/check?{query}").text).tags if tag == "input"
    }
    assert not {"org.0.legal_personality", "fact.proposal.topic.text-unread"} & after


def test_an_answer_can_be_taken_back(pages: TestClient) -> None:
    stated = TWO.replace("coord*fr-techtera", "coord*fr-techtera*cg.Holding*f.participation_essential:yes")
    stated += "&fact.topic.text-unread=yes&fact.civil_purpose=no"
    keys = [
        attributes.get("value") or ""
        for _, attributes in read(pages.get(f"/check?{stated}").text).tags
        if attributes.get("name") == "take_back"
    ]
    assert keys == ["fact.civil_purpose", "fact.topic.text-unread", "0.control_group", "0.fact.participation_essential"]
    for key in keys:
        stated = post(pages, "back", stated, take_back=key)
    assert stated == read_query(TWO).query


def test_one_answer_settles_a_question_about_all(pages: TestClient) -> None:
    fields: dict[str, str | list[str]] = {
        "all.legal_personality": "yes",
        "of.legal_personality": ["0", "1", "2"],
        "org.1.legal_personality": "no",
    }
    assert [one.rpartition("lp.")[2] for one in partners_of(post(pages, "answers", THREE, **fields))] == [
        "yes",
        "no",
        "yes",
    ]


def test_an_answer_that_is_none_is_told_at_its_field(pages: TestClient) -> None:
    answer = pages.post("/check/answers", data={"state": TWO, "fact.proposal.fstp_max_per_recipient": "a lot"})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert 'href="#fact.proposal.fstp_max_per_recipient"' in answer.text
    assert 'value="a lot"' in answer.text


def test_what_would_help_is_one_step_away(pages: TestClient) -> None:
    page = read(pages.get(f"/check?{THREE}").text)
    links = [attributes.get("href") or "" for tag, attributes in page.tags if tag == "a"]
    helped = next(link for link in links if "assoc*~ACME" in link)
    assert pages.get(helped).status_code == 200
    assert any(link.startswith(f"/propose?topic={TOPIC}&lead=fr-techtera") for link in links)


def test_what_cannot_be_is_told_at_its_row_with_everything_still_there(pages: TestClient) -> None:
    answer = pages.get(f"/check?{TWICE}")
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert 'href="#role-1"' in answer.text
    assert "ACME" in answer.text


@pytest.mark.parametrize("one", ["coord*nobody-knows-it", "coord*it-distretto-tessile-di-prato"])
def test_who_cannot_take_part_is_told_at_its_row(pages: TestClient, one: str) -> None:
    answer = pages.get(f"/check?topic={TOPIC}&p={one}")
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert 'href="#role-0"' in answer.text


@pytest.mark.parametrize(
    "fields", [{"one-name": ""}, {"one-name": "A", "one-country": "Atlantis"}, {"one-name": "A", "one-pic": "12"}]
)
def test_faults_of_the_typed_participant_are_told_at_their_fields(pages: TestClient, fields: dict[str, str]) -> None:
    answer = pages.post("/check/one", data={"state": TWO, "one-role": "beneficiary", **fields})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    for value in filter(None, fields.values()):
        assert f'value="{value}"' in answer.text


@pytest.mark.parametrize("address", ["/check?topic=NO-SUCH-TOPIC&p=coord*a", "/check/export.xlsx?topic=NO-SUCH-TOPIC"])
def test_a_call_that_does_not_exist_is_told(pages: TestClient, address: str) -> None:
    assert pages.get(address).status_code in {404, 422}


@pytest.mark.parametrize("query", ["form=9&p=x", "p=nonsense", "as_of=soon", "fact.unicorn=yes&p=coord*fr-techtera"])
def test_an_address_that_cannot_be_read_is_told_on_a_page(pages: TestClient, query: str) -> None:
    answer = pages.get(f"/check?topic={TOPIC}&{query}")
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []


def test_another_day_is_judged(pages: TestClient) -> None:
    assert "as_of=2026-10-01" in post(pages, "day", TWO, as_of="2026-10-01")
    assert pages.post("/check/day", data={"state": TWO, "as_of": "soon"}).status_code == 422


def test_a_form_that_does_not_exist_is_told(pages: TestClient) -> None:
    assert pages.post("/check/everything", data={"state": TWO}).status_code == 404


def test_a_long_address_is_read_where_others_are_refused(pages: TestClient) -> None:
    those = "".join(
        f"&p=benef*~Organisation+of+some+length+{number}*c.FR*k.company*lp.yes*gep.no" for number in range(60)
    )
    assert 4096 < len(those) < 7000
    assert pages.get(f"/check?topic={TOPIC}&form=1{those}").status_code == 200
    assert pages.get(f"/fr/check?topic={TOPIC}&form=1{those}").status_code == 200
    assert pages.get(f"/clusters?q={those}").status_code == 414


@pytest.mark.parametrize("language", ["fr", "de", "it", "es"])
def test_the_determination_is_the_same_in_every_language(pages: TestClient, language: str) -> None:
    told = [read_determination(pages.get(f"{prefix}/check?{THREE}").text) for prefix in ("/en", f"/{language}")]
    assert told[0] == told[1]


def read_determination(page: str) -> str:
    found = re.search(r"\b[0-9a-f]{64}\b", page)
    assert found is not None
    return found[0]


def test_facts_that_the_call_does_not_know_can_be_taken_back(pages: TestClient) -> None:
    answer = pages.get(f"/check?{TWO}&fact.unicorn=yes")
    assert answer.status_code == 422
    assert 'value="fact.unicorn"' in answer.text
    assert post(pages, "back", f"{TWO}&fact.unicorn=yes", take_back="fact.unicorn") == read_query(TWO).query


def test_a_page_in_another_language_stays_in_it(pages: TestClient) -> None:
    answer = pages.post("/fr/check/rows", data={"state": TWO, "remove": "1"})
    assert answer.headers["location"].startswith("/fr/check?")
