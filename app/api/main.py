"""The whole service as one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool

import app.web
from app.api import (
    alerts,
    catalogue,
    consortia,
    consortium_jobs,
    documentation,
    exports,
    feeds,
    health,
    jobs,
    keys,
    law,
    metrics,
    own_clusters,
    problems,
    projects,
    proposals,
    saved_questions,
    standings,
    verdicts,
    webhooks,
)
from app.api.access import asker_of_request
from app.db.engine import in_a_hurry
from app.jobs.crew import Crew
from app.mcp import mounting
from app.operations import ending, layers, threads
from app.operations.traces import telemetry_of
from app.services import setup
from app.services.jobs.watching import JobWatch
from app.settings import Settings
from rules import rulebook

PATIENT_SHARE = 0.8
"""Of the time for an answer, what a request may wait for the database: it has to hear of it before its caller does."""

DESCRIPTION = """
May these organisations apply for this EU call, why, and who is missing?

Unknown fields and unknown parameters are errors (422), never ignored. A fact that is absent or `null` is unknown, never
false. Errors are problem details (RFC 9457).
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service, by default with the settings of the environment."""
    settings = settings or Settings()
    service = FastAPI(
        title="Quorum",
        version=version("quorum"),
        description=DESCRIPTION,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        lifespan=_lifespan,
        docs_url=None,  # they load scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=documentation.operation_id,
        telemetry=telemetry_of(settings),
    )
    service.state.settings = settings
    service.state.watch = layers.install(service, settings)
    problems.install(service)
    for part in (
        catalogue,
        exports,
        projects,
        verdicts,
        law,
        keys,
        own_clusters,
        standings,
        consortia,
        webhooks,
        saved_questions,
        alerts,
        feeds,
    ):
        service.include_router(part.router, dependencies=[Depends(asker_of_request)])  # a wrong key is told everywhere
    # these look up who asks by themselves, and hold no connection while they wait
    for waiting in (jobs, proposals, consortium_jobs):
        service.include_router(waiting.router)
    service.include_router(health.router)
    service.include_router(metrics.router)
    documentation.install(service)
    if settings.mcp:
        mounting.install(service)
    app.web.setup(service, service.state.settings)
    return service


@asynccontextmanager
async def _lifespan(service: FastAPI) -> AsyncIterator[None]:
    """Open the database (an empty one is created and loaded) and work on the queue, until the end."""
    settings: Settings = service.state.settings
    threads.share_fairly()
    await run_in_threadpool(rulebook.load)  # whoever comes first should not have to wait for it
    engine = setup.open_database(settings)
    service.state.engine = in_a_hurry(engine, PATIENT_SHARE * settings.request_seconds)
    service.state.watch.open(service.state.engine)
    service.state.job_watch = JobWatch(service.state.engine, settings, ending.ENDING)
    crew = Crew(engine, settings, settings.workers)
    crew.start()
    try:
        with ending.told(settings.drain_seconds):
            async with mounting.assistants(service):
                yield
    finally:
        crew.stop()
        service.state.watch.close()
        engine.dispose()
