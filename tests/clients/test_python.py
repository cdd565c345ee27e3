"""The Python client: generated from today's description, and at work against a running service."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest

from quorum_client import JobCancelled, NotOver, ProblemError, Quorum, is_over
from quorum_client.models import ProposalRequest
from tests.clients import renewing
from tests.clients.conftest import Running
from tests.repository.checkout import ROOT

TOPIC = "HORIZON-CL2-2027-01-HERITAGE-03"
CLUSTER = "fr-aerospace-valley"
SMALL: ProposalRequest = {"topic": TOPIC, "lead": CLUSTER, "size": {"min": 3, "max": 3}, "alternatives": 1}


@pytest.fixture
def everybody(running: Running) -> Iterator[Quorum]:
    with Quorum(running.address) as client:
        yield client


@pytest.fixture
def tenant(running: Running) -> Iterator[Quorum]:
    with Quorum(running.address, running.key) as client:
        yield client


def test_the_models_are_those_of_the_description() -> None:
    assert renewing.MODELS.read_text("utf-8") == renewing.models(), "the API has changed: make clients"


def test_it_can_be_packed_with_its_types(tmp_path: Path) -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "build", "--wheel", "--no-build-isolation", "--offline", "--quiet", "--out-dir", str(tmp_path)]
    subprocess.run([*command, "--python", sys.executable, str(ROOT / "clients/python")], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {Path(name).name for name in zipfile.ZipFile(wheel).namelist()}
    assert {"client.py", "models.py", "py.typed"} <= packed


def test_a_list_is_walked_over_its_pages_each_item_once(everybody: Quorum) -> None:
    found = [topic["identifier"] for topic in islice(everybody.topics(status="open", limit=4), 10)]
    assert len(set(found)) == 10


def test_a_list_ends(everybody: Quorum) -> None:
    found = list(everybody.clusters(country="AT", limit=2))
    assert len(found) > 2
    assert {cluster["country"] for cluster in found} == {"AT"}


def test_one_topic_one_rule_and_the_countries(everybody: Quorum) -> None:
    assert everybody.topic(TOPIC.lower())["identifier"] == TOPIC
    rule = everybody.rules(q="gender equality")["items"][0]
    assert everybody.rule(rule["id"])["title"] == rule["title"]
    assert "CH" in {country["country"] for country in everybody.countries(programme="Horizon Europe")}


def test_the_calls_of_a_cluster_and_of_who_acts_for_it(everybody: Quorum) -> None:
    through = next(everybody.eligible_calls(CLUSTER, limit=1))
    actor = next(everybody.clusters(q="aerospace valley"))["managing_organisation"]
    assert actor is not None
    assert next(everybody.eligible_calls(actor["id"], "organisations", limit=1)) == through


def test_a_verdict(everybody: Quorum) -> None:
    verdict = everybody.judge({"topic": TOPIC, "participants": [{"organisation": CLUSTER, "role": "coordinator"}]})
    assert verdict["status"] == "ineligible"
    assert [one["missing"] for one in verdict["conditions"] if one["status"] == "not_met"]


def test_what_is_refused_is_raised_with_its_faults(everybody: Quorum) -> None:
    with pytest.raises(ProblemError) as raised:
        everybody.judge({"topic": TOPIC, "participants": [{"organisation": "nobody", "role": "coordinator"}]})
    assert (raised.value.status, raised.value.slug) == (422, "invalid")
    assert len(raised.value.at("/participants/0/organisation")) == 1
    assert raised.value.at("/topic") == []


def test_what_is_private_needs_a_key_and_one_that_is_good(running: Running, everybody: Quorum) -> None:
    with pytest.raises(ProblemError, match="key is needed"):
        everybody.me()
    with Quorum(running.address, "qk_00000000_nothing") as stranger, pytest.raises(ProblemError) as raised:
        stranger.rules()
    assert raised.value.status == 401


def test_a_cluster_of_ones_own_is_kept_found_and_forgotten(tenant: Quorum) -> None:
    made = tenant.create_own_cluster({"name": "Robot gardens", "facts": {"country": "FR"}})
    assert made["id"] in {cluster["id"] for cluster in tenant.own_clusters(limit=1)}
    assert tenant.ask("DELETE", f"/v1/own/clusters/{made['id']}").status_code == 204
    assert made["id"] not in {cluster["id"] for cluster in tenant.own_clusters()}
    assert tenant.me()["scopes"]


def test_a_proposal_is_waited_for(tenant: Quorum) -> None:
    answer = tenant.propose(SMALL, seconds=60)
    assert answer["status"] == "optimal"
    assert len(answer["proposals"][0]["participants"]) == 3


def test_the_same_request_is_not_worked_out_twice(tenant: Quorum) -> None:
    first, second = (tenant.start(SMALL, idempotency_key="one-request-of-a-python-test") for _ in range(2))
    assert first["id"] == second["id"]
    assert is_over(tenant.wait_for(first["id"], seconds=60))
    third = tenant.start(SMALL, idempotency_key="one-request-of-a-python-test")
    assert third["id"] == first["id"]


def test_a_job_can_be_stopped_and_whoever_waits_hears_of_it(tenant: Quorum) -> None:
    slow: ProposalRequest = {"topic": TOPIC, "lead": CLUSTER, "survive_dropout": True, "time_limit_s": 60}
    jobs = [tenant.start(slow) for _ in range(4)]  # no more than two are worked on at a time: the last one waits
    with pytest.raises(NotOver):
        tenant.wait_for(jobs[-1]["id"], seconds=0, every_seconds=0.01)
    stopped = tenant.cancel(jobs[-1]["id"])
    assert stopped["state"] == "cancelled"
    with pytest.raises(JobCancelled):
        tenant._answer(stopped, 1)
    assert all(is_over(tenant.wait_for(job["id"], seconds=100)) for job in jobs)


def test_the_example_of_its_readme_runs(running: Running, tmp_path: Path) -> None:
    (example,) = re.findall(r"(?s)```python\n(.*?)```", (ROOT / "clients/python/README.md").read_text("utf-8"))
    written = tmp_path / "example.py"
    written.write_text(example.replace("http://127.0.0.1:8000", running.address), "utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "clients/python"), "QUORUM_KEY": running.key}
    told = subprocess.run([sys.executable, written], env=environment, capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[0].startswith("ineligible Not eligible as composed")
    assert told.splitlines()[-1].startswith("404 not-found")


def test_an_answer_that_is_not_the_services_is_a_problem_too() -> None:
    proxy = httpx.Client(
        base_url="http://127.0.0.1", transport=httpx.MockTransport(lambda _request: httpx.Response(502))
    )
    with pytest.raises(ProblemError) as raised:
        Quorum("", client=proxy).rules()
    assert (raised.value.status, raised.value.slug) == (502, "about:blank")
