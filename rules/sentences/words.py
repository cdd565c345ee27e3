"""What sentences are made of beside the requirement, and how lists, shares and names are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

from rules.codes import Kind, Role
from rules.declared import DeclaredFact
from rules.facts import FactValue, Participant
from rules.groups import Groups
from rules.sentences.asking import measure, yes_or_no

What = TypeVar("What")
Said = TypeVar("Said")

MOST_KEPT = 4096
"""Sentences about requirements and filters that are kept; a call has some hundred."""

MOST_NAMED = 8
"""So many are named; of a longer list the rest is counted."""

VOWELS = frozenset("aeiou")

TEN_THOUSAND = 10_000
"""From here on thousands are set apart."""

_ROLES: Mapping[Role, tuple[str, str]] = {
    Role.COORDINATOR: ("coordinator", "coordinators"),
    Role.BENEFICIARY: ("beneficiary", "beneficiaries"),
    Role.AFFILIATED_ENTITY: ("affiliated entity", "affiliated entities"),
    Role.ASSOCIATED_PARTNER: ("associated partner", "associated partners"),
    Role.SUBCONTRACTOR: ("subcontractor", "subcontractors"),
    Role.THIRD_PARTY_RECIPIENT: ("third-party recipient", "third-party recipients"),
}

_KINDS: Mapping[Kind, str] = {
    Kind.CLUSTER_ORGANISATION: "a cluster organisation",
    Kind.INDUSTRIAL_DISTRICT: "an industrial district",
    Kind.BUSINESS_NETWORK: "a business network",
    Kind.COMPANY: "a company",
    Kind.UNIVERSITY: "a university",
    Kind.RESEARCH_ORGANISATION: "a research organisation",
    Kind.PUBLIC_BODY: "a public body",
    Kind.NATIONAL_AUTHORITY: "a national authority",
    Kind.REGIONAL_AUTHORITY: "a regional authority",
    Kind.LOCAL_AUTHORITY: "a local authority",
    Kind.AGENCY: "an agency",
    Kind.CHAMBER: "a chamber of commerce",
    Kind.NGO: "an NGO",
    Kind.HOSPITAL: "a hospital",
    Kind.SCHOOL: "a school",
    Kind.VET_PROVIDER: "a provider of vocational education and training",
    Kind.MEDIA: "a media organisation",
    Kind.POLICE_AUTHORITY: "a police authority",
    Kind.BORDER_GUARD: "a border guard authority",
    Kind.CUSTOMS: "a customs authority",
    Kind.FIRST_RESPONDER: "a first responder",
    Kind.EGTC: "a European grouping of territorial cooperation",
    Kind.ERIC: "a European Research Infrastructure Consortium",
    Kind.INTERNATIONAL_ORGANISATION: "an international organisation",
    Kind.NATURAL_PERSON: "a natural person",
    Kind.SOLE_TRADER: "a sole trader",
    Kind.OTHER: "an organisation of another kind",
}


@dataclass(frozen=True)
class Words:
    """What groups, declared facts, sub-roles, registrations and regions are called.

    ``kept`` is what is said of requirements and filters whoever is judged by them; see `said_once`.
    """

    groups: Groups
    facts: Mapping[str, DeclaredFact]
    sub_roles: Mapping[str, str] = field(default_factory=dict)
    registrations: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    kept: dict[tuple[object, int], tuple[object, Any]] = field(default_factory=dict, repr=False, compare=False)

    def fact(self, name: str) -> str:
        """What a declared fact says."""
        return self.facts[name].says if name in self.facts else name.replace("_", " ")

    def sub_role(self, name: str) -> str:
        """A sub-role as what follows "is": one of the rulebook's, or one that the topic defines."""
        slug = name.rpartition(":")[2]
        defined = slug.replace("-", " ").replace("_", " ")
        known = self.sub_roles.get(name) or (self.sub_roles.get(slug) if name.startswith("topic:") else None)
        return known or f"one of those that the topic calls “{defined}”"

    def region(self, code: str) -> str:
        """A region as what follows "seated in"."""
        return self.regions.get(code, code)

    def registration(self, name: str) -> str:
        """A registration as what follows "is"."""
        return self.registrations.get(name, f"registered as {name.replace('_', ' ')}")

    def is_measure(self, name: str) -> bool:
        """Whether a declared fact is a number, a text or a list, and no yes or no."""
        return name in self.facts and self.facts[name].type != "yes_or_no"

    def fact_said(self, name: str, value: FactValue) -> str:
        """A declared fact with its value, as a clause."""
        if isinstance(value, bool) and not self.is_measure(name):
            return self.fact(name) if value else f"it is not so that {self.fact(name)}"
        return f"{self.fact(name)}: {self.value(value)}"

    def fact_is(self, name: str, value: FactValue) -> str:
        """A declared fact with its value, as what follows "if" or "whether"."""
        said = self.fact(name)
        if not self.is_measure(name):
            return self.fact_said(name, value)
        return f"the {said} {'are' if said.split()[0].endswith('s') else 'is'} {self.value(value)}"

    def value(self, value: FactValue) -> str:
        """A value that somebody stated; the names of registrations in words."""
        if isinstance(value, list):
            return join(map(self.value, value)) or "none"
        if isinstance(value, str):
            return self.registrations.get(value, value.replace("_", " "))
        return number_said(value)

    def whether(self, name: str) -> str:
        """A declared fact that is not known: whether something holds, or a measure."""
        return f"the {self.fact(name)}" if self.is_measure(name) else f"whether {self.fact(name)}"

    def asks_about(self, name: str, who: str) -> str:
        """The question behind a declared fact; ``who`` is whom it is about."""
        said = self.fact(name)
        if self.is_measure(name):
            return measure(said, who, is_list=self.facts[name].type == "list")
        return yes_or_no(said, who)


def number_said(value: bool | float | None) -> str:
    """A number, its thousands set apart where it is long; or yes or no."""
    if value is None or isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if value >= TEN_THOUSAND else str(value)


def said_once(say: Callable[[What, Words], Said]) -> Callable[[What, Words], Said]:
    """What is said of a requirement or a filter is said each time it is judged, and is always the same.

    It is kept under the identity of the object, which it keeps alive; when there is too much of it, it is let go.
    """

    @wraps(say)
    def said(what: What, words: Words) -> Said:
        kept = words.kept.get((say, id(what)))
        if kept is None:
            if len(words.kept) >= MOST_KEPT:
                words.kept.clear()
            kept = words.kept[say, id(what)] = (what, say(what, words))
        return cast(Said, kept[1])

    return said


class Text(NamedTuple):
    """One finding in words: what is asked, what was found, what is missing.

    ``question`` is set where no list of missing facts makes it; ``assumptions`` name what was taken as declared.
    ``is_clause``: what is missing is said as a clause, not as the name of what is not there. ``change`` is the same as
    what would have to become of it, where that reads otherwise.
    """

    needed: str
    found: str
    missing: str = ""
    question: str | None = None
    assumptions: tuple[str, ...] = ()
    is_clause: bool = False
    change: str = ""


def a(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"{'an' if noun[:1].lower() in VOWELS else 'a'} {noun}"


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
    """A kind as what follows "is"."""
    return _KINDS[kind]


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
