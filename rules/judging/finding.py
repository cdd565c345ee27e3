"""What judging one requirement found."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.codes import Role
from rules.facts import Participant
from rules.judging.told import Told
from rules.truth import Truth


@dataclass
class Finding:
    """The truth of one requirement, of one participant or of the whole consortium, with its reasons in words.

    ``counted`` are those who certainly count, ``may_count`` those of whom a fact is missing. ``asks`` names the
    missing facts as ``participant -> facts`` (the consortium is ``None``). ``applies`` is false where there is
    nothing to judge. Words may be given as what makes them (``needed=lambda: …``), and are made when they are read.
    """

    truth: Truth
    needed: Told[str] = Told()  # noqa: RUF009  # a descriptor
    found: Told[str] = Told()  # noqa: RUF009  # a descriptor
    missing: Told[str] = Told("")  # noqa: RUF009  # a descriptor
    participant: str | None = None
    counted: tuple[str, ...] = ()
    may_count: tuple[str, ...] = ()
    asks: tuple[tuple[str | None, frozenset[str]], ...] = ()
    question: str | None = None
    assumptions: Told[tuple[str, ...]] = Told(())  # noqa: RUF009  # a descriptor
    applies: bool = True
    only_people_decide: bool = False
    funded: bool | None = None
    rate: float | None = None


def in_roles(participants: Iterable[Participant], roles: Iterable[Role]) -> list[Participant]:
    """Those who take part in one of the roles."""
    wanted = set(roles)
    return [participant for participant in participants if participant.role in wanted]
