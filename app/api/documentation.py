"""The description of the API (OpenAPI). ``python -m app.api.documentation > openapi.json`` renews the committed one."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.services.problems import Problem

REFERENCE = {"$ref": "#/components/schemas/Problem"}
ALWAYS = {"422": "Something in the request cannot be; `errors` points at it"}
WITH_NAME = {"404": "Nothing has that name"}
WITH_BODY = {
    "400": "The body is no JSON",
    "413": "The body has more than 1 MiB",
    "415": "The body is not declared as JSON",
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
            told = ALWAYS | (WITH_NAME if "{" in path else {}) | (WITH_BODY if "requestBody" in operation else {})
            told |= {status: one["description"] for status, one in responses.items() if status == "409"}
            responses |= {status: _problem(text) for status, text in told.items()}
            responses["default"] = _problem("Any other error")


def _problem(description: str) -> Mapping[str, Any]:
    return {"description": description, "content": {Problem.media_type: {"schema": REFERENCE}}}


def text_of(document: Mapping[str, Any]) -> str:
    """The description as it is committed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import sys

    from app.api.main import create_app

    sys.stdout.write(text_of(create_app().openapi()))
