"""What the portal says beside the fields of a topic arrives: cascade calls, notices, their numbers, announced days."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.main import create_app
from app.services.ingestion.runs import ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.app.ingestion.conftest import Ingest
from tests.app.web.html import faults_of_page
from tests.emulator.recordings import recorded_texts
from tests.emulator.server import Portal
from tests.emulator.shapes import Facts, cascade_row, news, topic_row
from tests.emulator.topics import CASCADE_CALLS, IA, OLD, RIA, SHARED_POTS, own_rows

FIRST, LATER, LATEST = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
MOVED = "<p>Please note that the submission deadline has been extended to 5 April 2027 at 17:00 Brussels time.</p>"
RESULTS = (
    "<p>Flash results. The call closed on 19 September 2024.</p>"
    "<ul><li>Number of proposals submitted: 41</li><li>Number of ineligible proposals: 3</li></ul>"
)
Read = Callable[..., Any]


@pytest.fixture
def read(engine: Engine, portal: Portal, settings_on: Callable[..., Settings]) -> Iterator[Read]:
    """Answers of the service on the last day: as JSON, or as a page."""
    with TestClient(create_app(settings_on(portal, LATEST))) as client:

        def get(address: str, **parameters: Any) -> Any:
            answer = client.get(address, params=parameters or None)
            assert answer.status_code == 200, answer.text
            if address.startswith("/v1/"):
                return answer.json()
            assert faults_of_page(answer.text) == []
            return " ".join(BeautifulSoup(answer.text, "lxml").get_text().split())

        yield get


def with_rows(*rows: dict[str, Any], without: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Our rows, some of them in another state, some gone, some new."""
    changed = {row["reference"]: row for row in rows}
    return [row for row in own_rows() if row["reference"] not in {*changed, *without}] + list(changed.values())


def noticed(facts: Facts, *infos: tuple[str, str]) -> dict[str, Any]:
    return topic_row(replace(facts, infos=infos))


def announced(read: Read, facts: Facts) -> list[dict[str, Any]]:
    return [change for change in read("/v1/topic-history", identifier=facts.identifier) if change["announced"]]


def test_cascade_calls_are_listed_and_stand_with_their_topic(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)

    calls = read("/v1/cascade-calls")["items"]
    of_topic = read(f"/v1/topics/{RIA.identifier}")["cascade_calls"]

    assert [call["name"] for call in calls] == [
        "Vouchers for tanneries",
        "A call that is over",
        "Vouchers for weavers",
    ]
    assert {call["name"] for call in of_topic} == {"Vouchers for tanneries", "Vouchers for weavers"}
    assert read("/v1/cascade-calls", topic=OLD.identifier.lower())["items"] == calls[1:2]
    assert [call["status"] for call in calls] == ["open", "open", "open"]
    assert [due["hour_known"] for due in calls[2]["deadlines"]] == [True, True]
    assert read("/v1/cascade-calls", q="weavers looms")["items"] == calls[2:]
    whole = read(f"/v1/cascade-calls/{calls[0]['reference']}")
    assert BeautifulSoup(CASCADE_CALLS[0].eligibility, "lxml").get_text() in whole["eligibility"]["text"]
    assert "LOOMS: Vouchers for weavers" in read(f"/topics/{RIA.identifier}")
    assert "Vouchers for weavers" in read("/cascade-calls", topic=RIA.identifier)
    assert whole["eligibility"]["text"] in read(f"/cascade-calls/{calls[0]['reference']}")


def test_cascade_calls_are_paged_without_loss(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)
    first = read("/v1/cascade-calls", limit=2)
    rest = read("/v1/cascade-calls", limit=2, cursor=first["next"])
    assert [*first["items"], *rest["items"]] == read("/v1/cascade-calls")["items"]
    assert rest["next"] is None


def test_a_cascade_call_changes_vanishes_and_is_kept(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)
    renamed = cascade_row(replace(CASCADE_CALLS[0], name="Vouchers for tanners"))
    gone = cascade_row(CASCADE_CALLS[1])["reference"]
    portal.serve(with_rows(renamed, without=frozenset({gone})))

    run(portal, LATER)

    calls = {call["reference"]: call for call in read("/v1/cascade-calls")["items"]}
    assert calls[renamed["reference"]]["name"] == "Vouchers for tanners"
    assert calls[gone]["gone_since"].startswith("2026-11-21")
    assert calls[renamed["reference"]]["gone_since"] is None


def test_news_stand_with_their_topic(run: Ingest, portal: Portal, read: Read) -> None:
    report = run(portal, FIRST)

    (notice,) = read(f"/v1/topics/{IA.identifier}")["texts"]["notices"]

    assert report.news == 2
    assert notice["content"]["text"] == "A corrigendum."
    assert notice["published_at"].startswith("2026-06-10T00:01")
    assert "A corrigendum." in read(f"/topics/{IA.identifier}")


def test_a_notice_that_the_portal_shows_twice_is_shown_once(run: Ingest, portal: Portal, read: Read) -> None:
    portal.serve(with_rows(noticed(IA, ("2026-06-10T10:00:00.000", "<div>A  corrigendum.</div>"))))
    run(portal, FIRST)
    (notice,) = read(f"/v1/topics/{IA.identifier}")["texts"]["notices"]
    assert notice["published_at"].startswith("2026-06-10T10:00")


def test_a_deadline_that_only_a_notice_moves_is_announced_in_the_history(
    run: Ingest, portal: Portal, read: Read
) -> None:
    run(portal, FIRST)
    portal.serve(with_rows(noticed(RIA, ("2026-11-21T10:00:00.000", MOVED))))

    run(portal, LATER)
    (change,) = announced(read, RIA)

    assert [due["at"] for due in change["before"]] == ["2027-03-16T00:00:00+01:00"]
    assert change["after"] == [{"at": "2027-04-05T17:00:00+02:00", "hour_known": True, "stage": None}]
    topic = read(f"/v1/topics/{RIA.identifier}")
    assert [due["at"] for due in topic["deadlines"]] == ["2027-03-16T00:00:00+01:00"]
    assert [each["on"] for each in topic["texts"]["announced_deadlines"]] == ["2027-04-05"]
    assert "A notice announces another deadline: 5 April 2027, 17:00 (Brussels)." in read(f"/topics/{RIA.identifier}")
    assert "Only the portal's notices say so yet." in read("/changes", identifier=RIA.identifier)


def test_an_announcement_is_told_once_and_ends_when_the_deadline_has_moved(
    run: Ingest, portal: Portal, read: Read
) -> None:
    run(portal, FIRST)
    notice = ("2026-11-21T10:00:00.000", MOVED)
    portal.serve(with_rows(noticed(RIA, notice)))
    run(portal, LATER)
    portal.serve(with_rows(topic_row(replace(RIA, infos=(notice,), title="Renamed"))))
    run(portal, LATER)
    assert len(announced(read, RIA)) == 1

    portal.serve(with_rows(topic_row(replace(RIA, infos=(notice,), deadlines=("2027-04-05",)))))
    run(portal, LATEST)

    assert len(announced(read, RIA)) == 1
    assert read(f"/v1/topics/{RIA.identifier}")["texts"]["announced_deadlines"] == []


def test_news_announce_as_well(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)
    portal.serve(with_rows(news(RIA, 5000001, MOVED)))

    assert run(portal, LATER).unchanged > 0

    assert [change["after"][0]["at"] for change in announced(read, RIA)] == ["2027-04-05T17:00:00+02:00"]


NO_NEWS = {
    "overtaken": (MOVED, MOVED.replace("5 April", "16 March")),
    "over": (MOVED.replace("2027", "2026"),),
    "of another topic": (MOVED.replace("deadline", "deadline of HORIZON-CL5-2027-01-D3-01"),),
    "about something else": ("<p>The info day has been moved to 5 April 2027.</p>",),
}


@pytest.mark.parametrize("why", NO_NEWS)
def test_what_is_no_news_about_the_deadline_is_not_announced(run: Ingest, portal: Portal, read: Read, why: str) -> None:
    infos = [(f"2026-11-{day:02}T10:00:00.000", text) for day, text in enumerate(NO_NEWS[why], 1)]
    portal.serve(with_rows(noticed(RIA, *infos)))

    run(portal, FIRST)

    assert announced(read, RIA) == []
    assert read(f"/v1/topics/{RIA.identifier}")["texts"]["announced_deadlines"] == []


def test_flash_results_become_numbers(run: Ingest, portal: Portal, read: Read) -> None:
    portal.serve(with_rows(noticed(OLD, ("2024-12-01T10:00:00.000", RESULTS))))
    run(portal, FIRST)

    (notice,) = read(f"/v1/topics/{OLD.identifier}")["texts"]["notices"]
    (result,) = notice["results"]

    assert (result["submitted"], result["ineligible"], result["accepted"]) == (41, 3, None)
    assert "proposals 41 submitted and 3 not eligible" in read(f"/topics/{OLD.identifier}")


def test_hostile_texts_are_shown_without_what_harms(run: Ingest, portal: Portal, read: Read, engine: Engine) -> None:
    html = '<p onclick="x()">Looms<script>alert(1)</script><img src=x onerror=y> <a href="javascript:z">here</a></p>'
    portal.serve(with_rows(topic_row(replace(RIA, description=html))))
    run(portal, FIRST)

    texts = read(f"/v1/topics/{RIA.identifier}")["texts"]

    assert texts["description"]["text"] == "Looms here"
    assert not {"onclick", "script", "onerror", "javascript"} & set(
        texts["description"]["html"].replace("=", " ").split()
    )
    assert "alert" not in read(f"/topics/{RIA.identifier}")


def test_the_history_shows_texts_without_what_harms(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)
    html = "<p onclick='x()'>Looms</p><script>alert(1)</script>"
    portal.serve(with_rows(topic_row(replace(RIA, description=html, infos=(("2026-11-21T10:00:00.000", html),)))))
    run(portal, LATER)

    changes = {change["field"]: change["after"] for change in read("/v1/topic-history", identifier=RIA.identifier)}

    assert changes["description_html"] == "<p>Looms</p>"
    assert [info["content_html"] for info in changes["latest_infos"]] == ["<p>Looms</p>"]


def test_a_pot_that_topics_share_is_called_so(run: Ingest, portal: Portal, read: Read) -> None:
    run(portal, FIRST)
    shared = [topic for topic in SHARED_POTS if read(f"/v1/topics/{topic.identifier}")["budget"]["shared"]]
    assert shared
    for topic in shared:
        assert "shared with other topics of the call" in read(f"/topics/{topic.identifier}")
    assert "shared with other topics" not in read(f"/topics/{RIA.identifier}")


def test_what_another_source_knew_is_called_so(
    run: Ingest, portal: Portal, read: Read, engine: Engine, settings_on: Callable[..., Settings]
) -> None:
    run(portal, FIRST)
    ingest(settings_on(portal, LATER), engine, PORTAL, way="fallback")
    topic = read(f"/v1/topics/{RIA.identifier}")
    assert {"description_html", "budget.total"} <= set(topic["inherited"])
    assert "Left open there, known from another source" in read(f"/topics/{RIA.identifier}")


def test_recorded_cascade_calls_arrive(run: Ingest, portal_with_recordings: Portal, read: Read) -> None:
    run(portal_with_recordings, FIRST)
    assert {call["project_acronym"] for call in read("/v1/cascade-calls")["items"]} == {"SUSA", "EITUM-BP23-25"}


def test_the_conditions_come_in_sections(run: Ingest, portal: Portal, read: Read) -> None:
    html = (
        "<h4>General conditions</h4>"
        "<div><h4>2. Eligible Countries</h4><p>Those of Annex B [[And two more.]] count.</p></div>"
        "<div><h4>3. Other Eligible Conditions</h4></div>"
    )
    portal.serve(with_rows(topic_row(replace(RIA, conditions=html))))
    run(portal, FIRST)

    conditions = read(f"/v1/topics/{RIA.identifier}")["texts"]["conditions"]

    assert [(section["number"], section["heading"]) for section in conditions["sections"]] == [
        ("2", "2. Eligible Countries"),
        ("3", "3. Other Eligible Conditions"),
    ]
    (block,) = conditions["sections"][0]["blocks"]
    assert block["text"] == "Those of Annex B count."
    assert [note["text"] for note in block["footnotes"]] == ["And two more."]
    page = read(f"/topics/{RIA.identifier}")
    assert "3. Other Eligible Conditions Nothing stands under this heading." in page


def test_the_poorer_file_takes_nothing_back(
    run: Ingest, portal: Portal, read: Read, engine: Engine, settings_on: Callable[..., Settings]
) -> None:
    run(portal, FIRST)
    before = read(f"/v1/topics/{RIA.identifier}")

    report = ingest(settings_on(portal, LATER), engine, PORTAL, way="fallback")

    assert (report.state, report.gone, report.reason) == ("ok", 0, None)
    after = read(f"/v1/topics/{RIA.identifier}")
    for name in ("title", "deadlines", "budget", "status"):
        assert after[name] == before[name], name
    assert after["texts"]["description"] == before["texts"]["description"]
    assert after["cascade_calls"] == before["cascade_calls"]


def test_the_age_of_the_catalogue_is_told_and_what_came_of_the_last_attempt(
    run: Ingest, portal: Portal, read: Read
) -> None:
    assert read("/v1/sources") == []
    run(portal, FIRST)
    (fresh,) = read("/v1/sources")
    portal.serve([])
    run(portal, LATEST)

    (source,) = read("/v1/sources")

    assert (fresh["source"], fresh["state"], fresh["read_at"][:10]) == ("portal", "ok", "2026-11-20")
    assert (source["state"], source["read_at"], source["found"]) == ("refused", fresh["read_at"], fresh["found"])
    assert source["attempted_at"].startswith("2026-11-22")
    page = read("/about")
    assert "Read from portal as of 20 November 2026" in page
    assert f"Tried again on 22 November 2026, without success: {source['reason']}" in page


def test_every_recorded_text_is_read_and_shown(
    run: Ingest, portal_with_recordings: Portal, shared: Path, settings_on: Callable[..., Settings]
) -> None:
    assert run(portal_with_recordings, FIRST).state == "ok"
    recorded = recorded_texts(shared)
    with TestClient(create_app(settings_on(portal_with_recordings, LATEST))) as client:
        for text in recorded:
            texts = client.get(f"/v1/topics/{text['topicId']}").json()["texts"]
            assert bool(texts["description"]) is bool(text.get("description")), text["topicId"]
            assert texts["conditions"] is None or texts["conditions"]["sections"], text["topicId"]
        for text in recorded[::10]:
            page = client.get(f"/topics/{text['topicId']}").text
            assert faults_of_page(page) == [], text["topicId"]
