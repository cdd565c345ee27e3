"""Does a request use names that somebody declared? An unknown one is an error, never ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.calls import Call
from rules.declared import Vocabulary
from rules.facts import FactValue, Participant
from rules.mentions import parts
from rules.once import once
from rules.requirements import AnyRequirement, Declared, Filter, Judgement, When, leaves_of
from rules.resolution import Resolution


class UnknownName(ValueError):
    """A request uses a name that nobody declared, or states what cannot stand behind it; ``pointer`` says where."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer


def check_names(
    call: Call,
    participants: Sequence[Participant],
    facts: Mapping[str, FactValue],
    resolution: Resolution,
    vocabulary: Vocabulary,
) -> None:
    """Look at every name of a request.

    Raises:
        UnknownName: with the place of the first name that nobody declared.
    """
    known = _Known(call, resolution, vocabulary)
    _check_facts("/call/facts", call.facts, known)
    _check_facts("/facts", facts, known)
    for index, condition in enumerate(call.conditions):
        for where in (part for part in parts(condition.requirement) if isinstance(part, Filter)):
            _check_filter(f"/call/conditions/{index}/requirement", where, known)
    for index, participant in enumerate(participants):
        _check_participant(f"/participants/{index}", participant, known)


@dataclass(frozen=True)
class _Known:
    """The names that mean something in this call."""

    call: Call
    resolution: Resolution
    vocabulary: Vocabulary

    @once
    def conditions(self) -> Mapping[str, AnyRequirement]:
        """What the conditions of this call ask, by their ids: answers to them are given under these names."""
        return {entry.condition.id: entry.condition.requirement for entry in self.resolution.conditions}

    @once
    def own_facts(self) -> frozenset[str]:
        """The facts that the conditions of this call declare themselves, wherever in them they stand."""
        inside = [part for requirement in self.conditions.values() for part in parts(requirement)]
        declared = {part.fact for part in inside if isinstance(part, Declared)}
        return frozenset(declared.union(*(part.declared or () for part in inside if isinstance(part, When))))

    def knows_fact(self, name: str) -> bool:
        """Whether somebody declared the fact, or a condition goes by that name."""
        return name in self.vocabulary.facts or name in self.conditions or name in self.own_facts

    def waits_for_an_opinion(self, name: str) -> bool:
        """Whether a condition of that name is left to people, who say yes or no."""
        requirement = self.conditions.get(name)
        return requirement is not None and any(isinstance(leaf, Judgement) for leaf in leaves_of(requirement))


def _check_facts(pointer: str, facts: Mapping[str, FactValue], known: _Known) -> None:
    for name, value in facts.items():
        declared, place = known.vocabulary.facts.get(name), f"{pointer}/{_escaped(name)}"
        if declared is not None and not declared.takes(value):
            raise UnknownName(place, f"what stands behind {name!r} is a {declared.type.replace('_', ' ')}")
        if declared is None and not known.knows_fact(name):
            raise UnknownName(place, f"there is no fact {name!r}")
        if declared is None and value is not None and not isinstance(value, bool) and known.waits_for_an_opinion(name):
            raise UnknownName(place, f"{name!r} is left to people: the answer is a yes or no")


def _check_filter(pointer: str, where: Filter, known: _Known) -> None:
    for name in where.fact or ():
        if not known.knows_fact(name):
            raise UnknownName(pointer, f"there is no fact {name!r}")
    if where.sub_role is not None and not known.vocabulary.knows_sub_role(where.sub_role, known.call.identifier):
        raise UnknownName(pointer, f"there is no sub-role {where.sub_role!r}")
    if where.registration is not None and where.registration not in known.vocabulary.registrations:
        raise UnknownName(pointer, f"there is no registration {where.registration!r}")


def _check_participant(base: str, participant: Participant, known: _Known) -> None:
    _check_facts(f"{base}/facts", participant.facts, known)
    for position, sub_role in enumerate(participant.sub_roles or ()):
        if not known.vocabulary.knows_sub_role(sub_role, known.call.identifier):
            raise UnknownName(f"{base}/sub_roles/{position}", f"there is no sub-role {sub_role!r}")
    for position, registration in enumerate(participant.organisation.registrations or ()):
        if registration not in known.vocabulary.registrations:
            pointer = f"{base}/organisation/registrations/{position}"
            raise UnknownName(pointer, f"there is no registration {registration!r}")


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
