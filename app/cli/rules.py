"""``quorum rules``: the rulebook itself."""

import json

import typer

from app.cli.terminal import FAILURE, AsJson

commands = typer.Typer(help="The rulebook.", no_args_is_help=True)


@commands.callback()
def about() -> None:
    """The rulebook."""


@commands.command("check")
def check(*, as_json: AsJson = False) -> None:
    """Read every rule and check the rulebook as a whole. Ends with 1 and names each fault when there is one."""
    from rules.rulebook import BrokenRulebook, load

    try:
        rulebook = load()
    except BrokenRulebook as error:
        typer.echo(json.dumps({"ok": False, "problems": error.problems}) if as_json else str(error), err=not as_json)
        raise typer.Exit(FAILURE) from error
    counted = {"ruleset": rulebook.version, "rules": len(rulebook.rules)}
    if as_json:
        typer.echo(json.dumps({"ok": True, **counted, "problems": []}))
    else:
        typer.echo(f"Rule set {rulebook.version}: {len(rulebook.rules)} rules, no fault found.")
