"""A saved question as people read it: what is asked, where its answers can be followed, and how to end it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.services.alerts.questions import SavedQuestionPublic
from app.services.alerts.requests import EligibleCallsQuestion, Filters
from app.services.catalogue.schemas import ClusterPublic
from app.web.presenters import words
from app.web.presenters.blocks import Link, Page, Row, Section
from app.web.presenters.call_choice import CallChoice
from app.web.presenters.clusters import cluster_href
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import TOPICS
from rules.facts import Organisation
from rules.language import _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage(Page):
    """One saved question; ``feed`` and ``calendar`` are whole addresses, to be given to other programs."""

    name: str
    told: str
    problem: str | None
    rows: tuple[Row, ...]
    feed: str
    calendar: str
    remove_action: str
    token: str


def question_document(
    name: str, cluster: ClusterPublic, stated: Organisation | None, choice: CallChoice
) -> dict[str, Any]:
    """The request that saves a choice; with answers, the organisation is written out with them."""
    given = choice.narrowed()
    before = given.pop("deadline_before", None)
    filters = (
        given
        | ({"deadline_before": str(before)} if before else {})
        | ({"role": "coordinator"} if choice.group == "could-coordinate" else {})
    )
    who = cluster.id if stated is None else stated.model_dump(mode="json", exclude_unset=True)
    return {"name": name, "question": {"kind": "eligible_calls", "organisation": who, "filters": filters}}


def question_href(question_id: str) -> str:
    """The address of a saved question's page."""
    return f"/questions/{question_id}"


def present_question(question: SavedQuestionPublic, *, base: str, token: str) -> QuestionPage:
    """The page of a question; ``base`` is the address of the service."""
    return QuestionPage(
        title=_("Saved question: {name}", name=question.name),
        section=Section.CLUSTERS,
        address=question_href(question.id),
        crumbs=(Link(_("My account"), "/account"),),
        name=question.name,
        told=_told(question),
        problem=question.problem,
        rows=tuple(_rows(question)),
        feed=base.rstrip("/") + question.feed,
        calendar=base.rstrip("/") + question.calendar,
        remove_action=f"{question_href(question.id)}/remove",
        token=token,
    )


def _told(question: SavedQuestionPublic) -> str:
    return ngettext(
        "{number} call answers it on {day}. What is new is told from now on.",
        "{number} calls answer it on {day}. What is new is told from now on.",
        question.matches,
        day=words.day(question.answered_at),
    )


def _rows(question: SavedQuestionPublic) -> Iterator[Row]:
    asked = question.question
    if not isinstance(asked, EligibleCallsQuestion):
        yield Row(_("Asked"), _("whether a consortium may apply"))
        return
    who = asked.organisation
    yield Row(_("Asked"), _("which calls it can enter"))
    if isinstance(who, Organisation):
        yield Row(_("For"), who.label, note=_("with the answers that were given"))
    else:
        yield Row(_("For"), who, href=cluster_href(who))
    yield from _filters(asked.filters)


def _filters(asked: Filters) -> Iterator[Row]:
    if asked.q:
        yield Row(_("Words in the title"), asked.q)
    if asked.programme:
        yield Row(_("Programme"), programme_name(asked.programme))
    if asked.status:
        yield Row(_("Stage"), _(TOPICS[asked.status].word))
    if asked.deadline_before:
        yield Row(_("Deadline until"), words.day(asked.deadline_before - timedelta(days=1)))
    if asked.min_fit:
        yield Row(_("Fit"), _("at least {score} of 100", score=asked.min_fit))
    if asked.role:
        yield Row(_("Role"), words.ROLES[asked.role])
