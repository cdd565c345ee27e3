"""A request as JSON in, its answer as JSON out, solved in this process."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import typer
from pydantic import BaseModel

from app.cli.terminal import FAILURE, database, opened, read_settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.settings import Settings

Request = TypeVar("Request", bound=BaseModel)


def answer_in_json(
    file: str, request: type[Request], answer: "Callable[[Session, Request, Settings], BaseModel]"
) -> None:
    """Print the answer, or the problem that is in its way; then the command has failed."""
    from app.db import reading
    from app.errors import QuorumError
    from app.services.problems import problem_of
    from app.services.strict_json import read_json, validated

    settings = read_settings()
    with opened(file) as given:
        raw = given.read()
    with database(settings) as engine, reading(engine) as session:
        try:
            asked = validated(request, read_json(raw))
            typer.echo(answer(session, asked, settings).model_dump_json())
        except QuorumError as error:
            typer.echo(json.dumps({"error": problem_of(error).model_dump(mode="json")}, ensure_ascii=False))
            raise typer.Exit(FAILURE) from error
