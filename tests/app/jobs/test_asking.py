"""What a caller sees of a job that waits: whose it is, how it is known again, and when there is no room for it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.clock import instant
from app.db import reading, writing
from app.db.tables import Job, JobState
from app.services import jobs
from app.services.tenancy.scopes import Scope
from app.settings import Settings
from tests.app.jobs.asking import Caller, Service, serving
from tests.app.jobs.queue import SHORT
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

KEY = "0c1e5a7e-8f0e-4c39-9a57"
OTHER = SHORT | {"alternatives": 2}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("asking"),
        today=instant(TODAY),
        workers=0,
        queue_jobs=6,
        queue_jobs_without_key=4,
        queue_jobs_per_tenant=3,
    )


@pytest.fixture(scope="module")
def running(settings: Settings) -> Iterator[Service]:
    with serving(settings) as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.forget_jobs()
    return running


@pytest.fixture(scope="module")
def alpha(running: Service) -> Caller:
    return running.tenant("Alpha")


@pytest.fixture(scope="module")
def beta(running: Service) -> Caller:
    return running.tenant("Beta")


def number_of_jobs(service: Service) -> int:
    with reading(service.engine) as session:
        found: int = session.execute(select(func.count()).select_from(Job)).scalar_one()
    return found


def test_the_same_key_with_the_same_request_is_the_same_job(service: Service) -> None:
    first = service.nobody.propose(SHORT, Idempotency_Key=KEY)
    again = service.nobody.propose(dict(reversed(SHORT.items())), Idempotency_Key=KEY)
    quoted = service.nobody.propose(SHORT, Idempotency_Key=f'"{KEY}"')
    stated = service.nobody.propose(SHORT | {"topic": SHORT["topic"].lower(), "seed": 0}, Idempotency_Key=KEY)
    assert [one.status_code for one in (first, again, quoted, stated)] == [202] * 4
    assert {one.json()["id"] for one in (first, again, quoted, stated)} == {first.json()["id"]}
    assert number_of_jobs(service) == 1


def test_without_a_key_the_same_request_is_another_job(service: Service) -> None:
    assert service.nobody.propose(SHORT).json()["id"] != service.nobody.propose(SHORT).json()["id"]


def test_the_same_key_with_another_request_is_refused(service: Service) -> None:
    service.nobody.propose(SHORT, Idempotency_Key=KEY)
    refusal = service.nobody.propose(OTHER, Idempotency_Key=KEY)
    assert (refusal.status_code, refusal.json()["errors"][0]["pointer"]) == (422, "/Idempotency-Key")
    drill = service.nobody.ask("POST", "/v1/proposals/drill", {"Idempotency-Key": KEY}, json=SHORT)
    assert drill.status_code == 422  # the same body, but another question
    assert number_of_jobs(service) == 1


def test_a_request_that_was_refused_does_not_use_up_its_key(service: Service) -> None:
    assert service.nobody.propose(SHORT | {"topic": "NOWHERE"}, Idempotency_Key=KEY).status_code == 422
    assert service.nobody.propose(SHORT, Idempotency_Key=KEY).status_code == 202


@pytest.mark.parametrize("key", ["", "short", "fifteen-letters", "with space and no quotes", "ünïcödé" * 3, "x" * 256])
def test_a_key_that_cannot_be_one_is_refused(service: Service, key: str) -> None:
    refusal = service.nobody.ask("POST", "/v1/proposals", {"Idempotency-Key": key.encode()}, json=SHORT)  # type: ignore[dict-item]
    assert refusal.status_code == 422


def test_a_tenant_may_use_short_keys_and_those_of_two_tenants_do_not_meet(
    service: Service, alpha: Caller, beta: Caller
) -> None:
    mine, theirs = alpha.propose(SHORT, Idempotency_Key="1"), beta.propose(OTHER, Idempotency_Key="1")
    assert (mine.status_code, theirs.status_code) == (202, 202)
    assert mine.json()["id"] != theirs.json()["id"]
    assert alpha.propose(SHORT, Idempotency_Key="1").json()["id"] == mine.json()["id"]
    assert service.nobody.propose(SHORT, Idempotency_Key=KEY).json()["id"] != mine.json()["id"]


def test_a_key_finds_its_job_when_that_is_over_too(service: Service) -> None:
    job_id = service.nobody.propose(SHORT, Idempotency_Key=KEY).json()["id"]
    assert service.nobody.ask("DELETE", f"/v1/jobs/{job_id}").status_code == 202
    again = service.nobody.propose(SHORT, Idempotency_Key=KEY)
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (202, job_id, "cancelled")


@pytest.mark.parametrize("who", ["nobody", "alpha"])
def test_after_a_day_a_key_is_free_again(service: Service, alpha: Caller, who: str) -> None:
    caller = alpha if who == "alpha" else service.nobody
    job_id = caller.propose(SHORT, Idempotency_Key=KEY).json()["id"]
    service.change(job_id, created_at=clock.running() - timedelta(hours=23, minutes=59))
    assert caller.propose(SHORT, Idempotency_Key=KEY).json()["id"] == job_id
    service.change(job_id, created_at=clock.running() - timedelta(hours=24, minutes=1))
    assert caller.propose(OTHER, Idempotency_Key=KEY).json()["id"] != job_id


def test_while_the_first_is_looked_at_the_second_is_told_to_come_again(service: Service) -> None:
    once = jobs.Once(KEY, "of the first")
    with jobs.creating(once, None):
        refusal = service.nobody.propose(SHORT, Idempotency_Key=KEY)
    assert (refusal.status_code, refusal.headers["retry-after"]) == (409, "1")
    assert service.nobody.propose(SHORT, Idempotency_Key=KEY).status_code == 202


def test_of_many_at_once_with_one_key_one_job_comes(service: Service, alpha: Caller) -> None:
    for caller in (service.nobody, alpha):
        before = number_of_jobs(service)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _, one=caller: one.propose(SHORT, Idempotency_Key=KEY), range(16)))
        assert {one.status_code for one in answers} <= {202, 409}
        assert len({one.json()["id"] for one in answers if one.status_code == 202}) == 1
        assert number_of_jobs(service) == before + 1


def test_the_database_itself_keeps_two_jobs_of_a_tenant_from_having_one_key(service: Service, alpha: Caller) -> None:
    alpha.propose(SHORT, Idempotency_Key=KEY)
    with pytest.raises(IntegrityError), writing(service.engine) as session:
        session.add(
            Job(id="x", kind="proposal", created_at=clock.running(), tenant_id=alpha.tenant_id, idempotency_key=KEY)
        )


def test_what_waits_is_bounded_in_all_and_for_each(service: Service, alpha: Caller, beta: Caller) -> None:
    assert [service.nobody.propose(SHORT).status_code for _ in range(5)] == [202] * 4 + [429]
    assert [alpha.propose(SHORT).status_code for _ in range(2)] == [202] * 2
    refusal = beta.propose(SHORT)
    assert (refusal.status_code, refusal.headers["content-type"]) == (429, "application/problem+json")
    assert 1 <= int(refusal.headers["retry-after"]) <= 300
    assert number_of_jobs(service) == 6


def test_a_tenant_that_has_as_many_as_it_may_is_refused_and_another_is_not(
    service: Service, alpha: Caller, beta: Caller
) -> None:
    assert [alpha.propose(SHORT).status_code for _ in range(4)] == [202] * 3 + [429]
    assert beta.propose(SHORT).status_code == 202


def test_who_has_been_refused_for_want_of_room_comes_again_with_the_same_key(service: Service, alpha: Caller) -> None:
    waiting = [alpha.propose(SHORT).json()["id"] for _ in range(3)]
    assert alpha.propose(SHORT, Idempotency_Key="k").status_code == 429
    assert alpha.ask("DELETE", f"/v1/jobs/{waiting[0]}").status_code == 202
    assert alpha.propose(SHORT, Idempotency_Key="k").status_code == 202


def test_in_a_full_queue_what_was_asked_before_is_still_found(service: Service, alpha: Caller) -> None:
    job_id = alpha.propose(SHORT, Idempotency_Key="k").json()["id"]
    assert [alpha.propose(SHORT).status_code for _ in range(3)] == [202, 202, 429]
    assert alpha.propose(SHORT, Idempotency_Key="k").json()["id"] == job_id


def test_when_to_come_again_follows_from_how_long_jobs_take(service: Service, alpha: Caller) -> None:
    waiting = [alpha.propose(SHORT).json()["id"] for _ in range(3)]
    done = service.nobody.propose(SHORT).json()["id"]
    begun = clock.running()
    over = {"state": JobState.SUCCEEDED, "started_at": begun, "finished_at": begun + timedelta(seconds=40)}
    service.change(done, **over)
    assert alpha.propose(SHORT).headers["retry-after"] == "40"
    for job_id in waiting[:2]:
        service.change(job_id, state=JobState.RUNNING)
    assert [alpha.propose(SHORT).status_code for _ in range(2)] == [202, 202]
    assert alpha.propose(SHORT).headers["retry-after"] == "20"  # two at a time


def test_a_job_of_a_tenant_is_nowhere_for_all_others(service: Service, alpha: Caller, beta: Caller) -> None:
    address = alpha.propose(SHORT).headers["location"]
    assert alpha.ask("GET", address).status_code == 200
    for stranger in (beta, service.nobody):
        for method, at in (("GET", address), ("DELETE", address), ("GET", f"{address}/events")):
            assert stranger.ask(method, at).status_code == 404, (method, at)
    assert alpha.ask("GET", address).json()["state"] == "queued"
    assert alpha.ask("DELETE", address).status_code == 202


def test_a_job_without_an_owner_is_found_by_its_id_alone(service: Service, alpha: Caller) -> None:
    address = service.nobody.propose(SHORT).headers["location"]
    assert len(address.rpartition("/")[2]) >= 32
    assert service.nobody.ask("GET", address).status_code == alpha.ask("GET", address).status_code == 200


def test_a_key_has_to_be_one_for_jobs(service: Service, alpha: Caller) -> None:
    assert alpha.tenant_id is not None
    other = Caller(service.client, service.key(alpha.tenant_id, Scope.CLUSTERS_WRITE), alpha.tenant_id)
    address = alpha.propose(SHORT).headers["location"]
    assert other.propose(SHORT).status_code == other.ask("DELETE", address).status_code == 403
    assert other.ask("GET", address).status_code == 200


def test_the_list_has_the_tenants_own_jobs_by_pages(service: Service, alpha: Caller, beta: Caller) -> None:
    mine = [alpha.propose(SHORT).json()["id"] for _ in range(3)]
    service.nobody.propose(SHORT)
    beta.propose(SHORT)
    first = alpha.ask("GET", "/v1/jobs?limit=2").json()
    rest = alpha.ask("GET", f"/v1/jobs?limit=2&cursor={first['next']}").json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == mine[::-1]
    assert rest["next"] is None
    assert "result" not in first["items"][0]
    assert beta.ask("GET", f"/v1/jobs?limit=2&cursor={first['next']}").status_code == 422
    assert service.nobody.ask("GET", "/v1/jobs").status_code == 401
    alpha.ask("DELETE", f"/v1/jobs/{mine[0]}")
    cancelled = alpha.ask("GET", "/v1/jobs?state=cancelled").json()["items"]
    assert [one["id"] for one in cancelled] == mine[:1]


def test_who_knows_the_version_is_not_told_again(service: Service) -> None:
    address = service.nobody.propose(SHORT).headers["location"]
    answer = service.nobody.ask("GET", address)
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    same = service.nobody.ask("GET", address, {"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", answer.headers["etag"])
    service.nobody.ask("DELETE", address)
    changed = service.nobody.ask("GET", address, {"If-None-Match": answer.headers["etag"]})
    assert (changed.status_code, changed.json()["state"]) == (200, "cancelled")
    assert changed.json()["version"] > answer.json()["version"]


def test_what_has_been_over_for_long_is_deleted_and_nothing_else(service: Service, settings: Settings) -> None:
    kept, old = (service.nobody.propose(SHORT, Idempotency_Key=f"{KEY}{place}").json()["id"] for place in range(2))
    for job_id in (kept, old):
        service.nobody.ask("DELETE", f"/v1/jobs/{job_id}")
    expires_at = instant(clock.running()) + timedelta(days=settings.jobs_kept_days)
    told = service.nobody.ask("GET", f"/v1/jobs/{old}").json()["expires_at"]
    assert abs(instant(type(expires_at).fromisoformat(told)) - expires_at) < timedelta(minutes=5)
    waiting = service.nobody.propose(SHORT).json()["id"]
    past = clock.running() - timedelta(seconds=1)
    for job_id in (old, waiting):
        service.change(job_id, expires_at=past)
    with writing(service.engine) as session:
        assert jobs.delete_expired(session, settings) == 1
    found = {one: service.nobody.ask("GET", f"/v1/jobs/{one}").status_code for one in (kept, old, waiting)}
    assert found == {kept: 200, old: 404, waiting: 200}


def test_the_same_holds_on_postgresql(postgres_url: str) -> None:  # noqa: F811 - the fixture imported above
    settings = Settings(database_url=postgres_url, today=instant(TODAY), workers=0, queue_jobs_per_tenant=3)
    with serving(settings) as service:
        alpha, beta = service.tenant("Alpha"), service.tenant("Beta")
        test_of_many_at_once_with_one_key_one_job_comes(service, alpha)
        service.forget_jobs()
        test_a_tenant_may_use_short_keys_and_those_of_two_tenants_do_not_meet(service, alpha, beta)
        service.forget_jobs()
        test_the_list_has_the_tenants_own_jobs_by_pages(service, alpha, beta)
        service.forget_jobs()
        test_when_to_come_again_follows_from_how_long_jobs_take(service, alpha)
        service.forget_jobs()
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: alpha.propose(SHORT), range(12)))
        assert sorted(one.status_code for one in answers) == [202] * 3 + [429] * 9
        service.forget_jobs()
        test_what_has_been_over_for_long_is_deleted_and_nothing_else(service, settings)
