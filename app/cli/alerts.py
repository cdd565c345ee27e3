"""``quorum alerts``: saved questions beside the service."""

import typer

from app.cli.terminal import FAILURE, AsJson, database, read_settings

commands = typer.Typer(help="Saved questions, and what has changed in their answers.", no_args_is_help=True)


@commands.callback()
def _alerts() -> None:
    """A name of its own, though there is one command so far."""


@commands.command("evaluate")
def evaluate(*, as_json: AsJson = False) -> None:
    """Ask every saved question again, and raise an alert for everything that has changed.

    What nothing has changed for is not worked out again; a second run raises nothing twice. Ends with 0 when every
    question could be asked, else with 1.
    """
    from app.services.alerts.evaluating import evaluate_all

    settings = read_settings()
    with database(settings) as engine:
        done = evaluate_all(engine, settings)
    sentence = f"{done.questions} questions, {done.unchanged} of them unchanged, {done.alerts} alerts"
    typer.echo(done.model_dump_json() if as_json else sentence)
    if done.failed:
        raise typer.Exit(FAILURE)
