"""What sentences are made of beside the requirement, and how lists, shares and names are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

from rules.codes import Kind, Role
from rules.declared import DeclaredFact
from rules.facts import FactValue, Participant
from rules.groups import Groups
from rules.language import N_, NN_, _, either, in_english, join, ngettext, pgettext, spoken
from rules.sentences.asking import measure, yes_or_no

What = TypeVar("What")
Said = TypeVar("Said")

MOST_KEPT = 4096
"""Sentences about requirements and filters that are kept; a call has some hundred."""

MOST_NAMED = 8
"""So many are named; of a longer list the rest is counted."""

VOWELS = frozenset("aeiou")

TOPIC_CALLS_IT = N_("one of those that the topic calls “{name}”")

TEN_THOUSAND = 10_000
"""From here on thousands are set apart."""

_ROLES: Mapping[Role, tuple[str, str]] = {
    Role.COORDINATOR: NN_("coordinator", "coordinators"),
    Role.BENEFICIARY: NN_("beneficiary", "beneficiaries"),
    Role.AFFILIATED_ENTITY: NN_("affiliated entity", "affiliated entities"),
    Role.ASSOCIATED_PARTNER: NN_("associated partner", "associated partners"),
    Role.SUBCONTRACTOR: NN_("subcontractor", "subcontractors"),
    Role.THIRD_PARTY_RECIPIENT: NN_("third-party recipient", "third-party recipients"),
}

_A_ROLE: Mapping[Role, str] = {
    Role.COORDINATOR: N_("a coordinator"),
    Role.BENEFICIARY: N_("a beneficiary"),
    Role.AFFILIATED_ENTITY: N_("an affiliated entity"),
    Role.ASSOCIATED_PARTNER: N_("an associated partner"),
    Role.SUBCONTRACTOR: N_("a subcontractor"),
    Role.THIRD_PARTY_RECIPIENT: N_("a third-party recipient"),
}

_KINDS: Mapping[Kind, str] = {
    Kind.CLUSTER_ORGANISATION: N_("a cluster organisation"),
    Kind.INDUSTRIAL_DISTRICT: N_("an industrial district"),
    Kind.BUSINESS_NETWORK: N_("a business network"),
    Kind.COMPANY: N_("a company"),
    Kind.UNIVERSITY: N_("a university"),
    Kind.RESEARCH_ORGANISATION: N_("a research organisation"),
    Kind.PUBLIC_BODY: N_("a public body"),
    Kind.NATIONAL_AUTHORITY: N_("a national authority"),
    Kind.REGIONAL_AUTHORITY: N_("a regional authority"),
    Kind.LOCAL_AUTHORITY: N_("a local authority"),
    Kind.AGENCY: N_("an agency"),
    Kind.CHAMBER: N_("a chamber of commerce"),
    Kind.NGO: N_("an NGO"),
    Kind.HOSPITAL: N_("a hospital"),
    Kind.SCHOOL: N_("a school"),
    Kind.VET_PROVIDER: N_("a provider of vocational education and training"),
    Kind.MEDIA: N_("a media organisation"),
    Kind.POLICE_AUTHORITY: N_("a police authority"),
    Kind.BORDER_GUARD: N_("a border guard authority"),
    Kind.CUSTOMS: N_("a customs authority"),
    Kind.FIRST_RESPONDER: N_("a first responder"),
    Kind.EGTC: N_("a European grouping of territorial cooperation"),
    Kind.ERIC: N_("a European Research Infrastructure Consortium"),
    Kind.INTERNATIONAL_ORGANISATION: N_("an international organisation"),
    Kind.NATURAL_PERSON: N_("a natural person"),
    Kind.SOLE_TRADER: N_("a sole trader"),
    Kind.OTHER: N_("an organisation of another kind"),
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
    kept: dict[tuple[object, int, str], tuple[object, Any]] = field(default_factory=dict, repr=False, compare=False)

    def fact(self, name: str) -> str:
        """What a declared fact says."""
        return _(self.facts[name].says) if name in self.facts else name.replace("_", " ")

    def sub_role(self, name: str) -> str:
        """A sub-role as what follows "is": one of the rulebook's, or one that the topic defines."""
        known = self.sub_role_in_english(name)
        return _(known) if known else _(TOPIC_CALLS_IT, name=_slug(name).replace("-", " ").replace("_", " "))

    def sub_role_in_english(self, name: str) -> str | None:
        """A sub-role of the rulebook as it stands there; ``None`` for one that only the topic knows."""
        return self.sub_roles.get(name) or (self.sub_roles.get(_slug(name)) if name.startswith("topic:") else None)

    def region(self, code: str) -> str:
        """A region as what follows "seated in"."""
        return _(self.regions.get(code, code))

    def registration(self, name: str) -> str:
        """A registration as what follows "is"."""
        known = self.registrations.get(name)
        return _(known) if known else _("registered as {name}", name=name.replace("_", " "))

    def is_measure(self, name: str) -> bool:
        """Whether a declared fact is a number, a text or a list, and no yes or no."""
        return name in self.facts and self.facts[name].type != "yes_or_no"

    def fact_said(self, name: str, value: FactValue) -> str:
        """A declared fact with its value, as a clause."""
        if isinstance(value, bool) and not self.is_measure(name):
            return self.fact(name) if value else _("it is not so that {clause}", clause=self.fact(name))
        return _("{fact}: {value}", fact=self.fact(name), value=self.value(value))

    def fact_is(self, name: str, value: FactValue) -> str:
        """A declared fact with its value, as what follows "if" or "whether"."""
        said = self.fact(name)
        if not self.is_measure(name) or not in_english():
            return self.fact_said(name, value)
        return f"the {said} {'are' if said.split()[0].endswith('s') else 'is'} {self.value(value)}"

    def value(self, value: FactValue) -> str:
        """A value that somebody stated; the names of registrations in words."""
        if isinstance(value, list):
            return join(map(self.value, value)) or pgettext("of a list", "none")
        if isinstance(value, str):
            known = self.registrations.get(value)
            return _(known or value.replace("_", " "))
        return number_said(value)

    def whether(self, name: str) -> str:
        """A declared fact that is not known: whether something holds, or a measure."""
        if self.is_measure(name):
            return _("the {measure}", measure=self.fact(name))
        return _("whether {clause}", clause=self.fact(name))

    def asks_about(self, name: str, who: str) -> str:
        """The question behind a declared fact; ``who`` is whom it is about."""
        said = self.fact(name)
        if self.is_measure(name):
            return measure(said, who, is_list=self.facts[name].type == "list")
        return yes_or_no(said, who)


def number_said(value: bool | float | None) -> str:
    """A number, its thousands set apart where it is long; or yes or no."""
    if value is None or isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    return str(value) if in_english() and value < TEN_THOUSAND else spoken().number(value)


def said_once(say: Callable[[What, Words], Said]) -> Callable[[What, Words], Said]:
    """What is said of a requirement or a filter is said each time it is judged, and is always the same.

    It is kept in each language under the identity of the object, which it keeps alive; when there is too much of it, it
    is let go.
    """

    @wraps(say)
    def said(what: What, words: Words) -> Said:
        key = (say, id(what), spoken().code)
        kept = words.kept.get(key)
        if kept is None:
            if len(words.kept) >= MOST_KEPT:
                words.kept.clear()
            kept = words.kept[key] = (what, say(what, words))
        return cast(Said, kept[1])

    return said


class Text(NamedTuple):
    """One finding in words: what is asked, what was found, what is missing.

    ``question`` is set where no list of missing facts makes it; ``assumptions`` name what was taken as declared.
    ``is_clause``: what is missing is said as a clause, not as the name of what is not there. ``change`` is the same as
    what would have to become of it, where that reads otherwise. ``excuse`` is the end of what is missing: what would
    lift a bar.
    """

    needed: str
    found: str
    missing: str = ""
    question: str | None = None
    assumptions: tuple[str, ...] = ()
    is_clause: bool = False
    change: str = ""
    excuse: str = ""


def a(noun: str) -> str:
    """A noun with its indefinite article."""
    return f"{'an' if noun[:1].lower() in VOWELS else 'a'} {noun}"


def some(parts: Sequence[str]) -> str:
    """A, B and C; of a long list the first ones, and how many more there are."""
    rest = len(parts) - MOST_NAMED
    if rest <= 1:
        return join(parts)
    return join([*parts[:MOST_NAMED], ngettext("{number} more", "{number} more", rest)])


def names(participants: Iterable[Participant]) -> list[str]:
    """Names with countries."""
    return [f"{participant.organisation.label} ({place_of(participant)})" for participant in participants]


def place_of(participant: Participant) -> str:
    """The country code, or that it is unknown."""
    return participant.organisation.country or _("country unknown")


def percent(share: float) -> str:
    """A share as a percentage without needless digits."""
    digits = f"{share * 100:.4g}"
    return f"{digits if in_english() else spoken().number(float(digits))} %"


def kind_name(kind: Kind) -> str:
    """A kind as what follows "is"."""
    return _(_KINDS[kind])


def role_name(role: Role, number: int = 1) -> str:
    """A role in words, in the singular or the plural."""
    return ngettext(*_ROLES[role], number)


def in_roles_named(roles: Iterable[Role], number: int = 1) -> str:
    """Those who take part in one of the roles: beneficiaries, or just participants where any role will do.

    The coordinator is a beneficiary and is not named beside the others.
    """
    named = _named(roles)
    if named is None:
        return ngettext("participant", "participants", number)
    return either(role_name(role, number) for role in named)


def one_in_roles(roles: Iterable[Role]) -> str:
    """One of them, with the article: a beneficiary or affiliated entity."""
    if in_english():
        return a(in_roles_named(roles))
    named = _named(roles)
    return _("a participant") if named is None else either(a_role(role) for role in named)


def a_role(role: Role) -> str:
    """A role with its article."""
    return _(_A_ROLE[role])


def _named(roles: Iterable[Role]) -> list[Role] | None:
    """The roles that are named; ``None`` where any will do."""
    wanted = dict.fromkeys(roles)
    if set(wanted) >= set(Role):
        return None
    return [role for role in wanted if role is not Role.COORDINATOR or Role.BENEFICIARY not in wanted]


def _slug(name: str) -> str:
    return name.rpartition(":")[2]
