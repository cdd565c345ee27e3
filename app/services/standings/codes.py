"""A standing in a few letters, since there is one for each organisation and each call: `u:cb:?+`."""

from collections.abc import Sequence
from typing import Literal

from app.services.catalogue.schemas import Public
from rules.codes import Role
from rules.verdict import Whole

_STATUSES: tuple[tuple[str, Whole], ...] = (
    ("e", "eligible"),
    ("c", "eligible_on_condition"),
    ("n", "ineligible"),
    ("u", "undetermined"),
    ("o", "out_of_scope"),
)
_ROLES: tuple[tuple[str, Role], ...] = (
    ("c", Role.COORDINATOR),
    ("b", Role.BENEFICIARY),
    ("a", Role.ASSOCIATED_PARTNER),
)
_TRUTHS: tuple[tuple[str, bool | None], ...] = (("+", True), ("-", False), ("?", None))


class CallStanding(Public):
    """What an organisation may be in a call, in the words of the list of eligible calls."""

    status: Literal["eligible", "eligible_on_condition", "ineligible", "undetermined", "out_of_scope"]
    roles: Sequence[Role]
    coordinator: bool | None
    funded: bool | None


def status_of(letter: str) -> Whole:
    """What the first letter says."""
    return dict(_STATUSES)[letter]


def code_of(status: Whole, roles: Sequence[Role], coordinator: bool | None, funded: bool | None) -> str:
    """The letters."""
    letter = next(letter for letter, known in _STATUSES if known == status)
    played = "".join(next(letter for letter, known in _ROLES if known == role) for role in roles)
    truths = "".join(next(sign for sign, known in _TRUTHS if known is truth) for truth in (coordinator, funded))
    return f"{letter}:{played}:{truths}"


def standing_of(code: str) -> CallStanding:
    """What the letters say."""
    status, roles, truths = code.split(":")
    coordinator, funded = (dict(_TRUTHS)[sign] for sign in truths)
    return CallStanding(
        status=dict(_STATUSES)[status],
        roles=[dict(_ROLES)[letter] for letter in roles],
        coordinator=coordinator,
        funded=funded,
    )
