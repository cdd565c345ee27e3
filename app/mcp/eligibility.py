"""Tools about who may apply: the calls that one organisation could enter, and the verdict on a consortium."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from app.errors import NotFound
from app.mcp.told import (
    AUTHORITY_DECIDES,
    PORTAL_DECIDES,
    Told,
    TopicBrief,
    counted,
    of_law,
    of_topics,
    topic_brief,
    written_in,
)
from app.mcp.visiting import Visit
from app.services import own_clusters
from app.services.catalogue.schemas import Public
from app.services.eligibility import eligible_calls as listing
from app.services.eligibility.eligible_calls import EligibleCall, EligibleCalls, EligibleQuery
from app.services.verdicts import judging
from app.services.verdicts.requests import MOST_PARTICIPANTS, ParticipantRequest, VerdictRequest
from rules.entries import Status
from rules.facts import Day, Facts, FactValue, Label
from rules.verdict import Judged, Verdict

OPEN_STATUSES = (Status.UNKNOWN, Status.CONDITIONAL, Status.NEEDS_HUMAN)


class AskCalls(EligibleQuery):
    """For whom (``of``: id of a cluster or organisation, see find_clusters), and which calls; all filters must fit."""

    of: Annotated[str, Field(min_length=1, max_length=300)]
    limit: Annotated[int, Field(ge=1, le=25)] = 10


class CallTold(Public):
    """A call for one organisation. ``coordinator`` and ``funded``: ``null`` while a fact or the law is missing.

    ``still_needed``: what the consortium lacks with it in; ``questions``: what has to be answered before it is sure.
    """

    topic: TopicBrief
    status: str
    roles: Sequence[str]
    coordinator: bool | None
    funded: bool | None
    still_needed: Sequence[str]
    questions: Sequence[str]
    fit: int
    fit_because: Sequence[str]


class CallsTold(Told):
    """Calls, open ones first. ``organisation`` is who would take part; without one, the summary says why."""

    organisation: str | None
    as_of: date
    calls: Sequence[CallTold]
    next: str | None


def eligible_calls(visit: Visit, asked: AskCalls) -> CallsTold:
    """Open and forthcoming calls that a cluster or organisation could enter, in which roles, and what is missing."""
    found = _calls(visit, asked)
    more = ", and there are more" if found.next else ""
    fit = f"{counted(len(found.items), 'call', 'calls')} in which a role is not closed to it, as far as is known{more}."
    return CallsTold(
        summary=f"{found.obstacle or fit} {AUTHORITY_DECIDES} {PORTAL_DECIDES}",
        unknown=_unknown(found),
        sources=of_topics(call.topic for call in found.items),
        organisation=found.organisation,
        as_of=found.as_of,
        calls=[_call(call) for call in found.items],
        next=found.next,
    )


def _calls(visit: Visit, asked: AskCalls) -> EligibleCalls:
    """Those of an own cluster, of one of the catalogue, or of an organisation."""
    with visit.reading() as session:
        if visit.asker is not None and asked.of.startswith(f"{own_clusters.KIND}-"):
            return own_clusters.calls_of_cluster(session, visit.settings, asked.of, asked)
        try:
            return listing.calls_of_cluster(session, visit.settings, asked.of, asked)
        except NotFound:
            return listing.calls_of_organisation(session, visit.settings, asked.of, asked)


def _unknown(found: EligibleCalls) -> list[str]:
    undetermined = sum(call.status == "undetermined" for call in found.items)
    seats = sum(call.coordinator is None for call in found.items)
    told = {
        f"{counted(undetermined, 'call is', 'calls are')} undetermined: its questions are not answered.": undetermined,
        f"Whether it could coordinate is open in {counted(seats, 'call', 'calls')}.": seats,
    }
    return [sentence for sentence, number in told.items() if number]


def _call(call: EligibleCall) -> CallTold:
    return CallTold(
        topic=topic_brief(call.topic),
        status=call.status,
        roles=[role.value for role in call.roles],
        coordinator=call.coordinator,
        funded=call.funded,
        still_needed=call.still_needed,
        questions=list(dict.fromkeys(one.question for one in call.conditions if one.question)),
        fit=call.fit.score,
        fit_because=call.fit.because,
    )


class AskVerdict(Facts):
    """A topic of the catalogue and who would apply. A fact that is left out is unknown, never false.

    ``facts``: declared facts about the proposal, and answers to questions of an earlier verdict (by condition id).
    """

    topic: Label
    participants: Annotated[list[ParticipantRequest], Field(min_length=1, max_length=MOST_PARTICIPANTS)]
    facts: dict[Label, FactValue] = {}
    as_of: Annotated[Day | None, Field(description="as law and call stood on that day; without it: today")] = None


class JudgedTold(Public):
    """A condition that is not simply met. ``question`` settles it; ``assumptions`` were made in judging it."""

    id: str
    title: str
    participant: str | None
    status: str
    force: str
    needed: str
    found: str
    missing: str
    question: str | None
    assumptions: Sequence[str]
    written_in: str


class VerdictTold(Told):
    """``decided`` of ``total`` deciding conditions were decided; those in ``met`` need no more than their number.

    ``repairs``: changes after which what is not met would be. ``determination_id`` names this verdict.
    """

    status: str
    topic: str
    as_of: date
    ruleset: str
    determination_id: str
    decided: int
    total: int
    met: int
    conditions: Sequence[JudgedTold]
    repairs: Sequence[str]


def judge(visit: Visit, asked: AskVerdict) -> VerdictTold:
    """May these participants apply to this topic? What is not met, what is open, and what would repair it."""
    request = VerdictRequest.model_validate({name: getattr(asked, name) for name in AskVerdict.model_fields})
    with visit.reading() as session:
        return verdict_told(judging.judge_request(session, request, visit.settings))


def verdict_told(verdict: Verdict) -> VerdictTold:
    """A verdict in short: everything that is not simply met."""
    telling = [one for one in verdict.conditions if one.status not in {Status.MET, Status.NOT_APPLICABLE}]
    questions = [one.question or one.message for one in telling if one.status in OPEN_STATUSES]
    return VerdictTold(
        summary=f"{verdict.summary} {AUTHORITY_DECIDES}",
        unknown=list(dict.fromkeys(questions)),
        sources=of_law(one.source for one in verdict.conditions),
        status=verdict.status,
        topic=verdict.topic,
        as_of=verdict.as_of,
        ruleset=verdict.ruleset,
        determination_id=verdict.determination_id,
        decided=verdict.decided,
        total=verdict.total,
        met=sum(one.status == Status.MET for one in verdict.conditions),
        conditions=[_judged(one) for one in telling],
        repairs=[repair.message for repair in verdict.repairs],
    )


def _judged(one: Judged) -> JudgedTold:
    same = {name: getattr(one, name) for name in JudgedTold.model_fields if hasattr(one, name)}
    return JudgedTold.model_validate(same | {"written_in": written_in(one.source)})
