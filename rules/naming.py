"""Does a request use names that somebody declared? An unknown one is an error, never ignored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from rules.calls import Call
from rules.declared import Vocabulary
from rules.facts import FactValue, Participant
from rules.requirements import Filter
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
    answers = _answers(resolution)
    _check_facts("/call/facts", call.facts, answers, vocabulary)
    _check_facts("/facts", facts, answers, vocabulary)
    for index, condition in enumerate(call.conditions):
        for where in _filters(condition.requirement):
            _check_filter(f"/call/conditions/{index}/requirement", where, call, answers, vocabulary)
    for index, participant in enumerate(participants):
        _check_participant(f"/participants/{index}", participant, call, answers, vocabulary)


def _answers(resolution: Resolution) -> set[str]:
    """Names that the conditions of this call bring along: their ids, and the facts they declare themselves."""
    own = {getattr(entry.condition.requirement, "fact", None) for entry in resolution.conditions}
    return {entry.condition.id for entry in resolution.conditions} | {name for name in own if name}


def _check_facts(pointer: str, facts: Mapping[str, FactValue], answers: set[str], vocabulary: Vocabulary) -> None:
    for name, value in facts.items():
        declared = vocabulary.facts.get(name)
        if declared is None and name not in answers:
            raise UnknownName(f"{pointer}/{_escaped(name)}", f"there is no fact {name!r}")
        if declared is not None and not declared.takes(value):
            kind = declared.type.replace("_", " ")
            raise UnknownName(f"{pointer}/{_escaped(name)}", f"what stands behind {name!r} is a {kind}")


def _check_filter(pointer: str, where: Filter, call: Call, answers: set[str], vocabulary: Vocabulary) -> None:
    for name in where.fact or ():
        if name not in vocabulary.facts and name not in answers:
            raise UnknownName(pointer, f"there is no fact {name!r}")
    if where.sub_role is not None and not vocabulary.knows_sub_role(where.sub_role, call.identifier):
        raise UnknownName(pointer, f"there is no sub-role {where.sub_role!r}")
    if where.registration is not None and where.registration not in vocabulary.registrations:
        raise UnknownName(pointer, f"there is no registration {where.registration!r}")


def _check_participant(
    base: str, participant: Participant, call: Call, answers: set[str], vocabulary: Vocabulary
) -> None:
    _check_facts(f"{base}/facts", participant.facts, answers, vocabulary)
    for position, sub_role in enumerate(participant.sub_roles or ()):
        if not vocabulary.knows_sub_role(sub_role, call.identifier):
            raise UnknownName(f"{base}/sub_roles/{position}", f"there is no sub-role {sub_role!r}")
    for position, registration in enumerate(participant.organisation.registrations or ()):
        if registration not in vocabulary.registrations:
            pointer = f"{base}/organisation/registrations/{position}"
            raise UnknownName(pointer, f"there is no registration {registration!r}")


def _filters(value: Any) -> Iterator[Filter]:
    if isinstance(value, Filter):
        yield value
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _filters(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _filters(inner)


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
