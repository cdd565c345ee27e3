"""Every cluster for every call ahead: the run as a job, what it found, and what is different from the last."""

import csv
import os
import signal
import threading
from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from app.clock import instant
from app.db import reading, writing
from app.db.tables import Cluster, JobState, StandingRow
from app.jobs.worker import Worker
from app.repositories import standings
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleQuery
from app.services.standings import reading as found
from app.services.standings import runs
from app.services.standings.codes import code_of, standing_of
from app.services.tenancy.scopes import OF_A_TENANT, Scope
from app.settings import Settings
from rules.codes import Role
from tests.app.jobs.asking import Service, serving
from tests.app.jobs.conftest import QUICK
from tests.app.jobs.queue import cancel, look, row, until
from tests.app.loaded import TODAY

JUDGED = 24
"""Organisations: two portions."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("standings")
    return Settings(data_dir=folder, today=instant(TODAY), workers=0, standings_kept=2, standings_width=1)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Service]:
    with serving(settings) as service:
        let_only_some_act(service.engine)
        yield service


def let_only_some_act(engine: Engine) -> None:
    """A catalogue in which the other clusters have nobody who acts for them: judging everybody takes a while."""
    with writing(engine) as session:
        acting = [one.id for one in standings.organisations_of_clusters(session)]
        others = col(Cluster.managing_organisation_id).in_(acting[JUDGED:])
        session.execute(update(Cluster).where(others).values(managing_organisation_id=None))


@pytest.fixture(scope="module")
def engine(service: Service) -> Engine:
    return service.engine


@pytest.fixture(scope="module")
def worker(engine: Engine, settings: Settings) -> Iterator[Worker]:
    worker = Worker(engine, settings, patience=QUICK)
    worker.warm_up()
    yield worker
    worker.stop()


def ask(engine: Engine, settings: Settings) -> str:
    with writing(engine) as session:
        return runs.ask_for_run(session, settings).id


def rows_of(engine: Engine, run_id: str) -> list[StandingRow]:
    with reading(engine) as session:
        return list(session.execute(select(StandingRow).where(col(StandingRow.run_id) == run_id)).scalars())


@pytest.fixture(scope="module")
def run_id(engine: Engine, settings: Settings, worker: Worker) -> str:
    run_id = ask(engine, settings)
    assert worker.work_once()
    return run_id


def test_a_run_judges_everybody_who_acts_for_a_cluster(engine: Engine, run_id: str) -> None:
    job = look(engine, run_id)
    assert (job.state, job.progress, job.error) == (JobState.SUCCEEDED, 1.0, None)
    result = row(engine, run_id).result
    assert result is not None
    assert (result["organisations"], result["as_of"]) == (JUDGED, TODAY.isoformat())
    assert sum(result["statuses"].values()) == JUDGED * result["topics"]
    assert len(rows_of(engine, run_id)) == JUDGED


def test_it_says_what_the_list_of_eligible_calls_says(engine: Engine, settings: Settings, run_id: str) -> None:
    for kept in rows_of(engine, run_id)[::9]:
        with reading(engine) as session:
            query = EligibleQuery(limit=200)
            calls = eligible_calls.calls_of_organisation(session, settings, kept.organisation_id, query)
        told = {
            one.topic.identifier: code_of(one.status, one.roles, one.coordinator, one.funded) for one in calls.items
        }
        assert told == kept.calls


def test_it_can_be_read_by_pages_by_cluster_and_as_a_table(service: Service, run_id: str) -> None:
    ask = service.nobody.ask
    run = ask("GET", "/v1/standings").json()["items"][0]
    first = ask("GET", f"/v1/standings/{run_id}?limit=20").json()
    second = ask("GET", f"/v1/standings/{run_id}?limit=20&cursor={first['next']}").json()
    assert {one["organisation"] for one in first["items"]}.isdisjoint(one["organisation"] for one in second["items"])
    cluster = first["items"][0]["cluster"]
    own = ask("GET", f"/v1/standings/latest?cluster={cluster}").json()
    assert {one["cluster"] for one in own["items"]} == {cluster}
    assert len(own["items"]) == run["topics"]
    table = ask("GET", f"/v1/standings/{run_id}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(StringIO(table.text)))
    assert len({(one["cluster"], one["topic"]) for one in lines}) == len(lines) >= JUDGED * run["topics"]
    assert {(one["topic"], one["status"]) for one in lines if one["cluster"] == cluster} == {
        (one["topic"], one["status"]) for one in own["items"]
    }
    for address in ("/v1/standings/nothing", "/v1/standings/nothing.csv", "/v1/standings/nothing/changes"):
        assert ask("GET", address).status_code == 404


def test_what_is_different_from_the_run_before_is_told(
    service: Service, engine: Engine, settings: Settings, worker: Worker, run_id: str
) -> None:
    assert service.nobody.ask("GET", f"/v1/standings/{run_id}/changes").status_code == 404  # there is none before it
    changed = rows_of(engine, run_id)[0]
    topics = sorted(changed.calls)
    with writing(engine) as session:
        kept = session.get(StandingRow, (run_id, changed.organisation_id))
        assert kept is not None
        kept.calls = {topic: code for topic, code in changed.calls.items() if topic != topics[0]} | {topics[1]: "n::--"}
    later = ask(engine, settings)
    assert worker.work_once()
    told = service.nobody.ask("GET", "/v1/standings/latest/changes").json()
    assert (told["run"]["id"], told["since"]["id"]) == (later, run_id)
    assert {(one["organisation"], one["topic"]) for one in told["items"]} == {
        (changed.organisation_id, topic) for topic in topics[:2]
    }
    before = {one["topic"]: one["before"] and one["before"]["status"] for one in told["items"]}
    assert before == {topics[0]: None, topics[1]: "ineligible"}
    with reading(engine) as session:
        assert not list(found.differences(session, run_id, run_id))


def test_only_the_last_runs_are_kept(service: Service, engine: Engine, settings: Settings, worker: Worker) -> None:
    made: list[str] = []
    for _ in range(2):
        made.append(ask(engine, settings))
        assert worker.work_once()
    assert [one["id"] for one in service.nobody.ask("GET", "/v1/standings").json()["items"]] == made[::-1]
    with reading(engine) as session:
        assert set(session.execute(select(col(StandingRow.run_id))).scalars()) == set(made)


def test_an_operator_starts_a_run_and_nobody_else(service: Service, engine: Engine, worker: Worker) -> None:
    operator, tenant = service.tenant("Operator", Scope.OPERATOR), service.tenant("Tenant", *OF_A_TENANT)
    assert service.nobody.ask("POST", "/v1/standings").status_code == 401
    assert tenant.ask("POST", "/v1/standings").status_code == 403
    first, again = (operator.ask("POST", "/v1/standings") for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (202, again.headers["location"])
    assert cancel(engine, first.json()["id"]).state is JobState.CANCELLED
    assert not worker.work_once()


def test_portions_are_worked_on_two_at_a_time_where_that_is_asked_for(engine: Engine, settings: Settings) -> None:
    two = Worker(engine, settings.model_copy(update={"standings_width": 2}), patience=QUICK)
    run_id = ask(engine, settings)
    until(two.work_once)
    assert (look(engine, run_id).state, len(rows_of(engine, run_id))) == (JobState.SUCCEEDED, JUDGED)
    assert two.stop()


def test_when_a_solver_dies_the_next_worker_goes_on_where_it_was(
    engine: Engine, settings: Settings, worker: Worker
) -> None:
    run_id = ask(engine, settings)
    working = threading.Thread(target=worker.work_once)
    working.start()
    until(lambda: len(rows_of(engine, run_id)) > 0)
    assert worker.solver_pid is not None
    os.kill(worker.solver_pid, signal.SIGKILL)
    working.join()
    done = len(rows_of(engine, run_id))
    if look(engine, run_id).state is JobState.QUEUED:  # else it was done before the blow fell
        assert 0 < done < JUDGED
        assert worker.work_once()
    assert (look(engine, run_id).state, len(rows_of(engine, run_id))) == (JobState.SUCCEEDED, JUDGED)


def test_every_standing_survives_its_letters() -> None:
    for status in ("eligible", "eligible_on_condition", "ineligible", "undetermined", "out_of_scope"):
        for roles in ([], [Role.COORDINATOR, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER]):
            for coordinator in (True, False, None):
                for funded in (True, False, None):
                    told = standing_of(code_of(status, roles, coordinator, funded))
                    assert (told.status, list(told.roles)) == (status, roles)
                    assert (told.coordinator, told.funded) == (coordinator, funded)
