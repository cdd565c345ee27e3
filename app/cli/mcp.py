"""``quorum mcp``: a server for one assistant, over standard input and output."""

import asyncio
import logging
from typing import TYPE_CHECKING

from app.cli.terminal import database, explained, read_settings

if TYPE_CHECKING:
    from app.mcp.visiting import Service

LONGEST_WAIT_SECONDS = 50.0


def mcp() -> None:
    """Answer an assistant over standard input and output (Model Context Protocol; extra mcp).

    Without a key it reads what everybody may read. QUORUM_MCP_KEY shows whose own clusters it finds, and whether it
    may ask for proposals.
    """
    settings = read_settings()
    logging.basicConfig(level=logging.WARNING)  # to where errors go: what goes out is the protocol
    with explained():
        from app.mcp.mounting import require_extra

        require_extra()
    with database(settings) as engine, explained():
        from app.jobs.crew import Crew
        from app.mcp.visiting import Service, asker_by
        from app.services.jobs.watching import JobWatch

        service = Service(engine, settings, JobWatch(engine, settings), longest_wait_seconds=LONGEST_WAIT_SECONDS)
        key = settings.mcp_key.get_secret_value() if settings.mcp_key else None
        asker_by(service, key)  # one that is not good is told at once
        crew = Crew(engine, settings, min(1, settings.workers) if key else 0)
        crew.start()
        try:
            asyncio.run(_serve(service, key))
        finally:
            crew.stop()


async def _serve(service: "Service", key: str | None) -> None:
    from mcp.server.stdio import stdio_server

    from app.mcp.server import build
    from app.mcp.visiting import asker_by

    server = build(service, lambda _context: asker_by(service, key))
    async with stdio_server() as (coming, going):
        await server.run(coming, going, server.create_initialization_options())
