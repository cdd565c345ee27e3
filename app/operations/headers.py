"""What browsers are asked to see to, on every answer: pages, API, files and errors alike (OWASP ASVS 5, V3)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
"""A page says itself what it may load; anything else is no page and loads nothing."""

WHEN_SECURE = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)
"""A year. Only over TLS: over anything else browsers ignore it, and a developer's machine would be locked out."""


class SecurityHeaders:
    """Adds those that an answer does not have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wanted = ALWAYS + WHEN_SECURE if scope["scheme"] == "https" else ALWAYS

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                named = {name for name, _ in headers}
                message["headers"] = [*headers, *(one for one in wanted if one[0] not in named)]
            await send(message)

        await self.app(scope, receive, protected)
