"""``quorum propose``: one request, and the consortia that answer it."""

import json

import typer

from app.cli.terminal import FAILURE, AsJson, InputFile, database, opened, read_settings


def propose(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Propose consortia: the request as JSON in, the answer as JSON out. Solves in this process.

    Ends with 0 whatever the answer is, with 1 when the request cannot be answered; then the problem is what comes out.
    """
    from app.db import reading
    from app.errors import QuorumError
    from app.services import proposals
    from app.services.problems import problem_of
    from app.services.proposal_requests import ProposalRequest
    from app.services.strict_json import read_json, validated

    settings = read_settings()
    with opened(file) as given:
        raw = given.read()
    with database(settings) as engine, reading(engine) as session:
        try:
            request = validated(ProposalRequest, read_json(raw))
            typer.echo(proposals.propose(session, request, settings).model_dump_json())
        except QuorumError as error:
            typer.echo(json.dumps({"error": problem_of(error).model_dump(mode="json")}, ensure_ascii=False))
            raise typer.Exit(FAILURE) from error
