"""Judging anew on PostgreSQL, from the command line and by the schedule."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.commands import quorum
from app.clock import instant
from app.db import create_engine, migrate, reading, writing
from app.errors import PreconditionFailed
from app.jobs.tasks import TASKS
from app.services import own_clusters
from app.services.catalogue.listing import Query
from app.services.consortia import approaches, history, keeping
from app.services.consortia.requests import ApproachRequest, ApproachState, ConsortiumQuery, ConsortiumRequest
from app.services.own_clusters import OwnClusterRequest
from app.settings import Settings
from tests.app.asking import call, consortium, participant
from tests.app.consortia.world import World

BEFORE, AFTER = date(2026, 2, 1), date(2026, 11, 1)
WITH_JAPAN = [*consortium()[:2], participant("three", "JP")]
CALL = call(deadline="2026-12-15")


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = Settings(data_dir=tmp_path, database_url=url, today=instant(BEFORE))
    engine = create_engine(settings)
    migrate.upgrade(engine)
    yield World(engine, settings)
    engine.dispose()


def test_a_consortium_lives_the_same_on_every_database(world: World) -> None:
    identifier = world.create(call=CALL, participants=WITH_JAPAN, note="Öl & 織機")
    world.on(AFTER)
    assert world.rejudge().flipped == 1
    world.replace(identifier, call=CALL, participants=WITH_JAPAN[:2])
    with reading(world.engine, world.asker) as session:
        first = history.list_verdicts(session, identifier, Query(limit=2))
        rest = history.list_verdicts(session, identifier, Query(limit=2, cursor=first.next))
        whole = history.get_verdict(session, identifier, 2)
        (listed,) = keeping.list_consortia(session, ConsortiumQuery()).items
    assert [(one.number, one.because, one.status) for one in (*first.items, *rest.items)] == [
        (3, "edited", "ineligible"),
        (2, "day", "eligible"),
        (1, "created", "eligible_on_condition"),
    ]
    assert whole.verdict is not None
    assert (whole.verdict["status"], whole.verdict["as_of"]) == ("eligible", "2026-11-01")
    assert (listed.status, listed.participants, rest.next) == ("ineligible", 2, None)
    assert len(world.alerts()) == 1


def test_two_who_change_it_at_once_do_not_both_succeed(world: World) -> None:
    identifier = world.create(call=CALL, participants=WITH_JAPAN)

    def change(number: int) -> bool:
        request = ConsortiumRequest.model_validate({"title": str(number), "call": CALL, "participants": WITH_JAPAN})
        try:
            with writing(world.engine, world.asker) as session:
                keeping.replace_consortium(session, world.settings, identifier, request, '"1"')
        except PreconditionFailed:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(change, range(4))) == [False, False, False, True]


def test_runs_at_the_same_time_keep_each_verdict_once(world: World) -> None:
    made = [world.create(call=CALL, participants=WITH_JAPAN) for _ in range(4)]
    world.on(AFTER)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: world.rejudge(), range(3)))
    assert sum(one.flipped for one in done) == 4
    assert [len(world.history(one)) for one in made] == [2, 2, 2, 2]
    assert len(world.alerts()) == 4


def test_own_clusters_and_approaches_work_on_every_database(world: World) -> None:
    stated = OwnClusterRequest.model_validate({"name": "Ours", "facts": {"country": "ES", "legal_personality": True}})
    with writing(world.engine, world.asker) as session:
        ours = own_clusters.create_cluster(session, stated).id
    identifier = world.create(call=CALL, participants=consortium()[:2])
    asked = ApproachRequest(organisation=ours, state=ApproachState.AGREED)
    with writing(world.engine, world.asker) as session:
        made = approaches.create_approach(session, world.settings, identifier, asked)
    with writing(world.engine, world.asker) as session:
        joined = approaches.join(session, world.settings, identifier, made.id)
    assert (joined.verdict is not None and joined.verdict.status, len(joined.participants)) == ("undetermined", 3)
    with writing(world.engine, world.asker) as session:
        own_clusters.remove_cluster(session, world.settings, ours)
    assert world.statuses(identifier)[-1] == ("member", None)


def test_who_changes_a_member_and_who_changes_the_consortium_do_not_wait_for_each_other_for_ever(world: World) -> None:
    def cluster(country: str) -> OwnClusterRequest:
        return OwnClusterRequest.model_validate({"name": "Ours", "facts": {"country": country}})

    with writing(world.engine, world.asker) as session:
        ours = own_clusters.create_cluster(session, cluster("ES")).id
    seats = [*consortium()[:2], {"organisation": ours, "role": "beneficiary"}]
    made = [world.create(call=CALL, participants=seats) for _ in range(3)]

    def moves(number: int) -> None:
        with writing(world.engine, world.asker) as session:
            own_clusters.replace_cluster(session, world.settings, ours, cluster("DE" if number % 2 else "ES"))

    def changes(number: int) -> None:
        world.replace(made[number % 3], call=CALL, participants=seats, title=str(number))

    with ThreadPoolExecutor(6) as pool:
        under_way = [pool.submit(one, number) for number in range(8) for one in (moves, changes, changes)]
        assert [one.exception() for one in under_way] == [None] * 24


def test_the_schedule_judges_anew(world: World) -> None:
    identifier = world.create(call=CALL, participants=WITH_JAPAN)
    world.on(AFTER)
    TASKS["consortia"].run(world.engine, world.settings)
    assert world.statuses(identifier) == [("created", "eligible_on_condition"), ("day", "eligible")]


def test_the_command_line_judges_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path, today=instant(BEFORE))
    engine = create_engine(settings)
    migrate.upgrade(engine)
    world = World(engine, settings)
    made = sorted(world.create(call=CALL, participants=WITH_JAPAN) for _ in range(2))
    monkeypatch.setenv("QUORUM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QUORUM_TODAY", AFTER.isoformat())
    first = CliRunner().invoke(quorum, ["consortia", "rejudge", "--at-most", "1"])
    assert first.exit_code == 0
    assert first.output == (
        f"1 judged, 1 otherwise than before, 1 of them with another status; carry on with --after {made[0]}\n"
    )
    rest = CliRunner().invoke(quorum, ["consortia", "rejudge", "--after", made[0], "--json"])
    assert json.loads(rest.output) == {"judged": 1, "changed": 1, "flipped": 1, "failed": 0, "next": None}
    assert [len(world.history(one)) for one in made] == [2, 2]
    engine.dispose()
