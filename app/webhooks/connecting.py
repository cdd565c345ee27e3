"""Connections to hosts that somebody else has named.

The name is looked up once, every address that it has must be allowed, and the connection goes to one of these very
addresses: a name that leads elsewhere a moment later leads nowhere. Encryption is still with the host of that name.
Everything together, from the name to the last byte, has to be done by one moment.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from threading import Thread
from time import monotonic

import httpcore

from app.services.webhooks.addresses import Address, BadAddress, is_allowed
from app.settings import Settings

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its addresses."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the machine knows them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class PublicBackend(httpcore.NetworkBackend):
    """Opens connections to allowed addresses only, until ``deadline`` (of the monotonic clock)."""

    def __init__(self, settings: Settings, *, is_secure: bool, deadline: float, look_up: Resolve = resolve) -> None:
        self._settings, self._is_secure, self._deadline, self._look_up = settings, is_secure, deadline, look_up
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (there is one deadline for everything)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the addresses of a host.

        Raises:
            BadAddress: one of them is not allowed.
            httpcore.ConnectError: none of them answers.
        """
        failed: Exception = httpcore.ConnectError("the host has no address")
        for address in self._allowed(host, port):
            try:
                stream = self._backend.connect_tcp(
                    str(address), port, left(self._deadline), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return TimedStream(stream, self._deadline)
        raise failed

    def _allowed(self, host: str, port: int) -> Sequence[Address]:
        found = [ip_address(one) for one in self._looked_up(host, port)]
        if not all(is_allowed(one, self._settings, is_secure=self._is_secure) for one in found):
            raise BadAddress("the host is not in the public internet")
        return found

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        """In a thread of its own: looking up a name cannot be told to stop."""
        found: Future[Sequence[str]] = Future()
        Thread(target=_settle, args=(found, self._look_up, host, port), daemon=True).start()
        try:
            return found.result(left(self._deadline))
        except OSError as error:  # also a TimeoutError
            raise httpcore.ConnectError("the host cannot be found") from error


def _settle(found: "Future[Sequence[str]]", look_up: Resolve, host: str, port: int) -> None:
    try:
        found.set_result(look_up(host, port))
    except (OSError, UnicodeError, ValueError) as error:
        found.set_exception(OSError(str(error)))


class TimedStream(httpcore.NetworkStream):
    """A connection on which everything has to be done by one moment: who sends byte by byte wins no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (see above)
        """What comes next."""
        return self._stream.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (see above)
        """Send something."""
        self._stream.write(buffer, left(self._deadline))

    def close(self) -> None:
        """No more."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 (see above)
    ) -> httpcore.NetworkStream:
        """Encrypt it, with a host of this name."""
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        """What is known of it."""
        return self._stream.get_extra_info(info)


def left(deadline: float) -> float:
    """The seconds that are left.

    Raises:
        httpcore.ReadTimeout: there are none.
    """
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return seconds
