"""Run the emulator on a loopback port, in a thread of the test run."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import uvicorn

from tests.emulator.application import State, application
from tests.emulator.shapes import Raw


class Portal:
    """A running emulator: its address, and the state that a test may change."""

    def __init__(self, url: str, state: State) -> None:
        self.url = url
        self.state = state

    def serve(self, rows: Iterable[Raw]) -> None:
        """Serve these rows from now on, and behave."""
        self.state.serve(rows)

    @property
    def requests(self) -> int:
        """How often it was asked for anything since it was told what to serve."""
        return len(self.state.asked)

    @property
    def searches(self) -> int:
        """How often it was searched since then."""
        return sum(request.url.path.endswith("/search") for request in self.state.asked)


@contextmanager
def running() -> Iterator[Portal]:
    """An emulator that is up; it is stopped at the end."""
    state = State()
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(state), log_level="warning", lifespan="off", ws="none", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="portal emulator")
    thread.start()
    try:
        yield Portal(f"http://127.0.0.1:{listener.getsockname()[1]}", state)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
