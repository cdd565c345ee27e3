"""Errors of pages become pages; errors of the API stay what the API made of them."""

import logging
from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from app import clock
from app.db.trouble import reason_of, trouble_of
from app.errors import Fault, QuorumError
from app.web.presenters.errors import present_error
from app.web.rendering import render
from app.web.visiting import is_for_programs
from rules.language import _

LOG: Final = logging.getLogger("quorum.web")


class PageRoute(APIRoute):
    """A route whose errors are told as a page, with the status they have in the API."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """The handler, with the errors of services and of parameters turned into pages."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await inner(request)
            except QuorumError as error:
                return error_page(request, error.status, error.detail, error.errors, lang="en")
            except RequestValidationError as error:
                return error_page(request, 422, _("Something in the address is not valid."), _faults(error))
            except SQLAlchemyError as error:
                trouble = trouble_of(error)
                if trouble is None:
                    raise
                LOG.warning("%s: the database cannot be used: %s", request.url.path, reason_of(error))
                return error_page(request, trouble.status, trouble.detail, lang="en")

        return handle


def error_page(
    request: Request, status: int, sentence: str, faults: tuple[Fault, ...] = (), *, lang: str | None = None
) -> Response:
    """The page of an error, of the day the program goes by."""
    return render(
        "error.html",
        present_error(status, sentence, faults, lang=lang),
        today=clock.today(request.app.state.settings),
        status=status,
    )


def install(app: FastAPI) -> None:
    """Answer unknown addresses with a page where a person asked, and leave all else to the handlers already there."""
    previous = app.exception_handlers.get(HTTPException)

    async def handle(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if previous is not None and not _wants_page(request):
            answer = previous(request, error)
            return answer if isinstance(answer, Response) else await answer
        return error_page(
            request,
            error.status_code,
            _sentence(request, error),
            lang=None if error.status_code == 404 else "en",
        )

    app.add_exception_handler(HTTPException, handle)


def _wants_page(request: Request) -> bool:
    return not is_for_programs(request.url.path) and "text/html" in request.headers.get("accept", "")


def _sentence(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return _(
            "Quorum has no page {address}. The address may be mistyped, or the thing may have been renamed.",
            address=request.url.path,
        )
    return f"{error.detail}."


def _faults(error: RequestValidationError) -> tuple[Fault, ...]:
    return tuple(
        Fault(pointer="/" + "/".join(str(step) for step in one["loc"][1:]), detail=one["msg"]) for one in error.errors()
    )
