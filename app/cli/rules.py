"""``quorum rules``: the rulebook itself."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, AsJson, explained

if TYPE_CHECKING:
    from app.services.law.rule_details import RulePublic
    from app.services.law.sourcing import Sourced
    from rules.rule import Rule

commands = typer.Typer(help="The rulebook.", no_args_is_help=True)

Programme = Annotated[str | None, typer.Option(help="Only the rules of this programme, by any of its names.")]
Edition = Annotated[
    str | None, typer.Option(help="Only the rules in force for the budget years of this work programme: 2026-27.")
]
Folder = Annotated[
    Path | None,
    typer.Argument(help="A folder of law; without it the one that ships with Quorum.", exists=True, file_okay=False),
]
NotSourced = Annotated[bool, typer.Option("--not-sourced", help="Only those that nobody read in the primary text.")]


CHANGED = {"replaces": "Replaced", "amends": "Amended"}


@commands.callback()
def about() -> None:
    """The rulebook."""


@commands.command("check")
def check(folder: Folder = None, *, as_json: AsJson = False) -> None:
    """Read every file and check the rulebook as a whole. Ends with 1 and names every fault when there is one."""
    from app.services.law import checking

    answer = checking.check(folder)
    if as_json:
        typer.echo(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False))
    elif answer.ok:
        typer.echo(f"Rule set {answer.ruleset}: {answer.rules} rules and {answer.cases} cases, no fault found.")
    else:
        typer.echo("\n".join(answer.problems), err=True)
    if not answer.ok:
        raise typer.Exit(FAILURE)


@commands.command("list")
def list_(
    *, not_sourced: NotSourced = False, programme: Programme = None, edition: Edition = None, as_json: AsJson = False
) -> None:
    """The rules with the document to read, and what share of the eligibility rules is sourced."""
    from app.services.law import sourcing

    with explained():
        rules = sourcing.rules_of(programme, edition)
    listed = [rule for rule in rules if not (not_sourced and sourcing.is_sourced(rule))]
    share = sourcing.eligibility_sourced(rules)
    typer.echo(_as_json(listed, share) if as_json else "\n".join([*map(_line, listed), _summary(share)]))


@commands.command("show")
def show(rule_id: Annotated[str, typer.Argument(metavar="ID")], *, as_json: AsJson = False) -> None:
    """One rule with its source, its dates, what changes it, and the cases that test it."""
    from app.services.law.rule_details import get_rule_details

    with explained():
        rule = get_rule_details(rule_id)
    typer.echo(rule.model_dump_json(by_alias=True) if as_json else "\n".join(_told(rule)))


def _told(rule: "RulePublic") -> Iterator[str]:
    """The rule as a reader wants it: what it asks, when, where it is written, and each case with what it comes to."""
    until = rule.effective.until or "further notice"
    yield rule.title
    yield _line(rule)
    yield f"  {rule.says}"
    yield f"  From {rule.effective.from_} until {until}, by the {rule.tested_on.replace('_', ' ')}."
    for name, said in (("Not checked", rule.cannot_check), ("To review", rule.review)):
        if said:
            yield f"  {name}: {said}"
    yield from (f"  {CHANGED[change.effect]} by {change.id}" for change in rule.changed_by)
    yield from (f"  [{case.status}] {case.says}" for case in rule.cases)


def _as_json(rules: "Sequence[Rule]", share: "Sourced") -> str:
    fields = {"id", "title", "layer", "applies_to", "effective", "force", "source", "review"}
    items = [rule.model_dump(mode="json", by_alias=True, include=fields) for rule in rules]
    return json.dumps({"eligibility": share.model_dump(), "items": items}, ensure_ascii=False)


def _line(rule: "Rule") -> str:
    source = rule.source
    place = ", ".join(filter(None, (source.document, source.article, source.page and f"page {source.page}")))
    return "\n".join(filter(None, (f"{rule.id} ({source.confidence}, {rule.force})", f"  {place}", f"  {source.url}")))


def _summary(share: "Sourced") -> str:
    part = "" if share.share is None else f" ({share.share:.1%})"
    return f"{share.sourced} of {share.rules} eligibility rules are sourced{part}."
