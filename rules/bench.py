"""Participants before one reading of the law: each condition judged, in the two worlds of pending agreements."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rules.alike import MARK, likeness, stand_in
from rules.applicable import Applicable
from rules.context import Context
from rules.entries import Entry, Like, Status
from rules.facts import Participant
from rules.groups import World
from rules.judging import Finding, judge_requirement
from rules.judging.admission import all_admitted
from rules.judging.finding import Agreement
from rules.once import once
from rules.requirements import Admit
from rules.truth import TRUE, UNKNOWN
from rules.worlds import hangs_on, hopeful, is_torn

KEPT = 4096
"""Sorts of participants in one call of which it is remembered what was found; some 10 kB each."""


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

    @once
    def _kin(self) -> Sequence["Kin"]:
        return kin_of(self.participants, self.context)

    @once
    def _project(self) -> "Project":
        return project_of(self.context)

    def judge(self, applicable: Applicable) -> Sequence[Entry]:
        """Judge a condition with pending agreements and without; where the answers differ it is conditional."""
        if self.context.base is None:
            return self.judge_anew(applicable)
        if applicable.looks_at_nobody:
            return self._project.entries_of(applicable)
        if not applicable.looks_at_one:
            return self.judge_anew(applicable)
        return [
            entry
            for kin, participant in zip(self._kin, self.participants, strict=True)
            for entry in kin.entries_of(participant, applicable, self)
        ]

    def judge_anew(self, applicable: Applicable) -> Sequence[Entry]:
        """The same, whatever was found before of others who are alike."""
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

    def was_plainly_met(self, applicable: Applicable) -> bool:
        """The same, by what was found before of others who are alike."""
        if not applicable.is_admission or self.context.base is None:
            return self.is_plainly_met(applicable)
        return all(kin.is_met(applicable) for kin in self._kin)

    def _entry(self, applicable: Applicable, signed: Finding, hoped: Finding) -> Entry:
        status = _status(signed, hoped)
        told = hoped if hoped.truth is UNKNOWN and signed.truth is not UNKNOWN else signed
        if status is Status.CONDITIONAL:
            told = replace(told, hangs_on=self._hangs_on(applicable, signed, hoped))
        if applicable.hangs_on and status is _NOT_MET:
            status, told = Status.UNKNOWN, replace(signed, asks=((None, applicable.hangs_on),))
        return Entry(applicable, told, status, hoped, self.labels, self.context.words)

    def _hangs_on(self, applicable: Applicable, signed: Finding, hoped: Finding) -> tuple[Agreement, ...]:
        """What has to come true of agreements with those who matter: the one it is about, or who counts only then."""
        concerned = {signed.participant} if signed.participant else set(hoped.witnesses) - set(signed.counted)
        those = [one for one in self.participants if one.id in concerned or not concerned]
        return hangs_on(applicable.condition.requirement, hopeful(those, self.context), self.context)


_MET, _NOT_MET = Status.MET, Status.NOT_MET


def _status(signed: Finding, hoped: Finding) -> Status:
    if not signed.applies and (not hoped.applies or hoped.truth is TRUE):
        return Status.NOT_APPLICABLE
    if signed.truth is UNKNOWN or hoped.truth is UNKNOWN:
        still_open = [finding for finding in (signed, hoped) if finding.truth is UNKNOWN]
        only_people = all(finding.only_people_decide for finding in still_open)
        return Status.NEEDS_HUMAN if only_people else Status.UNKNOWN
    if signed.truth is not hoped.truth:
        return Status.CONDITIONAL
    return _MET if signed.truth is TRUE else _NOT_MET


class Kin:
    """All who are alike, in one call: what conditions that look at one participant say of any of them."""

    def __init__(self, participant: Participant, context: Context) -> None:
        self._bench = Bench([stand_in(participant)], context)
        self._found: dict[int, tuple[Applicable, Sequence[Like]]] = {}
        self._met: dict[int, bool] = {}

    def entries_of(self, participant: Participant, applicable: Applicable, bench: Bench) -> Sequence[Entry]:
        """What a condition says of one of them, who takes part beside others."""
        return [_named(like, participant, bench) for like in self._likes(applicable)]

    def is_met(self, applicable: Applicable) -> bool:
        """Whether a condition is met by each of them, or says nothing of them."""
        met = self._met.get(id(applicable))
        if met is None:
            likes = self._likes(applicable)
            met = self._met[id(applicable)] = all(like.entry.status is _MET for like in likes)
        return met

    def _likes(self, applicable: Applicable) -> Sequence[Like]:
        found = self._found.get(id(applicable))
        if found is None:
            likes = [Like(entry, MARK) for entry in self._bench.judge_anew(applicable)]
            found = self._found[id(applicable)] = (applicable, likes)
        return found[1]


def _named(like: Like, participant: Participant, bench: Bench) -> Entry:
    applicable, finding, status, hoped = like.entry[:4]
    return Entry(applicable, finding, status, hoped, bench.labels, bench.context.words, like, participant.id)


class Project:
    """What conditions that look at nobody say, whoever takes part."""

    def __init__(self, context: Context) -> None:
        self._bench = Bench([], context)
        self._found: dict[int, tuple[Applicable, Sequence[Entry]]] = {}

    def entries_of(self, applicable: Applicable) -> Sequence[Entry]:
        """What a condition says."""
        found = self._found.get(id(applicable))
        if found is None:
            found = self._found[id(applicable)] = (applicable, self._bench.judge_anew(applicable))
        return found[1]


@dataclass(frozen=True)
class _Declared:
    """One reading with the same declarations; the key tells one from another."""

    key: tuple[Hashable, ...]
    context: Context = field(compare=False)

    @classmethod
    def of(cls, context: Context) -> "_Declared":
        """Where nothing is declared it is the reading itself, which outlives the request."""
        if context.base is None:
            raise ValueError("only a reading that is kept remembers what was found")
        declared = repr(sorted(context.facts.items())) if context.facts else ""
        return cls((id(context.base), declared), context if declared else context.base)


def project_of(context: Context) -> Project:
    """What was found of the project."""
    return _project(_Declared.of(context))


@lru_cache(maxsize=KEPT)
def _project(declared: _Declared) -> Project:
    return Project(declared.context)


@dataclass(frozen=True)
class _Sort:
    """A sort of participants under one reading and the same declarations."""

    declared: _Declared
    likeness: Hashable
    participant: Participant = field(compare=False)


def kin_of(participants: Sequence[Participant], context: Context) -> Sequence[Kin]:
    """For each participant all who are alike."""
    declared = _Declared.of(context)
    return [_kin(_Sort(declared, likeness(one), one)) for one in participants]


@lru_cache(maxsize=KEPT)
def _kin(sort: _Sort) -> Kin:
    return Kin(sort.participant, sort.declared.context)
