"""Consortia that a tenant builds: their verdicts, who is asked to join, and the way from there."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, status

from app.api.access import Change, Changes, IfMatch, Requires, View, WithSettings
from app.api.strict import StrictRoute
from app.services.catalogue import listing
from app.services.catalogue.schemas import Page
from app.services.consortia import approaches, history, keeping, moving, proposing
from app.services.consortia.requests import (
    AdoptionRequest,
    ApproachRequest,
    ConsortiumQuery,
    ConsortiumRequest,
    StateRequest,
)
from app.services.consortia.schemas import (
    Approaches,
    ApproachPublic,
    ConsortiumPublic,
    ConsortiumSummary,
    VerdictEntry,
    VerdictKept,
)
from app.services.tenancy.scopes import Scope
from app.services.tenancy.versions import etag_of
from rules.verdict import Verdict

router = APIRouter(prefix="/v1/consortia", tags=["consortia"], route_class=StrictRoute)
tenants_only = [Depends(Requires())]
OfConsortia = Annotated[Change, Depends(Changes(Scope.CONSORTIA_WRITE))]
Paged = Annotated[listing.Query, Query()]
STANDS: dict[int | str, dict[str, Any]] = {
    409: {"description": "Its state, or the verdict, does not allow it; `errors` says what would"}
}


@router.post("", status_code=status.HTTP_201_CREATED)
def create_consortium(
    change: OfConsortia, settings: WithSettings, request: ConsortiumRequest, response: Response
) -> ConsortiumPublic:
    """Keep a consortium, and the verdict on it; while it is an idea nobody needs to take part."""
    with change.begin() as session:
        made = keeping.create_consortium(session, settings, request)
    response.headers["Location"] = f"/v1/consortia/{made.id}"
    return _versioned(response, made)


@router.get("", dependencies=tenants_only)
def list_consortia(view: View, query: Annotated[ConsortiumQuery, Query()]) -> Page[ConsortiumSummary]:
    """The tenant's consortia, the newest first, in short."""
    return keeping.list_consortia(view, query)


@router.get("/{consortium_id}", dependencies=tenants_only)
def get_consortium(view: View, consortium_id: str, response: Response) -> ConsortiumPublic:
    """One consortium with the verdict that was kept last. Its ETag is the version."""
    return _versioned(response, keeping.get_consortium(view, consortium_id))


@router.put("/{consortium_id}", responses=STANDS)
def replace_consortium(
    *,
    change: OfConsortia,
    settings: WithSettings,
    consortium_id: str,
    request: ConsortiumRequest,
    response: Response,
    if_match: IfMatch = None,
) -> ConsortiumPublic:
    """Let a consortium be as it is stated now, as a whole; it is judged anew. Its state is not moved by this."""
    with change.begin() as session:
        return _versioned(response, keeping.replace_consortium(session, settings, consortium_id, request, if_match))


@router.delete("/{consortium_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_consortium(change: OfConsortia, consortium_id: str, if_match: IfMatch = None) -> None:
    """Forget a consortium with its verdicts, approaches and alerts."""
    with change.begin() as session:
        keeping.remove_consortium(session, consortium_id, if_match)


@router.post("/{consortium_id}/state", responses=STANDS)
def move_consortium(
    *,
    change: OfConsortia,
    settings: WithSettings,
    consortium_id: str,
    request: StateRequest,
    response: Response,
    if_match: IfMatch = None,
) -> ConsortiumPublic:
    """Let a consortium go to another state; to agree in spite of an ineligible verdict, name all that is not met."""
    with change.begin() as session:
        return _versioned(response, moving.move_consortium(session, settings, consortium_id, request, if_match))


@router.get(
    "/{consortium_id}/verdict", dependencies=tenants_only, responses={409: {"description": "It cannot be judged"}}
)
def judge_consortium(view: View, settings: WithSettings, consortium_id: str) -> Verdict:
    """The whole verdict as of the day, given anew; nothing of it is kept."""
    return history.verdict_now(view, settings, consortium_id)


@router.get("/{consortium_id}/verdicts", dependencies=tenants_only)
def list_verdicts_of_consortium(view: View, consortium_id: str, query: Paged) -> Page[VerdictEntry]:
    """The verdicts that said something else than the one before, the newest first: why, and what differs."""
    return history.list_verdicts(view, consortium_id, query)


@router.get("/{consortium_id}/verdicts/{number}", dependencies=tenants_only)
def get_verdict_of_consortium(view: View, consortium_id: str, number: int) -> VerdictKept:
    """One of those verdicts, whole, as it was given then."""
    return history.get_verdict(view, consortium_id, number)


@router.post("/{consortium_id}/adoption", responses=STANDS)
def adopt_proposal(
    *,
    change: OfConsortia,
    settings: WithSettings,
    consortium_id: str,
    request: AdoptionRequest,
    response: Response,
    if_match: IfMatch = None,
) -> ConsortiumPublic:
    """Take what a job has proposed as those who take part, or note its newcomers as organisations to be asked."""
    with change.begin() as session:
        return _versioned(response, proposing.adopt(session, settings, consortium_id, request, if_match))


@router.post(
    "/{consortium_id}/approaches",
    status_code=status.HTTP_201_CREATED,
    responses={409: {"description": "That organisation is noted already"}},
)
def create_approach(
    change: OfConsortia, settings: WithSettings, consortium_id: str, request: ApproachRequest, response: Response
) -> ApproachPublic:
    """Note an organisation that was, or is to be, asked to join."""
    with change.begin() as session:
        made = approaches.create_approach(session, settings, consortium_id, request)
    response.headers["Location"] = f"/v1/consortia/{consortium_id}/approaches/{made.id}"
    return made


@router.get("/{consortium_id}/approaches", dependencies=tenants_only)
def list_approaches(view: View, consortium_id: str) -> Approaches:
    """Everybody who was, or is to be, asked to join."""
    return approaches.list_approaches(view, consortium_id)


@router.get("/{consortium_id}/approaches/{approach_id}", dependencies=tenants_only)
def get_approach(view: View, consortium_id: str, approach_id: str) -> ApproachPublic:
    """One of them."""
    return approaches.get_approach(view, consortium_id, approach_id)


@router.put(
    "/{consortium_id}/approaches/{approach_id}",
    responses={409: {"description": "That organisation is noted already"}},
)
def replace_approach(
    change: OfConsortia, settings: WithSettings, consortium_id: str, approach_id: str, request: ApproachRequest
) -> ApproachPublic:
    """Let an approach be as it is stated now, as a whole."""
    with change.begin() as session:
        return approaches.replace_approach(session, settings, consortium_id, approach_id, request)


@router.delete("/{consortium_id}/approaches/{approach_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_approach(change: OfConsortia, consortium_id: str, approach_id: str) -> None:
    """Forget that somebody was asked."""
    with change.begin() as session:
        approaches.remove_approach(session, consortium_id, approach_id)


@router.post("/{consortium_id}/approaches/{approach_id}/joining", responses=STANDS)
def join_consortium(
    *,
    change: OfConsortia,
    settings: WithSettings,
    consortium_id: str,
    approach_id: str,
    response: Response,
    if_match: IfMatch = None,
) -> ConsortiumPublic:
    """Take an organisation that has agreed into the participants; the consortium is judged anew."""
    with change.begin() as session:
        return _versioned(response, approaches.join(session, settings, consortium_id, approach_id, if_match))


def _versioned(response: Response, consortium: ConsortiumPublic) -> ConsortiumPublic:
    response.headers["ETag"] = etag_of(consortium.version)
    return consortium
