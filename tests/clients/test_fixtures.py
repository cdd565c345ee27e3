"""The answers that are committed for whoever builds a page: all there, as the description says, of today's shapes."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.clients import fixtures
from tests.clients.fixtures import FOLDER, Fixture
from tests.clients.questions import AFTER, QUESTIONS
from tests.repository.checkout import ROOT

COMMITTED = sorted(FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fixture]:
    return {fixture.name: fixture for fixture in fixtures.made(tmp_path_factory.mktemp("fixtures"))}


def read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told


@cache
def description() -> dict[str, Any]:
    return read(ROOT / "openapi.json")


def test_there_is_one_for_each_question() -> None:
    names = [question.name for question in [*QUESTIONS, *AFTER]]
    assert len(set(names)) == len(names)
    assert {path.stem for path in COMMITTED} == set(names)


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_it_is_an_answer_as_the_description_has_it(path: Path) -> None:
    fixture = read(path)
    operation = next(
        one
        for methods in description()["paths"].values()
        for one in methods.values()
        if one["operationId"] == fixture["operation"]
    )
    responses = operation["responses"]
    response = responses.get(str(fixture["status"])) or responses["default"]
    schema = response["content"][fixture["content_type"]]["schema"]
    document = schema | {"components": description()["components"]}
    assert [error.message for error in Draft202012Validator(document).iter_errors(fixture["body"])] == []


def test_they_have_the_shapes_of_today(fresh: Mapping[str, Fixture]) -> None:
    """Words of rules and facts of the catalogue may age in them; fields, kinds of values and statuses do not."""
    aged = [path.stem for path in COMMITTED if _shape(read(path)) != _shape(json.loads(fresh[path.stem].text()))]
    assert aged == [], "the API has changed: make clients"


def _shape(fixture: Mapping[str, Any]) -> tuple[Any, ...]:
    said = (fixture["operation"], fixture["status"], fixture["content_type"])
    return (*said, _status(fixture["body"]), frozenset(_kinds(fixture["body"], "")))


def _status(body: Any) -> Any:
    return body.get("status") if isinstance(body, dict) else None


def _kinds(value: Any, at: str) -> Iterator[tuple[str, str]]:
    """Each place, and what kind of value stands there; values under names that are data count as one place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _kinds(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _kinds(inner, f"{at}[]")
    else:
        yield at, "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def test_every_status_of_a_verdict_and_every_state_of_a_job_is_there() -> None:
    schemas = description()["components"]["schemas"]
    told = {path.stem: read(path)["body"] for path in COMMITTED}
    verdicts = {body["status"] for name, body in told.items() if name.startswith("verdict-")}
    assert verdicts == set(schemas["Verdict"]["properties"]["status"]["enum"])
    states = {body["state"] for name, body in told.items() if name.startswith("job-")}
    assert states == set(schemas["JobState"]["enum"]) - {"succeeded"}
    statuses = {told["proposal-optimal"]["status"], told["proposal-infeasible"]["status"]}
    assert statuses == {"optimal", "infeasible"}


def test_nothing_in_them_could_be_used_or_traced() -> None:
    for path in COMMITTED:
        text = path.read_text("utf-8")
        keys = set(re.findall(r"qk_\w+", text)) - {"qk_0a1b2c3d_made", "qk_00000000_nothing", "qk_"}
        assert not keys, path.name
        assert not fixtures.IDS.search(text), path.name
        assert set(re.findall(r"/v1/feeds/([\w-]+)", text)) <= {"made-up"}, path.name


def test_no_text_of_a_call_is_in_them() -> None:
    for path in COMMITTED:
        for name, value in _texts(read(path)["body"], ""):
            assert name not in fixtures.TEXTS or value == "Made-up text.", path.name


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str):
        yield name, value
