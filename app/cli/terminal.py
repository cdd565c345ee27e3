"""What all commands share: settings, the database, input, and how they fail."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from app.errors import QuorumError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.settings import Settings

FAILURE = 1
MISUSE = 2

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, one line each, for programs.")]
InputFile = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for what comes in.")]


def stop(sentence: str, code: int = FAILURE) -> typer.Exit:
    """Say what is wrong where people look for it, and end."""
    typer.echo(f"quorum: {sentence}", err=True)
    return typer.Exit(code)


@contextmanager
def explained() -> Iterator[None]:
    """An error of ours, or of a database that does not answer, ends the command with a sentence."""
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except QuorumError as error:
        raise stop(error.detail) from error
    except OperationalError as error:
        reason = " ".join(str(error.orig).split())
        raise stop(f"the database cannot be used: {reason}") from error


def read_settings() -> "Settings":
    """The settings from the environment; one that cannot be read is named."""
    from app.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        faults = (
            f"QUORUM_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise stop("; ".join(faults), MISUSE) from error


@contextmanager
def database(settings: "Settings") -> "Iterator[Engine]":
    """The configured database, created and loaded when it is empty."""
    from app.services import setup

    with explained():
        engine = setup.open_database(settings)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """A file, or standard input for ``-``."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise stop(f"{name} cannot be read: {error.strerror}", MISUSE) from error
