"""Judges a consortium, and keeps the verdict where it says something else than the last one."""

from dataclasses import dataclass

from sqlmodel import Session

from app import clock
from app.db.tables import Consortium, ConsortiumVerdict
from app.repositories import consortia
from app.services.alerts.raising import AlertKind, News, raise_alert
from app.services.consortia.requests import question_of
from app.services.following.causes import BY_HAND, Cause, cause_of
from app.services.following.differing import differences, in_words
from app.services.following.kept import NOT_JUDGED, Because, Opinion, kept_opinion, opinion_of, packed
from app.services.following.looking import Look, look, look_again
from app.settings import Settings


@dataclass(frozen=True)
class Change:
    """What has changed in the verdict on a consortium."""

    before: Opinion | None
    now: Opinion
    cause: Cause
    differs: list[str]

    @property
    def is_flip(self) -> bool:
        """Whether the status has turned."""
        return self.before is not None and self.before.status != self.now.status


def judge_by_hand(session: Session, settings: Settings, row: Consortium, because: Because) -> Change | None:
    """Judge what somebody has made or changed. The caller commits.

    Raises:
        Invalid: something in it cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    found = look(session, settings, question_of(row))
    last = consortia.last_verdict(session, row.id)
    return _keep_if_new(session, row, found, last, BY_HAND[because])


def rejudge(session: Session, settings: Settings, row: Consortium) -> Change | None:
    """Judge what nobody has touched; a status that turns raises an alert. The caller commits."""
    question, last = question_of(row), consortia.last_verdict(session, row.id)
    found = look_again(session, settings, question)
    if last is None or kept_opinion(last.verdict).says_the_same_as(opinion_of(found)):
        return None
    change = _keep_if_new(session, row, found, last, cause_of(session, settings, question, last.verdict, found))
    if change is not None and change.is_flip:
        _alert(session, row, change, found)
    return change


def says_something_else(session: Session, settings: Settings, row: Consortium) -> bool:
    """Whether a consortium would be judged otherwise than it was. Reading only."""
    last = consortia.last_verdict(session, row.id)
    if last is None:
        return False
    return not kept_opinion(last.verdict).says_the_same_as(opinion_of(look_again(session, settings, question_of(row))))


def _keep_if_new(
    session: Session, row: Consortium, found: Look, last: ConsortiumVerdict | None, cause: Cause
) -> Change | None:
    before = None if last is None else kept_opinion(last.verdict)
    now = opinion_of(found)
    if before is not None and before.says_the_same_as(now):
        return None
    differs = differences(before, now)
    session.add(
        ConsortiumVerdict(
            consortium_id=row.id,
            version=row.version,
            because=cause.because,
            status=now.status or NOT_JUDGED,
            determination_id=found.verdict.determination_id if found.verdict else "",
            verdict=packed(found, cause.why, differs),
            judged_at=clock.running(),
        )
    )
    session.flush()
    return Change(before, now, cause, differs)


def _alert(session: Session, row: Consortium, change: Change, found: Look) -> None:
    news = News(
        kind=AlertKind.VERDICT_FLIPPED,
        sentence=_sentence(row, change),
        topic=question_of(row).topic,
        before={"status": change.before.status if change.before else None},
        after={
            "status": change.now.status,
            "because": change.cause.because,
            "differs": change.differs,
            "determination_id": found.verdict.determination_id if found.verdict else None,
        },
    )
    raise_alert(session, news, consortium_id=row.id)


def _sentence(row: Consortium, change: Change) -> str:
    """What a coordinator can repeat: what has turned, and why."""
    was = in_words(change.before.status if change.before else None)
    return f"The consortium “{row.title}” was {was} and is {in_words(change.now.status)}. {change.cause.why}"
