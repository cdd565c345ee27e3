"""The page of somebody who has signed in: what has changed for them, and what their tenant has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.services.alerts.listing import AlertPublic
from app.services.alerts.questions import SavedQuestionPublic
from app.services.tenancy.belongings import Belongings, Thing
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Pager, Row
from app.web.presenters.signs import VERDICTS, Badge, Tone
from app.web.signing_in import Person
from rules.language import N_, _, ngettext

ALERTS: Final[Mapping[str, Badge]] = {
    "new_match": Badge("+", N_("New call"), Tone.GOOD, N_("A call that the question finds and did not find before.")),
    "match_gone": Badge("■", N_("Call gone"), Tone.OFF, N_("A call that the question no longer finds.")),
    "opened": Badge("●", N_("Now open"), Tone.GOOD, N_("A call that was forthcoming can be answered now.")),
    "roles_changed": Badge("◐", N_("Other roles"), Tone.MAYBE, N_("The call can be entered in other roles.")),
    "deadline_changed": Badge("!", N_("Other deadline"), Tone.BAD, N_("A deadline of the call has changed.")),
    "verdict_flipped": Badge("!", N_("Other verdict"), Tone.BAD, N_("The verdict is another than before.")),
    "conditions_changed": Badge(
        "◐", N_("Other conditions"), Tone.MAYBE, N_("The verdict is the same, but not that of every condition.")
    ),
    "unanswerable": Badge("?", N_("No answer"), Tone.OPEN, N_("The question cannot be answered any more.")),
}
"""What has changed, by the kind of the alert."""


@dataclass(frozen=True, slots=True)
class AlertView:
    """One thing that has changed; its sentence is kept as it was raised, in English."""

    key: int
    badge: Badge
    is_new: bool
    raised: str
    raised_at: datetime
    sentence: str
    turned: tuple[Badge, ...]
    topic: Link | None
    about: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A saved question with what was answered last, and where its feed and its calendar are."""

    name: Link
    answer: str
    badge: Badge | None
    asked: str
    feed: str
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """Who one is here, what has changed, and what one's tenant has."""

    person: str
    tenant: str
    token: str
    alerts: tuple[AlertView, ...]
    pager: Pager
    questions: tuple[QuestionView, ...]
    lists: tuple[tuple[str, str, tuple[Row, ...]], ...]


def present_account(
    person: Person,
    found: Belongings,
    *,
    alerts: Sequence[AlertPublic],
    questions: Sequence[SavedQuestionPublic],
    pager: Pager,
) -> AccountPage:
    """The page model; ``alerts`` and ``questions`` are the newest first."""
    names = {one.id: one.name for one in questions} | {one.id: one.name for one in found.consortia}
    return AccountPage(
        title=_("My account"),
        address="/account",
        person=person.name,
        tenant=found.tenant,
        token=person.token,
        alerts=tuple(_alert(alert, names) for alert in alerts),
        pager=pager,
        questions=tuple(map(_question, questions)),
        lists=(
            ("consortia", _("Consortia"), _rows(found.consortia)),
            ("clusters", _("Own clusters"), _rows(found.clusters, "/own/clusters")),
        ),
    )


def _alert(alert: AlertPublic, names: Mapping[str, str]) -> AlertView:
    return AlertView(
        key=alert.id,
        badge=ALERTS[alert.kind],
        is_new=alert.read_at is None,
        raised=words.day(alert.raised_at),
        raised_at=alert.raised_at,
        sentence=alert.sentence,
        turned=tuple(_turned(alert.before, alert.after)) if alert.kind == "verdict_flipped" else (),
        topic=Link(alert.topic, topic_href(alert.topic)) if alert.topic else None,
        about=names.get(alert.question or alert.consortium or "", ""),
    )


def _turned(*sides: Mapping[str, Any] | None) -> Iterable[Badge]:
    """The verdict of before and that of now, where both are known."""
    known = [VERDICTS[side["status"]] for side in sides if side and side.get("status") in VERDICTS]
    return known if len(known) == len(sides) else ()


def _question(question: SavedQuestionPublic) -> QuestionView:
    return QuestionView(
        name=Link(question.name, f"/questions/{question.id}"),
        answer=question.problem or _answer(question),
        badge=VERDICTS[question.status] if question.status else None,
        asked=_("as of {day}", day=words.day(question.answered_at)) if question.answered_at else _("not asked yet"),
        feed=question.feed,
        calendar=question.calendar,
    )


def _answer(question: SavedQuestionPublic) -> str:
    return "" if question.status else ngettext("{number} call", "{number} calls", question.matches)


def _rows(things: Sequence[Thing], page: str | None = None) -> tuple[Row, ...]:
    return tuple(Row(one.name, one.state or one.id, href=f"{page}/{one.id}" if page else None) for one in things)
