"""What is counted, for Prometheus: requests by the template of their route, jobs by state, the age of the catalogue.

Templates are few; addresses are as many as somebody likes to send. With several processes the counters lie in files of
``PROMETHEUS_MULTIPROC_DIR``, and any of the processes answers for all.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector
from sqlalchemy import Engine

from app.db import reading
from app.services.upkeep.figures import Figures, figures_of

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

REQUESTS = Counter("quorum_requests", "Requests that were answered.", ("method", "route", "status"))
DURATION = Histogram("quorum_request_seconds", "Until the answer was complete.", ("method", "route"), buckets=SECONDS)
IN_FLIGHT = Gauge("quorum_requests_in_flight", "Requests without a complete answer.", multiprocess_mode="livesum")


def note(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    counter, duration = _of_route(method if method in METHODS else "(other)", route, status)
    counter.inc()
    duration.observe(seconds)


@lru_cache(maxsize=4096)
def _of_route(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, status), DURATION.labels(method, route)


def exposition(engine: Engine, now: datetime) -> bytes:
    """All figures in Prometheus' text format, as they are now."""
    with reading(engine) as session:
        figures = figures_of(session, now)
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it has no annotations
    else:
        registry.register(_Here())
    registry.register(_Looked(figures))
    return generate_latest(registry)


class _Here(Collector):
    """What this process has counted."""

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()


class _Looked(Collector):
    """What the database says."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("quorum_jobs", "Jobs in each state.", labels=["state"])
        for state, count in self._figures.jobs.items():
            jobs.add_metric([state], count)
        yield jobs
        waited = self._figures.waiting_seconds
        yield GaugeMetricFamily("quorum_queue_oldest_seconds", "How long the first in the queue has waited.", waited)
        ages = GaugeMetricFamily("quorum_source_age_seconds", "Since a source was read as a whole.", labels=["source"])
        for source, age in self._figures.ages.items():
            ages.add_metric([source], age)
        yield ages
        yield GaugeMetricFamily("quorum_catalogue_age_seconds", "Since it changed.", self._figures.catalogue_age)
        yield GaugeMetricFamily("quorum_catalogue_revision", "How often it has changed.", self._figures.revision)
