"""How far a consortium is, where it can go from there, and what may still be changed. All of it is data."""

from collections.abc import Mapping
from enum import StrEnum

from app.errors import Conflict, Fault


class ConsortiumState(StrEnum):
    """How far a consortium is."""

    IDEA = "idea"
    """A call that somebody has in mind; there need be nobody in it yet."""
    FORMING = "forming"
    AGREED = "agreed"
    """Everybody has said yes: who takes part, and in which call, stands."""
    SUBMITTED = "submitted"
    ABANDONED = "abandoned"


S = ConsortiumState

MOVES: Mapping[ConsortiumState, tuple[ConsortiumState, ...]] = {
    S.IDEA: (S.FORMING, S.ABANDONED),
    S.FORMING: (S.AGREED, S.ABANDONED),
    S.AGREED: (S.SUBMITTED, S.FORMING, S.ABANDONED),
    S.SUBMITTED: (S.FORMING, S.ABANDONED),
    S.ABANDONED: (S.IDEA, S.FORMING),
}
"""From each state the states that can follow."""

BEGINNINGS = (S.IDEA, S.FORMING)
"""What a consortium can be made as."""

MAY_BE_EMPTY = frozenset({S.IDEA, S.ABANDONED})
"""In the others somebody takes part."""

NEEDS_VERDICT = frozenset({S.AGREED, S.SUBMITTED})
"""They are entered with a verdict that is not ``ineligible``, or with all that is not met acknowledged."""

FIXED: Mapping[ConsortiumState, frozenset[str]] = {
    S.AGREED: frozenset({"topic", "call", "participants"}),
    S.SUBMITTED: frozenset({"topic", "call", "participants", "facts"}),
}
"""Fields that cannot be changed in a state: whoever wants to goes back to forming, so that everybody sees it."""

FOLLOWED = frozenset(S) - {S.ABANDONED}
"""States in which the world is watched for a consortium."""


def require_move(before: ConsortiumState, after: ConsortiumState) -> None:
    """Refuse a move that there is not.

    Raises:
        Conflict: ``errors`` names the states that can follow.
    """
    if after in MOVES[before]:
        return
    can = " or ".join(MOVES[before])
    raise Conflict(
        f"A consortium that is {_said(before)} cannot become {_said(after)}: it can become {can}.",
        errors=[Fault(pointer="/state", detail=f"one of: {', '.join(MOVES[before])}")],
    )


def require_open(state: ConsortiumState, changed: frozenset[str] | set[str]) -> None:
    """Refuse a change of what stands.

    Raises:
        Conflict: ``errors`` names the fields.
    """
    fixed = sorted(FIXED.get(state, frozenset()) & changed)
    if fixed:
        raise Conflict(
            f"The consortium is {state}: take it back to forming before you change its {' and '.join(fixed)}.",
            errors=[Fault(pointer=f"/{name}", detail=f"stands while the consortium is {state}") for name in fixed],
        )


def _said(state: ConsortiumState) -> str:
    return "an idea" if state is S.IDEA else str(state)
