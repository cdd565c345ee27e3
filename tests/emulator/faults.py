"""A server before the emulator that lets some requests pass and then misbehaves, on the level of bytes."""

import gzip
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from time import sleep
from urllib.parse import urlsplit

Misbehaviour = Callable[[BufferedIOBase], None]
"""Writes something in place of an answer."""

CHUNK = bytes(100_000)


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> Misbehaviour:
    """A whole answer, as HTTP would have it."""
    return raw(_head(status, {"Content-Length": str(len(body))} | _named(headers)) + body)


def raw(written: bytes) -> Misbehaviour:
    """These bytes, and then the connection is closed."""

    def write(out: BufferedIOBase) -> None:
        out.write(written)

    return write


def broken_off(body: bytes, length: int, silent_for: float = 0.0) -> Misbehaviour:
    """Less than was promised; the connection stays open for a while."""

    def write(out: BufferedIOBase) -> None:
        out.write(_head("200 OK", {"Content-Length": str(length)}) + body)
        out.flush()
        sleep(silent_for)

    return write


def dripping(seconds_apart: float) -> Misbehaviour:
    """One byte after the other, for ever."""

    def write(out: BufferedIOBase) -> None:
        out.write(_head("200 OK", {"Content-Length": "100000"}))
        while True:
            out.write(b" ")
            out.flush()
            sleep(seconds_apart)

    return write


def endless() -> Misbehaviour:
    """As many bytes as somebody takes."""

    def write(out: BufferedIOBase) -> None:
        out.write(_head("200 OK", {"Transfer-Encoding": "chunked"}))
        while True:
            out.write(b"%x\r\n" % len(CHUNK) + CHUNK + b"\r\n")

    return write


def bomb(inflated: int) -> Misbehaviour:
    """A small body that inflates to a large one."""
    return answer(body=gzip.compress(bytes(inflated)), Content_Encoding="gzip")


def then(*misbehaviours: Misbehaviour) -> Misbehaviour:
    """One after the other, the last of them for ever."""
    left = list(misbehaviours)

    def write(out: BufferedIOBase) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(out)

    return write


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, upstream: str, passing: int, times: int | None, misbehaviour: Misbehaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        parts = urlsplit(upstream)
        self.upstream = (parts.hostname or "", parts.port or 0)
        self._passing = passing
        self._times = times
        self._lock = threading.Lock()
        self.misbehaviour = misbehaviour

    def is_faulty_now(self) -> bool:
        """Whether it is time to misbehave."""
        with self._lock:
            self._passing -= 1
            if self._passing >= 0 or self._times == 0:
                return False
            if self._times is not None:
                self._times -= 1
            return True


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            request = _request(self.rfile)
            if request and self.server.is_faulty_now():
                self.server.misbehaviour(self.wfile)
            elif request:
                self._pass_on(request)
        except OSError:
            pass  # the client has hung up, as it may

    def _pass_on(self, request: bytes) -> None:
        with socket.create_connection(self.server.upstream) as upstream:
            upstream.sendall(request)
            while piece := upstream.recv(65_536):
                self.wfile.write(piece)


@contextmanager
def misbehaving(
    upstream: str, misbehaviour: Misbehaviour, *, passing: int = 0, times: int | None = None
) -> Iterator[str]:
    """The address of a server that lets ``passing`` requests pass, misbehaves ``times`` times, and then behaves."""
    server = _Server(upstream, passing, times, misbehaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody_accepts() -> Iterator[str]:
    """The address of a server whose queue is full: a connection is neither made nor refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        queued = [socket.socket() for _ in range(8)]
        for each in queued:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for each in queued:
                each.close()


def _request(stream: BufferedIOBase) -> bytes:
    """One request, to be closed after its answer."""
    lines = []
    length = 0
    while (line := stream.readline()).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() != b"connection":
            lines.append(line)
    return b"".join([*lines, b"Connection: close\r\n\r\n", stream.read(length)]) if lines else b""


def _head(status: str, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
