"""Asks a saved question: who it is about, and what is answered today."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import clock
from app.errors import Invalid, NotFound, invalid
from app.repositories import revisions
from app.repositories.paging import MAX_LIMIT
from app.services.alerts.answered import Answered, Match, match_of
from app.services.alerts.requests import EligibleCallsQuestion, Question, VerdictQuestion
from app.services.catalogue import listing
from app.services.catalogue.validity import validity_now
from app.services.eligibility.eligible_calls import EligibleCall, EligibleCalls, EligibleQuery, eligible_calls
from app.services.eligibility.prospects import prospect_of_topic
from app.services.fit import ecosystems_of
from app.services.following.kept import packed
from app.services.following.looking import Look, look
from app.services.verdicts import acting
from app.services.verdicts.judging import participants_of
from app.settings import Settings
from rules import rulebook
from rules.facts import Organisation

BARRED = ("ineligible", "out_of_scope")
"""Whatever else a call says, nobody needs to hear of one that cannot be entered."""


@dataclass(frozen=True)
class Asking:
    """A question on its way to an answer."""

    session: Session
    settings: Settings
    question: Question

    def known(self) -> str:
        """A hash of everything that is known of the organisations.

        Raises:
            Invalid: one of them is not known at all.
        """
        match self.question:
            case EligibleCallsQuestion():
                return _hash(organisation_of(self.session, self.question).model_dump(mode="json"))
            case VerdictQuestion(request=request):
                found = participants_of(self.session, request.participants, at="/question/request/participants")
                return _hash([one.model_dump(mode="json") for one in found])

    def stands(self, before: Answered) -> bool:
        """Whether nothing has changed that an answer hangs on."""
        validity = validity_now(self.session, self.settings)
        is_same = before.revision == validity.revision and before.ruleset == rulebook.load().version
        return is_same and validity.holds_at(before.at) and before.facts == self._known_or_why_not()

    def _known_or_why_not(self) -> str:
        try:
            return self.known()
        except Invalid as error:
            return _hash(error.detail)

    def answer(self) -> Answered:
        """The answer of today.

        Raises:
            Invalid: something in the question cannot be; ``errors`` says where.
            NoLegalEntity: a cluster is named that nobody can sign for.
        """
        match self.question:
            case EligibleCallsQuestion():
                return self._of_calls(self.question)
            case VerdictQuestion():
                return self._of_verdict(self.question)

    def answer_again(self) -> Answered:
        """The same of a question that was accepted before: that it cannot be answered any more is an answer too."""
        try:
            return self.answer()
        except Invalid as error:
            return self._answered(_hash(error.detail), "", problem=error.detail)

    def _of_calls(self, question: EligibleCallsQuestion) -> Answered:
        organisation, now = organisation_of(self.session, question), clock.now(self.settings)
        matches: dict[str, Match] = {}
        query = question.filters.query().model_copy(update={"limit": MAX_LIMIT})
        while True:
            try:
                page = calls_page(self.session, self.settings, question, organisation, query)
            except Invalid as error:
                raise _within(error, "/question/filters") from error
            found = (match_of(call.topic, call.roles, now) for call in page.items)
            matches |= {match.identifier.lower(): match for match in found}
            if page.next is None:
                facts = _hash(organisation.model_dump(mode="json"))
                return self._answered(facts, organisation.label, matches=matches)
            query = query.model_copy(update={"cursor": page.next})

    def _of_verdict(self, question: VerdictQuestion) -> Answered:
        found = _looked(self.session, self.settings, question)
        who = ", ".join(one.organisation.label for one in found.given.participants) if found.given else ""
        matches = self._topic(question.request.topic)
        return self._answered(self.known(), who, matches=matches, verdict=packed(found, "", ()))

    def _topic(self, identifier: str | None) -> Mapping[str, Match]:
        if identifier is None:
            return {}
        try:
            topic = listing.get_topic(self.session, self.settings, identifier)
        except NotFound:
            return {}
        return {topic.identifier.lower(): match_of(topic, (), clock.now(self.settings))}

    def _answered(self, facts: str, who: str, **more: Any) -> Answered:
        at: datetime = clock.now(self.settings)
        revision, ruleset = revisions.current(self.session), rulebook.load().version
        return Answered(revision=revision, at=at, ruleset=ruleset, facts=facts, who=who, **more)


def organisation_of(session: Session, question: EligibleCallsQuestion) -> Organisation:
    """Who would enter the calls.

    Raises:
        Invalid: nobody is known by that id.
        NoLegalEntity: it is a cluster that nobody can sign for.
    """
    if isinstance(question.organisation, Organisation):
        return question.organisation
    return acting.actor(session, question.organisation, "/question/organisation").organisation


def calls_page(
    session: Session,
    settings: Settings,
    question: EligibleCallsQuestion,
    organisation: Organisation,
    query: EligibleQuery,
) -> EligibleCalls:
    """One page of the calls that a question asks for.

    Raises:
        Invalid: the cursor is none of ours, or the search is too long.
    """
    return eligible_calls(session, settings, organisation, query, _wanted(settings, question, organisation))


def _wanted(
    settings: Settings, question: EligibleCallsQuestion, organisation: Organisation
) -> Callable[[EligibleCall], bool]:
    today, book, own = clock.today(settings), rulebook.load(), frozenset(ecosystems_of(organisation))

    def speaks_of_own(call: EligibleCall) -> bool:
        prospect = prospect_of_topic(call.topic, book, today=today, as_of=today)
        return not own.isdisjoint(prospect.spoken.ecosystems)

    def wanted(call: EligibleCall) -> bool:
        if call.status in BARRED or call.topic.gone_since is not None:
            return False
        return not question.filters.in_own_ecosystems or speaks_of_own(call)

    return wanted


def _looked(session: Session, settings: Settings, question: VerdictQuestion) -> Look:
    try:
        return look(session, settings, question.request)
    except Invalid as error:
        raise _within(error, "/question/request") from error


def _within(error: Invalid, place: str) -> Invalid:
    """The same, pointed at from the outside."""
    faults = [fault.model_copy(update={"pointer": place + fault.pointer}) for fault in error.errors]
    return type(error)(error.detail, errors=faults or invalid(place, error.detail).errors)


def _hash(known: dict[str, Any] | Sequence[Any] | str) -> str:
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()
