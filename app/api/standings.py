"""Every cluster for every call ahead, as a run has worked it out: the runs, what each found, and what has changed."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response, status
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine

from app.api.access import Change, Changes, View, WithEngine, WithSettings
from app.api.strict import StrictRoute
from app.db import reading
from app.services.jobs import JobPublic
from app.services.standings import reading as found
from app.services.standings import runs
from app.services.standings.reading import ChangedList, RunList, StandingList, StandingQuery
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1", tags=["standings"], route_class=StrictRoute)

Operation = Annotated[Change, Depends(Changes(Scope.OPERATOR))]
RunId = Annotated[str, Path(description="Id of a run, or `latest`")]
Since = Annotated[str | None, Query(description="Id of the run to compare with; else the one before")]


class Csv(StreamingResponse):
    """A table as text."""

    media_type = "text/csv"


@router.post("/standings", status_code=status.HTTP_202_ACCEPTED, response_model=JobPublic)
def start_run(change: Operation, settings: WithSettings) -> Response:
    """Have every cluster judged for every call ahead. While a run is under way, it is that one."""
    with change.begin() as session:
        job = runs.ask_for_run(session, settings)
    headers = {"Location": f"/v1/jobs/{job.id}"}
    return Response(job.json(), status.HTTP_202_ACCEPTED, headers, "application/json")


@router.get("/standings")
def list_runs(view: View) -> RunList:
    """The runs that are kept, the newest first."""
    return found.list_runs(view)


@router.get("/standings/{run_id}.csv", response_class=Csv)
def standings_as_csv(engine: WithEngine, view: View, run_id: RunId) -> Response:
    """All of a run as CSV."""
    return Csv(_pieces(engine, found.find_run(view, run_id).id))


@router.get("/standings/{run_id}")
def list_standings(view: View, run_id: RunId, query: Annotated[StandingQuery, Query()]) -> StandingList:
    """What each cluster may be in each call: all calls of some organisations a page."""
    return found.list_standings(view, run_id, query)


@router.get("/standings/{run_id}/changes")
def list_changed_standings(view: View, run_id: RunId, since: Since = None) -> ChangedList:
    """What differs from the run before, or from another."""
    return found.changes(view, run_id, since)


def _pieces(engine: Engine, run_id: str) -> Iterator[str]:
    """In a view of its own: that of the request ends when the answer begins."""
    with reading(engine) as session:
        yield from found.table(session, run_id)
