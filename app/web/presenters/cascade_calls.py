"""Cascade calls as people read them: a list, one call, and a line among the facts of its topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.services.catalogue.cascade_calls import CascadeCallDetails, CascadeCallPublic
from app.web.presenters import words
from app.web.presenters.addresses import cascade_href, cascades_href, topic_href
from app.web.presenters.blocks import Link, Option, Page, Pager, Row, Section
from app.web.presenters.deadlines import deadline_row
from app.web.presenters.signs import TOPICS, Badge
from app.web.presenters.texts import ProseView, due, present_prose
from rules.language import _, ngettext


@dataclass(frozen=True, slots=True)
class CascadeRow:
    """One cascade call of a list."""

    name: str
    href: str
    project: str
    badge: Badge
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeCallsPage(Page):
    """Cascade calls with the filters as they are set."""

    intro: str
    q: str
    topic: str
    statuses: tuple[Option, ...]
    found: str
    rows: tuple[CascadeRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadeCallPage(Page):
    """One cascade call."""

    name: str
    badge: Badge
    portal_href: str
    facts: tuple[Row, ...]
    eligibility: tuple[ProseView, ...]
    prose: tuple[ProseView, ...]
    captured: tuple[Row, ...]


def cascade_row(call: CascadeCallPublic) -> Row:
    """A cascade call among the facts of its topic."""
    return Row(
        _(TOPICS[call.status].word), _named(call), cascade_href(call.reference), note=due(call.deadlines) or None
    )


def present_cascade_calls(
    found: Sequence[CascadeCallPublic], *, q: str, status: str, topic: str, pager: Pager, today: date
) -> CascadeCallsPage:
    """The list."""
    stages = {code: _(TOPICS[code].word) for code in TOPICS}
    return CascadeCallsPage(
        title=_("Calls of funded projects under {topic}", topic=topic) if topic else _("Calls of funded projects"),
        section=Section.TOPICS,
        crumbs=(Link(_("Calls"), "/topics"), *([Link(topic, topic_href(topic))] if topic else ())),
        address=cascades_href(q, status, topic),
        intro=_(
            "Money that funded projects pass on to third parties. Each project sets its own conditions: "
            "they stand in its call, and nothing of the rulebook decides them."
        ),
        q=q,
        topic=topic,
        statuses=(
            Option("", _("Any stage"), not status),
            *(Option(code, word, code == status) for code, word in stages.items()),
        ),
        found=ngettext("{number} call", "{number} calls", len(found)) if found else _("No call is known"),
        rows=tuple(_row(call, today) for call in found),
        pager=pager,
    )


def present_cascade_call(call: CascadeCallDetails) -> CascadeCallPage:
    """The page of one call."""
    topic = call.topic_identifier
    return CascadeCallPage(
        title=f"{call.name} ({call.reference})",
        section=Section.TOPICS,
        crumbs=(Link(_("Calls"), "/topics"), Link(_("Of funded projects"), "/cascade-calls")),
        name=call.name,
        badge=TOPICS[call.status],
        portal_href=call.url,
        facts=(
            Row(_("Project"), _project(call)),
            Row(_("Under the topic"), topic or words.not_stated(), topic_href(topic) if topic else None),
            Row(_("Opens"), words.day(call.opens_on)),
            Row(
                _("Deadline") if len(call.deadlines) < 2 else _("Deadlines"), due(call.deadlines) or words.not_stated()
            ),
            Row(_("Budget"), words.euro(call.budget)),
            Row(_("Duration"), call.duration or words.not_stated()),
        ),
        eligibility=present_prose({_("Who may apply, in the project's words"): call.eligibility}),
        prose=present_prose(
            {_("What it is about"): call.description, _("Further information"): call.further_information}
        ),
        captured=(
            Row(_("Source"), call.source.url, call.source.url),
            Row(_("Read on"), words.day(call.source.retrieved_at)),
            *([Row(_("Gone from the portal since"), words.day(call.gone_since))] if call.gone_since else ()),
        ),
    )


def _row(call: CascadeCallPublic, today: date) -> CascadeRow:
    return CascadeRow(
        name=call.name,
        href=cascade_href(call.reference),
        project=_project(call),
        badge=TOPICS[call.status],
        facts=(
            deadline_row(call, today),
            Row(_("Budget"), words.euro(call.budget)),
            Row(_("Under the topic"), call.topic_identifier or words.not_stated()),
        ),
    )


def _named(call: CascadeCallPublic) -> str:
    return f"{call.project_acronym}: {call.name}" if call.project_acronym else call.name


def _project(call: CascadeCallPublic) -> str:
    return ": ".join(filter(None, (call.project_acronym, call.project_name))) or words.not_stated()
