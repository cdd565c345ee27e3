"""Requirements that are made of others, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rules.requirements import Alternatives, AnyRequirement, Each, Span, When
from rules.sentences.countries import country_name
from rules.sentences.declaration import span
from rules.sentences.filters import describe
from rules.sentences.words import Text, Words, a, in_roles_named, join, said_once, some
from rules.truth import Truth

Asked = Callable[[AnyRequirement, Words], str]
"""What a requirement asks, whatever its kind (`rules.sentences.asked`)."""


def each_needed(requirement: Each, words: Words, asked: Asked) -> str:
    """What every country needs."""
    return f"in every country with {a(in_roles_named(requirement.roles))}, {asked(requirement.require, words)}"


def each_found(findings: Mapping[str, tuple[Truth, Text]], unplaced: Sequence[str]) -> str:
    """In which countries it holds, and what was found in the others."""
    met = [country_name(country) for country, (truth, _) in findings.items() if truth is Truth.TRUE]
    said = [f"met in {some(met)}"] if met else []
    others = [(country, text) for country, (truth, text) in findings.items() if truth is not Truth.TRUE]
    said += [f"in {country_name(country)}, {text.found}" for country, text in others]
    said += [f"country not known of {some(list(unplaced))}"] if unplaced else []
    return "; ".join(said) or "nobody takes part in such a role"


def each_missing(findings: Mapping[str, tuple[Truth, Text]]) -> str:
    """What is missing in which country."""
    lacking = [(country, text) for country, (truth, text) in findings.items() if truth is not Truth.TRUE]
    return "; ".join(f"in {country_name(country)}, {text.missing or text.needed}" for country, text in lacking)


def when_needed(requirement: When, words: Words, asked: Asked) -> str:
    """The implication."""
    said = f"if {condition(requirement, words)}, then {_inside(asked(requirement.then, words))}"
    if requirement.otherwise is None:
        return said
    return f"{said}; otherwise, {_inside(asked(requirement.otherwise, words))}"


def _inside(said: str) -> str:
    """What is asked, in the middle of a sentence; a question becomes its answer."""
    return f"a yes to “{said}”" if said.endswith("?") else said


@said_once
def condition(requirement: When, words: Words) -> str:
    """What has to hold before anything is asked."""
    said = []
    if requirement.participants is not None:
        said.append(f"there are {_so_many(requirement.participants, in_roles_named(requirement.roles, 2))}")
    if requirement.where is not None:
        one = in_roles_named(requirement.roles)
        said.append(f"there is {a(one)} {describe(requirement.where, words)}")
    for name, value in (requirement.declared or {}).items():
        said.append(words.fact_is(name, value))
    return join(said)


def _so_many(number: Span, who: str) -> str:
    heads = span(number.model_copy(update={"countries": None}))
    spread = f" from at least {number.countries} different countries" if number.countries is not None else ""
    return f"{heads} {who}{spread}".strip()


def when_found(requirement: When, applies: Truth, chosen: Text | None, words: Words) -> str:
    """Whether the condition holds, and what was found then."""
    if applies is Truth.UNKNOWN:
        return f"not known whether {condition(requirement, words)}"
    given = condition(requirement, words)
    said = given if applies is Truth.TRUE else f"it is not so that {given}"
    return f"{said}; {chosen.found}" if chosen else said


def alternatives_needed(requirement: Alternatives, words: Words, asked: Asked) -> str:
    """The sets of which one has to hold."""
    sets = list(_sets(requirement, words, asked))
    return sets[0] if len(sets) == 1 else "one of these: " + "; or ".join(sets)


def _sets(requirement: Alternatives, words: Words, asked: Asked) -> Iterable[str]:
    """Each set once, whatever the order of what is in it."""
    sets = ([_inside(asked(part, words)) for part in parts] for parts in requirement.of)
    once: dict[frozenset[str], str] = {}
    for said in sets:
        once.setdefault(frozenset(said), join(said))
    return once.values()


def alternatives_missing(sets: Sequence[Text]) -> str:
    """What each set lacks."""
    said = list(dict.fromkeys(_inside(text.change or text.missing or text.needed) for text in sets))
    return f"one of these: {'; or '.join(said)}" if len(said) > 1 else "".join(said)


def together(texts: Sequence[Text]) -> Text:
    """Several findings as one."""
    return Text(
        needed=join(dict.fromkeys(_inside(text.needed) for text in texts)),
        found="; ".join(dict.fromkeys(text.found for text in texts if text.found)),
        missing="; ".join(dict.fromkeys(_inside(text.missing) for text in texts if text.missing)),
        is_clause=any(text.missing for text in texts) and all(text.is_clause for text in texts if text.missing),
        change="; ".join(dict.fromkeys(_inside(text.change or text.missing) for text in texts if text.missing)),
        question=" ".join(dict.fromkeys(text.question for text in texts if text.question)) or None,
        assumptions=tuple(dict.fromkeys(said for text in texts for said in text.assumptions)),
    )
