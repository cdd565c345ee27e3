import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.documentation import text_of
from app.api.main import create_app
from app.settings import Settings

COMMITTED = Path(__file__).parents[3] / "openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings()).openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def test_the_committed_description_is_that_of_the_code(document: dict[str, Any]) -> None:
    renew = "it has changed: python -m app.api.documentation > openapi.json"
    assert COMMITTED.read_text("utf-8") == text_of(document), renew


def test_the_service_serves_it(client: TestClient, document: dict[str, Any]) -> None:
    assert client.get("/openapi.json").json() == json.loads(text_of(document))


def test_every_path_of_the_contract_is_there(document: dict[str, Any]) -> None:
    assert document["paths"].keys() >= {
        "/v1/topics", "/v1/topics/{identifier}", "/v1/topic-history", "/v1/changes", "/v1/cascade-calls", "/v1/sources",
        "/v1/organisations", "/v1/organisations/{organisation_id}", "/v1/organisations/{organisation_id}/projects",
        "/v1/organisations/{organisation_id}/partners", "/v1/clusters", "/v1/clusters/{cluster_id}",
        "/v1/clusters/{cluster_id}/eligible-calls", "/v1/organisations/{organisation_id}/eligible-calls",
        "/v1/verdicts", "/v1/proposals", "/v1/proposals/trade-offs", "/v1/proposals/drill",
        "/v1/jobs/{job_id}", "/v1/rules", "/v1/rules/{rule_id}", "/v1/countries",
        "/healthz",
        "/readyz",
    }  # fmt: skip


BODILESS = {"204", "304"}
OFFICE = "application/vnd.openxmlformats-officedocument"
FILES = {
    f"{OFFICE}.spreadsheetml.sheet": {"type": "string", "format": "binary"},
    f"{OFFICE}.wordprocessingml.document": {"type": "string", "format": "binary"},
    "text/csv": {"type": "string"},
    "text/calendar": {"type": "string"},
    "application/atom+xml": {"type": "string"},
}
"""What is no JSON: bytes or text, described as that and no more. Only operations on files have such answers."""


def test_every_error_is_described_as_a_problem(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if not status.startswith("2") and status not in BODILESS:
                assert set(response["content"]) == {"application/problem+json"}, (path, method, status)


def test_no_answer_is_described_as_anything_at_all(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status in BODILESS:
                continue
            for media_type, content in response["content"].items():
                if media_type in FILES:
                    assert content["schema"] == FILES[media_type], (path, method, status)
                else:
                    for schema in content["schema"].get("anyOf", [content["schema"]]):
                        assert schema.keys() & {"$ref", "items"}, (path, method, status)


def test_files_are_answered_and_taken_by_the_operations_that_are_for_them(document: dict[str, Any]) -> None:
    answering, taking = set(), set()
    for path, _, operation in operations(document):
        answering |= {path for one in operation["responses"].values() if one.get("content", {}).keys() & FILES.keys()}
        taking |= {path} if operation.get("requestBody", {}).get("content", {}).keys() & FILES.keys() else set()
    assert answering == {
        "/v1/exports/verdict.{format}",
        "/v1/jobs/{job_id}/export.{format}",
        "/v1/consortia/{consortium_id}/export.{format}",
        "/v1/standings/{run_id}.csv",
        "/v1/topics.csv",
        "/v1/topics.ics",
        "/v1/topic-deadlines.ics",
        "/v1/feeds/{token}.atom",
        "/v1/feeds/{token}.ics",
    }
    assert taking == {"/v1/imports/data-sheet"}


def test_every_operation_has_a_name_and_a_sentence(document: dict[str, Any]) -> None:
    described = operations(document)
    names = [operation["operationId"] for _, _, operation in described]
    assert len(set(names)) == len(names)
    assert all(operation["description"] for _, _, operation in described)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = {value.rpartition("/")[2] for value in _references(document)}
    assert references <= document["components"]["schemas"].keys()


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [reference for child in node.values() for reference in _references(child)]
    return [reference for child in node for reference in _references(child)] if isinstance(node, list) else []
