"""What to ask for each fact that may be missing, and what is assumed where nobody states it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.codes import Flag
from rules.facts import Organisation
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS
from rules.sentences.words import Words, join

QUESTIONS: Mapping[str, str] = {
    "country": "In which country is {name} established?",
    "kinds": "What kind of organisation is {name}?",
    "member_kinds": "What kinds of members does {name} have?",
    "nuts": "In which NUTS region is {name} seated?",
    "legal_personality": "Does {name} have legal personality?",
    "gender_equality_plan": "Will {name} have a gender equality plan when the grant is signed?",
    "public_body": "Is {name} a public body?",
    "non_profit": "Is {name} non-profit?",
    "sme": "Is {name} an SME?",
    "size_class": "Is {name} an SME, a small mid-cap or larger?",
    "controlled_from": "From which country is {name} ultimately controlled?",
    "registrations": "Which registrations does {name} hold?",
    "eu_contribution": "How much does {name} ask for from the grant?",
    "total_cost": "What total costs does {name} have?",
    "deemed_establishment": "Does {name} count as established in a country of its own here? The text leaves it open.",
    "overseas_territory": "Does the territory where {name} sits count as a country apart from its Member State?",
    "coordinator": "Who coordinates?",
    "affiliated_to": "To which beneficiary is {name} affiliated?",
    "eligible_countries": "Which countries are eligible in this call?",
    "budget_year": "To which budget year does the call belong?",
    "pillar": "To which pillar of the programme does the call belong?",
    "destination": "To which destination of the work programme does the topic belong?",
    "type_of_action": "What is the type of action of the call?",
}
"""What to ask for each fact that may be missing."""

NAMES_OF_FACTS: Mapping[str, str] = {
    "kinds": "kind",
    "member_kinds": "kinds of its members",
    "nuts": "region",
    "controlled_from": "country of control",
    "sme": "size",
    "size_class": "size",
    "deemed_establishment": "whether it counts as established in a country of its own",
    "overseas_territory": "whether its territory counts as a country apart from its Member State",
    "affiliated_to": "to whom it is affiliated",
    "legal_personality": "whether it has legal personality",
    "gender_equality_plan": "whether it has a gender equality plan",
    "public_body": "whether it is a public body",
    "non_profit": "whether it is non-profit",
    "eu_contribution": "EU contribution",
    "budget_year": "budget year of the call",
    "pillar": "pillar of the programme",
    "eligible_countries": "countries that are eligible in this call",
}
"""What a missing fact is called in "… not known"; others go by their own name."""


def question_about(fact: str, name: str, words: Words) -> str:
    """The question that settles a missing fact; ``name`` is whom it is about."""
    if fact.startswith("fact:"):
        return words.asks_about(fact.removeprefix("fact:"), name)
    if fact.startswith("sub_role:"):
        return f"Is {name} {words.sub_role(fact.removeprefix('sub_role:'))}?"
    if fact.startswith("membership:"):
        country = country_name(fact.removeprefix("membership:"))
        return f"Does {country} count among the countries that are asked for? The text leaves it open."
    template = QUESTIONS.get(fact, "What is the {fact} of {name}?")
    return template.format(name=name, fact=fact.replace("_", " "))


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
        of_it = [question_about(fact, "it", words).removeprefix("For it: ") for fact in own]
        yield f"For each of {them or join(names)}: {of_it[0][0].lower()}{of_it[0][1:]}" + "".join(
            f" {one[0].upper()}{one[1:]}" for one in of_it[1:]
        )


def facts_not_stated(facts: Iterable[str], words: Words) -> str:
    """The names of missing facts: kind and whether it is a lead city."""
    ordered = sorted(facts, key=lambda fact: (":" in fact, fact))
    return join(dict.fromkeys(_not_stated(fact, words) for fact in ordered))


def _not_stated(fact: str, words: Words) -> str:
    about, _, name = fact.partition(":")
    match about:
        case "fact":
            return words.whether(name)
        case "sub_role":
            return f"whether it is {words.sub_role(name)}"
        case "membership":
            return f"whether {country_name(name)} counts among the countries that are asked for"
        case _:
            return NAMES_OF_FACTS.get(fact, fact.replace("_", " "))


def assumption(name: str, organisation: Organisation) -> str:
    """What was taken as declared."""
    flag = name.removeprefix("flag:")
    return f"{organisation.label} is not {FLAGS[Flag(flag)]}: nothing of the kind is declared"
