"""From the form to the consortium: the request goes into the queue, its page tells what came of it."""

import time
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from tests.app.web.html import faults_of_page, read

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
GOOD: dict[str, Any] = {"topic": TOPIC, "lead": "fr-techtera", "country": ["IT"], "size_min": "4", "size_max": "5"}


def ask(pages: TestClient, **form: Any) -> str:
    """Send the form; the address of the answer."""
    answer = pages.post("/proposals", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def wait_for(pages: TestClient, address: str) -> httpx.Response:
    """The page once the work is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if "hx-refresh" in pages.get(f"{address}/progress").headers:
            return pages.get(address)
        time.sleep(0.1)
    raise AssertionError(f"{address} is not over after a minute")


@pytest.fixture(scope="module")
def found(pages: TestClient) -> str:
    """The address of an answer with proposals."""
    address = ask(pages, **GOOD)
    wait_for(pages, address)
    return address


@pytest.mark.parametrize("show", ["", "?show=2", "?show=all", "?show=99"])
def test_the_answer_parses_without_repair(pages: TestClient, found: str, show: str) -> None:
    answer = pages.get(found + show)
    assert answer.status_code == 200
    assert faults_of_page(answer.text) == []


def test_the_map_has_a_point_for_each_member_and_each_leads_to_its_reason(pages: TestClient, found: str) -> None:
    reader = read(pages.get(found).text)
    seats = [attributes for tag, attributes in reader.tags if tag == "a" and "seat" in (attributes.get("class") or "")]
    members = [one for one in reader.ids if one.startswith("member-")]
    assert 4 <= len(seats) == len(members) <= 5
    assert {seat["href"] for seat in seats} == {f"#{one}" for one in members}
    assert all(seat["aria-label"] for seat in seats)


def test_the_lead_that_was_asked_for_leads_and_the_country_is_there(pages: TestClient, found: str) -> None:
    labels = [
        attributes["aria-label"] or ""
        for tag, attributes in read(pages.get(found).text).tags
        if tag == "a" and "seat" in (attributes.get("class") or "")
    ]
    assert labels[0] == "1. Techtera, France: coordinator"
    assert any("Italy" in label for label in labels)


def test_a_request_can_be_changed_from_where_it_was_left(pages: TestClient, found: str) -> None:
    links = [attributes.get("href") or "" for tag, attributes in read(pages.get(found).text).tags if tag == "a"]
    (again,) = [link for link in links if link.startswith("/propose?")]
    form = read(pages.get(again.replace("&amp;", "&")).text)
    checked = {(one["name"], one["value"]) for tag, one in form.tags if tag == "input" and "checked" in one}
    assert {("lead", "fr-techtera"), ("country", "IT")} <= checked


def test_what_is_shown_can_be_taken_along_as_a_workbook_and_a_page(pages: TestClient, found: str) -> None:
    tags = read(pages.get(f"{found}?show=2").text).tags
    links = [attributes.get("href") or "" for tag, attributes in tags if tag == "a"]
    links = [link for link in links if "/export." in link]
    assert links == [f"{found}/export.xlsx?proposal=2", f"{found}/export.docx?proposal=2"]
    for link in links:
        file = pages.get(link)
        assert (file.status_code, file.content[:2]) == (200, b"PK")
        assert file.headers["content-disposition"].startswith("attachment; filename=")
    assert pages.get(f"{found}/export.pdf").status_code == 422
    assert "no job" in pages.get("/proposals/nothing/export.xlsx").text


def test_clusters_that_nobody_can_sign_for_are_named_with_the_reason(pages: TestClient, found: str) -> None:
    text = pages.get(found).text
    assert "Not considered (20)" in text
    assert "Distretto tessile di Prato" in text


def test_what_cannot_be_is_told_with_the_conflict_and_what_would_help(pages: TestClient) -> None:
    address = ask(pages, **GOOD | {"country": ["IT", "IS", "TR"], "size_min": "2", "size_max": "2"})
    answer = wait_for(pages, address)
    assert faults_of_page(answer.text) == []
    ids = read(answer.text).ids
    assert {"conflict", "repairs"} <= set(ids)
    assert "proposal" not in ids


def test_work_under_way_is_told_with_and_without_script(pages: TestClient) -> None:
    address = ask(pages, **GOOD | {"country": ["ES"]})
    page = pages.get(address)
    if "progress" in read(page.text).ids:  # else it was ready first
        assert faults_of_page(page.text) == []
        assert '<noscript><meta http-equiv="refresh"' in page.text
        assert f'hx-get="{address}/progress"' in page.text
    wait_for(pages, address)


def test_work_can_be_stopped_and_what_is_over_stays_as_it_is(pages: TestClient, found: str) -> None:
    answer = pages.post(f"{found}/cancel")
    assert answer.status_code == 303
    assert answer.headers["location"] == found
    assert "proposal" in read(pages.get(found).text).ids


def test_a_stopped_request_says_so_and_can_be_asked_again(pages: TestClient) -> None:
    address = ask(pages, **GOOD | {"country": ["PT"], "alternatives": "5"})
    pages.post(f"{address}/cancel")
    answer = wait_for(pages, address)
    assert faults_of_page(answer.text) == []
    assert "/propose?" in answer.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"size_min": "x"}, "size_min"),
        ({"size_min": "6"}, "size_max"),
        ({"lead": "it-distretto-tessile-di-prato"}, "lead"),
        ({"lead": "nobody"}, "lead"),
        ({"member": ["fr-techtera"]}, "member"),
        ({"country": ["ZZ"]}, "country"),
    ],
)
def test_a_form_that_cannot_be_comes_back_with_the_fault_at_its_field(
    pages: TestClient, changed: dict[str, Any], field: str
) -> None:
    answer = pages.post("/proposals", data=GOOD | changed)
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    reader = read(answer.text)
    assert reader.title.startswith("Error: ")
    links = [attributes.get("href") for tag, attributes in reader.tags if tag == "a"]
    assert f"#{field}" in links


def test_a_form_for_no_topic_or_an_unknown_one_is_refused_on_a_page(pages: TestClient) -> None:
    assert pages.get("/propose").headers["location"] == "/topics"
    for address in ("/propose?topic=NO-SUCH-TOPIC", "/proposals/nobody-knows", "/proposals/nobody-knows/progress"):
        answer = pages.get(address)
        assert answer.status_code == 404
        assert faults_of_page(answer.text) == []
    assert pages.post("/proposals", data=GOOD | {"topic": "NO-SUCH-TOPIC"}).status_code == 404
    assert pages.post("/proposals/nobody-knows/cancel").status_code == 404
