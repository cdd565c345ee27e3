"""The file of a topic completes what its row leaves open, and takes nothing back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scrapers.portal import parse
from scrapers.portal.details import read_details
from scrapers.portal.documents import open_details
from scrapers.records import Topic
from tests.emulator.documents import topic_details
from tests.emulator.server import Portal
from tests.emulator.shapes import Facts, Raw, topic_row
from tests.emulator.topics import IA, MIXED_CASE, OLD, RIA
from tests.scrapers.captured import topic_of
from tests.scrapers.fetched import fetch_from

BARE = replace(RIA, conditions=None, description=None, support=None, budget=(), tags=(), links=(), agreement=None)


def read(portal: Portal, folder: Path, facts: Facts, details: Raw | None) -> Topic:
    """The topic of a row, where its file is this one."""
    portal.serve([topic_row(facts), topic_row(OLD), topic_row(IA)])
    portal.state.details[facts.identifier.lower()] = details
    reading = parse(fetch_from(portal, folder))
    return next(topic for topic in reading.topics if topic.identifier == facts.identifier)


def asked_for(portal: Portal) -> list[str]:
    paths = [request.url.path for request in portal.state.asked]
    return [path.rpartition("/")[2] for path in paths if "topicDetails" in path]


def test_what_the_row_lacks_comes_from_the_file(portal: Portal, tmp_path: Path) -> None:
    assert topic_of(BARE).description_html is None
    assert read(portal, tmp_path, BARE, topic_details(topic_row(RIA))) == topic_of(RIA)


def test_it_is_asked_for_in_lower_case(portal: Portal, tmp_path: Path) -> None:
    read(portal, tmp_path, replace(MIXED_CASE, conditions=None), None)
    assert asked_for(portal) == ["digital-2027-iaflag-91.json"]


def test_a_row_that_lacks_nothing_needs_no_file(portal: Portal, tmp_path: Path) -> None:
    read(portal, tmp_path, RIA, None)
    assert asked_for(portal) == []


def test_closed_topics_are_left_as_they_are(portal: Portal, tmp_path: Path) -> None:
    read(portal, tmp_path, replace(BARE, status="closed"), None)
    assert asked_for(portal) == []


def test_what_the_row_states_stays_as_it_is(portal: Portal, tmp_path: Path) -> None:
    other = replace(RIA, title="Another title", deadlines=("2028-01-01",), keywords=("Another",))
    topic = read(portal, tmp_path, BARE, topic_details(topic_row(other)))
    assert (topic.title, topic.deadlines, topic.keywords) == (
        RIA.title,
        topic_of(RIA).deadlines,
        topic_of(RIA).keywords,
    )
    assert topic.conditions_html == RIA.conditions


def test_a_topic_without_a_file_stays_as_its_row_has_it(portal: Portal, tmp_path: Path) -> None:
    assert read(portal, tmp_path, BARE, None) == topic_of(BARE)


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": None},
        {"type": 7},
        {"frameworkProgramme": {"id": 1}},
        {"actions": "none"},
        {"budgetOverviewJSONItem": []},
    ],
    ids=["no identifier", "type", "programme", "actions", "budget"],
)
def test_a_file_that_cannot_be_read_is_remarked_and_the_topic_stays(
    portal: Portal, tmp_path: Path, changes: dict[str, Any]
) -> None:
    details = {"TopicDetails": {**topic_details(topic_row(RIA))["TopicDetails"], **changes}}
    assert read(portal, tmp_path, BARE, details) == topic_of(BARE)
    (remark,) = parse(fetch_from(portal, tmp_path)).remarks
    assert remark.reference == f"{RIA.identifier.lower()}.json"


def test_a_field_of_the_file_that_nobody_knows_is_reported(portal: Portal, tmp_path: Path) -> None:
    read(portal, tmp_path, BARE, {"TopicDetails": {**topic_details(topic_row(RIA))["TopicDetails"], "novelty": "new"}})
    assert parse(fetch_from(portal, tmp_path)).unknown_fields == {"novelty": 1}


def test_the_recorded_file_is_read(shared: Path) -> None:

    body = (shared / "portal/topic-details/smp-cosme-2024-cluster-01.json").read_bytes()
    details = read_details(open_details(body))
    topic = details.topic
    assert (topic.identifier, topic.programme, topic.type_of_action) == (
        "SMP-COSME-2024-CLUSTER-01",
        "SMP-COSME",
        "SMP-GFS",
    )
    assert [due.at.isoformat() for due in topic.deadlines] == ["2025-02-05T00:00:00+01:00"]
    assert (topic.budget.total, topic.budget.grants, topic.budget.min) == (Decimal(42_000_000), None, None)
    assert topic.mgas == ("SMP-AG",)
    assert any(link.url.endswith("call-fiche_smp-cosme-2024-cluster_en.pdf") for link in topic.documents)
    assert (details.remarks, details.unknown_fields) == ((), frozenset())
