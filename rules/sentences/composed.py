"""Requirements that are made of others, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rules.language import _, join
from rules.requirements import Alternatives, AnyRequirement, Each, Span, When
from rules.sentences.countries import country_name
from rules.sentences.declaration import from_countries, span
from rules.sentences.filters import describe
from rules.sentences.words import Text, Words, in_roles_named, one_in_roles, said_once, some
from rules.truth import Truth

Asked = Callable[[AnyRequirement, Words], str]
"""What a requirement asks, whatever its kind (`rules.sentences.asked`)."""


def each_needed(requirement: Each, words: Words, asked: Asked) -> str:
    """What every country needs."""
    what = asked(requirement.require, words)
    return _("in every country with {one}, {what}", one=one_in_roles(requirement.roles), what=what)


def each_found(findings: Mapping[str, tuple[Truth, Text]], unplaced: Sequence[str]) -> str:
    """In which countries it holds, and what was found in the others."""
    met = [country_name(country) for country, (truth, _text) in findings.items() if truth is Truth.TRUE]
    said = [_("met in {places}", places=some(met))] if met else []
    others = [(country, text) for country, (truth, text) in findings.items() if truth is not Truth.TRUE]
    said += [_in(country, text.found) for country, text in others]
    said += [_("country not known of {who}", who=some(list(unplaced)))] if unplaced else []
    return "; ".join(said) or _("nobody takes part in such a role")


def each_missing(findings: Mapping[str, tuple[Truth, Text]]) -> str:
    """What is missing in which country."""
    lacking = [(country, text) for country, (truth, text) in findings.items() if truth is not Truth.TRUE]
    return "; ".join(_in(country, text.missing or text.needed) for country, text in lacking)


def _in(country: str, said: str) -> str:
    return _("in {place}, {said}", place=country_name(country), said=said)


def when_needed(requirement: When, words: Words, asked: Asked) -> str:
    """The implication."""
    given, then = condition(requirement, words), _inside(asked(requirement.then, words))
    if requirement.otherwise is None:
        return _("if {condition}, then {then}", condition=given, then=then)
    otherwise = _inside(asked(requirement.otherwise, words))
    return _("if {condition}, then {then}; otherwise, {otherwise}", condition=given, then=then, otherwise=otherwise)


def _inside(said: str) -> str:
    """What is asked, in the middle of a sentence; a question becomes its answer."""
    return _("a yes to “{question}”", question=said) if said.endswith(("?", ";")) else said


@said_once
def condition(requirement: When, words: Words) -> str:
    """What has to hold before anything is asked."""
    said = []
    if requirement.participants is not None:
        who = _so_many(requirement.participants, in_roles_named(requirement.roles, 2))
        said.append(_("there are {who}", who=who))
    if requirement.where is not None:
        one = f"{one_in_roles(requirement.roles)} {describe(requirement.where, words)}"
        said.append(_("there is {one}", one=one))
    for name, value in (requirement.declared or {}).items():
        said.append(words.fact_is(name, value))
    return join(said)


def _so_many(number: Span, who: str) -> str:
    heads = span(number.model_copy(update={"countries": None}))
    spread = from_countries(number.countries) if number.countries is not None else ""
    return " ".join(part for part in (heads, who, spread) if part)


def when_found(requirement: When, applies: Truth, chosen: Text | None, words: Words) -> str:
    """Whether the condition holds, and what was found then."""
    if applies is Truth.UNKNOWN:
        return _("not known whether {clause}", clause=condition(requirement, words))
    given = condition(requirement, words)
    said = given if applies is Truth.TRUE else _("it is not so that {clause}", clause=given)
    return f"{said}; {chosen.found}" if chosen else said


def alternatives_needed(requirement: Alternatives, words: Words, asked: Asked) -> str:
    """The sets of which one has to hold."""
    sets = list(_sets(requirement, words, asked))
    return sets[0] if len(sets) == 1 else one_of_these(sets)


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
    return one_of_these(said) if len(said) > 1 else "".join(said)


def one_of_these(ways: Sequence[str]) -> str:
    """Several ways, kept apart."""
    return _("one of these: {ways}", ways=or_else(ways))


def or_else(ways: Iterable[str]) -> str:
    """A; or B; or C."""
    said = ""
    for way in ways:
        said = _("{said}; or {other}", said=said, other=way) if said else way
    return said


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
