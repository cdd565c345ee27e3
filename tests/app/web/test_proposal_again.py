"""What can be done with a proposal: keep, leave out, drill, check, ask for more; and buttons where there is none."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.app.web.html import faults_of_page, read
from tests.app.web.test_proposal_pages import GOOD, TOPIC, ask, wait_for

Fields = list[tuple[str, str]]


def forms(html: str) -> dict[str, list[Fields]]:
    """By address: the fields of each form that is sent there as it stands, without what has to be ticked."""
    found: dict[str, list[Fields]] = {}
    fields: Fields = []
    for tag, one in read(html).tags:
        if tag == "form":
            fields = []
            found.setdefault(one.get("action") or "", []).append(fields)
        if tag == "input" and (one.get("type") not in {"checkbox", "radio"} or "checked" in one):
            fields.append((one.get("name") or "", one.get("value") or ""))
    return found


def send(pages: TestClient, fields: Fields) -> str:
    """Send a form of a page; the page of its answer."""
    data: dict[str, Any] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    answer = pages.post("/proposals", data=data)
    assert answer.status_code == 303, answer.text
    return wait_for(pages, answer.headers["location"]).text


def members(html: str) -> list[str]:
    """The ids of the members, who leads first."""
    rows = [one for tag, one in read(html).tags if tag == "input" and (one.get("id") or "").startswith("keep-")]
    return [one["value"] or "" for one in rows]


@pytest.fixture(scope="module")
def found(pages: TestClient) -> str:
    address = ask(pages, **GOOD | {"budget": "2 000 000", "share_participant": "60"})
    wait_for(pages, address)
    return address


def test_who_is_ticked_stays_and_who_is_left_out_does_not_come_again(pages: TestClient, found: str) -> None:
    html = pages.get(found).text
    there = members(html)
    (again,) = [fields for fields in forms(html)["/propose"] if ("topic", TOPIC) in fields]
    assert [value for name, value in again if name == "lead"] == ["fr-techtera"]
    kept, out = there[1], there[2]
    after = send(pages, [*again, ("member", kept), ("exclude", out)])
    assert kept in members(after)
    assert out not in members(after)
    assert ("exclude", out) in forms(after)["/propose"][0]
    assert ("country", "IT") in forms(after)["/propose"][0]


def test_who_is_left_out_can_be_let_in_again(pages: TestClient, found: str) -> None:
    out = members(pages.get(found).text)[2]
    form = pages.get(f"/propose?topic={TOPIC}&exclude={out}")
    assert faults_of_page(form.text) == []
    boxes = [one for tag, one in read(form.text).tags if one.get("name") == "exclude"]
    assert [("checked" in one, one["value"]) for one in boxes] == [(True, out)]


def test_nobody_is_both_in_and_left_out(pages: TestClient, found: str) -> None:
    one = members(pages.get(found).text)[1]
    answer = pages.post("/proposals", data=GOOD | {"member": [one], "exclude": [one]})
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []
    assert "#exclude" in [attributes.get("href") for tag, attributes in read(answer.text).tags if tag == "a"]


def test_the_lead_can_be_released(pages: TestClient, found: str) -> None:
    (again,) = forms(pages.get(found).text)["/propose"]
    after = send(pages, [field for field in again if field[0] != "lead"])
    assert all(name != "lead" for name, _ in forms(after)["/propose"][0])


def test_more_proposals_are_those_there_were_and_further_ones(pages: TestClient, found: str) -> None:
    html = pages.get(found).text
    more = next(fields for fields in forms(html)["/proposals"] if ("alternatives", "6") in fields)
    after = send(pages, more)
    assert len({one.get("href") for tag, one in read(after).tags if "?show=" in (one.get("href") or "")}) == 7
    assert members(after) == members(html)


def test_money_is_split_into_bars_and_a_table_of_the_same_sums(pages: TestClient, found: str) -> None:
    html = pages.get(found).text
    assert {"money", "money-title", "money-desc", "coverage-title"} <= set(read(html).ids)
    rows = re.findall(r'<td class="number">€([\d,]+(?:\.\d+ million)?)', html)
    assert len(rows) == len(members(html)) + 1


def test_side_by_side_has_a_map_for_each_proposal_and_draws_the_land_once(pages: TestClient, found: str) -> None:
    answer = pages.get(f"{found}?show=all")
    assert faults_of_page(answer.text) == []
    ids = read(answer.text).ids
    assert {"map-1-title", "map-2-title", "map-3-title", "coverage-title", "money-3-title"} <= set(ids)
    assert answer.text.count('href="#land"') == 2
    assert len(answer.content) < 150_000


def test_a_drill_tells_for_each_seat_whether_the_rest_stands_and_names_a_backup(pages: TestClient, found: str) -> None:
    html = pages.get(f"{found}?show=2").text
    action = f"{found}/drill?proposal=2"
    assert action in forms(html)
    started = pages.post(action)
    assert started.status_code == 303
    location = started.headers["location"]
    path = urlsplit(location).path
    assert dict(parse_qsl(urlsplit(location).query)) == {"of": found.rsplit("/", 1)[1], "proposal": "2"}
    wait_for(pages, path)
    answer = pages.get(location)
    assert faults_of_page(answer.text) == []
    seats = [one for one in read(answer.text).ids if one.startswith("seat-")]
    assert len(seats) == len(members(html))
    assert f"{found}?show=2" in [one.get("href") for _, one in read(answer.text).tags]
    backup = next(fields for fields in forms(answer.text)["/proposals"] if ("alternatives", "1") in fields)
    lost = [value for name, value in backup if name == "exclude"]
    after = members(send(pages, backup))
    assert len(after) == len(members(html))
    assert not set(lost) & set(after)


def test_what_is_no_proposal_cannot_be_drilled(pages: TestClient, found: str) -> None:
    for address in (f"{found}/drill?proposal=99", f"{found}/drill?proposal=0"):
        answer = pages.post(address)
        assert answer.status_code == 422
        assert faults_of_page(answer.text) == []
    assert pages.post("/proposals/nothing/drill").status_code == 404


def test_what_is_proposed_leads_to_its_check(pages: TestClient, found: str) -> None:
    html = pages.get(found).text
    links = [one.get("href") or "" for tag, one in read(html).tags if tag == "a"]
    (check,) = [link for link in links if link.startswith("/check?")]
    given = parse_qsl(urlsplit(check).query)
    assert ("topic", TOPIC) in given
    assert [value.split("*")[1] for name, value in given if name == "p"] == members(html)


def test_each_repair_is_a_button_that_makes_it_possible(pages: TestClient) -> None:
    impossible = GOOD | {"country": ["IT", "IS", "TR"], "size_min": "2", "size_max": "2"}
    answer = wait_for(pages, ask(pages, **impossible))
    assert faults_of_page(answer.text) == []
    repairs = forms(answer.text)["/proposals"]
    assert len(repairs) == answer.text.count('class="repair')
    for fields in repairs:
        assert "proposal" in read(send(pages, fields)).ids


def test_who_was_left_out_and_is_needed_can_be_let_in_by_a_button(pages: TestClient) -> None:
    html = wait_for(pages, ask(pages, topic=TOPIC, country=["IS"])).text
    icelanders = pages.get("/v1/organisations?country=IS&limit=50", headers={"accept": "application/json"}).json()
    out = [one["id"] for one in icelanders["items"]]
    assert set(members(html)) & set(out)
    answer = wait_for(pages, ask(pages, topic=TOPIC, country=["IS"], exclude=out))
    repairs = forms(answer.text)["/proposals"]
    assert any(len([1 for name, _ in fields if name == "exclude"]) == len(out) - 1 for fields in repairs)


def test_a_request_that_survives_a_drop_out_and_takes_nobody_from_elsewhere(pages: TestClient) -> None:
    wishes = {"survive": "yes", "only": ["FR", "IT", "ES", "PT"], "most_per_country": "2", "also": ["reach"]}
    answer = wait_for(pages, ask(pages, **GOOD | wishes))
    assert "proposal" in read(answer.text).ids
    assert "without that wish" in answer.text
    assert {one.split("-")[0] for one in members(answer.text)} <= {"fr", "it", "es", "pt"}
