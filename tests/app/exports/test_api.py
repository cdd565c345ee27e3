"""Files over HTTP: their headers, who may have them, and the sheet that is sent back."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import docx
import icalendar
import openpyxl
import pytest
from fastapi.testclient import TestClient

from app.api.limits import MAX_BODY_BYTES
from app.api.main import create_app
from app.exports.files import MEDIA_TYPES, Format
from app.settings import Settings
from tests.app.api.test_bad_input import pointers, problem
from tests.app.api.test_proposals import finished
from tests.app.asking import FRENCH_POLE, TOPIC, call, consortium, participant
from tests.app.exports.filling import filled
from tests.app.jobs.queue import LONG

WORKBOOK = {"content-type": MEDIA_TYPES[Format.XLSX]}
SHORT = {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"min": 3, "max": 4}, "alternatives": 2}


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    return running


@pytest.fixture(scope="module")
def job(running: TestClient) -> str:
    """The address of a job that has proposed two consortia."""
    address = running.post("/v1/proposals", json=SHORT).headers["location"]
    assert finished(running, address)["state"] == "succeeded"
    return str(address)


def is_of(content: bytes, as_format: Format) -> bool:
    """Whether a program that reads the format takes it."""
    match as_format:
        case Format.XLSX:
            return "Partner matrix" in openpyxl.load_workbook(BytesIO(content)).sheetnames
        case Format.DOCX:
            return bool(docx.Document(BytesIO(content)).tables)
        case Format.CSV:
            return len(list(csv.reader(StringIO(content.decode("utf-8-sig"))))) > 1
        case Format.ICS:
            return len(list(icalendar.Calendar.from_ical(content).walk("VEVENT"))) > 0
        case Format.JSON:
            return bool(json.loads(content))


@pytest.mark.parametrize("as_format", Format)
def test_a_verdict_is_a_file_in_each_format(client: TestClient, asked: dict[str, Any], as_format: Format) -> None:
    answer = client.post(f"/v1/exports/verdict.{as_format}", json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == MEDIA_TYPES[as_format]
    assert answer.headers["content-disposition"] == f'attachment; filename="verdict-CASE-1.{as_format}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert is_of(answer.content, as_format)


@pytest.mark.parametrize("as_format", Format)
def test_the_answer_of_a_job_is_a_file_in_each_format(client: TestClient, job: str, as_format: Format) -> None:
    answer = client.get(f"{job}/export.{as_format}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="proposal-{TOPIC}.{as_format}"'
    assert is_of(answer.content, as_format)


def test_json_is_what_the_interface_answers_anyway(client: TestClient, asked: dict[str, Any], job: str) -> None:
    assert client.post("/v1/exports/verdict.json", json=asked).json() == client.post("/v1/verdicts", json=asked).json()
    assert client.get(f"{job}/export.json").json() == client.get(job).json()["result"]


def test_which_proposal_can_be_chosen(client: TestClient, job: str) -> None:
    members = [
        {member["organisation"] for member in proposal["participants"]}
        for proposal in client.get(job).json()["result"]["proposals"]
    ]
    for number, wanted in enumerate(members, start=1):
        sheet = client.get(f"{job}/export.xlsx", params={"proposal": number}).content
        told = client.post("/v1/imports/data-sheet", content=sheet, headers=WORKBOOK).json()
        assert {one["organisation"] for one in told["participants"]} == wanted
    assert pointers(problem(client.get(f"{job}/export.docx?proposal=3"), 422)) == ["/proposal"]
    assert pointers(problem(client.get(f"{job}/export.docx?proposal=0"), 422)) == ["/proposal"]


def test_a_job_that_is_not_over_has_nothing_to_export_yet(client: TestClient) -> None:
    address = client.post("/v1/proposals", json=LONG).headers["location"]
    problem(client.get(f"{address}/export.xlsx"), 409)
    assert client.delete(address).status_code == 202
    assert finished(client, address)["state"] == "cancelled"
    assert "cancelled" in problem(client.get(f"{address}/export.xlsx"), 409)["detail"]


def test_a_job_that_does_not_exist_or_is_no_proposal_is_not_found(client: TestClient) -> None:
    problem(client.get("/v1/jobs/nothing/export.xlsx"), 404)
    drill = {"topic": TOPIC, "members": [{"organisation": FRENCH_POLE, "role": "coordinator"}]}
    address = client.post("/v1/proposals/drill", json=drill).headers["location"]
    finished(client, address)
    problem(client.get(f"{address}/export.xlsx"), 404)


def test_what_no_consortium_satisfies_is_told_and_has_no_page(client: TestClient) -> None:
    asked = {**SHORT, "size": {"min": 1, "max": 1}}
    address = client.post("/v1/proposals", json=asked).headers["location"]
    assert finished(client, address)["result"]["status"] == "infeasible"
    assert client.get(f"{address}/export.xlsx").status_code == 200
    assert client.get(f"{address}/export.csv").text.count("\r\n") == 1
    problem(client.get(f"{address}/export.docx"), 409)


@pytest.mark.parametrize("address", ["/v1/exports/verdict.pdf", "/v1/exports/verdict.", "/v1/exports/verdict.XLSX"])
def test_a_format_that_is_not_offered_is_refused(client: TestClient, asked: dict[str, Any], address: str) -> None:
    assert client.post(address, json=asked).status_code in {404, 422}
    assert client.post(address, json=asked).headers["content-type"] == "application/problem+json"


def test_a_request_that_is_wrong_is_refused_like_any_other(client: TestClient) -> None:
    wrong = {"call": call(), "participants": [participant("a", "ZZ")]}
    told = problem(client.post("/v1/exports/verdict.xlsx", json=wrong), 422)
    assert "/participants/0/organisation/country" in pointers(told)
    problem(client.post("/v1/exports/verdict.xlsx", content=b"{", headers={"content-type": "application/json"}), 400)
    problem(client.post("/v1/exports/verdict.xlsx", content=b"{}", headers=WORKBOOK), 415)


# topics


@pytest.mark.parametrize("query", ["", "?programme=HORIZON&status=open", "?country=UA&q=textile", "?as_of=2027-03-01"])
def test_topics_are_the_same_as_in_the_list(client: TestClient, query: str) -> None:
    listed, cursor = [], ""
    while True:
        page = client.get(f"/v1/topics{query}{'&' if query else '?'}limit=200{cursor}").json()
        listed += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    rows = list(csv.DictReader(StringIO(client.get(f"/v1/topics.csv{query}").content.decode("utf-8-sig"))))
    assert [row["identifier"] for row in rows] == [one["identifier"] for one in listed]
    calendar: Any = icalendar.Calendar.from_ical(client.get(f"/v1/topics.ics{query}").content)
    wanted = {(one["identifier"], due["at"][:10]) for one in listed for due in one["deadlines"]}
    told = {(str(e["UID"]).rpartition("/")[0], str(e["DTSTART"].dt)[:10]) for e in calendar.walk("VEVENT")}
    assert {one for one, _ in told} == {one for one, _ in wanted}
    assert told == wanted


def test_a_part_leads_to_the_next_and_together_they_are_the_list(client: TestClient) -> None:
    found, address = [], "/v1/topics.csv?programme=HORIZON&limit=30"
    while address:
        answer = client.get(address)
        found += [row["identifier"] for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))]
        address = answer.links.get("next", {}).get("url", "")
    whole = client.get("/v1/topics.csv?programme=HORIZON")
    assert "link" not in whole.headers
    rows = csv.DictReader(StringIO(whole.content.decode("utf-8-sig")))
    assert found == [row["identifier"] for row in rows]
    assert len(found) > 60


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("colour=red", "/colour"), ("limit=1001", "/limit"), ("as_of=soon", "/as_of"), ("cursor=x", "/cursor")],
)
def test_parameters_of_lists_are_refused_by_their_names(client: TestClient, query: str, pointer: str) -> None:
    assert pointers(problem(client.get(f"/v1/topics.ics?{query}"), 422)) == [pointer]


def test_the_deadlines_of_one_topic_are_a_calendar(client: TestClient) -> None:
    answer = client.get("/v1/topic-deadlines.ics", params={"identifier": TOPIC.lower()})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    topic = client.get(f"/v1/topics/{TOPIC}").json()
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == len(topic["deadlines"])
    problem(client.get("/v1/topic-deadlines.ics?identifier=HORIZON-NOWHERE"), 404)
    assert pointers(problem(client.get("/v1/topic-deadlines.ics"), 422)) == ["/identifier"]


def test_addresses_of_files_are_no_identifiers_of_topics(client: TestClient) -> None:
    problem(client.get("/v1/topics/x.csv"), 404)
    problem(client.get("/v1/topics.json"), 404)


# the data sheet


def test_out_filled_in_back_and_judged_anew(client: TestClient) -> None:
    people = consortium()
    for one in people:
        one["organisation"]["legal_personality"] = None
    before = {"call": call(), "participants": people}
    assert client.post("/v1/verdicts", json=before).json()["status"] == "undetermined"
    sheet = client.post("/v1/exports/verdict.xlsx", json=before).content
    back = filled(sheet, {(one["organisation"]["id"], "legal_personality"): "yes" for one in people})
    answer = client.post("/v1/imports/data-sheet", content=back, headers=WORKBOOK)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert client.post("/v1/verdicts", json=answer.json()).json()["status"] == "eligible"


def test_wrong_cells_are_problems_with_their_places(client: TestClient, content: bytes) -> None:
    back = filled(content, {("two", "country"): "Atlantis", ("three", "sme"): "well"})
    told = problem(client.post("/v1/imports/data-sheet", content=back, headers=WORKBOOK), 422)
    assert sorted(pointers(told)) == sorted(
        ["/Data collection/D7", *(one for one in pointers(told) if one.endswith("8"))]
    )
    assert len(pointers(told)) == 2


@pytest.mark.parametrize("declared", ["application/json", "application/octet-stream", "text/csv", ""])
def test_what_is_not_declared_as_a_workbook_is_not_read(client: TestClient, content: bytes, declared: str) -> None:
    headers = {"content-type": declared} if declared else {}
    problem(client.post("/v1/imports/data-sheet", content=content, headers=headers), 415)


def test_what_is_no_workbook_is_a_problem(client: TestClient) -> None:
    problem(client.post("/v1/imports/data-sheet", content=b"PK\x03\x04", headers=WORKBOOK), 422)
    problem(client.post("/v1/imports/data-sheet", headers=WORKBOOK), 422)
    problem(client.post("/v1/imports/data-sheet?x=1", content=b"PK", headers=WORKBOOK), 422)
    problem(client.post("/v1/imports/data-sheet", content=b"\0" * (MAX_BODY_BYTES + 1), headers=WORKBOOK), 413)


def test_other_addresses_take_json_only_as_before(client: TestClient, content: bytes) -> None:
    for address in ("/v1/verdicts", "/v1/proposals", "/v1/exports/verdict.json"):
        problem(client.post(address, content=content, headers=WORKBOOK), 415)


def test_head_has_the_headers_of_a_file(client: TestClient) -> None:
    told = client.head("/v1/topics.csv")
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["content-disposition"] == 'attachment; filename="topics.csv"'
