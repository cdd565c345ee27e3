"""What a server hands to an application, written by hand."""

from typing import Any

from starlette.types import Message, Scope


def scope(path: str = "/v1/topics", method: str = "GET", **more: Any) -> Scope:
    headers = [(name.lower().encode(), value.encode()) for name, value in more.pop("headers", {}).items()]
    said: dict[str, Any] = {"type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http"}
    return said | {"headers": headers, "client": ("192.0.2.1", 5000)} | more


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class Sent:
    """The answer as it went out."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])
