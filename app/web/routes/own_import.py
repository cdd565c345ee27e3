"""A list of own clusters: looked at line by line first, and written only when that was confirmed."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.access import WithEngine
from app.db import reading, writing
from app.services.imports import own_import
from app.web.access import Today, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.blocks import Problem
from app.web.presenters.own_clusters import OWN, present_import
from app.web.rendering import render
from app.web.visitors import keep_private, sender_of, visitor_of
from rules.language import _

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

Text = Annotated[str, Form()]


@router.get("/own/import")
def blank(request: Request, settings: WithSettings, today: Today) -> HTMLResponse:
    """The form for a file."""
    visitor = visitor_of(request, settings)
    return keep_private(render("own_import.html", present_import(visitor), today=today), visitor)


@router.post("/own/import", response_class=Response)
def preview(
    *,
    request: Request,
    engine: WithEngine,
    settings: WithSettings,
    today: Today,
    token: Text = "",
    text: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What would become of each line; nothing is written. The page brings the text along, to be sent when confirmed."""
    person, visitor = sender_of(request, token), visitor_of(request, settings)
    content = (file.file.read() if file is not None and file.size else b"") or text.encode()
    if not content.strip():
        problems = (Problem("text", _("Choose a file, or paste its lines.")),)
        page = present_import(visitor, problems=problems)
        return keep_private(render("own_import.html", page, today=today, status=422), visitor)
    with reading(engine, person.asker()) as session:
        found = own_import.plan_import(session, content)
    page = present_import(visitor, text=content.decode("utf-8-sig", "replace"), found=found)
    return keep_private(render("own_import.html", page, today=today), visitor)


@router.post("/own/import/confirm", response_class=Response)
def confirm(
    request: Request, engine: WithEngine, settings: WithSettings, token: Text = "", text: Text = ""
) -> Response:
    """Import the lines that are right."""
    person = sender_of(request, token)
    with writing(engine, person.asker()) as session:
        done = own_import.import_own(session, settings, text.encode())
    return RedirectResponse(f"{OWN}?imported={done.count('added') + done.count('changed')}", status_code=303)
