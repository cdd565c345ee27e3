"""All commands under one name."""

import typer

from app.cli import (
    alerts,
    backup,
    consortia,
    copy,
    drill,
    export,
    import_,
    ingest,
    keys,
    mcp,
    migrate,
    propose,
    rules,
    screen,
    serve,
    topic,
    trade_offs,
    verdicts,
    worker,
)

quorum = typer.Typer(
    name="quorum",
    help="May this consortium apply for this EU call, why, and who is missing?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
quorum.command("serve")(serve.serve)
quorum.command("worker")(worker.worker)
quorum.command("ingest")(ingest.ingest)
quorum.command("topic")(topic.topic)
quorum.command("verdicts")(verdicts.verdicts)
quorum.command("propose")(propose.propose)
quorum.command("trade-offs")(trade_offs.trade_offs)
quorum.command("drill")(drill.drill)
quorum.command("screen")(screen.screen)
quorum.command("export")(export.export)
quorum.command("mcp")(mcp.mcp)
quorum.command("migrate")(migrate.migrate)
quorum.command("copy")(copy.copy)
quorum.command("backup")(backup.backup)
quorum.add_typer(rules.commands, name="rules")
import_.commands.command("data-sheet")(export.data_sheet)
quorum.add_typer(import_.commands, name="import")
quorum.add_typer(alerts.commands, name="alerts")
quorum.add_typer(keys.tenants, name="tenants")
quorum.add_typer(keys.keys, name="keys")
quorum.add_typer(keys.audit, name="audit")
quorum.add_typer(keys.contacts, name="contacts")
quorum.add_typer(consortia.commands, name="consortia")


def main() -> None:
    """Run the command that was asked for."""
    quorum()
