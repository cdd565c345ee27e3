"""Whoever follows the calls sees what has changed: by the interface, on a page, in a feed reader."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.main import create_app
from app.services.ingestion.runs import ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.app.ingestion.conftest import Ingest
from tests.app.web.html import read
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import CSA, IA, RIA, own_rows

FIRST, LATER = date(2026, 11, 20), date(2026, 11, 21)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client(
    run: Ingest, portal: Portal, engine: Engine, settings_on: Callable[..., Settings], tmp_path: Path
) -> Iterator[TestClient]:
    """The service after a day on which one topic moved, one was renamed, and one vanished."""
    run(portal, FIRST)
    changed = {
        RIA.reference: topic_row(replace(RIA, deadlines=("2027-03-30",))),
        IA.reference: topic_row(replace(IA, title="Foundries & <b>forges</b>")),
        CSA.reference: None,
    }
    portal.serve(row for old in own_rows() if (row := changed.get(old["reference"], old)) is not None)
    assert ingest(settings_on(portal, LATER), engine, PORTAL).changed == 2
    with TestClient(create_app(settings_on(portal, LATER)), base_url="https://quorum.example") as client:
        yield client


def listed(client: TestClient, **narrowed: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/v1/changes", params=narrowed).json()["items"]
    return items


def test_all_changes_are_listed_the_last_one_first(client: TestClient) -> None:
    changes = listed(client)
    told = {(change["identifier"], change["field"]) for change in changes}
    assert told == {(RIA.identifier, "deadlines"), (IA.identifier, "title"), (CSA.identifier, "gone_since")}
    assert [change["id"] for change in changes] == sorted((change["id"] for change in changes), reverse=True)


def test_a_list_of_changes_is_narrowed_and_paged(client: TestClient) -> None:
    assert [change["field"] for change in listed(client, identifier=IA.identifier.lower())] == ["title"]
    assert len(listed(client, programme="horizon")) == 3
    assert listed(client, programme="LIFE") == []
    assert listed(client, since="2026-11-22") == []
    first = client.get("/v1/changes", params={"limit": 2}).json()
    rest = client.get("/v1/changes", params={"limit": 2, "cursor": first["next"]}).json()
    assert [*first["items"], *rest["items"]] == listed(client)
    assert rest["next"] is None


def test_the_page_says_what_was_and_what_is(client: TestClient) -> None:
    html = client.get("/changes").text
    assert read(html).faults == []
    page = BeautifulSoup(html, "lxml")
    turns = {(_shown(one, "del"), _shown(one, "ins")) for one in page.select(".changed dd") if one.find("ins")}
    assert turns == {("16 March 2027", "30 March 2027"), (IA.title, "Foundries & <b>forges</b>")}
    assert "No longer on the portal." in page.get_text()


def _shown(part: Tag, name: str) -> str:
    """What is struck out or put in its place, without the word for those who do not see which it is."""
    found = part.find(name)
    assert found is not None
    return found.get_text().partition(":")[2].strip()


def test_changes_stand_by_day_and_topic_with_what_matters_most_first(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/changes").text, "lxml")
    days = [str(day["datetime"]) for day in page.select("h3 time")]
    assert days == sorted(set(days), reverse=True)
    for day in page.select("section > section"):
        topics = [code.get_text() for code in day.select(".changed .code")]
        assert len(topics) == len(set(topics))
    assert len(page.select(".changed [id^=change-]")) == len(listed(client))
    of_one = client.get(f"/changes?identifier={RIA.identifier}").text
    assert "16 March 2027" in of_one
    assert IA.identifier not in of_one
    assert f"/changes?identifier={RIA.identifier}" in client.get(f"/topics/{RIA.identifier}").text


def test_a_feed_reader_gets_the_same(client: TestClient) -> None:
    answer = client.get("/changes.atom")
    feed = fromstring(answer.text)  # noqa: S314 - our own answer
    entries = feed.findall(f"{ATOM}entry")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert _text(feed, "updated") == _text(entries[0], "updated")
    assert {_text(entry, "title") for entry in entries} == {
        f"{RIA.identifier}: deadlines",
        f"{IA.identifier}: title",
        f"{CSA.identifier}: on the portal",
    }
    assert len({_text(entry, "id") for entry in entries}) == 3
    links = [link.attrib["href"] for entry in entries for link in entry.findall(f"{ATOM}link")]
    assert {client.get(link).status_code for link in links} == {200}


def test_a_wish_that_cannot_be_is_refused(client: TestClient) -> None:
    assert client.get("/v1/changes", params={"since": "yesterday"}).status_code == 422
    assert client.get("/v1/changes", params={"cursor": "x"}).status_code == 422
    assert client.get("/changes?cursor=x").status_code == 422


def _text(element: Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""
