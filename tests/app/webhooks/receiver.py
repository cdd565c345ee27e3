"""A server on this machine that is told of events, and behaves as a test wants it to."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_with(self, secret: str) -> bool:
        """By the library that a receiver would use; it also looks at the time."""
        return bool(Webhook(secret).verify(self.body, self.headers) == self.document)


Behaviour = Callable[["Handler"], None]


@dataclass
class Receiver:
    """Where it is, what it got, and what it does about it."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    behave: Behaviour = field(default_factory=lambda: answer(204))
    closing: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/told"


class Handler(BaseHTTPRequestHandler):
    """Takes a request down, then behaves."""

    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.receiver.lock:
            self.receiver.received.append(Received(self.path, headers, body))
        self.receiver.behave(self)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the library's)
        """Not on the terminal."""


def answer(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with this."""

    def behave(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Each once, the last one for ever."""
    left = list(behaviours)

    def behave(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return behave


def hang(handler: Handler) -> None:
    """Say nothing."""
    handler.receiver.closing.wait(20)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """A byte now and then: each of them in time, all of them never."""
    while not handler.receiver.closing.wait(0.05):
        try:
            handler.wfile.write(b"H")
        except OSError:
            return


def flood(handler: Handler) -> None:
    """An answer without an end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.receiver.closing.is_set():
        try:
            handler.wfile.write(b"x" * 65536)
        except OSError:
            return


def nonsense(handler: Handler) -> None:
    """No HTTP."""
    handler.wfile.write(b"\x15\x03\x01 good day\r\n\r\n")
    handler.close_connection = True


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that takes everything."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"receiver": receiver}))
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
