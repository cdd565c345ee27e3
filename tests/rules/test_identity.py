"""The identity of a determination, against its definition written out."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.calls import Call
from rules.codes import Role
from rules.facts import FactValue, Organisation, Participant
from rules.rulebook import load
from rules.verdict import Case, judge
from tests.rules.consortia import DAY, calls, consortia

CALL = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", deadline=DAY, budget_year=2026)
AMOUNTS = st.none() | st.decimals(0, 10**9, places=2)


def defined(call: Call, participants: list[Participant], facts: dict[str, FactValue]) -> str:
    """SHA-256 of the question as JSON: sorted names, no spaces, what is null among facts left out."""
    order = sorted(participants, key=lambda one: (one.role is not Role.COORDINATOR, one.id))
    asked: dict[str, Any] = {
        "call": load().programmes.normalised(call).model_copy(update={"facts": {}}).model_dump(mode="json"),
        "participants": [one.model_dump(mode="json") for one in order],
        "facts": {name: value for name, value in {**call.facts, **facts}.items() if value is not None},
        "as_of": DAY.isoformat(),
        "conditions": [],
        "ruleset": load().version,
        "snapshot": None,
    }
    for one in asked["participants"]:
        one["facts"] = {name: value for name, value in one["facts"].items() if value is not None}
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@given(calls(), consortia())
def test_the_identity_is_the_hash_of_the_question_as_canonical_json(
    call: Call, participants: list[Participant]
) -> None:
    facts: dict[str, FactValue] = {"horizon.gender-equality-plan": True, "horizon.legal-entity": None}
    verdict = judge(Case(call, participants, DAY, {}), load())
    assert verdict.determination_id == defined(call, participants, {})
    known = {name: value for name, value in facts.items() if name in {entry.id for entry in verdict.conditions}}
    assert judge(Case(call, participants, DAY, known), load()).determination_id == defined(call, participants, known)


@given(
    AMOUNTS, AMOUNTS, st.text(max_size=20), st.dictionaries(st.text("abc-é", min_size=1, max_size=5), st.integers(1, 3))
)
def test_amounts_and_texts_of_every_script_go_in_as_json_writes_them(
    asked: Decimal | None, cost: Decimal | None, name: str, competences: dict[str, int]
) -> None:
    organisation = Organisation(id="x", name=name, country="DE", competences=competences)
    one = Participant(organisation=organisation, role=Role.COORDINATOR, eu_contribution=asked, total_cost=cost)
    assert judge(Case(CALL, [one], DAY, {}), load()).determination_id == defined(CALL, [one], {})
