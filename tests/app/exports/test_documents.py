"""The page, the calendars and the tables, as other programs read them."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import docx
import icalendar
import pytest
from sqlmodel import Session

from app.errors import Conflict, Invalid
from app.exports import words
from app.exports.cells import legible, unmarked
from app.exports.concept import concept_of
from app.exports.deadlines import calendar_of_call, calendar_of_topics
from app.exports.dossier import Dossier, Subject
from app.exports.exporting import exported
from app.exports.files import Format
from app.exports.tables import conditions_table, participants_table, topics_table
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic
from app.settings import Settings
from tests.app.asking import TOPIC
from tests.app.exports.hostile import HOSTILE
from tests.app.exports.test_workbook import hostile_dossier
from tests.app.loaded import TODAY

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def paragraphs(content: bytes) -> list[str]:
    document = docx.Document(BytesIO(content))
    return [paragraph.text for paragraph in document.paragraphs]


def table(content: bytes) -> list[list[str]]:
    [found] = docx.Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in found.rows]


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.fixture
def topic(session: Session, settings: Settings) -> TopicPublic:
    return listing.get_topic(session, settings, TOPIC)


def due(topic: TopicPublic, *deadlines: tuple[datetime, bool, int | None]) -> TopicPublic:
    told = [
        DeadlinePublic.model_validate({"at": at, "hour_known": known, "stage": stage}) for at, known, stage in deadlines
    ]
    return topic.model_copy(update={"deadlines": told})


# the page


def test_the_page_tells_the_call_the_partners_the_verdict_and_what_is_open(dossier: Dossier) -> None:
    content = concept_of(dossier)
    told, verdict = paragraphs(content), dossier.teams[0].verdict
    assert told[0] == "CASE-1"
    assert "Deadline: 10 February 2027" in told
    assert f"{words.VERDICTS[verdict.status]}. {verdict.summary}" in told
    assert any(line.startswith("Not met (") for line in told)
    assert any(line.startswith("Open questions (") for line in told)
    assert words.DISCLAIMER in told[-1]
    assert f"rules {verdict.ruleset}" in told[-1]
    assert "law and call as of 22 November 2026" in told[-1]
    head, *rows = table(content)
    assert head[:3] == ["Organisation", "Country", "Role"]
    assert [row[0] for row in rows] == [seat.name for seat in dossier.teams[0].seats]
    assert rows[1][1:4] == ["Germany (DE)", "beneficiary", "EUR 250,000.25"]
    assert rows[2][3] == "not known"


def test_what_is_not_met_names_its_source(dossier: Dossier) -> None:
    unmet = next(one for one in dossier.teams[0].verdict.conditions if one.status == "not_met")
    [line] = [line for line in paragraphs(concept_of(dossier)) if unmet.missing and line.startswith(unmet.missing[:40])]
    assert unmet.source.document[:30] in line


def test_the_page_is_of_a4(dossier: Dossier) -> None:
    section = docx.Document(BytesIO(concept_of(dossier))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_a_page_needs_a_consortium(dossier: Dossier) -> None:
    with pytest.raises(Conflict):
        concept_of(replace(dossier, teams=()))
    with pytest.raises(Invalid):
        exported(dossier, Format.DOCX, 2)


def test_sixty_hostile_texts_are_words_on_the_page(session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    names = [row[0] for row in table(concept_of(dossier))[1:]]
    wanted = [legible(seat.name) for seat in dossier.teams[0].seats]
    assert [" ".join(one.split()) for one in names] == [" ".join(one.split()) for one in wanted]
    nul = replace(dossier, subject=replace(dossier.subject, title="nul\0 \ud800", url="\0"))
    assert paragraphs(concept_of(nul))[0] == "nul\ufffd \ufffd"


# calendars


def test_a_deadline_whose_hour_is_known_is_an_instant_and_another_lasts_all_day(topic: TopicPublic) -> None:
    known = datetime(2027, 2, 10, 16, tzinfo=UTC)
    unknown = datetime(2027, 9, 8, 22, tzinfo=UTC)  # midnight in Brussels, in summer
    first, second = events(calendar_of_topics([due(topic, (known, True, 1), (unknown, False, 2))]))
    assert first["DTSTART"].dt == known
    assert second["DTSTART"].dt == date(2027, 9, 9)
    assert not isinstance(second["DTSTART"].dt, datetime)
    assert "hour is not known" in second["DESCRIPTION"]
    assert "hour is not known" not in first["DESCRIPTION"]
    assert [str(event["UID"]) for event in (first, second)] == [f"{TOPIC}/stage-1@quorum", f"{TOPIC}/stage-2@quorum"]
    assert str(first["SUMMARY"]) == f"Deadline of stage 1: {TOPIC}"
    assert str(first["URL"]) == topic.url


def test_an_event_keeps_its_name_when_its_deadline_moves(topic: TopicPublic) -> None:
    def uids(*days: int) -> list[str]:
        moved = due(topic, *((NOON + timedelta(days=day), True, None) for day in days))
        return [str(event["UID"]) for event in events(calendar_of_topics([moved]))]

    assert uids(10) == uids(20) == [f"{TOPIC}/deadline@quorum"]
    assert uids(10, 50) == uids(12, 60) == [f"{TOPIC}/cut-off-1@quorum", f"{TOPIC}/cut-off-2@quorum"]


def test_all_topics_make_a_calendar_of_events_with_different_names(session: Session, settings: Settings) -> None:
    topics = listing.list_topics(session, settings, TopicQuery(limit=200)).items
    content = calendar_of_topics(topics)
    found = events(content)
    assert len(found) == sum(len(one.deadlines) for one in topics) > 100
    assert len({str(event["UID"]) for event in found}) == len(found)
    assert content == calendar_of_topics(topics)
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_the_calendar_of_a_verdict_has_the_day_of_its_call(dossier: Dossier) -> None:
    [event] = events(calendar_of_call(dossier.subject, TODAY))
    assert event["DTSTART"].dt == date(2027, 2, 10)
    assert events(calendar_of_call(Subject("NOTHING"), TODAY)) == []


TOLD = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "TRANSP", "SUMMARY", "DESCRIPTION", "URL"}


def test_hostile_titles_are_one_value_of_one_event(topic: TopicPublic) -> None:
    topics = [
        due(topic, (NOON, True, None)).model_copy(update={"title": text, "identifier": f"{text} {number}"})
        for number, text in enumerate((*HOSTILE, "nul\0nul"))
    ]
    content = calendar_of_topics(topics, "\r\nX-EVIL:1")
    found = events(content)
    assert len(found) == len(topics)
    assert b"\r\nX-EVIL" not in content
    assert b"\r\nSet-Cookie" not in content
    for event, one in zip(found, topics, strict=True):
        assert str(event["DESCRIPTION"]).startswith(legible(one.title).removeprefix("\ufeff"))  # no part of a text
        assert set(event) == TOLD


# tables


def cells(rows: Iterable[dict[str, str]]) -> list[str]:
    return [cell for row in rows for cell in row.values()]


def test_the_table_of_a_verdict_has_its_conditions(dossier: Dossier) -> None:
    conditions = dossier.teams[0].verdict.conditions
    rows = read(conditions_table(dossier))
    assert [row["id"] for row in rows] == [one.id for one in conditions]
    assert [row["status"] for row in rows] == [words.CONDITIONS[one.status] for one in conditions]


def test_the_table_of_participants_has_numbers_as_numbers_and_nothing_for_what_is_unknown(dossier: Dossier) -> None:
    one, two, three, _ = read(participants_table(dossier))
    assert (two["eu_contribution"], one["total_cost"]) == ("250000.25", "1000.5")
    assert (three["eu_contribution"], three["country"]) == ("", "")


def test_the_table_of_topics_has_days_and_sums(topic: TopicPublic) -> None:
    passed, ahead = (NOON - timedelta(days=3), True, None), (NOON + timedelta(days=80, hours=-13), False, None)
    [row] = read(topics_table([due(topic, passed, ahead)], NOON))
    assert row["identifier"] == TOPIC
    assert row["next_deadline"] == row["last_deadline"] == "2027-02-09"
    assert row["hour_known"] == "false"
    assert row["deadlines"] == "2026-11-19T12:00:00+00:00; 2027-02-09"
    assert float(row["budget_total"]) == topic.budget.total


@pytest.mark.parametrize("column", ["identifier", "title", "url", "programme", "type_of_action"])
def test_sixty_hostile_texts_are_fields_of_the_table(topic: TopicPublic, column: str) -> None:
    texts = (*HOSTILE, "nul\0nul")
    rows = read(topics_table([topic.model_copy(update={column: text}) for text in texts], NOON))
    assert [unmarked(row[column]) for row in rows] == [legible(text) for text in texts]
    assert not any(cell.lstrip()[:1] in set("=+-@＝＋－＠") for cell in cells(rows) if cell)


def test_sixty_hostile_texts_are_fields_of_a_verdict(session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    for content in (conditions_table(dossier), participants_table(dossier)):
        found = cells(read(content))
        assert not any(cell.lstrip()[:1] in set("=+-@＝＋－＠\t\r") for cell in found if cell)
    names = [unmarked(row["name"]) for row in read(participants_table(dossier))]
    assert names == [legible(seat.name) for seat in dossier.teams[0].seats]


def test_json_is_the_answer_itself(dossier: Dossier) -> None:
    assert exported(dossier, Format.JSON).content == dossier.answer.model_dump_json().encode()
