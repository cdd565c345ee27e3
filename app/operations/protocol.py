"""What the server itself has to say of a request that it cannot read is a problem, too."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.errors import Malformed, QuorumError
from app.services.problems import Problem, problem_of

MAX_HEAD_BYTES = 64 * 1024


class HeadTooLarge(QuorumError):
    """Address and headers are longer than any caller needs."""

    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    title = "The headers are too large"
    slug = "headers-too-large"


class ProblemProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, with a bound on what comes before the body; the parser by itself takes any amount."""

    _head_bytes = 0

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._count(name, value)
        super().on_header(name, value)

    def _count(self, *parts: bytes) -> None:
        self._head_bytes += sum(map(len, parts))
        if self._head_bytes > MAX_HEAD_BYTES:
            raise ValueError(
                "the head of the request is too large"
            )  # the parser stops, and says that it could not go on

    def send_400_response(self, _msg: str) -> None:
        """Say what is wrong, and hang up."""
        if self._head_bytes > MAX_HEAD_BYTES:
            error: QuorumError = HeadTooLarge(f"Address and headers have at most {MAX_HEAD_BYTES} bytes.")
        else:
            error = Malformed("This is no HTTP request.")
        self.transport.write(_written(problem_of(error), dict(self.server_state.default_headers)))
        self.transport.close()


def _written(problem: Problem, headers: Mapping[Any, Any]) -> bytes:
    body = problem.model_dump_json(exclude_none=True).encode()
    told = {
        **headers,
        b"content-type": Problem.media_type.encode(),
        b"content-length": b"%d" % len(body),
        b"cache-control": b"no-store",
        b"connection": b"close",
    }
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in told.items())
    return STATUS_LINE[problem.status] + lines + b"\r\n" + body
