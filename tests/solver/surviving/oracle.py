"""Every consortium that survives a drop-out, by the rule engine alone."""

from collections.abc import Sequence

from rules.codes import Role
from rules.facts import Participant
from rules.rulebook import Rulebook
from rules.verdict import Case, status_of
from solver import Instance
from solver.solution import Proposal
from tests.solver.brute_force import Value, acceptable, consortia, judge, readings_of, value


def best_that_survives(instance: Instance, rulebook: Rulebook) -> tuple[str, Value] | None:
    """The surest reading in which there is one, and the best value there."""
    everybody = sorted(consortia(instance, rulebook, ()), key=lambda who: value(instance, who), reverse=True)
    surviving = [judge(instance, who, rulebook) for who in everybody if not fatal(instance, who, rulebook)]
    for reading in readings_of(instance):
        for judged in surviving:
            if acceptable(instance, judged, reading):
                return reading, value(instance, judged.who)
    return None


def fatal(instance: Instance, who: Sequence[Participant], rulebook: Rulebook) -> set[str]:
    """The ids of those, but the coordinator, whose loss makes the verdict of the rest ``ineligible``."""
    lost = [one for one in who if one.role is not Role.COORDINATOR]
    return {one.id for one in lost if _is_ineligible(instance, [other for other in who if other is not one], rulebook)}


def _is_ineligible(instance: Instance, rest: Sequence[Participant], rulebook: Rulebook) -> bool:
    case = Case(instance.call, rest, instance.as_of, instance.facts, tuple(instance.conditions))
    return status_of(case, rulebook) == "ineligible"


def participants_of(instance: Instance, proposal: Proposal) -> list[Participant]:
    """The members in their roles, with what the instance says of them."""
    known = {candidate.organisation.id: candidate for candidate in instance.candidates}
    chosen = ((known[seat.organisation], seat.role) for seat in proposal.participants)
    return [
        Participant(organisation=one.organisation, role=role, sub_roles=one.sub_roles, facts=one.facts)
        for one, role in chosen
    ]
