"""Same question, same answer: the canonical order of participants and the identity of a determination."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rules.calls import Call
from rules.codes import Role
from rules.conditions import Condition
from rules.facts import FactValue, Participant


def canonical_order(participants: Iterable[Participant]) -> list[Participant]:
    """The coordinator first, the others by id: the order in which a request lists them never matters."""
    return sorted(participants, key=lambda participant: (participant.role is not Role.COORDINATOR, participant.id))


def determination_id(
    *,
    call: Call,
    participants: Sequence[Participant],
    facts: Mapping[str, FactValue],
    as_of: date,
    conditions: Sequence[Condition],
    ruleset: str,
    snapshot: str | None,
) -> str:
    """SHA-256 over the facts of the request, the rule set and the snapshot of the call's text.

    ``call`` goes by its canonical names, ``facts`` are the call's and the request's together: however a question is
    written, it is the same question.
    """
    own = sorted(call.conditions, key=lambda condition: condition.id)
    asked = {
        "call": call.model_copy(update={"facts": {}, "conditions": own}).model_dump(mode="json"),
        "participants": [_stated(participant) for participant in participants],
        "facts": dict(facts),
        "as_of": as_of.isoformat(),
        "conditions": [condition.model_dump(mode="json") for condition in conditions],
        "ruleset": ruleset,
        "snapshot": snapshot,
    }
    canonical = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _stated(participant: Participant) -> dict[str, object]:
    facts = {name: value for name, value in participant.facts.items() if value is not None}
    stated: dict[str, object] = participant.model_copy(update={"facts": facts}).model_dump(mode="json")
    return stated
