"""The web server, which says in one line that it is ready, and where."""

import socket

import typer
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess

READY_SECONDS = 60


class AnnouncingServer(uvicorn.Server):
    """Uvicorn with one line of its own."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            announce(self.servers[0].sockets[0])


class AnnouncingProcesses(Multiprocess):
    """Uvicorn's processes with one line of their own. One that dies is replaced, and its figures are left out."""

    def init_processes(self) -> None:
        """Start them; say so when all of them serve."""
        super().init_processes()
        if all(process.wait_until_ready(READY_SECONDS, self.should_exit) for process in self.processes):
            announce(self.sockets[0])

    def keep_subprocess_alive(self) -> None:
        """Replace those that have died."""
        before = {process.pid for process in self.processes}
        super().keep_subprocess_alive()
        for gone in before - {process.pid for process in self.processes} - {None}:
            from prometheus_client.multiprocess import mark_process_dead

            mark_process_dead(gone)  # type: ignore[no-untyped-call] # it has no annotations


def announce(listener: socket.socket) -> None:
    """Say where."""
    host, port = listener.getsockname()[:2]
    typer.echo(f"Quorum serves {address_of(host, port)} (pages there, API under /v1, Ctrl+C stops it)")


def address_of(host: str, port: int) -> str:
    """The address for a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
