"""A topic of the catalogue as the call that the law is asked about, and the day as of which it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from app import clock
from app.errors import NotFound, invalid
from app.services.catalogue import listing
from app.services.catalogue.days import EARLIEST, LATEST
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic
from app.services.fit import Subject, subject_of
from app.settings import Settings
from rules.calls import Call, year_in_identifier
from rules.conditions import Condition, Confidence, Force, Origin, Source
from rules.language import N_, _, anew
from rules.requirements import Judgement, Refer

TEXT_UNREAD = "topic.text-unread"
NOT_CAPTURED = "topic.not-captured"


@dataclass(frozen=True)
class Asked:
    """A call, the day, what it is about, and what the catalogue adds: own conditions, and the hash of its text."""

    call: Call
    as_of: date
    subject: Subject
    conditions: tuple[Condition, ...] = ()
    snapshot: str | None = None

    @property
    def in_catalogue(self) -> bool:
        """A topic of the catalogue carries a condition of its own, a call that is written out carries none."""
        return bool(self.conditions)


def about_topic(session: Session, settings: Settings, identifier: str, as_of: date | None) -> Asked:
    """A topic of the catalogue.

    Raises:
        Invalid: the catalogue has no such topic, or the day makes no sense.
    """
    _refuse_nonsense(as_of)
    try:
        topic = listing.get_topic(session, settings, identifier, as_of)
    except NotFound as error:
        raise invalid("/topic", f"the catalogue has no topic {identifier!r}") from error
    return of_topic(topic, today=clock.today(settings), as_of=as_of or _default_day(topic, clock.today(settings)))


def about_call(call: Call, settings: Settings, as_of: date | None) -> Asked:
    """A call that is written out.

    Raises:
        Invalid: the day makes no sense.
    """
    _refuse_nonsense(as_of)
    today = clock.today(settings)
    is_over = call.deadline is not None and call.deadline < today
    day = as_of or (call.deadline if is_over and call.deadline else today)
    return Asked(call=call, as_of=day, subject=Subject(setting=call.destination or ""))


def of_topic(topic: TopicPublic, *, today: date, as_of: date) -> Asked:
    """A topic that was read already."""
    captured_on = topic.source.retrieved_at.astimezone(clock.BRUSSELS).date()
    was_there = as_of >= today or as_of >= captured_on
    own = text_unread(topic) if was_there else _not_captured(topic, as_of)
    return Asked(
        call=call_of(topic, as_of),
        as_of=as_of,
        conditions=(own,),
        snapshot=topic.source.sha256,
        subject=subject_of(topic),
    )


def call_of(topic: TopicPublic, as_of: date) -> Call:
    """The topic in the words of the law, with the deadline that is next on the day, or the last one."""
    due = next_deadline(topic.deadlines, clock.instant(as_of))
    deadline = due.at.astimezone(clock.BRUSSELS).date() if due else None
    opens_on = topic.opens_on if topic.opens_on and not (deadline and deadline < topic.opens_on) else None
    return Call(
        identifier=topic.identifier,
        programme=topic.programme,
        type_of_action=topic.type_of_action,
        budget_year=_budget_year(topic),
        opens_on=opens_on,  # a source that contradicts itself says nothing
        deadline=deadline,
        destination=topic.destination,
    )


def next_deadline(deadlines: Sequence[DeadlinePublic], moment: datetime) -> DeadlinePublic | None:
    """The first deadline that has not passed, or the last one when all have; ``None`` when there is none."""
    ordered = sorted(deadlines, key=lambda deadline: deadline.at)
    ahead = (due for due in ordered if due.at > moment or (not due.hour_known and due.at.date() >= moment.date()))
    return next(ahead, ordered[-1] if ordered else None)


def _budget_year(topic: TopicPublic) -> int | None:
    """The year in the identifier; else the one year whose budget the topic spends."""
    years = list(topic.budget.by_year)
    return year_in_identifier(topic.identifier) or (years[0] if len(years) == 1 else None)


def _default_day(topic: TopicPublic, today: date) -> date:
    if topic.status != "closed" or not topic.deadlines:
        return today
    return max(deadline.at for deadline in topic.deadlines).astimezone(clock.BRUSSELS).date()


def _refuse_nonsense(as_of: date | None) -> None:
    if as_of is not None and not EARLIEST <= as_of <= LATEST:
        raise invalid("/as_of", f"there is no EU funding law to ask about on {as_of}")


def text_unread(topic: TopicPublic) -> Condition:
    """Until somebody has read the topic's own text, nobody knows whether it asks for more than the defaults."""
    whoever = N_("whoever reads the topic's conditions")
    question = anew(partial(_has_somebody_read, topic.identifier))
    asked = Judgement(question=question, decided_by=whoever, evidence=topic.url)
    return _own_condition(
        topic,
        TEXT_UNREAD,
        N_("Nobody has read the topic's own text, which may ask for more"),
        asked.model_copy(update={"question": question}),  # reading it made it a plain text
    )


def _has_somebody_read(identifier: str) -> str:
    return _(
        "Has somebody read the own text of {topic}, and is whatever it asks for beyond the conditions listed here "
        "satisfied?",
        topic=identifier,
    )


def _not_captured(topic: TopicPublic, as_of: date) -> Condition:
    page = anew(partial(_page, topic.identifier, as_of))
    title = anew(partial(_, N_("The topic was not read by {day}"), day=as_of))
    own = _own_condition(topic, NOT_CAPTURED, title, Refer(to=page).model_copy(update={"to": page}))
    return own.model_copy(update={"title": title})


def _page(identifier: str, day: date) -> str:
    return _("the page of {topic} as it stood on {day}", topic=identifier, day=day)


def _own_condition(topic: TopicPublic, name: str, title: str, requirement: Judgement | Refer) -> Condition:
    return Condition(
        id=name,
        title=title,
        force=Force.ELIGIBILITY,
        origin=Origin.TOPIC_TEXT,
        requirement=requirement,
        source=Source(document=f"Topic page of {topic.identifier}", url=topic.url, confidence=Confidence.UNCERTAIN),
    )
