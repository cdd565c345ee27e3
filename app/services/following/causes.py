"""Why a consortium is judged otherwise than before: found by trial, not by guess.

What has changed is put into the old question step by step: the law, the call, the members, the day. The cause is the
step at which the status turned to what it is now; where the status stayed, the first step at which anything did.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from app.errors import Invalid
from app.services.following.kept import Because, Opinion, kept_given, kept_heading, kept_opinion, opinion_of
from app.services.following.looking import AskedOfCall, Given, Look, asked_about_call, kept_of
from app.services.following.question import Question
from app.settings import Settings
from rules import rulebook
from rules.facts import InconsistentConsortium
from rules.groups import UnknownGroup
from rules.naming import UnknownName
from rules.programmes import UnknownProgramme
from rules.resolution import ImpossibleAmendment

REFUSED = (InconsistentConsortium, UnknownGroup, UnknownName, UnknownProgramme, ImpossibleAmendment)


@dataclass(frozen=True)
class Cause:
    """Why, in a word and in a sentence."""

    because: Because
    why: str


BY_HAND: Mapping[Because, Cause] = {
    Because.CREATED: Cause(Because.CREATED, "The consortium was created."),
    Because.EDITED: Cause(Because.EDITED, "The consortium was changed."),
    Because.FACTS: Cause(Because.FACTS, "The facts about the proposal were changed."),
}
"""Causes that lie with whoever asks."""


def cause_of(session: Session, settings: Settings, question: Question, before: Mapping[str, Any], now: Look) -> Cause:
    """Why a question that stayed the same has another answer than ``before``, as it was `packed`."""
    given = kept_given(before)
    if given is None:
        return _without_trial(before, now)
    old = kept_opinion(before)
    steps = list(_steps(session, settings, question, given, now))
    because = _decisive(old, opinion_of(now), steps)
    return Cause(because, _why(because, before, given, now))


def _steps(
    session: Session, settings: Settings, question: Question, given: Given, now: Look
) -> Iterator[tuple[Because, Opinion]]:
    """What is found when one change after the other is put in."""
    yield Because.LAW, _tried(lambda: given)
    asked = given.asked if question.call is not None else _call_at(session, settings, question, given)
    yield Because.CALL, _tried(lambda: given.model_copy(update={"asked": asked}))
    if now.given is None:
        yield Because.MEMBER, opinion_of(now)
        return
    members = {"participants": now.given.participants}
    yield Because.MEMBER, _tried(lambda: given.model_copy(update={"asked": asked} | members))
    yield Because.DAY, opinion_of(now)


def _call_at(session: Session, settings: Settings, question: Question, given: Given) -> AskedOfCall:
    """The call as it is known now, asked about at the moment of the earlier verdict."""
    then = settings.model_copy(update={"today": given.asked.moment})
    try:
        return kept_of(asked_about_call(session, then, question), then)
    except Invalid:
        return given.asked  # it cannot be asked about any more: that shows where the answer of today is compared


def _tried(ask: Callable[[], Given]) -> Opinion:
    given = ask()
    try:
        return opinion_of(Look(given.judged(), given))
    except REFUSED as error:
        return opinion_of(Look(reason=str(error)))


def _decisive(old: Opinion, now: Opinion, steps: list[tuple[Because, Opinion]]) -> Because:
    changed: list[Because] = []
    turned: list[Because] = []
    before = old
    for because, found in steps:
        if found.status != before.status:
            turned.append(because)
        if not found.says_the_same_as(before):
            changed.append(because)
        before = found
    if old.status != now.status and turned:
        return turned[-1]
    return changed[0] if changed else Because.DAY


def _without_trial(before: Mapping[str, Any], now: Look) -> Cause:
    """Nothing was judged before, or this program cannot read by what: only the version of the law can be compared."""
    ruleset = kept_heading(before).ruleset
    if ruleset is not None and ruleset != rulebook.load().version:
        return Cause(Because.LAW, _of_law(ruleset))
    return Cause(Because.MEMBER, _of_no_verdict(now) if now.reason else "Everybody can be judged again.")


def _why(because: Because, before: Mapping[str, Any], given: Given, now: Look) -> str:
    match because:
        case Because.LAW:
            return _of_law(kept_heading(before).ruleset or "")
        case _ if now.given is None:
            return _of_no_verdict(now)
        case Because.CALL:
            return _of_call(given.asked, now.given.asked)
        case Because.MEMBER:
            return _of_members(given, now.given)
        case _:
            return f"Time has passed: it was judged as of {given.asked.as_of}, and now as of {now.given.asked.as_of}."


def _of_no_verdict(now: Look) -> str:
    return f"It can no longer be judged: {(now.reason or '').rstrip('.')}."


def _of_law(ruleset: str) -> str:
    now = rulebook.load().version
    versions = f": {ruleset} before, {now} now" if ruleset != now else ""
    return f"The law has changed, or is encoded otherwise{versions}."


def _of_call(before: AskedOfCall, now: AskedOfCall) -> str:
    changed = list(_told(before.call, now.call))
    if before.snapshot != now.snapshot and not changed:
        changed.append("its text")
    return f"The call has changed: {'; '.join(changed)}." if changed else "The call has changed."


def _of_members(before: Given, now: Given) -> str:
    then = {one.id: one for one in before.participants}
    changed = [
        f"{one.organisation.label} ({', '.join(_told(then[one.id].organisation, one.organisation))})"
        for one in now.participants
        if one.id in then and then[one.id].organisation != one.organisation
    ]
    gone = sorted(set(then) - {one.id for one in now.participants})
    others = [f"somebody else acts in place of {then[one].organisation.label}" for one in gone]
    return f"What is known of members has changed: {'; '.join([*changed, *others])}."


def _told(before: BaseModel, now: BaseModel) -> Iterator[str]:
    for name, then, is_ in _fields(before, now):
        yield f"{name.replace('_', ' ')} {_said(then)} before, {_said(is_)} now"


def _fields(before: BaseModel, now: BaseModel) -> Iterator[tuple[str, Any, Any]]:
    """The fields that both have and that differ."""
    for name in type(before).model_fields:
        then, is_ = getattr(before, name), getattr(now, name, None)
        if then != is_:
            yield name, then, is_


def _said(value: object) -> str:
    match value:
        case None | [] | {}:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
