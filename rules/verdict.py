"""The verdict: every condition of a call judged for one consortium, with reasons, sources and open questions.

The answer is never a bare yes. It says how many conditions were decided, which were not, who decides them and on
which day's law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rules import reading as readings
from rules.assessment import assess, entries_until_unmet
from rules.calls import Call
from rules.conditions import Condition, Force, Origin, Source, TestDay
from rules.context import Context
from rules.entries import Entry, Status
from rules.facts import FactValue, Participant, check_consortium
from rules.identity import canonical_order, determination_id
from rules.language import _
from rules.mending import Repair, repairs_for
from rules.naming import check_names
from rules.reading import Reading, read_law
from rules.requirements import AnyRequirement
from rules.resolution import Replacement, Resolution
from rules.rulebook import Rulebook
from rules.standing import Standing, standings
from rules.trusted import trusted
from rules.wording import summary

Whole = Literal["eligible", "eligible_on_condition", "ineligible", "undetermined", "out_of_scope"]


class Judged(BaseModel):
    """One condition as it was judged; contract section 2.

    ``counted`` are those who certainly count, ``witnesses`` a set of them that is what a minimum asks for.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    scope: Literal["consortium", "participant", "project"]
    participant: str | None
    status: Status
    force: Force
    origin: Origin
    requirement: AnyRequirement
    needed: str
    found: str
    missing: str
    counted: tuple[str, ...]
    witnesses: tuple[str, ...]
    message: str
    question: str | None
    assumptions: tuple[str, ...]
    tested_on: TestDay | None
    because: str | None
    source: Source


class Verdict(BaseModel):
    """The answer to "may this consortium apply?"; contract section 2.

    ``edition`` names the work programme by whose text the call was judged, and what of it nobody has read.
    """

    model_config = ConfigDict(frozen=True)

    status: Whole
    summary: str
    decided: int
    total: int
    topic: str
    as_of: date
    ruleset: str
    edition: str | None
    snapshot: str | None
    determination_id: str
    participants: tuple[Standing, ...]
    replaced: tuple[Replacement, ...]
    conditions: tuple[Judged, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True)
class Case:
    """Everything a verdict is given about.

    ``conditions`` were read elsewhere (a topic's text); ``snapshot`` is the hash of that text.
    """

    call: Call
    participants: Sequence[Participant]
    as_of: date
    facts: Mapping[str, FactValue]
    conditions: tuple[Condition, ...] = ()
    snapshot: str | None = None


def judge(case: Case, rulebook: Rulebook) -> Verdict:
    """Judge a consortium.

    Raises:
        InconsistentConsortium: the participants cannot form a proposal.
        UnknownName: a fact, sub-role or registration that nobody declared (`rules.naming`).
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    reading, participants, context = _hearing(case, rulebook)
    resolution = reading.resolution
    assessment = assess(resolution, participants, context)
    entries = assessment.entries
    whole = whole_status(resolution, entries)
    counting = [entry for entry in entries if entry.decides]
    return Verdict(
        status=whole,
        summary=summary(whole, counting, resolution.programme),
        decided=sum(entry.status.is_decided for entry in counting),
        total=len(counting),
        topic=case.call.identifier,
        as_of=case.as_of,
        ruleset=rulebook.version,
        edition=reading.edition,
        snapshot=case.snapshot,
        determination_id=determination_id(
            asked=reading.asked,
            participants=participants,
            facts=context.facts,
            as_of=case.as_of,
            ruleset=rulebook.version,
            snapshot=case.snapshot,
        ),
        participants=standings(assessment.effective, entries),
        replaced=tuple(one.model_copy(update={"why": _(one.why)}) for one in resolution.replaced),
        conditions=tuple(judged(entry) for entry in entries),
        repairs=tuple(repairs_for(resolution, participants, context, entries)) if whole == "ineligible" else (),
    )


def status_of(case: Case, rulebook: Rulebook) -> Whole:
    """The status that the verdict would have, without its reasons. Raises what `judge` raises."""
    reading, participants, context = _hearing(case, rulebook)
    resolution = reading.resolution
    return whole_status(resolution, entries_until_unmet(resolution, participants, context))


def _hearing(case: Case, rulebook: Rulebook) -> tuple[Reading, Sequence[Participant], Context]:
    """The law of the call, the participants in their order, and what they are judged against."""
    check_consortium(list(case.participants))
    reading = read_law(case.call, rulebook, case.as_of, case.conditions)
    check_names(case.call, case.participants, case.facts, reading.resolution, rulebook.vocabulary)
    return reading, canonical_order(case.participants), reading.context.about(_stated(case))


def context_of(case: Case, resolution: Resolution, rulebook: Rulebook) -> Context:
    """What a case is judged against."""
    return readings.context_of(resolution, rulebook, case.as_of, _stated(case))


def _stated(case: Case) -> dict[str, FactValue]:
    """The call's facts and those of the request; null says nothing."""
    together = [*case.call.facts.items(), *case.facts.items()]
    return {name: value for name, value in together if value is not None}


def whole_status(resolution: Resolution, entries: Sequence[Entry]) -> Whole:
    """The status of the whole from the conditions that decide."""
    if resolution.programme.gives != "grants":
        return "out_of_scope"
    statuses = {entry.status for entry in entries if entry.decides}
    if Status.NOT_MET in statuses:
        return "ineligible"
    if statuses & {Status.UNKNOWN, Status.NEEDS_HUMAN} or not statuses:
        return "undetermined"
    return "eligible_on_condition" if Status.CONDITIONAL in statuses else "eligible"


def judged(entry: Entry) -> Judged:
    """An entry as answers show it."""
    return trusted(Judged, entry.told())
