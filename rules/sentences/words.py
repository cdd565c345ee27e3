"""What sentences are made of beside the requirement, and how lists, shares and names are written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.codes import Kind, Role
from rules.declared import DeclaredFact
from rules.facts import Participant
from rules.groups import Groups

MOST_NAMED = 8
"""So many are named; of a longer list the rest is counted."""

_ROLES: Mapping[Role, tuple[str, str]] = {
    Role.COORDINATOR: ("coordinator", "coordinators"),
    Role.BENEFICIARY: ("beneficiary", "beneficiaries"),
    Role.AFFILIATED_ENTITY: ("affiliated entity", "affiliated entities"),
    Role.ASSOCIATED_PARTNER: ("associated partner", "associated partners"),
    Role.SUBCONTRACTOR: ("subcontractor", "subcontractors"),
    Role.THIRD_PARTY_RECIPIENT: ("third-party recipient", "third-party recipients"),
}


@dataclass(frozen=True)
class Words:
    """What groups, declared facts and sub-roles are called."""

    groups: Groups
    facts: Mapping[str, DeclaredFact]
    sub_roles: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """What a declared fact says."""
        return self.facts[name].says if name in self.facts else name.replace("_", " ")

    def sub_role(self, name: str) -> str:
        """A sub-role as what follows "is": one of the rulebook's, or one that the topic defines."""
        defined = name.rpartition(":")[2].replace("-", " ").replace("_", " ")
        return self.sub_roles.get(name, f"“{defined}” as the topic defines it")

    def asks_about(self, name: str) -> str:
        """The question behind a declared fact."""
        is_measure = name in self.facts and self.facts[name].type != "yes_or_no"
        return f"what is the {self.fact(name)}?" if is_measure else f"does it hold that {self.fact(name)}?"


class Text(NamedTuple):
    """One finding in words: what is asked, what was found, what is missing.

    ``question`` is set where no list of missing facts makes it; ``assumptions`` name what was taken as declared.
    """

    needed: str
    found: str
    missing: str = ""
    question: str | None = None
    assumptions: tuple[str, ...] = ()


def join(parts: Iterable[str]) -> str:
    """A, B and C."""
    return _listed(list(parts), "and")


def either(parts: Iterable[str]) -> str:
    """A, B or C."""
    return _listed(list(parts), "or")


def _listed(said: Sequence[str], last: str) -> str:
    return f" {last} ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def some(parts: Sequence[str]) -> str:
    """A, B and C; of a long list the first ones, and how many more there are."""
    rest = len(parts) - MOST_NAMED
    return join([*parts[:MOST_NAMED], f"{rest} more"]) if rest > 1 else join(parts)


def names(participants: Iterable[Participant]) -> list[str]:
    """Names with countries."""
    return [f"{participant.organisation.label} ({place_of(participant)})" for participant in participants]


def place_of(participant: Participant) -> str:
    """The country code, or that it is unknown."""
    return participant.organisation.country or "country unknown"


def percent(share: float) -> str:
    """A share as a percentage without needless digits."""
    return f"{share * 100:.4g} %"


def kind_name(kind: Kind) -> str:
    """A kind in words."""
    return kind.replace("_", " ")


def role_name(role: Role, number: int = 1) -> str:
    """A role in words, in the singular or the plural."""
    return _ROLES[role][number != 1]


def in_roles_named(roles: Iterable[Role], number: int = 1) -> str:
    """Those who take part in one of the roles: beneficiaries, or just participants where any role will do.

    The coordinator is a beneficiary and is not named beside the others.
    """
    wanted = dict.fromkeys(roles)
    if set(wanted) >= set(Role):
        return "participant" if number == 1 else "participants"
    others = [role for role in wanted if role is not Role.COORDINATOR or Role.BENEFICIARY not in wanted]
    return either(role_name(role, number) for role in others)
