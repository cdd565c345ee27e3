"""``quorum serve``: pages and API, in one process or in several."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, database, read_settings

if TYPE_CHECKING:
    from uvicorn import Config

    from app.settings import Settings

MOST_PROCESSES = 64
METRICS_DIR = "PROMETHEUS_MULTIPROC_DIR"

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Processes = Annotated[
    int, typer.Option(help="Processes that answer; workers are looked after beside them.", min=1, max=MOST_PROCESSES)
]


def serve(host: Host = "127.0.0.1", port: Port = 8000, processes: Processes = 1) -> None:
    """Serve the pages and the API. An empty database is created and loaded first."""
    settings = read_settings()
    config = _config(settings, host, port, processes)
    if processes > 1:
        _serve_with_many(config, settings)
        return
    from app.cli.server import AnnouncingServer

    with database(settings):
        pass  # created, loaded and of the right schema before anybody is told that it serves
    server = AnnouncingServer(config)
    server.run()
    if not server.started:
        raise typer.Exit(FAILURE)


def _config(settings: "Settings", host: str, port: int, processes: int) -> "Config":
    import uvicorn

    from app.operations.protocol import ProblemProtocol

    return uvicorn.Config(
        "app.operations.serving:served",
        factory=True,
        host=host,
        port=port,
        workers=processes,
        http=ProblemProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=round(settings.shutdown_seconds),
    )


def _serve_with_many(config: "Config", settings: "Settings") -> None:
    """This process answers nothing: it looks after those that do, and after the workers."""
    from app.cli.server import AnnouncingProcesses
    from app.jobs.crew import Crew
    from app.operations import logs

    logs.configure(settings)
    with database(settings) as engine, _surroundings():
        listener = config.bind_socket()
        crew = Crew(engine, settings, settings.workers)
        crew.start()
        try:
            AnnouncingProcesses(config, [listener]).run()
        finally:
            crew.stop()


@contextmanager
def _surroundings() -> Iterator[None]:
    """What the processes are told: leave the jobs alone, and put your figures where all of you look."""
    with TemporaryDirectory(prefix="quorum-metrics-") as folder:
        os.environ["QUORUM_WORKERS"] = "0"
        os.environ.setdefault(METRICS_DIR, folder)
        yield
