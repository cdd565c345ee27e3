"""The interface as a coordinator's programs use it: saved, asked again by a command, read in a feed and a calendar."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from typer.testing import CliRunner

from app.cli.commands import quorum
from app.clock import instant
from app.db.tables import Topic
from app.exports.atom import Entry, Feed, atom_of
from tests.app.alerts.conftest import CALLS, Desk
from tests.app.alerts.test_alerts import come_back, moved, vanish, verdict_on
from tests.app.asking import DISTRICT, TOPIC, organisation
from tests.app.loaded import TODAY

ATOM = "{http://www.w3.org/2005/Atom}"
SAVED = {"name": "Ours", "question": {**CALLS, "filters": {"role": "coordinator"}}}


def ask_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """As cron does."""
    monkeypatch.setenv("QUORUM_DATA_DIR", str(desk.settings.data_dir))
    monkeypatch.setenv("QUORUM_TODAY", TODAY.isoformat())
    done = CliRunner().invoke(quorum, ["alerts", "evaluate", "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def entries(client: TestClient, feed: str) -> list[tuple[str, str, str]]:
    answer = client.get(feed)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 (ours)
    assert root.tag == f"{ATOM}feed"
    assert all(root.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    return [
        tuple(entry.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "content"))  # type: ignore[misc]
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_from_a_saved_question_to_an_alert_in_a_feed(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = client.post("/v1/saved-questions", json=SAVED)
    assert (made.status_code, made.headers["etag"]) == (201, 'W/"1"')
    saved = made.json()
    assert made.headers["location"] == f"/v1/saved-questions/{saved['id']}"
    assert entries(client, saved["feed"]) == []
    desk.change_topic(TOPIC, vanish)
    assert ask_again(desk, monkeypatch)["alerts"] == 1
    assert ask_again(desk, monkeypatch)["alerts"] == 0
    [alert] = client.get("/v1/alerts", params={"kind": "match_gone", "unread": "true", "question": saved["id"]}).json()[
        "items"
    ]
    [entry] = entries(client, saved["feed"])
    assert entry[1:] == (f"No longer matches: {TOPIC}", alert["sentence"])
    desk.change_topic(TOPIC, come_back)
    ask_again(desk, monkeypatch)
    assert entries(client, saved["feed"])[1] == entry, "what was there keeps its id"
    assert client.post(f"/v1/alerts/{alert['id']}/reading").json()["read_at"] is not None
    assert len(client.get("/v1/alerts", params={"unread": "true"}).json()["items"]) == 1
    assert client.delete(f"/v1/alerts/{alert['id']}/reading").json()["read_at"] is None


def test_the_matches_of_now_page_by_page(client: TestClient) -> None:
    saved = client.post("/v1/saved-questions", json=SAVED).json()
    found, cursor = [], None
    while True:
        part = {"limit": "7"} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"/v1/saved-questions/{saved['id']}/matches", params=part).json()
        assert page["verdict"] is None
        found += [call["topic"]["identifier"] for call in page["calls"]["items"]]
        cursor = page["calls"]["next"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == saved["matches"]


def test_the_verdict_of_now(client: TestClient) -> None:
    partners = (organisation("one", "FR"), organisation("two", "DE"), organisation("three", "IT"))
    saved = client.post("/v1/saved-questions", json={"name": "Ours", "question": verdict_on(*partners)}).json()
    answer = client.get(f"/v1/saved-questions/{saved['id']}/matches").json()
    assert (answer["calls"], answer["verdict"]["status"]) == (None, saved["status"])
    assert answer["verdict"] == client.post("/v1/verdicts", json=verdict_on(*partners)["request"]).json()


def events(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def to_the_hour(topic: Topic) -> None:
    for due in topic.deadlines:
        due.at, due.hour_known = due.at + timedelta(hours=17), True


def test_the_calendar_has_the_deadlines_and_counts_how_often_they_move(client: TestClient, desk: Desk) -> None:
    saved = client.post("/v1/saved-questions", json=SAVED).json()
    before = events(client, saved["calendar"])
    assert len(before) >= saved["matches"]
    [uid] = [uid for uid, event in before.items() if str(event["SUMMARY"]) == f"Deadline: {TOPIC}"]
    assert (before[uid]["SEQUENCE"], before[uid]["DTSTART"].dt.isoformat()) == (0, "2027-09-23"), "the hour is unknown"
    for _ in range(2):
        desk.change_topic(TOPIC, moved(1))
        desk.evaluate()
    after = events(client, saved["calendar"])
    assert after.keys() == before.keys()
    assert (after[uid]["SEQUENCE"], after[uid]["DTSTART"].dt.isoformat()) == (2, "2027-09-25")
    others = [one for one in before if one != uid]
    assert all(after[one].to_ical() == before[one].to_ical() for one in others)
    desk.change_topic(TOPIC, to_the_hour)
    desk.evaluate()
    known = events(client, saved["calendar"])[uid]
    assert (known["SEQUENCE"], known["DTSTART"].dt.isoformat()) == (3, "2027-09-25T15:00:00+00:00")


@pytest.mark.parametrize("kind", ["feed", "calendar"])
def test_who_has_it_already_is_sent_nothing(client: TestClient, desk: Desk, kind: str) -> None:
    saved = client.post("/v1/saved-questions", json=SAVED).json()
    first = client.get(saved[kind])
    for headers in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": f'"other", W/{first.headers["etag"]}'},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        again = client.get(saved[kind], headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(saved[kind], headers={"if-modified-since": "nonsense"}).status_code == 200
    desk.change_topic(TOPIC, vanish)
    desk.evaluate()
    assert client.get(saved[kind], headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_a_feed_needs_no_key_and_a_renewed_one_has_another_address(client: TestClient) -> None:
    saved = client.post("/v1/saved-questions", json=SAVED).json()
    key = client.headers.pop("authorization")
    assert client.get(saved["feed"]).status_code == client.get(saved["calendar"]).status_code == 200
    client.headers["authorization"] = key
    renewed = client.post(f"/v1/saved-questions/{saved['id']}/feed-token").json()
    assert renewed["feed"] != saved["feed"]
    for gone in (saved["feed"], saved["calendar"], "/v1/feeds/nothing.atom", "/v1/feeds/%00.ics"):
        answer = client.get(gone)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert client.get(renewed["feed"]).status_code == 200


def test_what_goes_into_a_feed_cannot_break_it() -> None:
    text = '<b> & "quotes" ]]> \x00\x0b\ud800\uffff 𝄞 é'
    entry = Entry(id="urn:y", title=text, updated=instant(TODAY), text=text, kind="new_match", page="/a?b=<c>")
    address = 'https://example.org/?a=1&b="2"'
    feed = Feed(id="urn:x", title=text, address=address, updated=instant(TODAY), entries=[entry])
    root = ET.fromstring(atom_of(feed))  # noqa: S314 (ours)
    assert root.findtext(f"{ATOM}title") == '<b> & "quotes" ]]> \ufffd\ufffd\ufffd\ufffd 𝄞 é'


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({"kind": "other"}, "/question"),
        ({}, "/question"),
        ({**CALLS, "organisation": "nobody"}, "/question/organisation"),
        ({**CALLS, "organisation": DISTRICT}, "/question/organisation"),
        ({**CALLS, "filters": {"cursor": "x"}}, "/question/filters/cursor"),
        ({**CALLS, "filters": {"as_of": "2026-01-01"}}, "/question/filters/as_of"),
        ({**CALLS, "filters": {"min_fit": "3"}}, "/question/filters/min_fit"),
        ({**CALLS, "filters": {"deadline_before": 3}}, "/question/filters/deadline_before"),
        ({**CALLS, "request": {}}, "/question/request"),
        ({"kind": "verdict", "request": {"topic": TOPIC, "participants": []}}, "/question/request/participants"),
        ({**verdict_on(organisation("one", "FR")), "filters": {}}, "/question/filters"),
        ({"kind": "verdict", "request": {**verdict_on(organisation("one", "FR"))["request"], "as_of": "2026-01-01"}},
         "/question/request/as_of"),
        ({**CALLS, "filters": {"programme": "NOSUCH"}}, "/question/filters/programme"),
        ({**CALLS, "filters": {"deadline_before": "2020-01-01"}}, "/question/filters/deadline_before"),
        ({**CALLS, "filters": {"q": "a " * 20}}, "/question/filters/q"),
        (
            {**CALLS, "organisation": organisation("one", "FR"), "filters": {"in_own_ecosystems": True}},
            "/question/filters/in_own_ecosystems",
        ),
        (verdict_on("nobody"), "/question/request/participants/0/organisation"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_pointed_at(client: TestClient, question: Any, pointer: str) -> None:
    answer = client.post("/v1/saved-questions", json={"name": "Ours", "question": question})
    assert answer.status_code == 422, answer.text
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]


def test_a_change_of_what_somebody_else_has_changed_is_refused(client: TestClient) -> None:
    saved = client.post("/v1/saved-questions", json=SAVED).json()
    address = f"/v1/saved-questions/{saved['id']}"
    assert client.put(address, json={**SAVED, "name": "New"}, headers={"if-match": '"1"'}).json()["name"] == "New"
    assert client.put(address, json=SAVED, headers={"if-match": '"1"'}).status_code == 412
    assert client.delete(address, headers={"if-match": '"1"'}).status_code == 412
    assert client.delete(address, headers={"if-match": '"2"'}).status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["kind=nothing", "unread=1", "unread=maybe", "other=1", "cursor=x", "limit=0"])
def test_a_list_of_alerts_is_asked_for_properly(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/alerts?{query}").status_code == 422
