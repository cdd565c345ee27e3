"""Which facts would settle what is open in a verdict: the same judging, told by what is missing instead of by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.services.verdicts.judging import asked_about, participants_of
from app.services.verdicts.refusals import refusals
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from rules import rulebook
from rules.assessment import assess
from rules.entries import Entry, Status
from rules.facts import Participant, check_consortium
from rules.identity import canonical_order
from rules.reading import read_law
from rules.requirements import Judgement, leaves_of
from rules.sentences import Words

OPEN = frozenset({Status.UNKNOWN, Status.NEEDS_HUMAN})


@dataclass(frozen=True)
class OpenCondition:
    """A condition that is open, and what is not known: by participant (``None``: the proposal) the names of facts.

    ``waits_for_an_opinion``: it is settled by a yes or no under its own id. ``decides``: the verdict hangs on it.
    """

    id: str
    participant: str | None
    decides: bool
    missing: Sequence[tuple[str | None, frozenset[str]]]
    waits_for_an_opinion: bool


@dataclass(frozen=True)
class OpenFacts:
    """What is open, who takes part by id (with the facts that were judged), and the words for what is asked."""

    conditions: Sequence[OpenCondition]
    participants: Mapping[str, Participant]
    words: Words


def open_facts(session: Session, request: VerdictRequest, settings: Settings) -> OpenFacts:
    """What is open in the verdict on a request.

    Raises:
        Invalid: something in the request cannot be.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    asked = asked_about(session, request, settings)
    participants = participants_of(session, request.participants)
    with refusals(asked):
        check_consortium(participants)
        reading = read_law(asked.call, rulebook.load(), asked.as_of, asked.conditions)
    stated = {**asked.call.facts, **request.facts}
    context = reading.context.about({name: value for name, value in stated.items() if value is not None})
    judged = assess(reading.resolution, canonical_order(participants), context)
    return OpenFacts(
        conditions=[_open(entry) for entry in judged.entries if entry.status in OPEN],
        participants={one.id: one for one in participants},
        words=context.words,
    )


def _open(entry: Entry) -> OpenCondition:
    return OpenCondition(
        id=entry.condition.id,
        participant=entry.participant,
        decides=entry.decides,
        missing=entry.finding.asks,
        waits_for_an_opinion=any(isinstance(leaf, Judgement) for leaf in leaves_of(entry.condition.requirement)),
    )
