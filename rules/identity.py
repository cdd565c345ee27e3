"""Same question, same answer: the canonical order of participants and the identity of a determination."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rules.calls import Call
from rules.codes import Role
from rules.conditions import Condition
from rules.facts import FactValue, Organisation, Participant, euro_number


def canonical_order(participants: Iterable[Participant]) -> list[Participant]:
    """The coordinator first, the others by id: the order in which a request lists them never matters."""
    return sorted(participants, key=lambda participant: (participant.role is not Role.COORDINATOR, participant.id))


@dataclass(frozen=True)
class AskedOfCall:
    """The part of a question that is about the call, as canonical JSON: the call, and conditions read elsewhere."""

    call: str
    conditions: str

    @classmethod
    def of(cls, call: Call, conditions: Sequence[Condition]) -> "AskedOfCall":
        """``call`` goes by its canonical names; its facts are left out, since they belong to those of the request."""
        own = sorted(call.conditions, key=lambda condition: condition.id)
        plain = call.model_copy(update={"facts": {}, "conditions": own}).model_dump(mode="json")
        return cls(_canonical(plain), _canonical([condition.model_dump(mode="json") for condition in conditions]))


def determination_id(
    *,
    asked: AskedOfCall,
    participants: Sequence[Participant],
    facts: Mapping[str, FactValue],
    as_of: date,
    ruleset: str,
    snapshot: str | None,
) -> str:
    """SHA-256 over the facts of the request, the rule set and the snapshot of the call's text, as canonical JSON.

    ``facts`` are the call's and the request's together: however a question is written, it is the same question.
    """
    parts = {
        "as_of": _canonical(as_of.isoformat()),
        "call": asked.call,
        "conditions": asked.conditions,
        "facts": _canonical(facts),
        "participants": _canonical([_stated(participant) for participant in participants]),
        "ruleset": _canonical(ruleset),
        "snapshot": _canonical(snapshot),
    }
    canonical = ",".join(f'"{name}":{part}' for name, part in parts.items())
    return hashlib.sha256(f"{{{canonical}}}".encode()).hexdigest()


def _stated(participant: Participant) -> dict[str, object]:
    """The fields of a participant and its organisation; what is null among its facts says nothing."""
    facts = {name: value for name, value in participant.facts.items() if value is not None}
    own = vars(participant.organisation)
    organisation = own if len(own) == len(_FIELDS) else {name: own[name] for name in _FIELDS}
    return vars(participant) | {"organisation": organisation, "facts": facts}


_FIELDS = tuple(Organisation.model_fields)


def _plain(value: object) -> object:
    """What JSON has no word for: of all that a participant states, only amounts of money."""
    if isinstance(value, Decimal):
        return euro_number(value)
    raise TypeError(f"no fact is a {type(value).__name__}")


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _canonical(value: Any) -> str:
    return _ENCODER.encode(value)
