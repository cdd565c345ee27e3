"""Routes that refuse what they do not understand: a strict reader of JSON, and no parameter that nobody declared."""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from app.errors import Fault, Invalid, QuorumError
from app.services.strict_json import escaped, read_json


class StrictRequest(Request):
    """A request whose JSON is read by our rules."""

    async def json(self) -> Any:
        """The body.

        Raises:
            Malformed: it is no JSON.
            Invalid: it is hostile.
        """
        return read_json(await self.body())


class StrictRoute(APIRoute):
    """A route of the API."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the check of the query string."""
        handle = super().get_route_handler()
        declared, takes_body = self._declared(), self._takes_body()

        async def strict(request: Request) -> Response:
            _refuse_unknown(request, declared)
            _refuse_packed(request)
            read = StrictRequest(request.scope, request.receive)
            if request.method != "GET" and not takes_body:  # what a body of GET says has no meaning (RFC 9110)
                _refuse_stated(await read.body())
            return await handle(read)

        return strict

    def _declared(self) -> frozenset[str]:
        """The names in the query string; those of a model of parameters are its fields."""
        elsewhere = (params.Path, params.Header, params.Cookie)
        fields = (field for field in get_flat_params(self.dependant) if not isinstance(field.field_info, elsewhere))
        return frozenset(field.alias for field in fields)

    def _takes_body(self) -> bool:
        """Whether something can be stated in the body: by a model, or as the description of the route says itself."""
        return self.body_field is not None or "requestBody" in (self.openapi_extra or {})


class PackedBody(QuorumError):
    """The body is packed, and nobody here unpacks it."""

    status = 415
    title = "The body is packed"
    slug = "packed-body"


def _refuse_packed(request: Request) -> None:
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise PackedBody("Send the body as it is, without Content-Encoding.")


def _refuse_stated(body: bytes) -> None:
    """Many programs send an empty object where nothing is asked for: that states nothing."""
    stated = read_json(body) if body.strip() else None
    if stated is None or stated == {}:
        return
    names = sorted(stated) if isinstance(stated, dict) else []
    faults = [Fault(pointer=f"/{escaped(name)}", detail="there is no such field") for name in names]
    raise Invalid("Nothing can be stated in the body of this request.", errors=faults)


def _refuse_unknown(request: Request, declared: frozenset[str]) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        Fault(
            pointer=f"/{escaped(name)}", detail="there is no such parameter" if name not in declared else "given twice"
        )
        for name, count in given.items()
        if name not in declared or count > 1
    ]
    if faults:
        raise Invalid(f"The parameter {faults[0].pointer[1:]}: {faults[0].detail}.", errors=faults)
