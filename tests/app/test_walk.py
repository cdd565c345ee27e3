"""The whole path: an answer of the portal goes in, a proven consortium of real clusters comes out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.api.main import create_app
from app.cli.commands import quorum
from app.clock import instant
from app.services.ingestion.runs import ingest
from app.settings import Settings
from rules.sentences.countries import country_name
from scrapers.sources import PORTAL
from tests.app.asking import FRENCH_POLE
from tests.app.loaded import TODAY
from tests.emulator.fixtures import portal, portal_server, portal_with_recordings  # noqa: F401 - fixtures by import
from tests.emulator.server import Portal

DECIDING = {"eligibility", "admissibility"}
OPEN = {"unknown", "needs_human"}
ANSWERS = {"legal_personality": True, "gender_equality_plan": True, "public_body": False, "non_profit": True}
"""What the clusters would say if somebody asked them."""


@pytest.fixture(params=["our own topics", "recordings"])
def source(request: pytest.FixtureRequest) -> Portal:
    name = "portal" if request.param == "our own topics" else "portal_with_recordings"
    served: Portal = request.getfixturevalue(name)
    return served


@pytest.fixture
def client(source: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The service on a catalogue of its own, into which the source has been read."""
    settings = Settings(data_dir=tmp_path, today=instant(TODAY), portal_url=source.url, portal_requests_per_second=1000)
    monkeypatch.setenv("QUORUM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QUORUM_TODAY", TODAY.isoformat())
    service = create_app(settings)
    with TestClient(service) as client:
        report = ingest(settings, service.state.engine, PORTAL)
        assert report.state == "ok", report.reason
        yield client


def test_from_an_answer_of_the_portal_to_a_proven_consortium(client: TestClient) -> None:
    call = _call_to_enter(client)
    proposal = _proposal(client, call["topic"]["identifier"])
    verdict, members = proposal["verdict"], proposal["participants"]
    assert {member["organisation"] for member in members if member["role"] == "coordinator"} == {FRENCH_POLE}

    assert verdict["status"] == "undetermined"
    for condition in _deciding(verdict, OPEN):
        asked_about = condition["participant"] in {member["organisation"] for member in members}
        assert condition["question"]
        assert condition["id"] == "topic.text-unread" or asked_about, condition["message"]

    answered = _request(client, call, members)
    assert _verdict(client, answered)["status"] == "eligible"

    lone = {**answered, "participants": answered["participants"][:-1]}
    broken = _verdict(client, lone)
    failed = _deciding(broken, {"not_met"})
    left = [client.get(f"/v1/organisations/{one['organisation']}").json()["country"] for one in lone["participants"]]
    assert broken["status"] == "ineligible"
    assert [condition["id"] for condition in failed] == ["horizon.minimum-consortium"]
    assert all(country_name(country) in failed[0]["missing"] for country in left)
    assert _countries_to_add(broken).isdisjoint(left)
    assert len(_countries_to_add(broken)) >= 25


def test_the_command_line_says_the_same_as_the_service(client: TestClient) -> None:
    call = _call_to_enter(client)
    asked = _question(call["topic"]["identifier"])
    by_api = client.post("/v1/proposals", json=asked, headers={"Prefer": "wait=60"}).json()
    by_command = CliRunner().invoke(quorum, ["propose", "-"], input=json.dumps(asked))
    assert by_command.exit_code == 0
    assert json.loads(by_command.stdout) | {"seconds": 0} == by_api | {"seconds": 0}

    verdict = by_api["proposals"][0]["verdict"]
    request = _request(client, call, by_api["proposals"][0]["participants"])
    judged = CliRunner().invoke(quorum, ["verdicts", "-"], input=json.dumps({"id": 1, **request}))
    assert judged.exit_code == 0
    assert json.loads(judged.stdout) == {"id": 1, **_verdict(client, request)}
    assert json.loads(judged.stdout)["determination_id"] != verdict["determination_id"]  # the answers are facts


def _call_to_enter(client: TestClient) -> dict[str, Any]:
    """A research action that the portal has told of and that the pôle could enter, as far as anybody knows."""
    page = client.get(
        f"/v1/clusters/{FRENCH_POLE}/eligible-calls", params={"limit": 200, "type_of_action": "HORIZON-RIA"}
    )
    found = [call for call in page.json()["items"] if call["topic"]["source"]["name"] == "portal"]
    plain = [call for call in found if "beneficiary" in call["roles"] and _only_asks_the_usual(call)]
    assert plain
    call: dict[str, Any] = plain[0]
    assert any("2 more" in sentence for sentence in call["still_needed"])
    return call


def _only_asks_the_usual(call: dict[str, Any]) -> bool:
    """No condition beyond the defaults of the programme, so that the answers to the usual questions settle it."""
    return not any(condition["id"].startswith("horizon.topics.") for condition in call["conditions"])


def _question(topic: str) -> dict[str, Any]:
    return {"topic": topic, "lead": FRENCH_POLE, "size": {"min": 3, "max": 3}, "alternatives": 1}


def _proposal(client: TestClient, topic: str) -> dict[str, Any]:
    answer = client.post("/v1/proposals", json=_question(topic), headers={"Prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "optimal"
    proposal: dict[str, Any] = answer.json()["proposals"][0]
    return proposal


def _request(client: TestClient, call: dict[str, Any], members: list[dict[str, Any]]) -> dict[str, Any]:
    """The consortium with everything answered that was asked."""
    return {
        "topic": call["topic"]["identifier"],
        "participants": [
            {"organisation": member["organisation"], "role": member["role"], "overrides": ANSWERS} for member in members
        ],
        "facts": {"topic.text-unread": True},
    }


def _verdict(client: TestClient, request: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/v1/verdicts", json=request)
    assert answer.status_code == 200, answer.text
    verdict: dict[str, Any] = answer.json()
    return verdict


def _deciding(verdict: dict[str, Any], statuses: set[str]) -> list[dict[str, Any]]:
    return [one for one in verdict["conditions"] if one["status"] in statuses and one["force"] in DECIDING]


def _countries_to_add(verdict: dict[str, Any]) -> set[str]:
    return {
        country
        for repair in verdict["repairs"]
        for change in repair["changes"]
        if change["op"] == "add"
        for country in change["where"]["country_in"]
    }
