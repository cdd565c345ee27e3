"""The verdict: every condition of a call judged for one consortium, with reasons, sources and open questions.

The answer is never a bare yes. It says how many conditions were decided, which were not, who decides them and on
which day's law.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.calls import Call
from rules.codes import Role
from rules.conditions import Condition, Force, Origin, Source
from rules.context import Context
from rules.entries import Entry, Status, judge_in_both_worlds, settle_worlds, status_of_downgrade
from rules.facts import FactValue, Participant, check_consortium
from rules.identity import canonical_order, determination_id
from rules.judging.admission import bar
from rules.repairs import Repair, repairs_for
from rules.requirements import Admit, AnyRequirement
from rules.resolution import Replacement, Resolution, resolve
from rules.rulebook import Rulebook
from rules.truth import Truth
from rules.wording import summary

Whole = Literal["eligible", "eligible_on_condition", "ineligible", "undetermined", "out_of_scope"]


class Judged(BaseModel):
    """One condition as it was judged; contract section 2."""

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
    message: str
    question: str | None
    assumptions: tuple[str, ...]
    source: Source


class Standing(BaseModel):
    """What the verdict means for one participant; ``None`` is not known."""

    model_config = ConfigDict(frozen=True)

    id: str
    may_take_part: bool | None
    counts: bool | None
    funded: bool | None
    rate: float | None


class Verdict(BaseModel):
    """The answer to "may this consortium apply?"; contract section 2."""

    model_config = ConfigDict(frozen=True)

    status: Whole
    summary: str
    decided: int
    total: int
    topic: str
    as_of: date
    ruleset: str
    snapshot: str | None
    determination_id: str
    participants: tuple[Standing, ...]
    replaced: tuple[Replacement, ...]
    conditions: tuple[Judged, ...]
    repairs: tuple[Repair, ...]


class UnknownName(ValueError):
    """A request uses a name that nobody declared; ``pointer`` says where."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer


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
        UnknownName: a fact, sub-role or registration that nobody declared.
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    check_consortium(list(case.participants))
    resolution = resolve(case.call, rulebook, case.as_of, case.conditions)
    _check_names(case, resolution, rulebook)
    participants = canonical_order(case.participants)
    context = context_of(case, resolution, rulebook)
    entries = judge_entries(resolution, participants, context)
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
        snapshot=case.snapshot,
        determination_id=determination_id(case.call, participants, case, rulebook.version),
        participants=tuple(_standing(participant, entries) for participant in participants),
        replaced=resolution.replaced,
        conditions=tuple(judged(entry) for entry in entries),
        repairs=tuple(repairs_for(resolution, participants, context, entries)) if whole == "ineligible" else (),
    )


def context_of(case: Case, resolution: Resolution, rulebook: Rulebook) -> Context:
    """The reading of the law that the case asks for."""
    return Context(
        call=resolution.call,
        groups=rulebook.groups,
        as_of=case.as_of,
        facts={**case.call.facts, **case.facts},
        names=rulebook.vocabulary.facts,
    )


def judge_entries(resolution: Resolution, participants: Sequence[Participant], context: Context) -> list[Entry]:
    """All conditions judged, downgraded participants in the lower role."""
    effective, downgraded = _downgrade(resolution, participants, context)
    entries: list[Entry] = []
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        who = participants if isinstance(requirement, Admit) and requirement.effect == "downgrade" else effective
        entries += judge_in_both_worlds(applicable, who, context)
    return status_of_downgrade(settle_worlds(entries), downgraded)


def _downgrade(
    resolution: Resolution, participants: Sequence[Participant], context: Context
) -> tuple[list[Participant], frozenset[tuple[str, str]]]:
    """The participants in the roles the law leaves them, and which condition took whom down."""
    effective, downgraded = list(participants), set()
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        if not isinstance(requirement, Admit) or requirement.effect != "downgrade" or requirement.to is None:
            continue
        for index, participant in enumerate(effective):
            if participant.role in requirement.roles and bar(requirement, participant, context).truth is Truth.TRUE:
                effective[index] = participant.model_copy(update={"role": Role(requirement.to)})
                downgraded.add((applicable.condition.id, participant.id))
    return effective, frozenset(downgraded)


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
    condition, finding = entry.condition, entry.finding
    return Judged(
        id=condition.id,
        title=condition.title,
        scope=entry.scope,
        participant=finding.participant,
        status=entry.status,
        force=condition.force,
        origin=condition.origin,
        requirement=condition.requirement,
        needed=finding.needed,
        found=finding.found,
        missing=finding.missing,
        counted=finding.counted,
        message=entry.message,
        question=entry.question,
        assumptions=finding.assumptions,
        source=condition.source,
    )


def _standing(participant: Participant, entries: Iterable[Entry]) -> Standing:
    own = [entry for entry in entries if entry.finding.participant == participant.id]
    admission = [entry.status for entry in own if isinstance(entry.condition.requirement, Admit) and entry.decides]
    funding = [entry.finding for entry in own if entry.finding.funded is not None]
    return Standing(
        id=participant.id,
        may_take_part=_all_met(admission),
        counts=_counts(participant, entries),
        funded=funding[0].funded if funding else (None if participant.is_beneficiary else False),
        rate=funding[0].rate if funding else None,
    )


def _all_met(statuses: Sequence[Status]) -> bool | None:
    if Status.NOT_MET in statuses:
        return False
    return None if {Status.UNKNOWN, Status.NEEDS_HUMAN} & set(statuses) else True


def _counts(participant: Participant, entries: Iterable[Entry]) -> bool | None:
    minimums = [entry for entry in entries if entry.condition.requirement.kind == "selection" and entry.decides]
    if any(participant.id in entry.finding.counted for entry in minimums):
        return True
    unsure = any(
        participant.id in entry.finding.may_count or participant.id in entry.hoped.counted for entry in minimums
    )
    return None if unsure else False


def _check_names(case: Case, resolution: Resolution, rulebook: Rulebook) -> None:
    vocabulary = rulebook.vocabulary
    known = {*vocabulary.facts, *(entry.condition.id for entry in resolution.conditions)}
    known |= {getattr(entry.condition.requirement, "fact", None) or "" for entry in resolution.conditions}
    for pointer, facts in (("/call/facts", case.call.facts), ("/facts", case.facts)):
        _refuse_unknown(pointer, facts, known, "fact")
    for index, participant in enumerate(case.participants):
        base = f"/participants/{index}"
        _refuse_unknown(f"{base}/facts", participant.facts, known, "fact")
        for position, sub_role in enumerate(participant.sub_roles):
            if not vocabulary.knows_sub_role(sub_role):
                raise UnknownName(f"{base}/sub_roles/{position}", f"there is no sub-role {sub_role!r}")
        for position, registration in enumerate(participant.organisation.registrations or ()):
            if registration not in vocabulary.registrations:
                pointer = f"{base}/organisation/registrations/{position}"
                raise UnknownName(pointer, f"there is no registration {registration!r}")


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _refuse_unknown(pointer: str, facts: Mapping[str, Any], known: set[str], what: str) -> None:
    for name in facts:
        if name not in known:
            raise UnknownName(f"{pointer}/{_escaped(name)}", f"there is no {what} {name!r}")
