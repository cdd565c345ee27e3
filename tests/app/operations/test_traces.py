"""Traces: off unless somebody asks, by the template of the route, and without anything that could be a secret."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.operations import layers
from app.operations.traces import telemetry_of
from app.settings import Settings


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


def traced(settings: Settings, exporter: InMemorySpanExporter) -> TestClient:
    service = FastAPI(telemetry=telemetry_of(settings, exporter))
    layers.install(service, settings)

    @service.get("/v1/feeds/{token}")
    async def feed(token: str) -> dict[str, int]:
        return {"length": len(token)}

    @service.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {}

    return TestClient(service)


def test_a_request_is_a_span_under_its_template(settings: Settings, exporter: InMemorySpanExporter) -> None:
    client = traced(settings.model_copy(update={"telemetry": True}), exporter)
    assert client.get("/v1/feeds/secret?key=hidden").status_code == 200
    spans = {span.name: span for span in exporter.get_finished_spans()}
    whole = spans["GET /v1/feeds/{token}"]
    assert whole.attributes is not None
    assert whole.attributes["http.route"] == "/v1/feeds/{token}"
    assert whole.attributes["http.response.status_code"] == 200
    said = "".join(f"{span.name} {dict(span.attributes or {})}" for span in spans.values())
    assert "secret" not in said
    assert "hidden" not in said


def test_what_is_asked_every_few_seconds_is_not_traced(settings: Settings, exporter: InMemorySpanExporter) -> None:
    traced(settings.model_copy(update={"telemetry": True}), exporter).get("/healthz")
    assert exporter.get_finished_spans() == ()


def test_without_the_setting_nothing_is_traced(settings: Settings, exporter: InMemorySpanExporter) -> None:
    traced(settings, exporter).get("/v1/feeds/secret")
    assert exporter.get_finished_spans() == ()
