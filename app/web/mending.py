"""A request with a repair in it: what a button beside a repair asks for."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.web.presenters.propose_state import LARGEST, ProposeState
from rules.codes import Role
from rules.mending.changes import Change

EMPTIED: Final[Mapping[str, Mapping[str, Any]]] = {
    "wishes.max_per_country": {"most_per_country": ""},
    "survive_dropout": {"survive": ""},
    "unknown": {"unknown": "ask"},
    "budget": {"budget": "", "share_participant": "", "share_country": ""},
    "exclude": {"exclude": []},
    "size.min": {"size_min": "1"},
    "size.max": {"size_max": str(LARGEST)},
    "lead": {"lead": ""},
}
"""What the form holds where a wish is given up altogether."""

FIGURES: Final = {"wishes.max_per_country": "most_per_country", "size.min": "size_min", "size.max": "size_max"}
"""The field of a wish that is a number."""


def mended(state: ProposeState, changes: Iterable[Change]) -> ProposeState | None:
    """The state after the changes; ``None`` where the form cannot say one of them (newcomers whom nobody knows yet)."""
    for change in changes:
        after = _after(state, change)
        if after is None:
            return None
        state = after
    return state


def _after(state: ProposeState, change: Change) -> ProposeState | None:
    match change:
        case Change(op="relax", condition=str(name), value=value):
            return _relaxed(state, name, value)
        case Change(op="remove", participant=str(one)):
            gone = _without(state, one)
            return gone.model_copy(update={"exclude": [*gone.exclude, one]})
        case Change(op="set_role", participant=str(one), role=Role.BENEFICIARY):
            there = _without(state, one)
            return there.model_copy(update={"member": [*there.member, one]})
        case Change(op="set_role", participant=str(one), role=Role.ASSOCIATED_PARTNER):
            there = _without(state, one)
            return there.model_copy(update={"partner": [*there.partner, one]})
        case Change(op="add", participant=str(one)):
            return state.model_copy(update={"exclude": [other for other in state.exclude if other != one]})
        case _:
            return None


def _relaxed(state: ProposeState, name: str, value: Any) -> ProposeState | None:
    if name in FIGURES and value is not None:
        return state.model_copy(update={FIGURES[name]: str(value)})
    if name in EMPTIED:
        return state.model_copy(update=EMPTIED[name])
    match name.split(".", 2):
        case ["wishes", "countries", code]:
            return state.model_copy(update={"country": [other for other in state.country if other != code]})
        case ["wishes", "competences", competence]:
            kept = [other for other in state.competences if other != competence]
            return state.model_copy(update={"competence": ", ".join(kept)})
        case ["members", *_rest]:
            return _without(state, name.removeprefix("members."))
        case _:
            return None


def _without(state: ProposeState, one: str) -> ProposeState:
    """Somebody who is in already is not any more."""
    return state.model_copy(
        update={
            "lead": "" if state.lead == one else state.lead,
            "member": [other for other in state.member if other != one],
            "partner": [other for other in state.partner if other != one],
        }
    )
