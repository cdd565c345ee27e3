"""``quorum verdicts``: many requests, one a line, each with its verdict."""

import typer

from app.cli.terminal import FAILURE, AsJson, InputFile, database, opened, read_settings


def verdicts(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Judge JSON Lines: one request a line in, one verdict a line out, in the same order, "id" echoed.

    Ends with 0 even when verdicts are negative, with 1 when a line was no valid request.
    """
    from app.db import reading
    from app.services.verdicts.judging import judge_lines

    settings = read_settings()
    all_read = True
    with opened(file) as lines, database(settings) as engine, reading(engine) as session:
        for answered in judge_lines(session, lines, settings):
            typer.echo(answered.text)
            all_read = all_read and answered.is_verdict
    if not all_read:
        raise typer.Exit(FAILURE)
