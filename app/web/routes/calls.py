"""The calls that a cluster can enter, with what is missing."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from app.services.catalogue import listing, overview
from app.services.catalogue.schemas import ClusterPublic
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery
from app.services.strict_json import validated
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.answers import Answers
from app.web.presenters.calls import CallChoice, present_calls
from app.web.presenters.topics import programmes
from app.web.rendering import render
from rules.facts import Organisation

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

AT_ONCE = 200


class CallParameters(Answers):
    """The filters of the page, and the answers."""

    q: str = ""
    programme: str = ""
    status: str = ""
    order: str = "fit"
    group: str = ""


@router.get("/clusters/{cluster_id}/calls")
def calls(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    cluster_id: str,
    given: Annotated[CallParameters, Query()],
) -> HTMLResponse:
    """Every open or forthcoming call, grouped by what the cluster can do in it."""
    cluster = listing.get_cluster(view, cluster_id)
    choice = CallChoice(
        q=given.q.strip(),
        programme=given.programme,
        status=given.status,
        order=given.order,
        group=given.group,
        answers=Answers(**given.model_dump(include=set(Answers.model_fields))),
    )
    page = present_calls(
        cluster,
        _judged(view, settings, cluster, choice),
        choice,
        programmes=programmes(overview.look_over(view, settings)),
        names={one.id: one.name or one.id for one in [cluster.managing_organisation] if one},
    )
    return render("calls.html", page, today=today)


def _judged(view: Session, settings: Settings, cluster: ClusterPublic, choice: CallChoice) -> EligibleCalls:
    """All calls that the filters leave, with the answers in place of what the catalogue does not know.

    Raises:
        Invalid: a filter has a value that does not exist, or an answer contradicts what is known.
    """
    given = {"q": choice.q, "programme": choice.programme, "status": choice.status}
    narrowed = {name: value for name, value in given.items() if value} | {"limit": AT_ONCE}
    found = _page(view, settings, cluster, choice, validated(EligibleQuery, narrowed))
    items, following = list(found.items), found.next
    while following is not None:
        more = _page(view, settings, cluster, choice, validated(EligibleQuery, narrowed | {"cursor": following}))
        items, following = [*items, *more.items], more.next
    return found.model_copy(update={"items": items, "next": None})


def _page(
    view: Session, settings: Settings, cluster: ClusterPublic, choice: CallChoice, query: EligibleQuery
) -> EligibleCalls:
    if cluster.managing_organisation is None or not choice.answers.facts():
        return eligible_calls.calls_of_cluster(view, settings, cluster.id, query)
    stated = validated(Organisation, cluster.managing_organisation.facts().model_dump() | choice.answers.facts())
    return eligible_calls.eligible_calls(view, settings, stated, query)
