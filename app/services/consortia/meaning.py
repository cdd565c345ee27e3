"""What is stated about a consortium, without how it is spelt: by this it is known whether anything was changed."""

import json
from collections.abc import Mapping
from typing import Any

from app.services.following.question import ASKED

SETS = ("sub_roles", "ecosystems")
"""Lists in which order says nothing, of those that are kept in the order in which they were written."""


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """What is stated otherwise; to leave something out and to say that it is empty is the same.

    The order of participants says nothing, nor the letter case of an identifier. That of a call's conditions does: each
    changes what those before it have left.
    """
    return {name for name in ASKED if _meant(name, before.get(name)) != _meant(name, after.get(name))}


def _meant(name: str, stated: Any) -> Any:
    if not stated:
        return None
    match name:
        case "topic":
            return stated.lower()
        case "call":
            return _without_empty(stated | {"identifier": stated["identifier"].lower()})
        case "participants":
            return sorted(json.dumps(_of_participant(one), sort_keys=True) for one in stated)
        case _:
            return stated


def _of_participant(stated: Mapping[str, Any]) -> dict[str, Any]:
    nested = {name: _without_order(value) for name, value in stated.items() if isinstance(value, Mapping)}
    return _without_empty(_without_order(stated) | nested)


def _without_empty(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty by itself. A list of sub-roles that stands there empty says that there are none."""
    return {name: value for name, value in stated.items() if value or name not in {"facts", "conditions"}}


def _without_order(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sorted(set(value)) if name in SETS and value is not None else value for name, value in stated.items()}
