"""A tenant's own clusters: made out of the catalogue's, corrected, and imported after a look at what would happen."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.access import WithEngine
from app.db import reading, writing
from app.errors import Invalid, PreconditionFailed, QuorumError
from app.services import own_clusters
from app.services.catalogue import listing
from app.services.own_clusters import OwnClusterRequest
from app.services.strict_json import validated
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.keeping import Visitor
from app.web.presenters.own_clusters import OWN, present_correct, present_own
from app.web.presenters.own_form import OwnForm, form_of_cluster, form_of_own, problems_of
from app.web.rendering import render
from app.web.signing_in import person_of
from app.web.visitors import keep_private, sender_of, visitor_of
from rules.language import ngettext

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

NEW = f"{OWN}/new"


@router.get("/own/clusters")
def own(
    request: Request, engine: WithEngine, settings: WithSettings, today: Today, imported: int | None = None
) -> HTMLResponse:
    """The clusters that only one's tenant sees; for others, how to have some."""
    person, visitor = person_of(request), visitor_of(request, settings)
    if person is None:
        return render("own_clusters.html", present_own((), visitor), today=today)
    with reading(engine, person.asker()) as session:
        found = own_clusters.all_clusters(session)
    done = (
        "" if imported is None else ngettext("{number} line was imported.", "{number} lines were imported.", imported)
    )
    return keep_private(render("own_clusters.html", present_own(found, visitor, done), today=today), visitor)


@router.get("/own/clusters/new")
def new(request: Request, view: View, settings: WithSettings, today: Today, of: str = "") -> HTMLResponse:
    """The form for a new one, filled in with what the catalogue knows of a cluster."""
    visitor = visitor_of(request, settings)
    form = form_of_cluster(listing.get_cluster(view, of)) if of else OwnForm()
    page = present_correct(form, visitor, name=form.name, action=NEW)
    return keep_private(render("own_cluster.html", page, today=today), visitor)


@router.post("/own/clusters/new", response_class=Response)
def create(
    *,
    request: Request,
    view: View,
    engine: WithEngine,
    settings: WithSettings,
    today: Today,
    given: Annotated[OwnForm, Form()],
) -> Response:
    """Keep a new one."""
    person = sender_of(request, given.token)
    source = listing.get_cluster(view, given.of).managing_organisation if given.of else None
    view.rollback()  # the change has a connection of its own
    try:
        asked = validated(OwnClusterRequest, given.document(source.facts() if source else None))
        with writing(engine, person.asker()) as session:
            own_clusters.create_cluster(session, asked)
    except Invalid as error:
        return _told(visitor_of(request, settings), today, given, NEW, error)
    return RedirectResponse(OWN, status_code=303)


@router.get("/own/clusters/{own_id}", response_class=Response)
def own_cluster(request: Request, engine: WithEngine, settings: WithSettings, today: Today, own_id: str) -> Response:
    """One of them, in the form that corrects it."""
    person, visitor = person_of(request), visitor_of(request, settings)
    if person is None:
        return RedirectResponse("/sign-in", status_code=303)
    with reading(engine, person.asker()) as session:
        found = own_clusters.get_cluster(session, own_id)
    page = present_correct(form_of_own(found), visitor, name=found.name, action=f"{OWN}/{own_id}")
    return keep_private(render("own_cluster.html", page, today=today), visitor)


@router.post("/own/clusters/{own_id}", response_class=Response)
def replace(
    *,
    request: Request,
    engine: WithEngine,
    settings: WithSettings,
    today: Today,
    own_id: str,
    given: Annotated[OwnForm, Form()],
) -> Response:
    """Let one of them be as it is stated now, unless somebody has changed it since it was shown."""
    person = sender_of(request, given.token)
    try:
        with writing(engine, person.asker()) as session:
            known = own_clusters.get_cluster(session, own_id)
            asked = validated(OwnClusterRequest, given.document(known.organisation))
            own_clusters.replace_cluster(session, settings, own_id, asked, given.seen or None)
    except (Invalid, PreconditionFailed) as error:
        return _told(visitor_of(request, settings), today, given, f"{OWN}/{own_id}", error)
    return RedirectResponse(OWN, status_code=303)


def _told(visitor: Visitor, today: Today, given: OwnForm, action: str, error: QuorumError) -> Response:
    """The form as it was sent, with what is wrong in it."""
    page = present_correct(
        given, visitor, name=given.name, action=action, problems=problems_of(error.errors, error.detail)
    )
    return keep_private(render("own_cluster.html", page, today=today, status=error.status), visitor)
