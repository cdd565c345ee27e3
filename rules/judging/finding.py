"""What judging one requirement found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.codes import Role
from rules.facts import Participant
from rules.language import _
from rules.once import once_said
from rules.sentences.countries import country_name
from rules.sentences.words import Text
from rules.truth import Truth

Asks = tuple[tuple[str | None, frozenset[str]], ...]
"""Missing facts by participant; the proposal as a whole is ``None``."""


class Agreement(NamedTuple):
    """What has to come true of a country, in whose place the clause has ``{country}``."""

    country: str
    clause: str

    @property
    def said(self) -> str:
        """The clause about the country."""
        return _(self.clause, country=country_name(self.country))


@dataclass
class Finding:
    """The truth of one requirement, of one participant or of the whole consortium.

    ``tell`` puts it in words, and is asked only where somebody reads them. ``counted`` are those who certainly count,
    ``may_count`` those of whom a fact is missing, ``witnesses`` a set that a selection asks for. Where a minimum is
    asked for, if only in one of several ways (``for_a_minimum``), they count towards it: who is there for a maximum or
    a share alone does not. ``asks`` names the missing facts that would settle it. ``applies`` is false where there is
    nothing to judge. ``hangs_on`` are agreements: what has to come true of them for it to turn out otherwise.
    """

    truth: Truth
    tell: Callable[[], Text]
    participant: str | None = None
    counted: tuple[str, ...] = ()
    may_count: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    asks: Asks = ()
    applies: bool = True
    only_people_decide: bool = False
    for_a_minimum: bool = False
    funded: bool | None = None
    rate: float | None = None
    hangs_on: tuple[Agreement, ...] = ()

    @once_said
    def text(self) -> Text:
        """The finding in words."""
        return self.tell()

    @property
    def needed(self) -> str:
        """What is asked."""
        return self.text.needed

    @property
    def found(self) -> str:
        """What was found."""
        return self.text.found

    @property
    def missing(self) -> str:
        """What is missing; empty where nothing is."""
        return self.text.missing

    @property
    def question(self) -> str | None:
        """What would settle it, where no list of missing facts says so."""
        return self.text.question

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken as declared."""
        return self.text.assumptions


def in_roles(participants: Iterable[Participant], roles: Iterable[Role]) -> list[Participant]:
    """Those who take part in one of the roles."""
    wanted = set(roles)
    return [participant for participant in participants if participant.role in wanted]


def among(participants: Iterable[Participant], ids: Iterable[str]) -> list[Participant]:
    """Those with one of the ids, in their own order."""
    wanted = set(ids)
    return [participant for participant in participants if participant.id in wanted]


def counting(findings: Sequence[Finding], for_a_minimum: bool) -> Sequence[Finding]:
    """Those whose participants count: where any of them asks for a minimum, only those that do."""
    return [finding for finding in findings if finding.for_a_minimum] if for_a_minimum else findings


def asks_together(findings: Iterable[Finding]) -> Asks:
    """The missing facts of several findings, each participant once."""
    return merged(asks for finding in findings for asks in finding.asks)


def merged(asks: Iterable[tuple[str | None, frozenset[str]]]) -> Asks:
    """Missing facts with each participant once."""
    asked: dict[str | None, frozenset[str]] = {}
    for who, facts in asks:
        asked[who] = asked.get(who, frozenset()) | facts
    return tuple(asked.items())


def ids_together(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Each id once, in the order in which they come."""
    return tuple(dict.fromkeys(identifier for ids in several for identifier in ids))
