"""One condition judged: in the two worlds of pending agreements, with its status and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, NamedTuple

from rules.conditions import Condition
from rules.context import Context
from rules.facts import Participant
from rules.groups import World
from rules.judging import Finding, judge_requirement
from rules.judging.admission import all_admitted
from rules.once import once
from rules.requirements import Admit, Judgement, Refer
from rules.resolution import Applicable
from rules.sentences import question_about
from rules.truth import FALSE, TRUE, UNKNOWN
from rules.worlds import hopeful, is_torn


class Status(StrEnum):
    """The status of one condition."""

    MET = "met"
    NOT_MET = "not_met"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    NEEDS_HUMAN = "needs_human"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_decided(self) -> bool:
        """Nobody has to add a fact or an opinion."""
        return self in _DECIDED


class Entry(NamedTuple):
    """A condition with what was found, of one participant or of the whole.

    ``hoped`` is what would be found if pending agreements came to apply; ``bench`` is before whom it was judged.
    """

    applicable: Applicable
    finding: Finding
    status: Status
    hoped: Finding
    bench: "Bench"

    @property
    def condition(self) -> Condition:
        """The condition."""
        return self.applicable.condition

    @property
    def who(self) -> str | None:
        """The name of the participant."""
        return self.bench.labels.get(self.finding.participant or "")

    @property
    def question(self) -> str | None:
        """What would settle it, where it is not decided."""
        return None if self.status.is_decided else _question(self.finding, self.bench)

    @property
    def decides(self) -> bool:
        """Whether it belongs to the conditions that decide the verdict."""
        return self.status is not _NOT_APPLICABLE and self.applicable.decides

    @property
    def scope(self) -> Literal["consortium", "participant", "project"]:
        """Whom the condition is about."""
        if self.applicable.is_on_the_project:
            return "project"
        return "consortium" if self.finding.participant is None else "participant"

    @property
    def message(self) -> str:
        """What was asked, what was found, what is missing; in one or two sentences."""
        finding = self.finding
        if isinstance(self.condition.requirement, Judgement):
            return f"{finding.needed} {finding.found[0].upper()}{finding.found[1:]}."
        if isinstance(self.condition.requirement, Refer):
            return f"{finding.needed[0].upper()}{finding.needed[1:]}: {finding.found}."
        said = f"{self.condition.title}. Found: {finding.found}."
        match self.status:
            case Status.NOT_MET:
                return f"{said} Missing: {finding.missing or finding.needed}."
            case Status.CONDITIONAL:
                return f"{said} {self._hangs_on()}".rstrip()
            case Status.UNKNOWN | Status.NEEDS_HUMAN:
                return f"{said} {self.question or ''}".rstrip()
            case _:
                return said

    def _hangs_on(self) -> str:
        if self.finding.truth is self.hoped.truth:
            return f"It {self.finding.missing}."
        if self.hoped.truth is TRUE:
            return "It is met only if an agreement that is still pending applies when the grant is signed."
        return "It is met only as long as an agreement that is still pending does not apply."


_MET, _NOT_MET, _NOT_APPLICABLE = Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE
_DECIDED = frozenset({Status.MET, Status.NOT_MET, Status.CONDITIONAL})


@dataclass(frozen=True)
class Bench:
    """Participants before one reading of the law, with what every condition needs to know of them."""

    participants: Sequence[Participant]
    context: Context

    @once
    def labels(self) -> Mapping[str, str]:
        """The names of the participants by their ids."""
        return {participant.id: participant.organisation.label for participant in self.participants}

    @once
    def hopeful(self) -> frozenset[str]:
        """Their countries with agreements that were ever pending."""
        return hopeful(self.participants, self.context)

    def judge(self, applicable: Applicable) -> list[Entry]:
        """Judge a condition with pending agreements and without; where the answers differ it is conditional."""
        condition = applicable.condition
        arguments = (condition.requirement, condition.id, self.participants)
        signed = judge_requirement(*arguments, self.context.in_world(World.AS_SIGNED))
        if is_torn(condition.requirement, self.hopeful, self.context):
            hoped = judge_requirement(*arguments, self.context.in_world(World.AS_HOPED))
        else:
            hoped = signed
        return [self._entry(applicable, *pair) for pair in zip(signed, hoped, strict=True)]

    def is_plainly_met(self, applicable: Applicable) -> bool:
        """Whether a condition of admission, as most are, bars nobody from the role that is theirs.

        That can be seen without a finding for each; where it is false the condition has to be judged.
        """
        requirement = applicable.condition.requirement
        if not isinstance(requirement, Admit) or is_torn(requirement, self.hopeful, self.context):
            return False
        return all_admitted(requirement, self.participants, self.context.in_world(World.AS_SIGNED))

    def _entry(self, applicable: Applicable, signed: Finding, hoped: Finding) -> Entry:
        status = _status(signed, hoped)
        told = hoped if hoped.truth is UNKNOWN and signed.truth is not UNKNOWN else signed
        if applicable.hangs_on and status is _NOT_MET:
            status, told = Status.UNKNOWN, replace(signed, asks=((None, applicable.hangs_on),))
        return Entry(applicable, told, status, hoped, self)


def _status(signed: Finding, hoped: Finding) -> Status:
    if not signed.applies and (not hoped.applies or hoped.truth is TRUE):
        return _NOT_APPLICABLE
    if signed.truth is UNKNOWN or hoped.truth is UNKNOWN:
        still_open = [finding for finding in (signed, hoped) if finding.truth is UNKNOWN]
        only_people = all(finding.only_people_decide for finding in still_open)
        return Status.NEEDS_HUMAN if only_people else Status.UNKNOWN
    if signed.truth is not hoped.truth:
        return Status.CONDITIONAL
    return _MET if signed.truth is TRUE else _NOT_MET


def _question(finding: Finding, bench: Bench) -> str | None:
    if finding.question is not None:
        return finding.question
    asked = [
        question_about(fact, bench.labels.get(who or "", "The proposal"), bench.context.words)
        for who, facts in finding.asks
        for fact in _first_of_all(facts)
    ]
    return " ".join(dict.fromkeys(asked)) or None


def _first_of_all(facts: frozenset[str]) -> list[str]:
    """Facts of the organisation before statements that matter only if those turn out badly."""
    plain = sorted(fact for fact in facts if not fact.startswith("fact:"))
    return plain or sorted(facts)


def settle_worlds(entries: list[Entry]) -> list[Entry]:
    """No consortium lives in two worlds: where it needs a pending agreement, what fails under it is not met."""
    conditional = [entry for entry in entries if entry.status is Status.CONDITIONAL and entry.decides]
    if all(entry.hoped.truth is FALSE for entry in conditional):
        return entries
    return [
        entry._replace(status=Status.NOT_MET, finding=entry.hoped)
        if entry.status is Status.CONDITIONAL and entry.hoped.truth is FALSE
        else entry
        for entry in entries
    ]


def status_of_downgrade(entries: list[Entry], downgraded: frozenset[tuple[str, str]], still_led: bool) -> list[Entry]:
    """Who is let in with a lower role is conditional while the rest of the consortium stands, else not met.

    It does not stand where the one who is taken down was to coordinate (``still_led`` is false).
    """
    if not downgraded:
        return entries
    stands = still_led and not any(
        entry.status is Status.NOT_MET
        and entry.decides
        and (entry.condition.id, entry.finding.participant) not in downgraded
        for entry in entries
    )
    return [
        entry._replace(status=Status.CONDITIONAL)
        if stands and (entry.condition.id, entry.finding.participant) in downgraded
        else entry
        for entry in entries
    ]
