"""What has changed since a question was asked last is told once, in a sentence that can be repeated."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from app import clock
from app.clock import instant
from app.db import Asker, create_engine, reading, writing
from app.db.tables import Topic, Webhook, WebhookDelivery
from app.services import setup
from app.services.alerts import listing
from app.services.alerts.evaluating import evaluate, look_again, note
from app.services.tenancy.ids import new_id
from app.settings import Settings
from tests.app.alerts.conftest import CALLS, Desk, desk_of
from tests.app.asking import TOPIC, organisation
from tests.app.loaded import TODAY

LEAD = {**CALLS, "filters": {"role": "coordinator"}}
WHOLE = {
    "country": "FR",
    "kinds": ["cluster_organisation"],
    "legal_personality": True,
    "non_profit": True,
    "public_body": False,
    "gender_equality_plan": True,
    "controlled_from": "FR",
}
RUSSIAN = {"country": "RU", "controlled_from": "RU"}


def vanish(topic: Topic) -> None:
    topic.gone_since = instant(TODAY)


def come_back(topic: Topic) -> None:
    topic.gone_since = None


def moved(days: int) -> Callable[[Topic], None]:
    def move(topic: Topic) -> None:
        for due in topic.deadlines:
            due.at, due.passes_at = due.at + timedelta(days=days), due.passes_at + timedelta(days=days)
        assert topic.last_deadline_passes_at is not None
        topic.last_deadline_passes_at += timedelta(days=days)

    return move


def verdict_on(*organisations: Any) -> dict[str, Any]:
    roles = ["coordinator", "beneficiary", "beneficiary", "beneficiary"]
    rows = [{"organisation": one, "role": role} for one, role in zip(organisations, roles, strict=False)]
    return {"kind": "verdict", "request": {"topic": TOPIC, "participants": rows}}


def test_the_first_answer_is_the_baseline_and_a_second_look_costs_nothing(desk: Desk) -> None:
    saved = desk.save(LEAD)
    assert saved.matches > 20
    done = desk.evaluate()
    assert (done.questions, done.unchanged, done.alerts, done.failed) == (1, 1, 0, 0)
    assert desk.alerts() == []


def test_what_changes_elsewhere_is_worked_out_and_raises_nothing(desk: Desk) -> None:
    desk.save({**CALLS} | {"filters": {"programme": "EDF"}})
    desk.change_topic(TOPIC, moved(7))
    done = desk.evaluate()
    assert (done.unchanged, done.alerts) == (0, 0)


def test_a_call_that_comes_is_told_once(desk: Desk) -> None:
    desk.change_topic(TOPIC, vanish)
    saved = desk.save(LEAD)
    assert TOPIC not in desk.matches(saved.id)
    desk.change_topic(TOPIC, come_back)
    assert desk.evaluate().alerts == 1
    assert desk.evaluate().alerts == 0
    [alert] = desk.alerts()
    assert (alert.kind, alert.topic, alert.question, alert.read_at) == ("new_match", TOPIC, saved.id, None)
    assert alert.sentence.startswith(f"{TOPIC} (“")
    assert "and Aerospace Valley could enter it as coordinator, beneficiary or associated partner." in alert.sentence
    assert alert.sentence.endswith(" Deadline: 23 September 2027.")
    assert alert.after is not None
    assert "coordinator" in alert.after["roles"]


def test_a_call_that_goes_is_told_with_the_reason(desk: Desk) -> None:
    desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    desk.evaluate()
    [alert] = desk.alerts()
    assert (alert.kind, alert.after) == ("match_gone", {"because": "gone"})
    assert alert.sentence.endswith("no longer matches: its source no longer lists it.")


def test_a_deadline_that_moves_is_told_with_both_days(desk: Desk) -> None:
    desk.save(LEAD)
    desk.change_topic(TOPIC, moved(14))
    desk.evaluate()
    [alert] = desk.alerts(kind="deadline_changed")
    assert desk.alerts() == [alert]
    before, after = alert.before, alert.after
    assert before is not None
    assert after is not None
    first, second = (datetime.fromisoformat(one["deadlines"][0]["at"]) for one in (before, after))
    assert second - first == timedelta(days=14)
    for moment in (first, second):
        day = moment.astimezone(clock.BRUSSELS)
        assert f"{day.day} {day:%B %Y}" in alert.sentence


def test_time_that_passes_opens_calls_and_closes_them(desk: Desk) -> None:
    desk.save(LEAD)
    later = desk.on(date(2027, 6, 1))
    later.evaluate()
    told = later.told()
    assert {kind for kind, _ in told} >= {"opened", "match_gone"}
    assert "deadline_changed" not in {kind for kind, _ in told}, "that one stage is over is no change"
    gone = later.alerts(kind="match_gone")
    assert {one.after and one.after["because"] for one in gone} == {"closed"}
    assert later.evaluate().alerts == 0


def test_an_own_cluster_that_changes_changes_its_roles(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    saved = desk.save({"kind": "eligible_calls", "organisation": own, "filters": {"programme": "HORIZON"}})
    before = desk.matches(saved.id)
    desk.change_cluster(own, **WHOLE | {"country": "CN", "controlled_from": "CN"})
    assert desk.evaluate().unchanged == 0, "the catalogue is the same, but what is known of the organisation is not"
    kinds = {kind for kind, _ in desk.told()}
    assert kinds & {"roles_changed", "match_gone"}
    assert kinds <= {"roles_changed", "match_gone"}
    assert before


def test_a_filter_that_bars_in_a_role_is_told_as_that(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    desk.save({"kind": "eligible_calls", "organisation": own, "filters": {"role": "coordinator", "q": TOPIC}})
    desk.change_cluster(own, **WHOLE | {"country": "US", "controlled_from": "US"})
    desk.evaluate()
    [alert] = desk.alerts()
    assert (alert.kind, alert.after) == ("match_gone", {"because": "ineligible"})


def test_only_calls_of_the_ecosystems_it_works_in(desk: Desk) -> None:
    every = desk.save(LEAD)
    own = desk.save({**CALLS, "filters": {"role": "coordinator", "in_own_ecosystems": True}})
    assert set(desk.matches(own.id)) < set(desk.matches(every.id))
    assert desk.matches(own.id)


def test_a_saved_verdict_that_flips_says_why(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    saved = desk.save(verdict_on(own, organisation("two", "DE"), organisation("three", "IT")), "Heritage")
    assert saved.status == "undetermined"
    desk.change_cluster(own, **WHOLE | RUSSIAN)
    desk.evaluate()
    [alert] = desk.alerts(kind="verdict_flipped")
    assert alert.before == {"status": "undetermined"}
    assert alert.after is not None
    assert (alert.after["status"], alert.after["because"]) == ("ineligible", "member")
    assert alert.sentence.startswith("“Heritage” was undetermined and is ineligible. What is known of members")
    assert desk.question(saved.id).status == "ineligible"
    assert desk.evaluate().alerts == 0


def test_of_a_saved_verdict_that_cannot_be_given_any_more_only_that_is_told(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    desk.save(verdict_on(own, organisation("two", "DE"), organisation("three", "IT")), "Heritage")
    desk.remove_cluster(own)
    desk.evaluate()
    [alert] = desk.alerts()
    unknown = f"the catalogue has no organisation and no cluster '{own}'"
    assert (alert.kind, alert.after) == ("unanswerable", {"problem": unknown})
    assert alert.sentence == f"“Heritage” cannot be answered any more: {unknown}."


def test_a_condition_that_changes_below_the_same_status_is_told_as_that(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    desk.save(verdict_on(own, organisation("two", "DE"), organisation("three", "IT")), "Heritage")
    desk.change_cluster(own, **{name: value for name, value in WHOLE.items() if name != "legal_personality"})
    desk.evaluate()
    [alert] = desk.alerts()
    assert (alert.kind, alert.before, alert.topic) == (
        "conditions_changed", {"status": "undetermined"}, TOPIC,
    )  # fmt: skip


def test_the_deadline_of_a_saved_verdict_is_watched_too(desk: Desk) -> None:
    desk.save(verdict_on(organisation("one", "FR"), organisation("two", "DE"), organisation("three", "IT")))
    desk.change_topic(TOPIC, moved(3))
    desk.evaluate()
    assert "deadline_changed" in {kind for kind, _ in desk.told()}


def test_a_question_that_cannot_be_answered_any_more_says_so_once_and_goes_on_when_it_can(desk: Desk) -> None:
    own = desk.own_cluster(**WHOLE)
    saved = desk.save({"kind": "eligible_calls", "organisation": own, "filters": {"programme": "HORIZON"}})
    matches = desk.matches(saved.id)
    desk.remove_cluster(own)
    assert [desk.evaluate().alerts for _ in range(2)] == [1, 0]
    [alert] = desk.alerts()
    assert (alert.kind, own in alert.sentence) == ("unanswerable", True)
    assert desk.question(saved.id).problem is not None
    assert desk.matches(saved.id) == matches, "what was known stays"
    with writing(desk.engine, desk.asker) as session:
        from app.db.tables import OwnCluster

        now = clock.running()
        facts = {"name": "Our Cluster", **WHOLE}
        session.add(
            OwnCluster(id=own, tenant_id=desk.asker.tenant_id, name="Our Cluster", facts=facts, created_at=now,
                       updated_at=now)
        )  # fmt: skip
    assert desk.evaluate().alerts == 0
    assert desk.question(saved.id).problem is None


def test_another_name_loses_nothing_and_another_question_begins_anew(desk: Desk) -> None:
    saved = desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    desk.replace(saved.id, LEAD, "Renamed")
    assert desk.evaluate().alerts == 1
    desk.replace(saved.id, CALLS, "Renamed")
    desk.change_topic(TOPIC, come_back)
    desk.replace(saved.id, {**CALLS, "filters": {"min_fit": 1}}, "Renamed")
    assert desk.evaluate().alerts == 0


def test_two_who_ask_at_the_same_time_raise_one_alert(desk: Desk) -> None:
    saved = desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    first = look_again(desk.engine, desk.settings, saved.id, desk.asker)
    second = look_again(desk.engine, desk.settings, saved.id, desk.asker)
    assert first is not None
    assert second is not None
    assert note(desk.engine, saved.id, desk.asker, first) == first.news
    assert note(desk.engine, saved.id, desk.asker, second) is None
    threads = [Thread(target=desk.evaluate) for _ in range(4)]
    desk.change_topic(TOPIC, come_back)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [kind for kind, _ in desk.told()] == ["match_gone", "new_match"]


def test_what_is_broken_off_before_it_is_noted_is_raised_by_the_next_run(desk: Desk) -> None:
    saved = [desk.save(LEAD, f"Number {number}") for number in range(3)]
    desk.change_topic(TOPIC, vanish)
    assert evaluate(desk.engine, desk.settings, saved[0].id, desk.asker)
    assert look_again(desk.engine, desk.settings, saved[1].id, desk.asker) is not None  # and no further
    assert desk.evaluate().alerts == 2
    assert sorted(one.question or "" for one in desk.alerts()) == sorted(one.id for one in saved)


def test_webhooks_are_told_of_an_alert_with_the_alert(desk: Desk) -> None:
    now = clock.running()
    hook = Webhook(id=new_id("webhook"), tenant_id=desk.asker.tenant_id, url="https://hook.example.org/",
                   events=["alert.raised"], secret="whsec_AAAA", created_at=now, updated_at=now)  # fmt: skip
    with writing(desk.engine) as session:
        session.add(hook)
    desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    desk.evaluate()
    with reading(desk.engine) as session:
        [delivery] = session.exec(select(WebhookDelivery)).all()
    [alert] = desk.alerts()
    assert delivery.event_id == f"alert-{alert.id}"
    assert delivery.payload["data"]["sentence"] == alert.sentence


def test_alerts_are_marked_as_read_and_nobody_else_sees_them(desk: Desk) -> None:
    desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    desk.evaluate()
    desk.change_topic(TOPIC, come_back)
    desk.evaluate()
    newest = desk.alerts()[0]
    with writing(desk.engine, desk.asker) as session:
        assert listing.mark_read(session, newest.id).read_at is not None
    assert [one.id for one in desk.alerts(unread="false")] == [newest.id]
    assert len(desk.alerts(unread="true")) == 1
    other = desk_of_another(desk)
    assert other.alerts() == []


def desk_of_another(desk: Desk) -> Desk:
    from app.services.tenancy.keys import create_tenant

    with writing(desk.engine) as session:
        return Desk(desk.engine, desk.settings, Asker(tenant_id=create_tenant(session, "Others").id))


def test_old_alerts_are_forgotten(desk: Desk) -> None:
    desk.save(LEAD)
    desk.change_topic(TOPIC, vanish)
    desk.evaluate()
    with writing(desk.engine, desk.asker) as session:
        from app.db.tables import Alert

        row = session.exec(select(Alert)).one()
        row.raised_at = clock.running() - timedelta(days=366)
    desk.evaluate()
    assert desk.alerts() == []


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(data_dir=tmp_path, database_url=postgres_url, today=instant(TODAY))
    engine = create_engine(settings)
    setup.migrate_and_load(settings, engine)
    yield desk_of(engine, settings)
    engine.dispose()


def test_all_of_it_on_postgresql(on_postgres: Desk) -> None:
    desk = on_postgres
    own = desk.own_cluster(**WHOLE)
    desk.save(LEAD)
    desk.save(verdict_on(own, organisation("two", "DE"), organisation("three", "IT")), "Heritage")
    assert desk.evaluate().unchanged == 2
    desk.change_topic(TOPIC, moved(5))
    desk.change_cluster(own, **WHOLE | RUSSIAN)
    threads = [Thread(target=desk.evaluate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind for kind, _ in desk.told()) == ["deadline_changed", "deadline_changed", "verdict_flipped"]


@pytest.mark.parametrize("kind", ["nothing", "", None])
def test_an_alert_of_no_kind_is_not_asked_for(desk: Desk, kind: Any) -> None:
    from app.errors import Invalid

    if kind is None:
        assert desk.alerts() == []
        return
    with pytest.raises(Invalid):
        desk.alerts(kind=kind)
