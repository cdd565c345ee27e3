"""The web server, which says in one line that it is ready, and where."""

import socket

import typer
import uvicorn

from app.services.jobs.watching import JobWatch


class AnnouncingServer(uvicorn.Server):
    """Uvicorn with one line of its own."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            typer.echo(f"Quorum serves {address_of(host, port)} (pages there, API under /v1, Ctrl+C stops it)")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of those who follow jobs: the server waits for its connections, and theirs stay open."""
        JobWatch.close_all()
        await super().shutdown(sockets=sockets)


def address_of(host: str, port: int) -> str:
    """The address for a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
