"""What to ask for each fact that may be missing, and what is assumed where nobody states it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.codes import Flag
from rules.facts import Organisation
from rules.language import N_, _, in_english, join
from rules.sentences.asking import THE_PROPOSAL
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS
from rules.sentences.words import Words

QUESTIONS: Mapping[str, str] = {
    "country": N_("In which country is {name} established?"),
    "kinds": N_("What kind of organisation is {name}?"),
    "member_kinds": N_("What kinds of members does {name} have?"),
    "nuts": N_("In which NUTS region is {name} seated?"),
    "legal_personality": N_("Does {name} have legal personality?"),
    "gender_equality_plan": N_("Will {name} have a gender equality plan when the grant is signed?"),
    "public_body": N_("Is {name} a public body?"),
    "non_profit": N_("Is {name} non-profit?"),
    "sme": N_("Is {name} an SME?"),
    "size_class": N_("Is {name} an SME, a small mid-cap or larger?"),
    "controlled_from": N_("From which country is {name} ultimately controlled?"),
    "registrations": N_("Which registrations does {name} hold?"),
    "eu_contribution": N_("How much does {name} ask for from the grant?"),
    "total_cost": N_("What total costs does {name} have?"),
    "deemed_establishment": N_(
        "Does {name} count as established in a country of its own here? The text leaves it open."
    ),
    "overseas_territory": N_("Does the territory where {name} sits count as a country apart from its Member State?"),
    "coordinator": N_("Who coordinates?"),
    "affiliated_to": N_("To which beneficiary is {name} affiliated?"),
    "eligible_countries": N_("Which countries are eligible in this call?"),
    "budget_year": N_("To which budget year does the call belong?"),
    "pillar": N_("To which pillar of the programme does the call belong?"),
    "destination": N_("To which destination of the work programme does the topic belong?"),
    "type_of_action": N_("What is the type of action of the call?"),
}
"""What to ask for each fact that may be missing."""

NAMES_OF_FACTS: Mapping[str, str] = {
    "country": N_("country"),
    "registrations": N_("registrations"),
    "coordinator": N_("coordinator"),
    "destination": N_("destination"),
    "type_of_action": N_("type of action"),
    "total_cost": N_("total cost"),
    "kinds": N_("kind"),
    "member_kinds": N_("kinds of its members"),
    "nuts": N_("region"),
    "controlled_from": N_("country of control"),
    "sme": N_("size"),
    "size_class": N_("size"),
    "deemed_establishment": N_("whether it counts as established in a country of its own"),
    "overseas_territory": N_("whether its territory counts as a country apart from its Member State"),
    "affiliated_to": N_("to whom it is affiliated"),
    "legal_personality": N_("whether it has legal personality"),
    "gender_equality_plan": N_("whether it has a gender equality plan"),
    "public_body": N_("whether it is a public body"),
    "non_profit": N_("whether it is non-profit"),
    "eu_contribution": N_("EU contribution"),
    "budget_year": N_("budget year of the call"),
    "pillar": N_("pillar of the programme"),
    "eligible_countries": N_("countries that are eligible in this call"),
}
"""What a missing fact is called in "… not known"; others go by their own name."""


WHAT_IS = N_("What is the {fact} of {name}?")


def question_about(fact: str, name: str, words: Words) -> str:
    """The question that settles a missing fact; ``name`` is whom it is about."""
    if fact.startswith("fact:"):
        return words.asks_about(fact.removeprefix("fact:"), name)
    name = _(THE_PROPOSAL) if name == THE_PROPOSAL else name
    if fact.startswith("sub_role:"):
        return _("Is {name} {what}?", name=name, what=words.sub_role(fact.removeprefix("sub_role:")))
    if fact.startswith("membership:"):
        country = country_name(fact.removeprefix("membership:"))
        return _(
            "Does {country} count among the countries that are asked for? The text leaves it open.", country=country
        )
    return _(QUESTIONS.get(fact, WHAT_IS), name=name, fact=fact.replace("_", " "))


def questions_about(asks: Iterable[tuple[str, Iterable[str]]], words: Words, them: str | None = None) -> str:
    """The questions about several, whom each of them is about and which facts are missing; the same is asked once.

    ``them`` stands for the names where they were told before.
    """
    asked: dict[str, list[str]] = {}
    for name, facts in asks:
        for fact in facts:
            asked.setdefault(fact, []).append(name)
    by_names: dict[tuple[str, ...], list[str]] = {}
    for fact, names in asked.items():
        by_names.setdefault(tuple(dict.fromkeys(names)), []).append(fact)
    said = (text for names, facts in by_names.items() for text in _asked_of(names, facts, words, them))
    return " ".join(dict.fromkeys(said))


def _asked_of(names: Sequence[str], facts: Sequence[str], words: Words, them: str | None) -> Iterator[str]:
    """Of one the question itself; of several it is said once of whom it is asked."""
    first = names[0]
    own = [fact for fact in facts if question_about(fact, first, words) != question_about(fact, f"{first}!", words)]
    yield from (question_about(fact, first, words) for fact in facts if len(names) == 1 or fact not in own)
    if len(names) > 1 and own:
        yield _of_each(them or join(names), [question_about(fact, _("it"), words) for fact in own])


def _of_each(whom: str, asked: Sequence[str]) -> str:
    if not in_english():
        return _("For each of {names}: {question}", names=whom, question=" ".join(asked))
    first, *others = [one.removeprefix("For it: ") for one in asked]
    rest = "".join(f" {one[0].upper()}{one[1:]}" for one in others)
    return f"For each of {whom}: {first[0].lower()}{first[1:]}{rest}"


def facts_not_stated(facts: Iterable[str], words: Words) -> str:
    """The names of missing facts: kind and whether it is a lead city."""
    ordered = sorted(facts, key=lambda fact: (":" in fact, fact))
    return join(dict.fromkeys(_not_stated(fact, words) for fact in ordered))


def _not_stated(fact: str, words: Words) -> str:
    about, _colon, name = fact.partition(":")
    match about:
        case "fact":
            return words.whether(name)
        case "sub_role":
            return _("whether it is {what}", what=words.sub_role(name))
        case "membership":
            return _("whether {country} counts among the countries that are asked for", country=country_name(name))
        case _plain:
            return _(NAMES_OF_FACTS.get(fact, fact.replace("_", " ")))


def assumption(name: str, organisation: Organisation) -> str:
    """What was taken as declared."""
    flag = name.removeprefix("flag:")
    what = _(FLAGS[Flag(flag)])
    return _("{name} is not {what}: nothing of the kind is declared", name=organisation.label, what=what)
