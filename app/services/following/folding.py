"""Verdicts without repetition: what a condition says of its law is the same for each participant, and is kept once.

A verdict on twenty organisations is about a third as long then. Nothing is lost: unfolded, it is what it was.
"""

import json
from collections.abc import Mapping
from typing import Any

OF_THE_LAW = ("title", "scope", "force", "origin", "requirement", "needed", "tested_on", "because", "source")
"""The fields of a condition that mostly do not depend on the participant."""


def folded(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict as JSON, with each different piece of law once, in ``law``."""
    law: dict[str, int] = {}
    conditions = []
    for condition in verdict["conditions"]:
        piece = json.dumps({name: condition[name] for name in OF_THE_LAW if name in condition}, sort_keys=True)
        own = {name: value for name, value in condition.items() if name not in OF_THE_LAW}
        conditions.append(own | {"law": law.setdefault(piece, len(law))})
    return {**verdict, "conditions": conditions, "law": [json.loads(piece) for piece in law]}


def unfolded(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict that was folded."""
    law = kept["law"]
    conditions = [
        {name: value for name, value in condition.items() if name != "law"} | law[condition["law"]]
        for condition in kept["conditions"]
    ]
    return {name: value for name, value in kept.items() if name != "law"} | {"conditions": conditions}
