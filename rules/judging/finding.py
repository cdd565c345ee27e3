"""What judging one requirement found."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.codes import Role
from rules.facts import Participant
from rules.truth import Truth


@dataclass(frozen=True)
class Finding:
    """The truth of one requirement, of one participant or of the whole consortium, with its reasons in words.

    ``counted`` are those who certainly count, ``may_count`` those of whom a fact is missing. ``asks`` names the
    missing facts as ``participant -> facts`` (the consortium is ``None``). ``applies`` is false where there is
    nothing to judge.
    """

    truth: Truth
    needed: str
    found: str
    missing: str = ""
    participant: str | None = None
    counted: tuple[str, ...] = ()
    may_count: tuple[str, ...] = ()
    asks: tuple[tuple[str | None, frozenset[str]], ...] = ()
    question: str | None = None
    assumptions: tuple[str, ...] = ()
    applies: bool = True
    only_people_decide: bool = False
    funded: bool | None = None
    rate: float | None = None


def in_roles(participants: Iterable[Participant], roles: Iterable[Role]) -> list[Participant]:
    """Those who take part in one of the roles."""
    wanted = set(roles)
    return [participant for participant in participants if participant.role in wanted]
