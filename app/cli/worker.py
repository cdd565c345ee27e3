"""``quorum worker``: workers in a process of their own."""

import logging
import os
import signal
import threading
from typing import Annotated

import typer

from app.cli.terminal import FAILURE, database, explained, read_settings

Number = Annotated[int, typer.Option("--number", "-n", min=1, max=64, help="Jobs worked on at a time.")]


def worker(number: Number = 1) -> None:
    """Work on the jobs of the queue until told to stop (Ctrl+C or SIGTERM); a job in hand goes back to the queue.

    Any number of these share a queue: on one machine with SQLite, on many with PostgreSQL.
    """
    from app.jobs.crew import Crew

    settings, stopping = read_settings(), threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda _number, _frame: stopping.set())
    logging.basicConfig(level=logging.WARNING)
    with database(settings) as engine:
        with explained():
            crew = Crew(engine, settings, number)
        crew.start()
        typer.echo(f"Quorum works on jobs, {number} at a time (Ctrl+C stops it)")
        stopping.wait()
        if not crew.stop():
            os._exit(FAILURE)  # a thread that hangs would keep the process from ending
