"""Answers as files to download, and the data sheet that comes back."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.api import examples
from app.api.access import Requires, View, WithSettings
from app.api.catalogue import AsOf, TopicParameters
from app.api.strict import StrictRoute
from app.errors import QuorumError
from app.exports.data_sheet.reading import read_data_sheet
from app.exports.exporting import exported
from app.exports.files import MEDIA_TYPES, File, Format
from app.exports.gathering import dossier_of_job, dossier_of_verdict
from app.exports.topics import MOST_TOPICS, FileLimit, Part, TopicFileQuery, export_deadlines, export_topics
from app.services.consortia.history import request_of_consortium

router = APIRouter(prefix="/v1", tags=["exports"], route_class=StrictRoute)

TEXTS: Final = (Format.CSV, Format.ICS)
WORKBOOK: Final = MEDIA_TYPES[Format.XLSX]


def _described(description: str, *formats: Format, json: str = "") -> dict[int | str, dict[str, Any]]:
    """Files as the description of the API tells them: bytes, text, or the answer of that name."""
    schemas: dict[Format, dict[str, str]] = {
        Format.JSON: {"$ref": f"#/components/schemas/{json}"},
        **{one: {"type": "string"} for one in TEXTS},
    }
    binary = {"type": "string", "format": "binary"}
    content = {MEDIA_TYPES[one]: {"schema": schemas.get(one, binary)} for one in formats}
    return {200: {"description": description, "content": content}}


AsFormat = Annotated[Format, Path(alias="format", description="What the answer is written as")]
A_PART: Final = "The topics; a Link header leads to those that follow, if there are more"
Number = Annotated[int, Query(ge=1, description="Which proposal a page, or the sheet to fill in, is about")]


class TopicFileParameters(TopicParameters, TopicFileQuery):
    """The parameters of the list of topics as a file, with days that somebody could mean."""

    limit: FileLimit = MOST_TOPICS


class NotAWorkbook(QuorumError):
    """The body is not declared as a workbook."""

    status = 415
    title = "The body is not a workbook"
    slug = "not-a-workbook"


async def _workbook(request: Request) -> bytes:
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != WORKBOOK:
        raise NotAWorkbook(f"Send the workbook (xlsx) as the body, with the header Content-Type: {WORKBOOK}.")
    return await request.body()


@router.post(
    "/exports/verdict.{format}",
    response_class=Response,
    responses=_described("The verdict as a file", *Format, json="Verdict"),
)
def export_verdict(
    view: View, settings: WithSettings, as_format: AsFormat, request: examples.AskForVerdict
) -> Response:
    """The verdict on a request as a file; the workbook has a sheet that partners fill in."""
    return download(exported(dossier_of_verdict(view, settings, request), as_format))


@router.get(
    "/jobs/{job_id}/export.{format}",
    response_class=Response,
    responses=_described("The proposals as a file", *Format, json="ProposalAnswer")
    | {409: {"description": "The job is not over, or has no answer; or there is no consortium to write about"}},
)
def export_job(view: View, settings: WithSettings, job_id: str, as_format: AsFormat, proposal: Number = 1) -> Response:
    """The consortia that a job has proposed, as a file."""
    return download(exported(dossier_of_job(view, settings, job_id), as_format, proposal))


@router.get(
    "/consortia/{consortium_id}/export.{format}",
    response_class=Response,
    dependencies=[Depends(Requires())],
    responses=_described("The consortium with its verdict of the day as a file", *Format, json="Verdict")
    | {404: {"description": "The tenant has no such consortium"}, 409: {"description": "It cannot be judged"}},
)
def export_consortium(view: View, settings: WithSettings, consortium_id: str, as_format: AsFormat) -> Response:
    """A consortium with the verdict of the day as a file; the workbook has a sheet that partners fill in."""
    request = request_of_consortium(view, settings, consortium_id)
    return download(exported(dossier_of_verdict(view, settings, request), as_format))


@router.get("/topics.csv", response_class=Response, responses=_described(A_PART, Format.CSV))
def export_topics_table(
    request: Request, view: View, settings: WithSettings, query: Annotated[TopicFileParameters, Query()]
) -> Response:
    """Topics by the filters of the list, as a table; a thousand at most."""
    return _part(export_topics(view, settings, query, Format.CSV), request)


@router.get("/topics.ics", response_class=Response, responses=_described(A_PART, Format.ICS))
def export_topics_calendar(
    request: Request, view: View, settings: WithSettings, query: Annotated[TopicFileParameters, Query()]
) -> Response:
    """The deadlines of topics by the filters of the list, as a calendar; of a thousand topics at most."""
    return _part(export_topics(view, settings, query, Format.ICS), request)


def _part(part: Part, request: Request) -> Response:
    following = request.url.include_query_params(cursor=part.next) if part.next else None
    headers = {"Link": f'<{following.path}?{following.query}>; rel="next"'} if following else {}
    return download(part.file, headers)


@router.get(
    "/topic-deadlines.ics",
    response_class=Response,
    responses=_described("The deadlines of a topic as a calendar", Format.ICS)
    | {404: {"description": "The catalogue has no such topic"}},
)
def export_topic_deadlines(
    view: View, settings: WithSettings, identifier: Annotated[str, Query()], as_of: AsOf = None
) -> Response:
    """The deadlines of one topic as a calendar; an event keeps its name when its deadline moves."""
    return download(export_deadlines(view, settings, identifier, as_of))


@router.post(
    "/imports/data-sheet",
    response_class=Response,
    responses={
        200: {
            "description": "What the sheet says, as a request that can be sent to `/v1/verdicts`",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/VerdictRequest"}}},
        }
    },
    openapi_extra={
        "requestBody": {"required": True, "content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}
    },
)
def import_data_sheet(workbook: Annotated[bytes, Depends(_workbook)]) -> Response:
    """Read a workbook that was exported and filled in. Empty cells are unknown; wrong ones are named, and why."""
    sheet = read_data_sheet(workbook)
    return Response(sheet.request.model_dump_json(exclude_unset=True), media_type="application/json")


def download(file: File, headers: dict[str, str] | None = None) -> Response:
    """The file as an answer that is kept under its name, and is taken for nothing else."""
    named = {"Content-Disposition": file.disposition, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, headers=named | (headers or {}), media_type=file.media_type)
