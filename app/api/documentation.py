"""The description of the API (OpenAPI). ``python -m app.api.documentation > openapi.json`` renews the committed one."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.access import Guard
from app.services.problems import Problem
from app.services.tenancy.scopes import Scope

KEY = "key"
SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "qk_…",
    "description": "A key of a tenant. What everybody may read needs none; one that is not good is refused.",
}
REFERENCE = {"$ref": "#/components/schemas/Problem"}
TOLD_BY_THE_ROUTE = {"404", "409", "429", "503"}
ALWAYS = {"422": "Something in the request cannot be; `errors` points at it"}
WITH_KEY = {"401": "The key is not known, or no longer good"}
ONLY_WITH_KEY = {"401": "A key is needed, and one that is good", "403": "The key lacks the scope"}
WITH_VERSION = {"412": "It has changed since it was read"}
WITH_NAME = {"404": "Nothing has that name"}
WITH_BODY = {
    "400": "The body is no JSON",
    "413": "The body has more than 1 MiB",
    "415": "The body is not declared as JSON",
}
WITH_FILE = {
    "413": "The file has more than 1 MiB, or unpacks to more than any such file has",
    "415": "The body is not declared as what it should be",
}


def operation_id(route: APIRoute) -> str:
    """The name of the function: clients are generated with it."""
    return route.name


def install(service: FastAPI) -> None:
    """Have the description tell our errors, not those of the framework."""
    describe = service.openapi

    def described() -> dict[str, Any]:
        if service.openapi_schema is None:
            _tell_problems(describe())
            _tell_keys(describe(), _guards(service))
        return describe()

    service.openapi = described  # type: ignore[method-assign] # the way FastAPI documents for changing the description


def _tell_problems(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            responses = operation["responses"]
            told = ALWAYS | (WITH_NAME if "{" in path else {}) | _with_body(operation)
            told |= {status: one["description"] for status, one in responses.items() if status in TOLD_BY_THE_ROUTE}
            told |= WITH_VERSION if _has_parameter(operation, "If-Match") else {}
            responses |= {status: _problem(text) for status, text in told.items()}
            responses["default"] = _problem("Any other error")


def _with_body(operation: Mapping[str, Any]) -> dict[str, str]:
    body = operation.get("requestBody")
    if body is None:
        return {}
    return WITH_BODY if "application/json" in body["content"] else WITH_FILE


def _has_parameter(operation: Mapping[str, Any], name: str) -> bool:
    return any(parameter["name"] == name for parameter in operation.get("parameters", ()))


def _guards(part: object) -> Mapping[str, Scope | None]:
    """The operations that need a key, with the scope that it needs; also those of routers inside routers."""
    found: dict[str, Scope | None] = {}
    for route in getattr(part, "routes", ()):
        if not isinstance(route, APIRoute):
            found |= _guards(getattr(route, "original_router", route))
            continue
        calls: list[object] = [one.call for one in _all_of(route.dependant)]
        guards = [one for one in calls if isinstance(one, Guard)]
        found |= {route.name: guards[0].scope} if guards else {}
    return found


def _all_of(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _all_of(inner)


def _tell_keys(document: dict[str, Any], guards: Mapping[str, Scope | None]) -> None:
    document["components"]["securitySchemes"] = {KEY: SCHEME}
    for path, methods in document["paths"].items():
        for operation in methods.values() if path.startswith("/v1/") else ():
            name = operation["operationId"]
            is_open = name not in guards
            told = WITH_KEY if is_open else ONLY_WITH_KEY
            operation["responses"] |= {status: _problem(text) for status, text in told.items()}
            operation["security"] = [{}, {KEY: []}] if is_open else [{KEY: []}]
            scope = guards.get(name)
            if scope is not None:
                operation["description"] += f" Needs a key with the scope `{scope}`."


def _problem(description: str) -> Mapping[str, Any]:
    return {"description": description, "content": {Problem.media_type: {"schema": REFERENCE}}}


def text_of(document: Mapping[str, Any]) -> str:
    """The description as it is committed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import sys

    from app.api.main import create_app

    sys.stdout.write(text_of(create_app().openapi()))
