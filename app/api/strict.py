"""Routes that refuse what they do not understand: a strict reader of JSON, and no parameter that nobody declared."""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from app.errors import Fault, Invalid
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
        declared = self._declared()

        async def strict(request: Request) -> Response:
            _refuse_unknown(request, declared)
            return await handle(StrictRequest(request.scope, request.receive))

        return strict

    def _declared(self) -> frozenset[str]:
        """The names in the query string; those of a model of parameters are its fields."""
        elsewhere = (params.Path, params.Header, params.Cookie)
        fields = (field for field in get_flat_params(self.dependant) if not isinstance(field.field_info, elsewhere))
        return frozenset(field.alias for field in fields)


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
