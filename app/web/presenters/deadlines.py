"""Deadlines and sums of a call in words: which one comes next, how far it is, and what money is behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from app.clock import BRUSSELS
from app.services.catalogue.cascade_calls import CascadeCallPublic
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic
from app.web.presenters import words
from app.web.presenters.blocks import Row
from rules.language import N_, _, ngettext

STAGES: Final = {1: N_("first stage"), 2: N_("second stage")}


def next_deadline(deadlines: Sequence[DeadlinePublic], today: date) -> DeadlinePublic | None:
    """The first deadline that has not passed, else the last one."""
    ordered = sorted(deadlines, key=lambda deadline: deadline.at)
    return next((one for one in ordered if last_day(one) >= today), ordered[-1] if ordered else None)


def last_day(deadline: DeadlinePublic) -> date:
    """The day in Brussels on which a deadline falls."""
    return deadline.at.astimezone(BRUSSELS).date()


def deadline_row(topic: TopicPublic | CascadeCallPublic, today: date) -> Row:
    """The next deadline with its distance, for a list."""
    deadline = next_deadline(topic.deadlines, today)
    if deadline is None:
        return Row(_("Deadline"), words.not_stated())
    on = last_day(deadline)
    return Row(_("Deadline") if on >= today else _("Last deadline"), words.day(on), note=words.days_left(on, today))


def deadline_text(deadline: DeadlinePublic) -> str:
    """A deadline in full: day, hour where it is known, stage."""
    hour = words.hour(deadline.at) if deadline.hour_known else _("hour not stated")
    told = _("{day}, {hour}", day=words.day(deadline.at), hour=hour)
    return _("{stage}: {deadline}", stage=_(STAGES[deadline.stage]), deadline=told) if deadline.stage else told


def money_row(topic: TopicPublic) -> Row:
    """What one project may get; the whole budget where the former is not stated."""
    budget = topic.budget
    if budget.min is None and budget.max is None:
        return _whole(topic)
    return Row(_("EU money per project"), words.euro_span(budget.min, budget.max))


def budget_rows(topic: TopicPublic) -> list[Row]:
    """Everything that is stated about the money."""
    budget = topic.budget
    grants = (
        words.not_stated()
        if budget.grants is None
        else ngettext("{number} grant", "{number} grants", int(budget.grants))
    )
    return [
        _whole(topic),
        Row(_("EU money per project"), words.euro_span(budget.min, budget.max)),
        Row(_("Expected grants"), grants),
    ]


def _whole(topic: TopicPublic) -> Row:
    """A pot that several topics share is nobody's own."""
    shared = _("shared with other topics of the call") if topic.budget.shared else None
    return Row(_("Budget of the topic"), words.euro(topic.budget.total), note=shared)


def stage_sentence(topic: TopicPublic, today: date) -> str:
    """Where the topic stands, in a sentence."""
    deadline = next_deadline(topic.deadlines, today)
    if topic.status == "forthcoming":
        if topic.opens_on is None:
            return _("The opening day is not stated.")
        return _("Opens on {day}.", day=words.day(topic.opens_on))
    if deadline is None:
        return _("No deadline is stated.")
    on = last_day(deadline)
    if topic.status == "closed":
        return _("Closed; the last deadline was {day}.", day=words.day(on))
    return _(
        "Submit by {deadline} ({distance}).", deadline=deadline_text(deadline), distance=words.days_left(on, today)
    )
