"""HEAD is answered as GET, without the body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Lets every address that can be read be asked for its headers alone.

    Done here once for pages and API: a second method on each route would double the description of the API.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of the answer to HEAD, the headers."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        read = {**scope, "method": "GET"}

        async def bodiless(message: Message) -> None:
            scope["route"] = read.get("route")  # who answered is told outwards
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app(read, receive, bodiless)
