"""How many requests a minute one caller may send. Counted in each process for itself, and off by default."""

import hashlib
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import clock
from app.errors import TooMany
from app.operations.refusing import NEVER_REFUSED, refuse

NETWORK_BITS = 64
"""What one customer of an IPv6 provider has: single addresses there cost nothing."""


class RateLimit:
    """Counts by key, and by address for those without.

    A key that turns out to be wrong is counted against the address it came from; otherwise made-up keys would be a way
    around the limit.
    """

    def __init__(self, app: ASGIApp, per_address: int | None, per_key: int | None) -> None:
        self.app = app
        self._per_address = None if per_address is None else RateLimitItemPerMinute(per_address)
        self._per_key = None if per_key is None else RateLimitItemPerMinute(per_key)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its sender has not sent too many."""
        if scope["type"] != "http" or scope["path"] in NEVER_REFUSED:
            await self.app(scope, receive, send)
            return
        key = next((value for name, value in scope["headers"] if name == b"authorization"), None)
        address = network_of(scope["client"][0]) if scope.get("client") else "unknown"
        if key is None:
            refused = self._over(self._per_address, "address", address)
        else:
            refused = self._full(self._per_address, "wrong", address) or self._over(
                self._per_key, "key", hashlib.sha256(key).hexdigest()
            )
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        await self.app(scope, receive, send if key is None else self._noting_wrong_keys(address, send))

    def _over(self, limit: RateLimitItem | None, kind: str, name: str) -> TooMany | None:
        """Count one more."""
        if limit is None or self._limiter.hit(limit, kind, name):
            return None
        return self._too_many(limit, kind, name)

    def _full(self, limit: RateLimitItem | None, kind: str, name: str) -> TooMany | None:
        """Look, without counting."""
        if limit is None or self._limiter.test(limit, kind, name):
            return None
        return self._too_many(limit, kind, name)

    def _too_many(self, limit: RateLimitItem, kind: str, name: str) -> TooMany:
        free_at = self._limiter.get_window_stats(limit, kind, name).reset_time
        seconds = max(1, round(free_at - clock.running().timestamp()))
        sentence = f"At most {limit.amount} requests a minute are answered here."
        return TooMany(sentence, retry_after_seconds=seconds)

    def _noting_wrong_keys(self, address: str, send: Send) -> Send:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 401 and self._per_address is not None:
                self._limiter.hit(self._per_address, "wrong", address)
            await send(message)

        return noted


def network_of(host: str) -> str:
    """Whom an address stands for: itself, or the network that its customer has."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped) if address.ipv4_mapped else f"{int(address) >> (128 - NETWORK_BITS):x}::/64"
