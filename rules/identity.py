"""Same question, same answer: the canonical order of participants and the identity of a determination."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rules.calls import Call
from rules.codes import Role
from rules.facts import Participant

if TYPE_CHECKING:
    from rules.verdict import Case


def canonical_order(participants: Iterable[Participant]) -> list[Participant]:
    """The coordinator first, the others by id: the order in which a request lists them never matters."""
    return sorted(participants, key=lambda participant: (participant.role is not Role.COORDINATOR, participant.id))


def determination_id(call: Call, participants: Sequence[Participant], case: "Case", ruleset: str) -> str:
    """SHA-256 over the facts of the request, the rule set and the snapshot of the call's text."""
    facts = {
        "call": call.model_dump(mode="json"),
        "participants": [participant.model_dump(mode="json") for participant in participants],
        "facts": dict(sorted(case.facts.items())),
        "as_of": case.as_of.isoformat(),
        "conditions": [condition.model_dump(mode="json") for condition in case.conditions],
        "ruleset": ruleset,
        "snapshot": case.snapshot,
    }
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
