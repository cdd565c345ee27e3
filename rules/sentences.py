"""Conditions and facts in plain English: one place for each kind, from typed arguments and never from prose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.codes import Flag, Kind
from rules.declared import DeclaredFact
from rules.facts import Organisation, Participant
from rules.groups import Groups
from rules.requirements import NOT_ELIGIBLE, Admit, Filter, Fund, Limit, Money, Ratio, Selection

QUESTIONS: Mapping[str, str] = {
    "country": "In which country is {name} established?",
    "kinds": "What kind of organisation is {name}?",
    "member_kinds": "Of which kinds are the members of {name}?",
    "nuts": "In which NUTS region is {name} seated?",
    "legal_personality": "Does {name} have legal personality?",
    "gender_equality_plan": "Will {name} have a gender equality plan when the grant is signed?",
    "public_body": "Is {name} a public body?",
    "non_profit": "Is {name} non-profit?",
    "sme": "Is {name} an SME?",
    "size_class": "Is {name} an SME, a small mid-cap or larger?",
    "controlled_from": "From which country is {name} ultimately controlled?",
    "registrations": "Which registrations does {name} hold?",
    "deemed_establishment": "Does {name}, deemed to sit in a country of its own, fill the place that is asked for?",
    "overseas_territory": "Is the overseas territory of {name} a country apart from its Member State for this count?",
    "coordinator": "Who coordinates?",
    "eligible_countries": "Which countries are eligible in this call?",
    "budget_year": "To which budget year does the call belong?",
    "pillar": "To which pillar of the programme does the call belong?",
    "destination": "To which destination of the work programme does the topic belong?",
    "type_of_action": "What is the type of action of the call?",
}
"""What to ask for each fact that may be missing."""

_FLAGS: Mapping[Flag, str] = {
    Flag.HU_PUBLIC_INTEREST_TRUST: "a Hungarian public-interest trust or maintained by one",
    Flag.RESTRICTIVE_MEASURES: "subject to EU restrictive measures",
    Flag.JRC: "the Joint Research Centre",
    Flag.EUROPEAN_RESEARCH_ORGANISATION: "an international European research organisation",
    Flag.EU_BODY: "a body created under Union law",
    Flag.INTERNATIONAL_ORGANISATION: "an international organisation",
    Flag.MAJORITY_RUSSIAN_OWNED: "owned for more than half from Russia",
    Flag.CN_MIIT: "a Chinese university under the Ministry of Industry and Information Technology",
    Flag.HIGH_RISK_SUPPLIER: "a high-risk supplier or controlled by one",
    Flag.NON_GOVERNMENT_CONTROLLED_TERRITORY: "established in a territory that Ukraine's government does not control",
    Flag.OUTERMOST_REGION: "in an outermost region",
    Flag.OCT: "in an overseas country or territory",
}


@dataclass(frozen=True)
class Words:
    """What sentences are made of beside the requirement: what groups, declared facts and sub-roles are called."""

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


def join(parts: Iterable[str]) -> str:
    """A, B and C."""
    said = list(parts)
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def either(parts: Iterable[str]) -> str:
    """A, B or C."""
    said = list(parts)
    return " or ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def names(participants: Iterable[Participant]) -> list[str]:
    """Names with countries."""
    return [f"{participant.organisation.label} ({place_of(participant)})" for participant in participants]


def place_of(participant: Participant) -> str:
    """The country code, or that it is unknown."""
    return participant.organisation.country or "country unknown"


def percent(share: float) -> str:
    """A share as a percentage without needless digits."""
    return f"{share * 100:.4g} %"


def countries(place: str | tuple[str, ...], words: Words) -> str:
    """A dated group by its name, or the codes of a list."""
    return words.groups[place].one if isinstance(place, str) else either(place)


def describe(where: Filter, words: Words) -> str:
    """A filter as the end of a sentence that begins with "an organisation"."""
    return join(_clauses(where, words)) or "of any kind"


def _clauses(where: Filter, words: Words) -> Iterable[str]:
    if where.country_in is not None:
        yield f"established in {countries(where.country_in, words)}"
    if where.headquarters_in is not None:
        yield f"with headquarters in {countries(where.headquarters_in, words)}"
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield "controlled from a country that is not eligible here"
    elif where.controlled_from_in is not None:
        yield f"controlled from {countries(where.controlled_from_in, words)}"
    if where.region_in is not None:
        yield f"seated in {either(where.region_in)}"
    yield from _clauses_about_the_entity(where)
    if where.role_in is not None:
        yield f"as {either(role.replace('_', ' ') for role in where.role_in)}"
    if where.sub_role is not None:
        yield words.sub_role(where.sub_role)
    if where.fact is not None:
        yield join(f"where {_stated(name, value, words)}" for name, value in where.fact.items())
    if where.all_of is not None:
        yield join(describe(part, words) for part in where.all_of)
    if where.any_of is not None:
        yield either(describe(part, words) for part in where.any_of)
    if where.none_of is not None:
        yield f"not {describe(where.none_of, words)}"


def _stated(name: str, value: object, words: Words) -> str:
    meaning = words.fact(name)
    return meaning if value is True else f"it does not hold that {meaning}" if value is False else f"{meaning}: {value}"


def _clauses_about_the_entity(where: Filter) -> Iterable[str]:
    if where.kind_in is not None:
        yield f"of the kind {either(kind_name(kind) for kind in where.kind_in)}"
    if where.member_kind_in is not None:
        yield f"with a member of the kind {either(kind_name(kind) for kind in where.member_kind_in)}"
    if where.size_in is not None:
        yield f"of the size {either(size.replace('_', ' ') for size in where.size_in)}"
    if where.flag is not None:
        yield _FLAGS[where.flag]
    if where.registration is not None:
        yield f"registered as {where.registration.replace('_', ' ')}"
    if where.non_profit is not None:
        yield "non-profit" if where.non_profit else "profit-making"
    if where.public_body is not None:
        yield "a public body" if where.public_body else "no public body"
    if where.legal_personality is not None:
        yield "with legal personality" if where.legal_personality else "without legal personality"
    if where.gender_equality_plan is not None:
        yield "with a gender equality plan" if where.gender_equality_plan else "without a gender equality plan"


def kind_name(kind: Kind) -> str:
    """A kind in words."""
    return kind.replace("_", " ")


def selection_needed(requirement: Selection, words: Words) -> str:
    """What a selection asks for."""
    number = "all" if requirement.min == "all" else f"at least {requirement.min}"
    who = either(role.replace("_", " ") for role in requirement.roles if role != "coordinator") or "participants"
    said = [f"{number} ({who}) {describe(requirement.where, words)}"]
    if requirement.independent:
        said.append("independent of each other")
    if requirement.each_from_different != "none":
        said.append(f"each from a different {requirement.each_from_different}")
    if requirement.min_countries:
        said.append(f"from at least {requirement.min_countries} countries")
    said += [f"of which at least {part.min} {describe(part.where, words)}" for part in requirement.of_which]
    return ", ".join(said)


def limit_needed(requirement: Limit, words: Words) -> str:
    """What a limit allows."""
    number = f"at most {requirement.max}" if requirement.max is not None else f"exactly {requirement.exactly}"
    per = "" if requirement.per == "consortium" else f" per {requirement.per.replace('_', ' ')}"
    independent = " independent" if requirement.independent else ""
    return f"{number}{independent} participants {describe(requirement.where, words)}{per}"


def ratio_needed(requirement: Ratio, words: Words) -> str:
    """What share is asked for."""
    low = f"at least {percent(requirement.min_share)}" if requirement.min_share is not None else ""
    high = f"at most {percent(requirement.max_share)}" if requirement.max_share is not None else ""
    share = " and ".join(part for part in (low, high) if part)
    return f"{share} of the participants {describe(requirement.where, words)}"


def money_needed(requirement: Money, words: Words) -> str:
    """How the budget may be split."""
    limits = [
        f"at least {percent(requirement.min_share)}" if requirement.min_share is not None else "",
        f"at most {percent(requirement.max_share)}" if requirement.max_share is not None else "",
        f"at least {requirement.min} euro" if requirement.min is not None else "",
        f"at most {requirement.max} euro" if requirement.max is not None else "",
    ]
    of = requirement.of.replace("_", " ").replace("eu ", "EU ")
    who = describe(requirement.where, words)
    return f"{join(limit for limit in limits if limit)} of the {of} for each {requirement.per} {who}"


def funding_needed(requirement: Fund, words: Words) -> str:
    """Up to which share whose cost is paid."""
    said = [f"{percent(rate.rate)} of the cost of those {describe(rate.where, words)}" for rate in requirement.rates]
    return f"at most {', else '.join(said)}"


def admission_needed(requirement: Admit, words: Words) -> str:
    """Who may, or may not, take the roles concerned."""
    who = describe(requirement.where, words)
    excuse = f", unless {describe(requirement.unless, words).removeprefix('where ')}" if requirement.unless else ""
    match requirement.effect:
        case "allow_only":
            return f"only organisations {who}{excuse}"
        case "deny":
            return f"no organisation that is {who}{excuse}"
        case "downgrade":
            return f"an organisation that is {who} only as {(requirement.to or '').replace('_', ' ')}{excuse}"
        case "permit":
            return f"also organisations {who}"


def facts_not_stated(facts: Iterable[str]) -> str:
    """The names of missing facts."""
    plain = sorted(fact.partition(":")[0] for fact in facts if not fact.startswith(("fact:", "membership:")))
    return join(fact.replace("_", " ") for fact in plain) or "what only people can tell"


def facts_of(organisation: Organisation, where: Filter) -> str:
    """The facts of an organisation that a filter looks at."""
    seen = _looked_at(where)
    said = [f"established in {organisation.country}"] if "country_in" in seen and organisation.country else []
    if "kind_in" in seen and organisation.kinds:
        said.append(either(kind_name(kind) for kind in organisation.kinds))
    stated = {
        "legal_personality": ("has legal personality", "has no legal personality", organisation.legal_personality),
        "public_body": ("is a public body", "is no public body", organisation.is_public_body),
        "non_profit": ("is non-profit", "makes profit", organisation.non_profit),
        "gender_equality_plan": (
            "has a gender equality plan",
            "has no gender equality plan",
            organisation.gender_equality_plan,
        ),
    }
    said += [(yes if fact else no) for name, (yes, no, fact) in stated.items() if name in seen and fact is not None]
    said += [_FLAGS[flag] for flag in organisation.flags if "flag" in seen]
    return f"{organisation.label}: {join(said)}" if said else ""


def _looked_at(where: Filter) -> set[str]:
    inner = [*(where.all_of or ()), *(where.any_of or ()), *([where.none_of] if where.none_of else [])]
    return set(where.model_fields_set).union(*(_looked_at(part) for part in inner))


def assumption(name: str, organisation: Organisation) -> str:
    """What was taken as declared."""
    flag = name.removeprefix("flag:")
    return f"{organisation.label} is not {_FLAGS[Flag(flag)]}: nothing of the kind is declared"


def question_about(fact: str, name: str, words: Words) -> str:
    """The question that settles a missing fact; ``name`` is whom it is about."""
    if fact.startswith("fact:"):
        return f"{name}: {words.asks_about(fact.removeprefix('fact:'))}"
    if fact.startswith("sub_role:"):
        return f"Is {name} {words.sub_role(fact.removeprefix('sub_role:'))}?"
    if fact.startswith("membership:"):
        return f"Does {fact.removeprefix('membership:')} count as asked for? The text leaves it open."
    template = QUESTIONS.get(fact, "What is the {fact} of {name}?")
    return template.format(name=name, fact=fact.replace("_", " "))
