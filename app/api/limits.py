"""How large a request may be, whether it says its length or comes in chunks."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import answer
from app.errors import TooLarge
from app.services.problems import problem_of

MAX_BODY_BYTES = 1024 * 1024


class BodyLimit:
    """Refuses a body that is too large: by its declared length before a byte is read, else as soon as it is.

    The framework's own limit answers in plain text, and we promise a problem.
    """

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.sentence = f"A request body has at most {max_bytes} bytes."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self.max_bytes:
            problem = problem_of(TooLarge(self.sentence), instance=scope["path"])
            await answer(problem, {"connection": "close"})(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise TooLarge(self.sentence)
            return message

        await self.app(scope, counted, send)
