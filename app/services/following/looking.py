"""One look at a consortium: the verdict of the day, and everything that it was given about.

What a verdict was given about is kept with it. So a later look can put in what has changed one by one, and see what of
it changes the answer.
"""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from app import clock
from app.errors import Invalid
from app.services.following.question import Question
from app.services.verdicts.judging import asked_about, participants_of
from app.services.verdicts.refusals import refusals
from app.services.verdicts.requests import About
from app.services.verdicts.topic_calls import Asked
from app.settings import Settings
from rules import rulebook
from rules.calls import Call
from rules.conditions import Condition
from rules.facts import FactValue, Participant
from rules.verdict import Case, Verdict, judge

NOBODY = "Nobody takes part yet."


class AskedOfCall(BaseModel):
    """The half of a question that is about the call, as it was at a moment."""

    model_config = ConfigDict(frozen=True)

    moment: datetime
    call: Call
    as_of: date
    conditions: tuple[Condition, ...]
    snapshot: str | None


class Given(BaseModel):
    """Everything that a verdict is given about, but the law."""

    model_config = ConfigDict(frozen=True)

    asked: AskedOfCall
    participants: tuple[Participant, ...]
    facts: dict[str, FactValue]

    def judged(self) -> Verdict:
        """The verdict by the law of this program. Raises what `rules.verdict.judge` raises."""
        asked = self.asked
        return judge(
            Case(asked.call, self.participants, asked.as_of, self.facts, asked.conditions, asked.snapshot),
            rulebook.load(),
        )


@dataclass(frozen=True)
class Look:
    """What was found: a verdict with what it was given about, or the reason why there can be none."""

    verdict: Verdict | None = None
    given: Given | None = None
    reason: str | None = None


def look(session: Session, settings: Settings, question: Question) -> Look:
    """The verdict as of the day.

    Raises:
        Invalid: something in the question cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    about = asked_about_call(session, settings, question)
    if not question.participants:
        return Look(reason=NOBODY)
    participants = participants_of(session, question.participants)
    given = Given(asked=kept_of(about, settings), participants=tuple(participants), facts=dict(question.facts))
    with refusals(about):
        return Look(given.judged(), given)


def look_again(session: Session, settings: Settings, question: Question) -> Look:
    """The same for what was accepted before: what cannot be judged any more is no fault of whoever asks."""
    try:
        return look(session, settings, question)
    except Invalid as error:
        return Look(reason=error.detail)


def asked_about_call(session: Session, settings: Settings, question: Question) -> Asked:
    """The call as of the day.

    Raises:
        Invalid: the catalogue has no such topic, or the same fact is stated twice, differently.
    """
    stated = question.stated()
    stated.pop("participants", None)
    return asked_about(session, About.model_validate(stated), settings)


def kept_of(about: Asked, settings: Settings) -> AskedOfCall:
    """What of the call is kept with a verdict."""
    return AskedOfCall(
        moment=clock.now(settings),
        call=about.call,
        as_of=about.as_of,
        conditions=about.conditions,
        snapshot=about.snapshot,
    )
