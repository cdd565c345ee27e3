"""The calls that a cluster can enter, with what is missing: as a page, and as a calendar."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session

from app.exports.deadlines import calendar_of_topics
from app.exports.files import File, Format
from app.services.catalogue import listing, overview
from app.services.catalogue.days import AskedDay
from app.services.catalogue.schemas import ClusterPublic
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery
from app.services.strict_json import validated
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.answers import Answers
from app.web.presenters.blocks import Problem
from app.web.presenters.call_choice import CallChoice
from app.web.presenters.call_groups import grouped, worth_a_deadline
from app.web.presenters.calls import CallsPage, present_calls
from app.web.presenters.keeping import Visitor
from app.web.presenters.topics import programmes
from app.web.rendering import render
from app.web.visitors import keep_private, visitor_of
from rules.facts import Organisation
from rules.language import _

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

AT_ONCE = 200


class CallParameters(Answers):
    """The filters of the page, and the answers."""

    q: str = ""
    programme: str = ""
    status: str = ""
    deadline_from: str = ""
    deadline_until: str = ""
    fit: Literal["", "10", "30", "50"] = ""
    funded: Literal["", "yes"] = ""
    order: str = "fit"
    group: str = ""

    def choice(self) -> CallChoice:
        """The choice that these make.

        Raises:
            Invalid: what should be a day is none.
        """
        given = {"deadline_from": self.deadline_from, "deadline_until": self.deadline_until}
        days = validated(_Days, {name: value for name, value in given.items() if value})
        return CallChoice(
            q=self.q.strip(),
            programme=self.programme,
            status=self.status,
            deadline_from=days.deadline_from,
            deadline_until=days.deadline_until,
            fit=self.fit,
            funded=self.funded,
            order=self.order,
            group=self.group,
            answers=Answers(**self.model_dump(include=set(Answers.model_fields))),
        )


class _Days(BaseModel):
    deadline_from: AskedDay | None = None
    deadline_until: AskedDay | None = None


Given = Annotated[CallParameters, Query()]


@router.get("/clusters/{cluster_id}/calls")
def calls(
    *, request: Request, view: View, settings: WithSettings, today: Today, cluster_id: str, given: Given
) -> HTMLResponse:
    """Every open or forthcoming call, grouped by what the cluster can do in it."""
    visitor = visitor_of(request, settings)
    page = calls_page(view, settings, listing.get_cluster(view, cluster_id), given.choice(), visitor)
    return keep_private(render("calls.html", page, today=today), visitor)


def calls_page(
    view: Session,
    settings: Settings,
    cluster: ClusterPublic,
    choice: CallChoice,
    visitor: Visitor,
    *,
    problems: tuple[Problem, ...] = (),
) -> CallsPage:
    """The page for a choice; ``problems`` are why it could not be saved as a question."""
    return present_calls(
        cluster,
        judged(view, settings, cluster, choice),
        choice,
        programmes=programmes(overview.look_over(view, settings)),
        names={one.id: one.name or one.id for one in [cluster.managing_organisation] if one},
        visitor=visitor,
        problems=problems,
    )


@router.get("/clusters/{cluster_id}/calls.ics", response_class=Response)
def calendar(view: View, settings: WithSettings, cluster_id: str, given: Given) -> Response:
    """The deadlines of the same calls as a calendar; those that are not open to the cluster only where asked for."""
    cluster, choice = listing.get_cluster(view, cluster_id), given.choice()
    found = judged(view, settings, cluster, choice)
    shown = worth_a_deadline(grouped(found.items, choice.group))
    topics = [call.topic for calls in shown.values() for call in calls]
    name = _("Calls for {name}", name=cluster.name)
    file = File(calendar_of_topics(topics, name), Format.ICS, name)
    headers = {"Content-Disposition": file.disposition, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, headers=headers, media_type=file.media_type)


def judged(view: Session, settings: Settings, cluster: ClusterPublic, choice: CallChoice) -> EligibleCalls:
    """All calls that the filters leave, with the answers in place of what the catalogue does not know.

    Raises:
        Invalid: a filter has a value that does not exist, or an answer contradicts what is known.
    """
    narrowed = choice.narrowed() | {"limit": AT_ONCE}
    found = _page(view, settings, cluster, choice, validated(EligibleQuery, narrowed))
    items, following = list(found.items), found.next
    while following is not None:
        more = _page(view, settings, cluster, choice, validated(EligibleQuery, narrowed | {"cursor": following}))
        items, following = [*items, *more.items], more.next
    return found.model_copy(update={"items": [call for call in items if choice.keeps(call)], "next": None})


def organisation_stated(cluster: ClusterPublic, answers: Answers) -> Organisation | None:
    """Who acts for the cluster with the answers in place of what the catalogue does not know; none without either.

    Raises:
        Invalid: an answer contradicts what is known.
    """
    if cluster.managing_organisation is None or not answers.facts():
        return None
    return validated(Organisation, cluster.managing_organisation.facts().model_dump() | answers.facts())


def _page(
    view: Session, settings: Settings, cluster: ClusterPublic, choice: CallChoice, query: EligibleQuery
) -> EligibleCalls:
    stated = organisation_stated(cluster, choice.answers)
    if stated is None:
        return eligible_calls.calls_of_cluster(view, settings, cluster.id, query)
    return eligible_calls.eligible_calls(view, settings, stated, query)
