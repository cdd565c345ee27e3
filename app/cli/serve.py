"""``quorum serve``: pages and API in one process."""

import logging
from typing import Annotated

import typer

from app.cli.terminal import FAILURE, database, read_settings

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages and the API. An empty database is created and loaded first."""
    import uvicorn

    from app.cli.server import AnnouncingServer

    with database(read_settings()):
        pass  # created, loaded and of the right schema before anybody is told that it serves
    logging.basicConfig(level=logging.WARNING)
    server = AnnouncingServer(
        uvicorn.Config("app.api.main:create_app", factory=True, host=host, port=port, log_config=None, access_log=False)
    )
    server.run()
    if not server.started:
        raise typer.Exit(FAILURE)
