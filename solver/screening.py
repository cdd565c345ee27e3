"""Who may sit where: each organisation in each role it could have, with what bars it and what is asked about it.

Admission is decided here, before anything is solved; what is left are counts over chosen members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.codes import Role
from rules.facts import FactValue, Organisation, Participant
from rules.groups import World
from rules.requirements import Admit
from rules.resolution import Applicable
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


@dataclass(frozen=True)
class Screening:
    """Decides seats in one reading.

    What is in ``dropped`` (ids of conditions and wishes) is not asked. Dropping more never bars anybody more: an agreed
    member whose wish is dropped may stay away or have another role, but is judged as leniently as before.
    ``sitters`` remembers participants with their profiles from one screening to the next.
    """

    law: Law
    answers: Answers
    reading: Reading
    avoid_unknown: bool
    dropped: frozenset[str]
    sitters: dict[tuple[str, Role], tuple[Participant, int]]
    _decided: dict[tuple[int, bool], tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

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
        if given is Role.COORDINATOR or not self._bars_of(entrant, given) or not self.seat(entrant, lower).is_free:
            return (given,)
        return (given, lower)

    def _bars_of(self, entrant: Entrant, role: Role) -> frozenset[str]:
        """What bars the entrant from the role, dropped or not."""
        return self._decide(*self._sitter(entrant, role), entrant.given is not None)[0]

    def seat(self, entrant: Entrant, role: Role) -> Seat:
        """The entrant in the role."""
        participant, profile = self._sitter(entrant, role)
        is_agreed = entrant.given is not None
        bars, questions = self._decide(participant, profile, is_agreed)
        is_open = not questions <= self.dropped
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

    def _decide(self, participant: Participant, profile: int, is_agreed: bool) -> tuple[frozenset[str], frozenset[str]]:
        """The conditions that bar everybody of this profile, and those with an open question, dropped or not."""
        key = (profile, is_agreed)
        if key not in self._decided:
            bars, questions = set(), set()
            for entry in self.law.admissions:
                if concerns(entry, participant.role):
                    barred = self.answers.bars(entry.condition.requirement, participant, profile)
                    if Truth.UNKNOWN in {answer.truth for answer in barred.values()}:
                        questions.add(entry.condition.id)
                    if self._bars(entry, barred, is_agreed):
                        bars.add(entry.condition.id)
            self._decided[key] = (frozenset(bars), frozenset(questions))
        return self._decided[key]

    def _bars(self, entry: Applicable, barred: Answered, is_agreed: bool) -> bool:
        """An agreed member stays while its admission is only conditional; a free one has to be admitted for sure."""
        in_worlds = {world: barred[world].truth is Truth.TRUE for world in World}
        if not is_agreed and any(map(_hangs_on_an_exception, barred.values())):
            return True
        requirement = entry.condition.requirement
        if isinstance(requirement, Admit) and requirement.effect == "downgrade" and in_worlds[World.AS_SIGNED]:
            return True
        if is_agreed:
            return all(in_worlds.values()) and not entry.hangs_on
        return any(in_worlds[world] for world in self.reading.worlds) and self.reading.asks(entry)


def _hangs_on_an_exception(answer: Answer) -> bool:
    """Only something declared could let it in, such as guarantees in place of legal personality.

    An exception needs a positive answer.
    """
    return answer.truth is Truth.UNKNOWN and all(name.startswith("fact:") for name in answer.missing)


def barred_everywhere(seats: Iterable[Seat]) -> frozenset[str]:
    """What bars an entrant from each of its roles; empty where it may take part."""
    bars = [seat.bars for seat in seats]
    return frozenset() if any(not barred for barred in bars) else frozenset[str]().union(*bars)
