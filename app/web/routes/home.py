"""The first page, and the page about the data."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.services.catalogue import overview
from app.services.catalogue.source_states import source_states
from app.services.ingestion import bundle
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.home import present_about, present_home
from app.web.rendering import render

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)


@router.get("/")
def home(view: View, settings: WithSettings, today: Today) -> HTMLResponse:
    """The two ways in, and what is in here."""
    page = present_home(overview.look_over(view, settings), bundle.manifest())
    return render("home.html", page, today=today)


@router.get("/about")
def about(view: View, settings: WithSettings, today: Today) -> HTMLResponse:
    """What the program knows, and from when."""
    page = present_about(overview.look_over(view, settings), bundle.manifest(), source_states(view))
    return render("about.html", page, today=today)
