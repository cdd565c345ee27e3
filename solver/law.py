"""The conditions of the call as the solver reads them: sorted by what they do to a consortium."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.groups import World
from rules.judging import judge_requirement
from rules.requirements import Admit, Coordinator, Declared, Fund, Judgement, Limit, Money, Ratio, Refer, Selection
from rules.resolution import Applicable, Resolution, resolve
from rules.rulebook import Rulebook
from rules.truth import Truth
from rules.verdict import Case, context_of
from solver.instance import Instance


@dataclass(frozen=True)
class Law:
    """What the call asks, in both worlds of pending agreements.

    ``admissions`` speak about one participant and are decided before anything is solved; ``compositions`` count over
    participants and become rows. Kinds that the verdict leaves unknown are neither.
    """

    resolution: Resolution
    signed: Context
    hoped: Context
    admissions: tuple[Applicable, ...]
    compositions: tuple[Applicable, ...]

    def title(self, identifier: str) -> str:
        """The title of a condition of the call."""
        return next(entry.condition.title for entry in self.resolution.conditions if entry.condition.id == identifier)

    def mentions(self, field: str) -> bool:
        """Whether a filter of any condition reads this field."""
        return any(
            f'"{field}"' in entry.condition.requirement.model_dump_json(exclude_none=True)
            for entry in self.resolution.conditions
        )

    def broken_by_facts(self, members: list[Participant]) -> Iterator[Applicable]:
        """Conditions that fail whoever joins: a declared fact, a human's no, money that an agreed member asks for."""
        for entry in self.resolution.conditions:
            condition = entry.condition
            is_outside = isinstance(condition.requirement, Declared | Judgement | Refer | Fund)
            if condition.decides and is_outside and self._fails(entry, members):
                yield entry

    def broken_by_amounts(self, members: list[Participant]) -> Iterator[Applicable]:
        """Conditions on the budget that the agreed members alone break; a newcomer's open amounts reopen them."""
        for entry in self.resolution.conditions:
            condition = entry.condition
            if condition.decides and isinstance(condition.requirement, Money) and self._fails(entry, members):
                yield entry

    def culprits(self, entry: Applicable, members: list[Participant]) -> list[str]:
        """The ids of those without one of whom the condition would not fail; empty where it fails without anybody."""
        needed = members
        for member in members:
            others = [other for other in needed if other.id != member.id]
            needed = others if self._fails(entry, others) else needed
        return [member.id for member in needed]

    def _fails(self, entry: Applicable, members: list[Participant]) -> bool:
        arguments = (entry.condition.requirement, entry.condition.id, members)
        both = [judge_requirement(*arguments, context) for context in (self.signed, self.hoped)]
        pairs = zip(*both, strict=True)
        return any(all(finding.applies and finding.truth is Truth.FALSE for finding in pair) for pair in pairs)


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
    context = context_of(case, resolution, rulebook)
    deciding = [entry for entry in resolution.conditions if entry.condition.decides]
    return Law(
        resolution=resolution,
        signed=context.in_world(World.AS_SIGNED),
        hoped=context.in_world(World.AS_HOPED),
        admissions=tuple(entry for entry in deciding if _is_admission(entry)),
        compositions=tuple(
            entry for entry in deciding if isinstance(entry.condition.requirement, Selection | Limit | Ratio)
        ),
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


def _is_admission(entry: Applicable) -> bool:
    requirement = entry.condition.requirement
    return isinstance(requirement, Coordinator) or (isinstance(requirement, Admit) and requirement.effect != "permit")
