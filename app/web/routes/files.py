"""Consortia to take along, from the page that shows them: for whoever sees the page."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.api.exports import download
from app.exports.exporting import exported
from app.exports.files import Format
from app.exports.gathering import dossier_of_job
from app.web.access import View, WithSettings
from app.web.errors import PageRoute
from rules.language import ENGLISH, speaking

router = APIRouter(route_class=PageRoute)


@router.get("/proposals/{job_id}/export.{format}")
def export(
    *,
    view: View,
    settings: WithSettings,
    job_id: str,
    as_format: Annotated[Format, Path(alias="format")],
    proposal: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """The consortium as a file."""
    with speaking(ENGLISH):  # what stands around the sentences of a file is in English
        return download(exported(dossier_of_job(view, settings, job_id), as_format, proposal))
