"""When law, call, member or day change, a consortium is judged anew: the history says why, a flip raises an alert."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.clock import instant
from app.db import create_engine, migrate, writing
from app.db.tables import Consortium
from app.repositories.consortia import last_verdict
from app.services import own_clusters, setup
from app.services.imports.cluster_import import import_clusters
from app.services.ingestion.runs import ingest
from app.services.own_clusters import OwnClusterRequest
from app.settings import Settings
from rules import rulebook
from rules.rulebook import Rulebook
from scrapers.sources import PORTAL
from tests.app.asking import HOSTED, call, consortium, participant
from tests.app.consortia.world import World, other_law
from tests.emulator.fixtures import portal, portal_server  # noqa: F401 - fixtures by import
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import IA, RIA, own_rows

DAY = date(2026, 11, 22)
MINIMUM = "rules/horizon/composition/minimum-consortium.yaml"
TITLE = "Three independent beneficiaries in three countries, one of them in a Member State"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Without a topic; calls are written out."""
    settings = Settings(data_dir=tmp_path, today=instant(DAY))
    engine = create_engine(settings)
    migrate.upgrade(engine)
    yield World(engine, settings)
    engine.dispose()


@pytest.fixture
def with_portal(world: World, portal: Portal) -> World:  # noqa: F811 - the fixture imported above
    """With the topics of the emulator."""
    pace = {"portal_url": portal.url, "portal_requests_per_second": 1000}
    world.settings = world.settings.model_copy(update=pace)
    assert ingest(world.settings, world.engine, PORTAL).state == "ok"
    return world


@pytest.fixture(scope="session")
def stricter(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Four beneficiaries in place of three."""
    return other_law(tmp_path_factory.mktemp("law"), MINIMUM, "\n  min: 3", "\n  min: 4")


@pytest.fixture
def by_law(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rulebook], None]:
    """Put another rulebook in force, as a new version of the program does."""

    def put_in_force(law: Rulebook) -> None:
        monkeypatch.setattr(rulebook, "load", lambda: law)

    return put_in_force


def test_where_nothing_has_changed_nothing_is_kept(world: World) -> None:
    identifier = world.create(call=call(), participants=consortium())
    assert world.rejudge().model_dump() == {"judged": 1, "changed": 0, "flipped": 0, "failed": 0, "next": None}
    assert world.statuses(identifier) == [("created", "eligible")]
    assert world.alerts() == []


def test_another_law_flips_a_consortium(world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None]) -> None:
    identifier = world.create(call=call(), participants=consortium())
    version = rulebook.load().version
    by_law(stricter)
    assert (world.rejudge().flipped, world.rejudge().flipped) == (1, 0)
    assert world.statuses(identifier) == [("created", "eligible"), ("law", "ineligible")]
    last = world.history(identifier)[0]
    assert (last.number, last.ruleset, last.version) == (2, "2099.1.1", 1)
    assert last.why == f"The law has changed, or is encoded otherwise: {version} before, 2099.1.1 now."
    assert last.differs[0] == "The consortium was eligible and is ineligible."
    assert last.differs[1].startswith(f"{TITLE}: was met and is not met. Missing: 1 more beneficiary")
    (alert,) = world.alerts()
    assert (alert.kind, alert.consortium_id, alert.tenant_id) == ("verdict_flipped", identifier, world.tenant_id)
    assert (alert.before, (alert.after or {})["status"]) == ({"status": "eligible"}, "ineligible")
    assert alert.sentence == f"The consortium “Looms of tomorrow” was eligible and is ineligible. {last.why}"


def test_law_that_is_encoded_otherwise_under_the_same_version_is_found_by_trial(
    world: World, tmp_path: Path, by_law: Callable[[Rulebook], None]
) -> None:
    identifier = world.create(call=call(), participants=consortium())
    by_law(other_law(tmp_path / "law", MINIMUM, "\n  min: 3", "\n  min: 4", version=None))
    world.on(date(2026, 12, 1))
    world.rejudge()
    assert world.history(identifier)[0].because == "law"


def test_law_that_says_the_same_in_a_new_version_leaves_no_trace(
    world: World, tmp_path: Path, by_law: Callable[[Rulebook], None]
) -> None:
    identifier = world.create(call=call(), participants=consortium())
    by_law(other_law(tmp_path / "law", MINIMUM, 'page: "13-14"', 'page: "13"'))
    assert world.rejudge().changed == 0
    assert len(world.history(identifier)) == 1


def test_a_topic_that_changes_its_type_of_action_flips_a_consortium(
    with_portal: World,
    portal: Portal,  # noqa: F811 - the fixture imported above
) -> None:
    world = with_portal
    alone = [participant("one", "FR", "coordinator")]
    identifier = world.create(topic=RIA.identifier, participants=alone)
    assert world.statuses(identifier) == [("created", "ineligible")]
    changed = replace(RIA, type_code="HORIZON-CSA", type_name="HORIZON Coordination and Support Actions")
    portal.serve([topic_row(changed), *(row for row in own_rows() if row["reference"] != RIA.reference)])
    assert ingest(world.settings, world.engine, PORTAL).changed == 1
    last = world.history(identifier)[0]
    assert (last.because, last.status) == ("call", "undetermined")
    assert "type of action HORIZON-RIA before, HORIZON-CSA now" in last.why
    assert [alert.topic_key for alert in world.alerts()] == [RIA.identifier.lower()]


def test_an_ingest_that_changes_other_topics_leaves_no_trace(
    with_portal: World,
    portal: Portal,  # noqa: F811 - the fixture imported above
) -> None:
    world = with_portal
    identifier = world.create(topic=RIA.identifier, participants=consortium())
    renamed = topic_row(replace(IA, title="Other foundries"))
    portal.serve([renamed, *(row for row in own_rows() if row["reference"] != IA.reference)])
    assert ingest(world.settings, world.engine, PORTAL).changed == 1
    assert [one.because for one in world.history(identifier)] == ["created"]


def own_cluster(world: World, **facts: object) -> str:
    with writing(world.engine, world.asker) as session:
        return own_clusters.create_cluster(session, _cluster(**facts)).id


def _cluster(**facts: object) -> OwnClusterRequest:
    known = participant("ours", "ES")["organisation"]
    stated = {name: value for name, value in known.items() if name != "id"} | facts
    return OwnClusterRequest.model_validate({"name": "Ours", "facts": stated})


def test_a_member_of_ones_own_that_moves_flips_the_consortia_that_name_it_at_once(world: World) -> None:
    ours = own_cluster(world)
    seats = [*consortium()[:2], {"organisation": ours, "role": "beneficiary"}]
    identifier = world.create(call=call(), participants=seats)
    other = world.create(call=call(), participants=consortium())
    with writing(world.engine, world.asker) as session:
        request = _cluster(country="DE", controlled_from="DE")
        own_clusters.replace_cluster(session, world.settings, ours, request)
    assert world.statuses(identifier) == [("created", "eligible"), ("member", "ineligible")]
    last = world.history(identifier)[0]
    assert last.why.startswith("What is known of members has changed: ours of ES (country ES before, DE now")
    assert [alert.consortium_id for alert in world.alerts()] == [identifier]
    assert len(world.history(other)) == 1
    assert world.rejudge().changed == 0


def test_a_member_that_is_forgotten_leaves_a_consortium_that_cannot_be_judged(world: World) -> None:
    ours = own_cluster(world)
    seats = [*consortium(), {"organisation": ours, "role": "beneficiary"}]
    identifier = world.create(call=call(), participants=seats)
    with writing(world.engine, world.asker) as session:
        own_clusters.remove_cluster(session, world.settings, ours)
    last = world.history(identifier)[0]
    assert (last.because, last.status, last.determination_id) == ("member", None, None)
    unknown = f"he catalogue has no organisation and no cluster '{ours}'."
    assert last.reason == f"T{unknown}"
    assert last.why == f"It can no longer be judged: t{unknown}"
    assert last.differs == ["The consortium was eligible and is not judged.", f"T{unknown}"]
    (alert,) = world.alerts()
    assert alert.sentence == f"The consortium “Looms of tomorrow” was eligible and is not judged. {last.why}"
    assert (alert.after or {})["differs"] == last.differs
    world.replace(identifier, call=call(), participants=consortium())
    assert world.statuses(identifier)[2:] == [("edited", "eligible")]
    assert world.history(identifier)[0].differs == ["The consortium was not judged and is eligible."]


def test_a_reason_that_was_kept_by_an_earlier_version_is_still_the_same_reason(world: World) -> None:
    ours = own_cluster(world)
    identifier = world.create(call=call(), participants=[*consortium(), {"organisation": ours, "role": "beneficiary"}])
    with writing(world.engine, world.asker) as session:
        own_clusters.remove_cluster(session, world.settings, ours)
        session.flush()
        kept = last_verdict(session, identifier)
        assert kept is not None
        reason = f"the catalogue has no organisation and no cluster '{ours}'"
        kept.verdict = kept.verdict | {"heading": kept.verdict["heading"] | {"reason": reason}}
    assert world.rejudge().changed == 0


def test_who_joins_what_was_empty_is_told(world: World) -> None:
    identifier = world.create(state="idea", call=call(), participants=[])
    world.replace(identifier, call=call(), participants=consortium()[:1])
    differs = world.history(identifier)[0].differs
    assert differs[:2] == ["The consortium was not judged and is ineligible.", "one of FR takes part, as coordinator."]
    world.replace(identifier, call=call(), participants=[])
    told = world.history(identifier)[0].differs
    assert told[1:] == ["Nobody takes part yet.", "one of FR takes part no more."]


def test_a_member_of_the_catalogue_that_an_import_changes_is_found(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, today=instant(DAY))
    engine = setup.open_database(settings)
    world = World(engine, settings)
    seats = [*consortium(), {"organisation": HOSTED, "role": "beneficiary"}]
    identifier = world.create(call=call(), participants=seats)
    line = f"{HOSTED},Automobil-Cluster,AT,cluster_organisation,yes,Linz,at-ecoplus"
    header = "id,name,country,kind,legal_entity,city,managing_organisation"
    report = import_clusters(settings, engine, f"{header}\n{line}".encode())
    assert (report.accepted, report.changed) == (True, 1), report
    last = world.history(identifier)[0]
    assert (last.because, last.number) == ("member", 2)
    assert last.why.endswith("somebody else acts in place of Business Upper Austria.")
    engine.dispose()


def test_japan_comes_in_with_the_days_and_nobody_has_to_ask(world: World) -> None:
    """Before its association is agreed, while it is provisional, and once it holds."""
    world.on(date(2025, 11, 1))
    seats = [*consortium()[:2], participant("three", "JP")]
    identifier = world.create(call=call(deadline="2026-12-15"), participants=seats)
    for day in (date(2026, 1, 15), date(2026, 2, 15), date(2026, 11, 1), date(2026, 11, 2)):
        world.on(day)
        world.rejudge()
    told = world.statuses(identifier)
    assert [status for _, status in told] == ["ineligible", "eligible_on_condition", "eligible"]
    assert [because for because, _ in told] == ["created", "day", "day"]
    assert world.history(identifier)[0].why.endswith("and now as of 2026-11-01.")
    assert [(one.before or {})["status"] for one in world.alerts()] == ["ineligible", "eligible_on_condition"]


def test_of_law_and_member_that_change_at_once_the_one_that_turns_the_status_is_the_cause(
    world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None]
) -> None:
    ours = own_cluster(world)
    identifier = world.create(call=call(), participants=[*consortium(), {"organisation": ours, "role": "beneficiary"}])
    by_law(stricter)
    with writing(world.engine, world.asker) as session:
        own_clusters.replace_cluster(session, world.settings, ours, _cluster(country="DE", controlled_from="DE"))
    assert world.statuses(identifier) == [("created", "eligible"), ("member", "ineligible")]


def test_what_the_world_has_changed_is_kept_before_what_somebody_changes(
    world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None]
) -> None:
    identifier = world.create(call=call(), participants=consortium())
    by_law(stricter)
    world.replace(identifier, call=call(), participants=[*consortium(), participant("four", "ES")])
    assert world.statuses(identifier) == [("created", "eligible"), ("law", "ineligible"), ("edited", "eligible")]
    assert [one.version for one in world.history(identifier)] == [2, 1, 1]
    assert len(world.alerts()) == 1


def test_who_is_abandoned_or_over_is_not_followed(
    world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None]
) -> None:
    abandoned, submitted, open_still = (
        world.create(call=call(deadline=deadline), participants=consortium())
        for deadline in ("2027-02-10", "2026-12-01", "2027-02-10")
    )
    world.move(abandoned, "abandoned")
    world.move(submitted, "agreed", "submitted")
    world.move(open_still, "agreed", "submitted")
    world.on(date(2026, 12, 24))
    by_law(stricter)
    assert world.rejudge().flipped == 1
    assert [len(world.history(one)) for one in (abandoned, submitted, open_still)] == [1, 1, 2]


def test_a_run_can_be_broken_off_and_carried_on(
    world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None]
) -> None:
    made = [world.create(call=call(), participants=consortium()) for _ in range(5)]
    by_law(stricter)
    first = world.rejudge(at_most=2)
    assert (first.judged, first.flipped, first.next) == (2, 2, sorted(made)[1])
    rest = world.rejudge(after=first.next)
    assert (rest.judged, rest.flipped, rest.next) == (3, 3, None)
    assert world.rejudge(at_most=5).next is None


def test_one_that_cannot_be_worked_on_does_not_keep_the_others_waiting(
    world: World, stricter: Rulebook, by_law: Callable[[Rulebook], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken, good = (world.create(call=call(), participants=consortium()) for _ in range(2))
    with writing(world.engine) as session:
        row = session.get(Consortium, broken)
        assert row is not None
        row.request = {"neither": "topic nor call"}
    by_law(stricter)
    done = world.rejudge()
    assert (done.judged, done.flipped, done.failed) == (2, 1, 1)
    assert broken in caplog.text
    assert len(world.history(good)) == 2


def test_facts_that_somebody_states_are_told_as_such_and_raise_no_alert(with_portal: World) -> None:
    world, about = with_portal, {"topic": RIA.identifier, "participants": consortium()}
    identifier = world.create(**about)
    world.replace(identifier, **about, facts={"topic.text-unread": True})
    assert world.statuses(identifier) == [("created", "undetermined"), ("facts", "eligible")]
    assert world.alerts() == []
