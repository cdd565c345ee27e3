"""An ingest adds, changes and marks, in one transaction; a run that cannot be believed leaves everything as it was."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select
from starlette.responses import Response

from app.bundle.read import read as read_bundle
from app.db import reading, writing
from app.db.tables import METADATA, Capture, IngestRun, Topic
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import TopicPublic
from app.services.ingestion import bundle, runs
from app.services.ingestion.runs import sources_named
from app.services.ingestion.topic_rows import ReadFrom, record_of_row, write
from app.settings import Settings
from scrapers.records import Kind
from scrapers.records import Topic as TopicRecord
from scrapers.sources import PORTAL
from tests.app.ingestion.conftest import Ingest
from tests.emulator.recordings import recorded_texts
from tests.emulator.server import Portal
from tests.emulator.shapes import Facts, Raw, topic_row
from tests.emulator.topics import CSA, IA, RIA, TOPICS, own_rows

FIRST, LATER, LATEST = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
SettingsOn = Callable[..., Settings]


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the catalogue, so that "nothing has changed" can be said."""
    tables = set(METADATA.tables) - {"ingest_run", "capture", "catalogue_revision"}
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}" ORDER BY 1, 2'))]  # noqa: S608 - our names
            for name in sorted(tables)
        }


def every_topic(session: Session, settings: Settings) -> list[TopicPublic]:
    return list(listing.list_topics(session, settings, TopicQuery(limit=200)).items)


def test_a_first_run_adds_every_topic_once(run: Ingest, portal: Portal, engine: Engine) -> None:
    report = run(portal)

    assert (report.state, report.reason) == ("ok", None)
    assert (report.added, report.changed, report.unchanged, report.gone) == (len(TOPICS), 0, 0, 0)
    assert report.requests == portal.requests
    with reading(engine) as session:
        assert len(session.exec(select(Topic)).all()) == len(TOPICS)


def test_a_second_run_changes_nothing(run: Ingest, portal: Portal, engine: Engine) -> None:
    run(portal, FIRST)
    before = contents(engine)

    report = run(portal, LATER)

    assert (report.state, report.added, report.changed, report.unchanged) == ("ok", 0, 0, len(TOPICS))
    assert contents(engine) == before


def test_what_is_read_is_served_with_the_names_of_the_contract(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal)

    with reading(engine) as session:
        topic = listing.get_topic(session, settings_on(portal), RIA.identifier.lower())
        two_stage = listing.get_topic(session, settings_on(portal), "HORIZON-CL4-2027-92-01-two-stage")
        texts = listing.get_topic_text(session, settings_on(portal), RIA.identifier)
        captured = {capture.sha256 for capture in session.exec(select(Capture))}
    assert (topic.status, topic.type_of_action, topic.programme) == ("open", "HORIZON-RIA", "HORIZON")
    assert topic.budget.total == 12_000_000
    assert topic.source.sha256 in captured
    assert topic.source.url.startswith(portal.url)
    assert [due.stage for due in two_stage.deadlines] == [1, 2]
    assert texts.conditions_html == RIA.conditions
    assert texts.sha256


def test_a_changed_field_is_kept_in_the_history(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    moved = replace(RIA, deadlines=("2027-03-30",), title="Looms that repair themselves")
    portal.serve([topic_row(moved), *(row for row in own_rows() if row["reference"] != RIA.reference)])

    report = run(portal, LATER)

    assert (report.changed, report.unchanged, report.added) == (1, len(TOPICS) - 1, 0)
    with reading(engine) as session:
        settings = settings_on(portal, LATER)
        history = {change.field: change for change in listing.topic_history(session, settings, RIA.identifier)}
        topic = listing.get_topic(session, settings, RIA.identifier)
    assert set(history) == {"deadlines", "title"}
    assert history["title"].before == RIA.title
    assert history["title"].after == topic.title == "Looms that repair themselves"
    assert [due["at"] for due in history["deadlines"].before] == ["2027-03-16T00:00:00+01:00"]
    assert [due["at"] for due in history["deadlines"].after] == ["2027-03-30T00:00:00+02:00"]
    assert history["title"].seen_at.date() == LATER
    assert history["title"].announced is False


def test_a_topic_that_vanishes_is_kept_and_marked_and_comes_back(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    portal.serve(row for row in own_rows() if row["reference"] != IA.reference)

    assert run(portal, LATER).gone == 1
    with reading(engine) as session:
        gone = listing.get_topic(session, settings_on(portal), IA.identifier)
        assert gone.gone_since is not None
        assert gone.gone_since.date() == LATER
    assert run(portal, LATER).gone == 0  # it is told once

    portal.serve(own_rows())
    report = run(portal, LATEST)
    assert (report.changed, report.added, report.gone) == (1, 0, 0)
    with reading(engine) as session:
        back = listing.get_topic(session, settings_on(portal), IA.identifier)
        fields = [change.field for change in listing.topic_history(session, settings_on(portal), IA.identifier)]
    assert back.gone_since is None
    assert fields == ["gone_since", "gone_since"]


def test_a_topic_that_cannot_be_read_is_not_taken_for_vanished(run: Ingest, portal: Portal, engine: Engine) -> None:
    run(portal, FIRST)
    broken = replace(IA, changes={"frameworkProgramme": ["99999999"]})
    portal.serve([topic_row(broken), *(row for row in own_rows() if row["reference"] != IA.reference)])

    report = run(portal, LATER)

    assert (report.state, report.quarantined, report.gone) == ("ok", 1, 0)
    with reading(engine) as session:
        assert all(topic.gone_since is None for topic in session.exec(select(Topic)))
        run_row = session.exec(select(IngestRun).order_by(IngestRun.id.desc())).first()  # type: ignore[union-attr]
        assert run_row is not None
        assert IA.reference in [remark["reference"] for remark in run_row.details["quarantined"]]


def test_too_few_rows_are_refused_and_the_old_catalogue_stays(run: Ingest, portal: Portal, engine: Engine) -> None:
    run(portal, FIRST)
    before = contents(engine)
    portal.serve(topic_row(facts) for facts in (RIA, CSA))

    report = run(portal, LATER)

    assert report.state == "refused"
    assert report.reason
    assert str(len(TOPICS)) in report.reason
    assert contents(engine) == before


def test_a_refused_run_is_not_what_the_next_is_measured_by(run: Ingest, portal: Portal) -> None:
    run(portal, FIRST)
    portal.serve(topic_row(facts) for facts in (RIA, CSA))
    assert [run(portal, LATER).state, run(portal, LATEST).state] == ["refused", "refused"]


def test_a_source_that_answers_nonsense_fails_with_its_reason_and_changes_nothing(
    run: Ingest, portal: Portal, engine: Engine
) -> None:
    run(portal, FIRST)
    before = contents(engine)
    portal.state.ignores_filters = True

    report = run(portal, LATER)

    assert (report.state, report.added, report.gone) == ("failed", 0, 0)
    assert report.reason
    assert "filter" in report.reason
    assert contents(engine) == before
    with reading(engine) as session:
        assert [row.state for row in session.exec(select(IngestRun))] == ["ok", "failed"]


def test_a_source_that_cannot_be_reached_fails(run: Ingest, portal: Portal) -> None:
    report = run(portal, portal_url="http://127.0.0.1:9", portal_timeout_seconds=2)

    assert report.state == "failed"
    assert report.reason


def test_a_bad_answer_is_asked_for_again(run: Ingest, portal: Portal) -> None:
    portal.state.next_answers.append(Response("<html>maintenance</html>", 503, {"Retry-After": "0"}))

    assert run(portal).state == "ok"


def test_the_answers_are_kept_as_they_came(run: Ingest, portal: Portal, engine: Engine, tmp_path: Path) -> None:
    report = run(portal)

    with reading(engine) as session:
        captures = session.exec(select(Capture)).all()
    assert len(captures) == report.requests > 0
    kept = {path.name.removesuffix(".gz") for path in (tmp_path / "captures").rglob("*.gz")}
    assert {capture.sha256 for capture in captures} <= kept


def test_topics_of_the_bundle_never_vanish(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    settings = settings_on(portal, FIRST)
    with writing(engine) as session:
        bundle.load(session, settings)

    report = run(portal, LATER)

    assert (report.added, report.gone) == (len(TOPICS), 0)
    with reading(engine) as session:
        bundled = session.exec(select(Topic).where(Topic.source == bundle.NAME)).all()
    assert len(bundled) == bundle.manifest().counts["topics"]
    assert all(topic.gone_since is None for topic in bundled)


def test_a_source_takes_over_a_bundled_topic_and_only_what_the_bundle_stated_can_have_changed(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    with writing(engine) as session:  # as if the bundle had stated one topic, without its texts
        row = session.exec(select(Topic).where(Topic.identifier == RIA.identifier)).one()
        bare = {"title": "As bundled", "description_html": None, "conditions_html": None, "keywords": ()}
        read_from = ReadFrom(source=bundle.NAME, url="https://example.org", retrieved_at=row.retrieved_at)
        write(row, record_of_row(row).model_copy(update=bare), read_from)

    report = run(portal, LATER)

    with reading(engine) as session:
        settings = settings_on(portal)
        topic = listing.get_topic(session, settings, RIA.identifier)
        texts = listing.get_topic_text(session, settings, RIA.identifier)
        fields = {change.field for change in listing.topic_history(session, settings, RIA.identifier)}
    assert (topic.source.name, topic.title, texts.description_html) == ("portal", RIA.title, RIA.description)
    assert fields == {"title"}
    assert (report.added, report.changed) == (1, 0)
    assert run(portal, LATEST).unchanged == len(TOPICS)


SILENT = replace(RIA, destination=None, keywords=(), budget=(), partner_search=None)
"""A topic of which the portal states less than the bundle."""
LEFT_OPEN = {"destination", "keywords", "allow_partner_search", "budget"}


def serve_instead_of_ria(portal: Portal, facts: Facts) -> None:
    portal.serve([topic_row(facts), *(row for row in own_rows() if row["reference"] != RIA.reference)])


@pytest.fixture
def bundled_ria(run: Ingest, portal: Portal, engine: Engine) -> TopicRecord:
    """A topic as if the bundle had stated all of it, and the portal nothing yet."""
    run(portal, FIRST)
    with writing(engine) as session:
        row = session.exec(select(Topic).where(Topic.identifier == RIA.identifier)).one()
        read_from = ReadFrom(source=bundle.NAME, url="https://example.org", retrieved_at=row.retrieved_at)
        return record_of_row(write(row, record_of_row(row), read_from))


def ria_with_history(engine: Engine, settings: Settings) -> tuple[TopicPublic, list[tuple[str, Any, Any]]]:
    with reading(engine) as session:
        changes = listing.topic_history(session, settings, RIA.identifier)
        topic = listing.get_topic(session, settings, RIA.identifier)
    return topic, [(change.field, change.before, change.after) for change in changes]


def test_what_the_bundle_knew_and_the_portal_leaves_open_stays_known_without_a_change(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn, bundled_ria: TopicRecord
) -> None:
    serve_instead_of_ria(portal, SILENT)

    first, second = run(portal, LATER), run(portal, LATEST)

    topic, history = ria_with_history(engine, settings_on(portal))
    assert (first.added, first.changed, second.unchanged) == (1, 0, len(TOPICS))
    assert topic.source.name == "portal"
    assert (topic.destination, tuple(topic.keywords)) == (bundled_ria.destination, bundled_ria.keywords)
    assert topic.budget.total == 12_000_000
    assert topic.budget.grants == 2
    assert history == []


def test_what_is_known_from_the_bundle_outlasts_another_change_of_the_portal(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn, bundled_ria: TopicRecord
) -> None:
    serve_instead_of_ria(portal, SILENT)
    run(portal, LATER)
    serve_instead_of_ria(portal, replace(SILENT, title="Looms, again"))
    run(portal, LATEST)

    topic, history = ria_with_history(engine, settings_on(portal))
    assert topic.destination == bundled_ria.destination
    assert history == [("title", RIA.title, "Looms, again")]


def test_what_the_portal_has_stated_itself_and_states_no_longer_is_gone(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn, bundled_ria: TopicRecord
) -> None:
    for day, destination in ((FIRST, None), (LATER, "Another destination"), (LATEST, None)):
        serve_instead_of_ria(portal, replace(RIA, destination=destination))
        run(portal, day)

    topic, history = ria_with_history(engine, settings_on(portal))
    assert topic.destination is None
    assert history == [
        ("destination", "Another destination", None),
        ("destination", bundled_ria.destination, "Another destination"),
    ]


def test_without_the_bundle_a_field_that_is_no_longer_stated_is_a_change(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    serve_instead_of_ria(portal, SILENT)
    run(portal, LATER)

    topic, history = ria_with_history(engine, settings_on(portal))
    assert topic.destination is None
    assert {field for field, _, _ in history} == LEFT_OPEN


def test_the_bundle_does_not_take_back_what_a_source_has_stated(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    portal.serve([topic_row(replace(RIA, identifier="I3-2026-INV1", title="As the portal has it"))])
    run(portal, FIRST)

    with writing(engine) as session:
        bundle.load(session, settings_on(portal, LATER))

    with reading(engine) as session:
        topic = listing.get_topic(session, settings_on(portal), "I3-2026-INV1")
    assert (topic.title, topic.source.name) == ("As the portal has it", "portal")


def test_an_unknown_source_has_failed_and_the_others_are_read() -> None:
    known, (unknown,) = sources_named(["gazette", "portal", "portal"])
    assert [source.name for source in known] == ["portal"]
    assert (unknown.source, unknown.state) == ("gazette", "failed")
    assert "no source gazette" in (unknown.reason or "")


def test_without_a_name_all_sources_are_read() -> None:
    known, unknown = sources_named([])
    assert ([source.name for source in known], unknown) == (["portal"], [])


def test_all_recorded_topics_arrive_and_a_second_run_changes_nothing(
    run: Ingest, portal_with_recordings: Portal, engine: Engine, shared: Path, settings_on: SettingsOn
) -> None:
    recorded = {text["topicId"].lower() for text in recorded_texts(shared)}

    first = run(portal_with_recordings, FIRST)
    before = contents(engine)
    second = run(portal_with_recordings, LATER)

    assert (first.state, second.state) == ("ok", "ok"), (first, second)
    assert (second.added, second.changed, second.gone) == (0, 0, 0)
    assert contents(engine) == before
    with reading(engine) as session:
        found = {topic.identifier_key for topic in session.exec(select(Topic))}
        settings = settings_on(portal_with_recordings, LATEST)
        served_open = [topic for topic in every_topic(session, settings) if topic.status == "open"]
    assert recorded <= found
    assert len(recorded) == 430
    assert len(found) == first.added
    assert all(max(due.at for due in topic.deadlines).date() >= LATEST for topic in served_open if topic.deadlines)


def test_the_bundle_and_the_portal_agree_on_the_topics_both_have(
    run: Ingest, portal_with_recordings: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    with writing(engine) as session:
        bundle.load(session, settings_on(portal_with_recordings, FIRST))

    run(portal_with_recordings, LATER)

    disagreements: dict[str, set[str]] = {}
    with reading(engine) as session:
        settings = settings_on(portal_with_recordings)
        for bundled in read_bundle().topics:
            changes = listing.topic_history(session, settings, bundled.identifier)
            fields = {change.field for change in changes} - {"budget", "url", "call_title"}
            if fields:
                disagreements[bundled.identifier] = fields
    external = {topic.identifier for topic in read_bundle().topics if topic.kind is Kind.EXTERNAL_ACTION}
    # The emulator serves the older recording: it has the day only for external action, and one deadline moved later.
    assert disagreements == {key: {"deadlines"} for key in {*external, "DIGITAL-JU-CHIPS-2026-AI1-SG"}}


def test_a_run_that_breaks_off_says_how_much_it_had_asked(run: Ingest, portal: Portal) -> None:
    portal.state.next_answers.extend([None] * 5 + [Response("down", 503) for _ in range(20)])
    report = run(portal)
    assert (report.state, report.requests) == ("failed", 5)
    portal.serve(own_rows())
    assert run(portal, LATER).requests > 5


def many(**changes: Any) -> Iterator[Raw]:
    """So many topics that what they state tells something."""
    for number in range(60):
        facts = replace(RIA, identifier=f"HORIZON-CL4-2027-95-{number:02}", number=95000000 + number, budget=())
        row = topic_row(facts)
        yield {**row, "metadata": {**row["metadata"], **changes}}


def test_a_run_whose_topics_no_longer_state_what_they_did_is_refused(
    run: Ingest, portal: Portal, engine: Engine
) -> None:
    portal.serve(many())
    assert run(portal, FIRST).state == "ok"
    assert run(portal, LATER).unchanged == 60
    before = contents(engine)
    portal.serve(many(topicConditions=[]))

    report = run(portal, LATEST)

    assert (report.state, report.reason) == (
        "refused",
        "0% of the topics state conditions_html, in the last good run 100% did",
    )
    assert contents(engine) == before


def test_so_many_topics_the_portal_has_at_least(run: Ingest, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.serve(many())
    assert run(portal, FIRST, portal_minimum_topics=61).state == "ok", "an emulator has as many as it was given"
    monkeypatch.setattr(runs, "_at_least", lambda settings, _: settings.portal_minimum_topics)
    report = run(portal, LATER, portal_minimum_topics=61)
    assert (report.state, report.reason) == ("refused", "60 topics were found, there must be at least 61")


def test_the_portal_itself_is_asked_for_a_minimum_and_an_emulator_is_not() -> None:
    own, emulated = Settings(), Settings(portal_url="http://127.0.0.1:1")
    assert (runs._at_least(own, PORTAL), runs._at_least(emulated, PORTAL)) == (500, None)
    assert runs._at_least(own, replace(PORTAL, name="another")) is None
