"""The conditions of the call as the solver reads them: sorted by what they do to a consortium."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.applicable import Applicable
from rules.codes import Role
from rules.context import Context
from rules.facts import FactValue, Organisation, Participant
from rules.filters import holds
from rules.groups import World
from rules.judging import judge_requirement
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Declared,
    Each,
    Filter,
    Fund,
    Judgement,
    Limit,
    Money,
    Ratio,
    Refer,
    Selection,
    When,
    parts_of,
)
from rules.resolution import Resolution, resolve
from rules.rulebook import Rulebook
from rules.truth import Answer, Truth, conjunction
from rules.verdict import Case, context_of
from solver.instance import Instance

COMPOSITIONS = (Selection, Limit, Ratio, Each, When, Alternatives)
"""The kinds that become rows."""


@dataclass(frozen=True)
class Law:
    """What the call asks, in both worlds of pending agreements.

    ``admissions`` speak about one participant and are decided before anything is solved; ``compositions`` count over
    participants, or are made of what does, and become rows.
    """

    resolution: Resolution
    signed: Context
    hoped: Context
    admissions: tuple[Applicable, ...]
    compositions: tuple[Applicable, ...]

    def without(self, dropped: frozenset[str]) -> "Law":
        """The same law without these conditions."""
        if not dropped:
            return self
        kept = tuple(entry for entry in self.resolution.conditions if entry.condition.id not in dropped)
        return replace(self, resolution=replace(self.resolution, conditions=kept))

    def title(self, identifier: str) -> str:
        """The title of a condition of the call."""
        return next(entry.condition.title for entry in self.resolution.conditions if entry.condition.id == identifier)

    @property
    def leaves_to_people(self) -> bool:
        """Whether something that becomes rows hangs on what only the applicant or people can say."""
        if any(entry.hangs_on for entry in (*self.admissions, *self.compositions)):
            return True
        return any(_asks_people(entry.condition.requirement) for entry in self.compositions)

    def mentions(self, field: str) -> bool:
        """Whether a filter of any condition reads this field."""
        return any(
            f'"{field}"' in entry.condition.requirement.model_dump_json(exclude_none=True)
            for entry in self.resolution.conditions
        )

    def truths(
        self, requirement: AnyRequirement, condition: str, members: Sequence[Participant]
    ) -> Mapping[World, Truth]:
        """What the rule engine finds of the members, in each world of pending agreements."""
        return {
            context.world: conjunction(
                Answer(finding.truth) for finding in judge_requirement(requirement, condition, members, context)
            ).truth
            for context in (self.signed, self.hoped)
        }

    def stated(self, facts: Mapping[str, FactValue]) -> Mapping[World, Truth]:
        """Whether these facts of the proposal are stated with these values."""
        where = Filter(fact=dict(facts))
        nobody = Participant(organisation=Organisation(id="nobody"), role=Role.BENEFICIARY)
        return {context.world: holds(where, nobody, context).truth for context in (self.signed, self.hoped)}

    def broken_by_facts(self, members: list[Participant]) -> Iterator[Applicable]:
        """Conditions that fail whoever joins: a declared fact, a human's no, money that an agreed member asks for."""
        for entry in self.resolution.conditions:
            condition = entry.condition
            is_outside = isinstance(condition.requirement, Declared | Judgement | Refer | Fund)
            if condition.decides and is_outside and self.fails(condition.requirement, condition.id, members):
                yield entry

    def broken_by_amounts(self, members: list[Participant]) -> Iterator[Applicable]:
        """Conditions on the budget that the agreed members alone break; a newcomer's open amounts may reopen them."""
        for entry in self.resolution.conditions:
            condition = entry.condition
            is_budget = isinstance(condition.requirement, Money)
            if condition.decides and is_budget and self.fails(condition.requirement, condition.id, members):
                yield entry

    def culprits(
        self,
        requirement: AnyRequirement,
        condition: str,
        members: Sequence[Participant],
        worlds: Sequence[World] = tuple(World),
    ) -> list[str]:
        """The ids of those without one of whom it would not fail; empty where it fails without anybody."""
        needed = members
        for member in members:
            others = [other for other in needed if other.id != member.id]
            needed = others if self.fails(requirement, condition, others, worlds) else needed
        return [member.id for member in needed]

    def fails(
        self,
        requirement: AnyRequirement,
        condition: str,
        members: Sequence[Participant],
        worlds: Sequence[World] = tuple(World),
    ) -> bool:
        """Whether it certainly is not met by these members in any of the worlds."""
        contexts = [context for context in (self.signed, self.hoped) if context.world in worlds]
        found = [judge_requirement(requirement, condition, members, context) for context in contexts]
        together = zip(*found, strict=True)
        return any(all(one.applies and one.truth is Truth.FALSE for one in finding) for finding in together)


def law_of(instance: Instance, rulebook: Rulebook) -> Law:
    """The law of the instance's call.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    return law_of_case(case_of(instance, []), rulebook)


def law_of_case(case: Case, rulebook: Rulebook) -> Law:
    """The law of a case's call, whoever takes part.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    resolution = resolve(case.call, rulebook, case.as_of, case.conditions)
    return law_as_read(resolution, context_of(case, resolution, rulebook))


def law_as_read(resolution: Resolution, context: Context) -> Law:
    """The conditions sorted by what they do."""
    deciding = [entry for entry in resolution.conditions if entry.condition.decides]
    return Law(
        resolution=resolution,
        signed=context.in_world(World.AS_SIGNED),
        hoped=context.in_world(World.AS_HOPED),
        admissions=tuple(entry for entry in deciding if _is_admission(entry)),
        compositions=tuple(entry for entry in deciding if isinstance(entry.condition.requirement, COMPOSITIONS)),
    )


def case_of(instance: Instance, participants: list[Participant]) -> Case:
    """What the rule engine is asked about these participants."""
    return Case(
        call=instance.call,
        participants=participants,
        as_of=instance.as_of,
        facts=instance.facts,
        conditions=tuple(instance.conditions),
        snapshot=instance.snapshot,
    )


def concerns(entry: Applicable, role: Role) -> bool:
    """Whether the admission condition speaks about this role."""
    requirement = entry.condition.requirement
    if isinstance(requirement, Coordinator):
        return role is Role.COORDINATOR
    return isinstance(requirement, Admit) and role in requirement.roles


def _asks_people(requirement: AnyRequirement) -> bool:
    if isinstance(requirement, Declared | Judgement | Refer | Money):
        return True
    if isinstance(requirement, When) and requirement.declared is not None:
        return True
    return any(map(_asks_people, parts_of(requirement)))


def _is_admission(entry: Applicable) -> bool:
    requirement = entry.condition.requirement
    return isinstance(requirement, Coordinator) or (isinstance(requirement, Admit) and requirement.effect != "permit")
