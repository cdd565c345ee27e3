"""Each kind of break is caught, and each kind of addition let through: changes of our own description, one by one."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.contracts.__main__ import RELEASED
from tests.contracts.breaking import breaking_changes
from tests.contracts.schemas import NotUnderstood

Document = dict[str, Any]
Change = Callable[[Document], object]


@pytest.fixture(scope="module")
def released() -> Document:
    document: Document = json.loads(RELEASED.read_text("utf-8"))
    return document


def schema(document: Document, name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def field(document: Document, name: str, of: str) -> dict[str, Any]:
    found: dict[str, Any] = schema(document, of)["properties"][name]
    return found


def operation(document: Document, path: str, method: str = "get") -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][path][method]
    return found


def parameter(document: Document, path: str, name: str) -> dict[str, Any]:
    return next(one for one in operation(document, path)["parameters"] if one["name"] == name)


def without_parameter(document: Document, path: str, name: str) -> None:
    one = operation(document, path)
    one["parameters"] = [each for each in one["parameters"] if each["name"] != name]


def without_field(document: Document, name: str, of: str) -> None:
    shape = schema(document, of)
    del shape["properties"][name]
    shape["required"] = [each for each in shape.get("required", []) if each != name]


def renamed(document: Document, name: str, new: str) -> Document:
    text = json.dumps(document).replace(f'schemas/{name}"', f'schemas/{new}"').replace(f'"{name}": {{', f'"{new}": {{')
    written: Document = json.loads(text)
    return written


def requirement(document: Document, of: str) -> dict[str, Any]:
    return field(document, "requirement", of)


BREAKS: dict[str, tuple[Change, str]] = {
    "a path goes": (lambda it: it["paths"].pop("/v1/rules"), "GET /v1/rules: is gone"),
    "a method goes": (lambda it: it["paths"]["/v1/jobs/{job_id}"].pop("delete"), "DELETE /v1/jobs/{job_id}: is gone"),
    "an operation is renamed": (
        lambda it: operation(it, "/v1/rules").update(operationId="rules"),
        "GET /v1/rules: operationId was list_rules, and is rules",
    ),
    "an open operation wants a key": (
        lambda it: operation(it, "/v1/rules").update(security=[{"key": []}]),
        "GET /v1/rules: needs a key now",
    ),
    "a parameter goes": (
        lambda it: without_parameter(it, "/v1/topics", "programme"),
        "GET /v1/topics query parameter programme: is gone",
    ),
    "a parameter becomes required": (
        lambda it: parameter(it, "/v1/topics", "q").update(required=True),
        "GET /v1/topics query parameter q: is required now",
    ),
    "a new parameter is required": (
        lambda it: operation(it, "/v1/rules")["parameters"].append(
            {"in": "query", "name": "language", "required": True, "schema": {"type": "string"}}
        ),
        "GET /v1/rules query parameter language: is required now",
    ),
    "a parameter takes less": (
        lambda it: parameter(it, "/v1/topics", "limit")["schema"].update(maximum=10),
        "GET /v1/topics query parameter limit: maximum was",
    ),
    "a parameter has another default": (
        lambda it: parameter(it, "/v1/topics", "limit")["schema"].update(default=7),
        "GET /v1/topics query parameter limit: left out it means something else now",
    ),
    "a field of a request goes": (
        lambda it: without_field(it, "seed", "ProposalRequest"),
        "ProposalRequest/seed: is gone",
    ),
    "a field of a request becomes required": (
        lambda it: schema(it, "VerdictRequest")["required"].append("as_of"),
        "VerdictRequest/as_of: is required now",
    ),
    "a new field of a request is required": (
        lambda it: (
            schema(it, "VerdictRequest")["properties"].update(language={"type": "string"}),
            schema(it, "VerdictRequest")["required"].append("language"),
        ),
        "VerdictRequest/language: is required now",
    ),
    "a request takes another type": (
        lambda it: field(it, "time_limit_s", "ProposalRequest").update(type="string"),
        "ProposalRequest/time_limit_s",
    ),
    "a request takes whole numbers only": (
        lambda it: field(it, "fit", "Weights").update(type="integer"),
        "Weights/fit: number has become integer",
    ),
    "a request takes null no longer": (
        lambda it: field(it, "as_of", "VerdictRequest").update(anyOf=[{"type": "string", "format": "date"}]),
        "VerdictRequest/as_of: null",
    ),
    "a request has another default": (
        lambda it: field(it, "fit", "Weights").update(default=0),
        "Weights/fit: left out it meant 1, and means 0",
    ),
    "an enumeration of requests loses a value": (
        lambda it: field(it, "unknown", "ProposalRequest")["enum"].remove("avoid"),
        "ProposalRequest/unknown: the value 'avoid' is gone",
    ),
    "a kind of a request goes": (
        lambda it: [
            requirement(it, "CallCondition-Input")["oneOf"].pop(),
            requirement(it, "CallCondition-Input")["discriminator"]["mapping"].pop("when"),
        ],
        "CallCondition-Input/requirement",
    ),
    "a field of an answer goes": (lambda it: without_field(it, "title", "TopicDetails"), "TopicDetails/title: is gone"),
    "a field of an answer may be absent": (
        lambda it: schema(it, "Verdict")["required"].remove("summary"),
        "Verdict/summary: may be absent now",
    ),
    "an answer has another type": (
        lambda it: field(it, "decided", "Verdict").update(type="string"),
        "Verdict/decided: integer has become string",
    ),
    "an answer may be null": (
        lambda it: field(it, "summary", "Verdict").update(type=["string", "null"]),
        "Verdict/summary: string has become null"
    ),
    "an enumeration of answers loses a value": (
        lambda it: schema(it, "JobState")["enum"].remove("cancelled"),
        "JobState: the value 'cancelled' is gone",
    ),
    "an instant becomes any text": (
        lambda it: field(it, "created_at", "JobPublic").pop("format"),
        "JobPublic/created_at: format was date-time",
    ),
    "a kind of an answer goes": (
        lambda it: requirement(it, "Judged")["discriminator"]["mapping"].pop("when"),
        "Judged/requirement: the kind when is gone",
    ),
    "a problem loses a field": (lambda it: without_field(it, "detail", "Problem"), "Problem/detail: is gone"),
    "an answer comes as another type": (
        lambda it: operation(it, "/v1/rules")["responses"]["200"].update(content={"text/csv": {}}),
        "GET /v1/rules 200: application/json is gone",
    ),
    "a success has another status": (
        lambda it: operation(it, "/v1/rules")["responses"].update(
            {"203": operation(it, "/v1/rules")["responses"].pop("200")}
        ),
        "GET /v1/rules: never answers 200 any more",
    ),
}  # fmt: skip

ADDITIONS: dict[str, Change] = {
    "nothing": lambda it: it,
    "a path": lambda it: it["paths"].update({"/v1/new": it["paths"]["/v1/rules"]}),
    "a method": lambda it: it["paths"]["/v1/rules"].update(post=operation(it, "/v1/verdicts", "post")),
    "an optional parameter": lambda it: operation(it, "/v1/rules")["parameters"].append(
        {"in": "query", "name": "language", "required": False, "schema": {"type": "string"}}
    ),
    "a field of an answer": lambda it: (
        schema(it, "Verdict")["properties"].update(language={"type": "string"}),
        schema(it, "Verdict")["required"].append("language"),
    ),
    "an optional field of a request": lambda it: schema(it, "VerdictRequest")["properties"].update(
        language={"type": "string", "default": "en"}
    ),
    "a request that takes more": lambda it: field(it, "alternatives", "ProposalRequest").pop("maximum"),
    "a request that takes null": lambda it: schema(it, "Weights")["properties"].update(
        fit={"anyOf": [field(it, "fit", "Weights"), {"type": "null"}], "default": 1}
    ),
    "a value of a request": lambda it: field(it, "unknown", "ProposalRequest")["enum"].append("believe"),
    "a value of an answer": lambda it: schema(it, "JobState")["enum"].append("paused"),
    "a kind of an answer": lambda it: requirement(it, "Judged")["discriminator"]["mapping"].update(
        fresh="#/components/schemas/When-Output"
    ),
    "an answer that is never null": lambda it: schema(it, "JobPublic")["properties"].update(
        started_at={"type": "string", "format": "date-time"}
    ),
    "another error": lambda it: operation(it, "/v1/rules")["responses"].update(
        {"429": operation(it, "/v1/rules")["responses"]["422"]}
    ),
    "an operation that wants no key any more": lambda it: operation(it, "/v1/me").update(security=[{}, {"key": []}]),
    "other words": lambda it: operation(it, "/v1/rules").update(description="Other words."),
    "a schema of another name": lambda it: it.update(renamed(it, "Verdict", "Ruling")),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_caught(released: Document, name: str) -> None:
    change, expected = BREAKS[name]
    today = deepcopy(released)
    change(today)
    assert today != released, "the change changes nothing"
    assert any(expected in str(one) for one in breaking_changes(released, today)), breaking_changes(released, today)


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_is_let_through(released: Document, name: str) -> None:
    today = deepcopy(released)
    ADDITIONS[name](today)
    assert name == "nothing" or today != released, "the change changes nothing"
    assert breaking_changes(released, today) == []


def test_a_keyword_that_nobody_has_taught_the_check_is_no_addition(released: Document) -> None:
    today = deepcopy(released)
    schema(today, "Verdict")["unevaluatedProperties"] = False
    with pytest.raises(NotUnderstood, match="unevaluatedProperties"):
        breaking_changes(released, today)
