"""Who may sit where: each organisation in each role it could have, with what bars it and what is asked about it.

Admission is decided here, before anything is solved; what is left are counts over chosen members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.applicable import Applicable
from rules.codes import Role
from rules.facts import FactValue, Organisation, Participant
from rules.groups import World
from rules.requirements import Admit
from rules.truth import Answer, Truth
from solver.answers import Answers
from solver.instance import Instance
from solver.law import Law, concerns
from solver.readings import Answered, Reading

LEAD, UNKNOWN, EXCLUDE = "lead", "unknown", "exclude"
"""Names of wishes, as they stand in the request."""


def member_wish(identifier: str) -> str:
    """The name of the wish that an agreed member takes part."""
    return f"members.{identifier}"


@dataclass(frozen=True)
class Entrant:
    """An organisation of the instance. ``given`` is the role agreed with it, ``None`` where it is free."""

    organisation: Organisation
    fit: int
    facts: Mapping[str, FactValue]
    sub_roles: Sequence[str] | None
    agreed: Participant | None
    given: Role | None
    excluded: bool

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.organisation.id

    @property
    def wish(self) -> str:
        """The name under which a conflict lists that it takes part."""
        return LEAD if self.given is Role.COORDINATOR else member_wish(self.id)

    def in_role(self, role: Role) -> Participant:
        """The participant it would be."""
        if self.agreed is not None:
            return self.agreed if self.agreed.role is role else self.agreed.model_copy(update={"role": role})
        return Participant(
            organisation=self.organisation,
            role=role,
            sub_roles=None if self.sub_roles is None else list(self.sub_roles),
            facts=dict(self.facts),
        )


@dataclass(frozen=True)
class Seat:
    """An entrant in a role, with the ids of the conditions that bar it and the number of its open questions."""

    participant: Participant
    profile: int
    bars: frozenset[str]
    is_open: bool

    @property
    def is_free(self) -> bool:
        """Nothing bars it."""
        return not self.bars


def entrants_of(instance: Instance) -> tuple[Entrant, ...]:
    """Everybody in canonical order, by id: the order of the request never matters."""
    candidates = {candidate.organisation.id: candidate for candidate in instance.candidates}
    members = {member.id: member for member in instance.members}
    coordinator, excluded = instance.coordinator, set(instance.exclude)
    found = []
    for identifier in sorted(candidates.keys() | members.keys()):
        candidate, agreed = candidates.get(identifier), members.get(identifier)
        organisation = agreed.organisation if agreed else candidate.organisation if candidate else None
        if organisation is None:
            continue
        given = Role.COORDINATOR if identifier == coordinator else agreed.role if agreed else None
        found.append(
            Entrant(
                organisation=organisation,
                fit=candidate.fit if candidate else 0,
                facts=candidate.facts if candidate else {},
                sub_roles=candidate.sub_roles if candidate else None,
                agreed=agreed,
                given=given,
                excluded=identifier in excluded,
            )
        )
    return tuple(found)


def world_of_the_agreed(entrants: Iterable[Entrant], law: Law, answers: Answers, reading: Reading) -> World:
    """As signed where that bars none of them; as hoped where one needs a pending agreement, or the reading does."""
    if World.AS_SIGNED not in reading.worlds:
        return World.AS_HOPED
    for entrant in entrants:
        if entrant.given is None:
            continue
        participant = entrant.in_role(entrant.given)
        for entry in law.admissions:
            if concerns(entry, participant.role):
                barred = answers.bars(entry.condition.requirement, participant, answers.profile(participant))
                if _worlds_barred(entry, barred) == {World.AS_SIGNED}:
                    return World.AS_HOPED
    return World.AS_SIGNED


@dataclass(frozen=True)
class _Decided:
    """The conditions that bar everybody of one profile, those with an open question, and the worlds in which some bar.

    Nothing is left out of it because it was dropped.
    """

    bars: frozenset[str]
    questions: frozenset[str]
    worlds: frozenset[World]


@dataclass(frozen=True)
class Screening:
    """Decides seats in one reading.

    What is in ``dropped`` (ids of conditions and wishes) is not asked. Dropping more never bars anybody more: an agreed
    member whose wish is dropped may stay away or have another role, but is judged as leniently as before.
    ``agreed_world`` is the one world of pending agreements in which all agreed members are judged. ``sitters``
    remembers participants with their profiles from one screening to the next.
    """

    law: Law
    answers: Answers
    reading: Reading
    avoid_unknown: bool
    dropped: frozenset[str]
    agreed_world: World
    sitters: dict[tuple[str, Role], tuple[Participant, int]]
    _decided: dict[tuple[int, bool], _Decided] = field(default_factory=dict)

    def roles(self, entrant: Entrant, coordinator_is_given: bool) -> tuple[Role, ...]:
        """The roles the entrant could have, whether or not it is barred from them."""
        free = (Role.BENEFICIARY,) if coordinator_is_given else (Role.BENEFICIARY, Role.COORDINATOR)
        if entrant.given is None:
            return free
        agreed = self._agreed_roles(entrant, entrant.given)
        return agreed if entrant.wish not in self.dropped else tuple(dict.fromkeys((*agreed, *free)))

    def _agreed_roles(self, entrant: Entrant, given: Role) -> tuple[Role, ...]:
        """The role agreed, and associated partner where the law would have it so.

        Where what bars it from the role agreed is dropped it may have either.
        """
        lower = Role.ASSOCIATED_PARTNER
        certainly_barred = self._decide(*self._sitter(entrant, given), is_agreed=True).worlds == set(World)
        if given is Role.COORDINATOR or not certainly_barred or not self.seat(entrant, lower).is_free:
            return (given,)
        return (given, lower)

    def seat(self, entrant: Entrant, role: Role) -> Seat:
        """The entrant in the role."""
        participant, profile = self._sitter(entrant, role)
        is_agreed = entrant.given is not None
        decided = self._decide(participant, profile, is_agreed)
        bars, is_open = decided.bars, not decided.questions <= self.dropped
        if is_open and self.avoid_unknown and not is_agreed:
            bars |= {UNKNOWN}
        if entrant.excluded:
            bars |= {EXCLUDE}
        return Seat(participant, profile, bars - self.dropped, is_open)

    def _sitter(self, entrant: Entrant, role: Role) -> tuple[Participant, int]:
        key = (entrant.id, role)
        if key not in self.sitters:
            participant = entrant.in_role(role)
            self.sitters[key] = (participant, self.answers.profile(participant))
        return self.sitters[key]

    def _decide(self, participant: Participant, profile: int, is_agreed: bool) -> _Decided:
        key = (profile, is_agreed)
        if key not in self._decided:
            bars, questions, worlds = set[str](), set[str](), set[World]()
            for entry in self.law.admissions:
                if concerns(entry, participant.role):
                    barred = self.answers.bars(entry.condition.requirement, participant, profile)
                    if Truth.UNKNOWN in {answer.truth for answer in barred.values()}:
                        questions.add(entry.condition.id)
                    if self._bars(entry, barred, is_agreed):
                        bars.add(entry.condition.id)
                    worlds |= _worlds_barred(entry, barred)
            self._decided[key] = _Decided(frozenset(bars), frozenset(questions), frozenset(worlds))
        return self._decided[key]

    def _bars(self, entry: Applicable, barred: Answered, is_agreed: bool) -> bool:
        """An agreed member stays while its admission is only conditional; a free one has to be admitted for sure.

        Conditional is what fails in one world only; but no consortium lives in two worlds.
        """
        if not is_agreed and any(map(_hangs_on_an_exception, barred.values())):
            return True
        if _lowers(entry, barred):
            return True
        in_worlds = {world for world in World if barred[world].truth is Truth.TRUE}
        if is_agreed:
            return self.agreed_world in in_worlds and not entry.hangs_on
        return not in_worlds.isdisjoint(self.reading.worlds) and self.reading.asks(entry)


def _worlds_barred(entry: Applicable, barred: Answered) -> set[World]:
    """The worlds in which the condition bars, or lowers the role."""
    if _lowers(entry, barred):
        return set(World)
    return {world for world in World if barred[world].truth is Truth.TRUE and not entry.hangs_on}


def _lowers(entry: Applicable, barred: Answered) -> bool:
    requirement = entry.condition.requirement
    is_downgrade = isinstance(requirement, Admit) and requirement.effect == "downgrade"
    return is_downgrade and barred[World.AS_SIGNED].truth is Truth.TRUE


def _hangs_on_an_exception(answer: Answer) -> bool:
    """Only something declared could let it in, such as guarantees in place of legal personality.

    An exception needs a positive answer.
    """
    return answer.truth is Truth.UNKNOWN and all(name.startswith("fact:") for name in answer.missing)


def barred_everywhere(seats: Iterable[Seat]) -> frozenset[str]:
    """What bars an entrant from each of its roles; empty where it may take part."""
    bars = [seat.bars for seat in seats]
    return frozenset() if any(not barred for barred in bars) else frozenset[str]().union(*bars)
