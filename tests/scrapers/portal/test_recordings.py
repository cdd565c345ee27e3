"""What was recorded from the portal arrives, compared with an independent reading of the recordings."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scrapers.portal import parse
from scrapers.reading import Ignored, Reading, judge_run
from scrapers.records import Budget, PortalStatus
from scrapers.sources import SOURCES
from tests.emulator.recordings import TYPE_CODES, raw_answer, recorded_texts
from tests.emulator.server import Portal
from tests.scrapers.captured import capture_of, reading_of
from tests.scrapers.fetched import fetch_from

ABBREVIATIONS = {
    "Horizon Europe": "HORIZON",
    "European Defence Fund": "EDF",
    "EU External Action - Prospect (RELEX-PROSPECT)": "RELEX-PROSPECT",
    "Digital Europe": "DIGITAL",
    "Euratom": "EURATOM",
    "Connecting Europe Facility": "CEF",
    "Erasmus+": "ERASMUS",
    "Pilot Projects & Preparatory Actions": "PPPA",
    "ESF+": "ESF",
    "Interregional Innovation": "I3",
    "Technical assistance for ERDF, CF and JTF (ERDF-TA)": "ERDF-TA",
    "Creative Europe": "CREA",
    "EU Agencies": "EUBA",
    "Single Market Programme": "SMP",
}


@pytest.fixture
def reading(portal_with_recordings: Portal, tmp_path: Path) -> Reading:
    return parse(fetch_from(portal_with_recordings, tmp_path))


@pytest.fixture
def texts(shared: Path) -> Mapping[str, Mapping[str, Any]]:
    return {text["topicId"]: text for text in recorded_texts(shared)}


def test_all_recorded_topics_arrive_once(reading: Reading, texts: Mapping[str, Any]) -> None:
    identifiers = [topic.identifier for topic in reading.topics]
    assert len(identifiers) == len({identifier.casefold() for identifier in identifiers})
    assert set(identifiers) == {*texts, "HORIZON-CL4-2025-04-DATA-03"}
    assert len(texts) == 430


def test_nothing_in_the_recordings_is_unreadable_or_unknown(reading: Reading) -> None:
    assert (reading.quarantined, reading.unknown_fields) == ((), {})
    assert reading.rows == reading.expected
    assert judge_run(reading, last_good=None, expectations=SOURCES["portal"].expectations) is None


def test_deadlines_are_the_recorded_days_and_no_hour_is_invented(reading: Reading, texts: Mapping[str, Any]) -> None:
    recorded = [topic for topic in reading.topics if topic.identifier in texts]
    for topic in recorded:
        assert [each.at.strftime("%Y-%m-%d %H:%M %Z")[:16] for each in topic.deadlines] == [
            f"{texts[topic.identifier]['deadline']} 00:00"
        ]
        assert not any(each.hour_known for each in topic.deadlines)
        assert {each.at.tzname() for each in topic.deadlines} <= {"CET", "CEST"}


def test_programmes_are_the_recorded_ones(reading: Reading, texts: Mapping[str, Any]) -> None:
    for topic in reading.topics:
        if (text := texts.get(topic.identifier)) is not None:
            assert topic.programme == ABBREVIATIONS.get(text["programme"], text["programme"])


def test_types_of_action_are_the_recorded_ones(reading: Reading, texts: Mapping[str, Any]) -> None:
    counted = 0
    for topic in reading.topics:
        name = " ".join(texts.get(topic.identifier, {}).get("typesOfAction", "").split())
        if name in TYPE_CODES:
            counted += 1
            assert topic.type_of_action == TYPE_CODES[name]
    assert counted == 322


def test_only_four_recorded_types_of_action_have_no_known_code(reading: Reading) -> None:
    assert {remark.reason for remark in reading.remarks} == {
        f"no code is known for the type of action {name!r}"
        for name in (
            "ERASMUS Prizes",
            "EUBA Type of Action",
            "LIFE Operating Grants Framework Partnerships",
            "Pilot Projects and Preparatory Actions",
        )
    }


def test_titles_statuses_and_calls_are_the_recorded_ones(reading: Reading, texts: Mapping[str, Any]) -> None:
    for topic in reading.topics:
        if (text := texts.get(topic.identifier)) is not None:
            assert topic.title == text["title"].strip()
            assert topic.portal_status is PortalStatus(text["callStatus"])
            assert (topic.call_identifier or "") == text["callIdentifier"]
            assert (topic.deadline_model or "") == text["deadlineModel"].replace(" ", "-")


def test_budgets_are_the_recorded_ones_and_zero_is_not_stated(reading: Reading, texts: Mapping[str, Any]) -> None:
    for topic in reading.topics:
        if (text := texts.get(topic.identifier)) is not None:
            assert (topic.budget.min or 0) == (text["budgetMin"] or 0)
            assert (topic.budget.max or 0) == (text["budgetMax"] or 0)
            assert (topic.budget.grants or 0) == (text["expectedGrants"] or 0)


def test_two_runs_over_the_recordings_give_the_same_records(portal_with_recordings: Portal, tmp_path: Path) -> None:
    first, second = (parse(fetch_from(portal_with_recordings, tmp_path)) for _ in range(2))
    assert first == second


def test_the_answer_in_several_languages_yields_its_english_topic(shared: Path) -> None:
    reading = parse([capture_of(raw_answer(shared, "search-text-AI-p1-2025-10-multilang.json"))])
    (topic,) = reading.topics
    assert (topic.reference, topic.type_of_action) == ("48400948TOPICSen", "HORIZON-RIA")
    assert topic.budget == Budget(
        total=Decimal(15_000_000),
        grants=3,
        min=Decimal(4_000_000),
        max=Decimal(6_000_000),
        by_year={2025: Decimal(15_000_000)},
    )
    assert (reading.ignored, len(reading.news)) == ({Ignored.LANGUAGE_COPY: 2}, 2)
    assert (reading.quarantined, reading.unknown_fields) == ((), {})


def test_the_answer_with_nothing_but_news_yields_ten_notices_about_other_topics(shared: Path) -> None:
    reading = parse([capture_of(raw_answer(shared, "search-text-topicid-p1-2025-10-news.json"))])
    assert (reading.topics, len(reading.news), reading.quarantined, reading.unknown_fields) == ((), 10, (), {})
    assert all(notice.topic_identifier and notice.published_at for notice in reading.news)


def test_the_answer_with_cascade_calls_yields_them_with_their_topic(shared: Path) -> None:
    recorded = json.loads(raw_answer(shared, "search-cascade-type8-trimmed.json"))["results"]
    reading = reading_of({"language": "en", **row} for row in recorded)  # its recorder has cut the language off
    assert (reading.topics, reading.quarantined) == ((), ())
    susa, umx = reading.cascade_calls
    assert (susa.topic_identifier, susa.topic_ccm2_id, susa.project_acronym, susa.programme, susa.budget) == (
        "DIGITAL-2023-SKILLS-05-SPECIALEDU",
        46214053,
        "SUSA",
        "DIGITAL",
        Decimal(30500),
    )
    assert [due.at.isoformat() for due in umx.deadlines] == ["2025-09-30T19:00:04+02:00", "2026-09-29T19:00:00+02:00"]
    assert all(due.hour_known for due in umx.deadlines)
    assert len(susa.deadlines) == 7
