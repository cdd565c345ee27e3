"""Funded projects of organisations, and whom they have worked with."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.access import View
from app.api.strict import StrictRoute
from app.services.catalogue import projects
from app.services.catalogue.projects import Partner, ProjectPublic, ProjectQuery
from app.services.catalogue.schemas import Page

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=StrictRoute)


@router.get("/organisations/{organisation_id}/projects")
def projects_of_organisation(
    view: View, organisation_id: str, query: Annotated[ProjectQuery, Query()]
) -> Page[ProjectPublic]:
    """The funded projects that an organisation took part in, by number, each with its whole consortium."""
    return projects.list_projects(view, organisation_id, query)


@router.get("/organisations/{organisation_id}/partners")
def partners_of_organisation(
    view: View, organisation_id: str, query: Annotated[ProjectQuery, Query()]
) -> Page[Partner]:
    """The organisations that one has worked with in funded projects, by id, and in how many."""
    return projects.list_partners(view, organisation_id, query)
