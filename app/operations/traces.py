"""Traces of requests, by FastAPI's own spans. Off by default; the library for sending them is an extra.

Where they go, how many and under which name, OpenTelemetry's own variables say (``OTEL_EXPORTER_OTLP_ENDPOINT``,
``OTEL_TRACES_SAMPLER``, ``OTEL_SERVICE_NAME``).
"""

from typing import TYPE_CHECKING, Any

from fastapi.telemetry import TelemetryConfig

from app.errors import NotReady
from app.operations.logs import QUIET
from app.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

NOT_TOLD = ("url.path", "url.query", "url.full", "client.address", "user_agent.original")
"""What may hold a secret (the token of a feed) or tell of a person; the route is told by its template."""


def telemetry_of(settings: Settings, exporter: "SpanExporter | None" = None) -> TelemetryConfig:
    """How the service traces; ``exporter`` takes the spans in place of the configured address.

    Raises:
        NotReady: traces are asked for, and the extra is missing.
    """
    off: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    if not settings.telemetry:
        return off
    try:
        from opentelemetry.sdk.trace import TracerProvider
    except ImportError as error:
        raise NotReady("QUORUM_TELEMETRY needs the extra `telemetry`: pip install 'quorum[telemetry]'.") from error
    provider = TracerProvider()
    provider.add_span_processor(_discreet())
    provider.add_span_processor(_sending(exporter))
    asked: TelemetryConfig = {"tracing": True, "tracer_provider": provider, "exclude": _is_quiet}
    return {**off, **asked}


def _is_quiet(scope: Any) -> bool:
    return scope.get("path") in QUIET


def _discreet() -> Any:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import Span, SpanProcessor

    class Discreet(SpanProcessor):
        """Takes out of a span what is nobody else's business, before anybody sees it."""

        def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002 - its name is given
            for name in NOT_TOLD:
                if name in (span.attributes or {}):
                    span.set_attribute(name, "")

    return Discreet()


def _sending(exporter: "SpanExporter | None") -> Any:
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    if exporter is not None:
        return SimpleSpanProcessor(exporter)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return BatchSpanProcessor(OTLPSpanExporter())
