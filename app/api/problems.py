"""Every error leaves the API as a problem (RFC 9457), made here and nowhere else."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.db.trouble import reason_of, trouble_of
from app.errors import Fault, Invalid, QuorumError
from app.services.problems import TYPE, Problem, problem_of
from app.services.strict_json import refused

LOG = logging.getLogger("quorum.api")

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")

BY_STATUS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "The request cannot be read"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "This address cannot be used that way"),
    413: ("too-large", "The request is too large"),
}
"""What the framework refuses by itself, with the slug and the title that our own errors of that status have."""


class NotJson(QuorumError):
    """The body is not declared as JSON."""

    status = 415
    title = "The body is not JSON"
    slug = "not-json"


def install(app: FastAPI) -> None:
    """Have all errors rendered here."""
    app.add_exception_handler(QuorumError, _ours)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(Exception, _unexpected)


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem on its way out; one for want of a key says how to show one (RFC 6750)."""
    asks = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=problem.status,
        media_type=Problem.media_type,
        headers=asks | dict(headers or {}),
    )


async def _ours(request: Request, error: Exception) -> Response:
    seconds = error.retry_after_seconds if isinstance(error, QuorumError) else None
    return answer(_problem(request, error), None if seconds is None else {"Retry-After": str(seconds)})


async def _database(request: Request, error: Exception) -> Response:
    """A database that cannot be used passes; everything else that it says is a fault of ours."""
    trouble = trouble_of(error) if isinstance(error, SQLAlchemyError) else None
    if trouble is None:
        raise error
    LOG.warning("%s %s: the database cannot be used: %s", request.method, request.url.path, reason_of(error))
    return await _ours(request, trouble)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return answer(_problem(request, _fault_of(error)))


def _fault_of(error: RequestValidationError) -> QuorumError:
    """The faults that the framework found in body, query and headers, as one error of ours."""
    if isinstance(error.body, bytes):
        return NotJson("Send JSON, with the header Content-Type: application/json.")
    found = error.errors()
    if any(one["loc"] == ("body",) and one["type"] == "missing" for one in found):
        return Invalid("The request has no body.", errors=[Fault(pointer="", detail="a JSON object is required")])
    parameters = [one for one in found if one["loc"][0] != "body"]
    if parameters:
        return _parameters(parameters)
    return refused([{**one, "loc": one["loc"][1:]} for one in found], error.body)


def _parameters(found: Sequence[Any]) -> Invalid:
    """Parameters are pointed at by ``/name``."""
    given = {str(one["loc"][1]): None for one in found if one["type"] != "missing"}
    return refused([{**one, "loc": one["loc"][1:2]} for one in found], given)


async def _framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if isinstance(error.__cause__, QuorumError):  # raised while the framework was reading the body
        return answer(_problem(request, error.__cause__))
    slug, title = BY_STATUS.get(error.status_code, ("error", "The request could not be answered"))
    problem = Problem(
        type=TYPE.format(slug=slug),
        title=title,
        status=error.status_code,
        detail=_detail(request, error),
        instance=request.url.path,
    )
    allowed = {"Allow": ", ".join(_allowed(request))} if error.status_code == 405 else {}
    return answer(problem, dict(error.headers or {}) | allowed)


def _allowed(request: Request) -> list[str]:
    """What is possible at an address. The framework names only what the first route of the address can do."""

    def is_possible(method: str) -> bool:
        asked = {**request.scope, "method": method}
        return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)

    return [method for method in METHODS if is_possible("GET" if method == "HEAD" else method)]


def _detail(request: Request, error: HTTPException) -> str:
    match error.status_code:
        case 404:
            return f"There is nothing at {request.url.path}."
        case 405:
            return f"{request.method} is not possible at {request.url.path}."
        case _:
            return str(error.detail)


async def _unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: it is logged in full, and nothing of it leaks."""
    LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(_problem(request, QuorumError("Something went wrong on our side. It has been logged.")))


def _problem(request: Request, error: Exception) -> Problem:
    if not isinstance(error, QuorumError):
        raise error
    return problem_of(error, instance=request.url.path)
