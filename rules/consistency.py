"""Whether the files of the rulebook fit together: names that exist, orders that work, periods that do not clash."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from rules.declared import Vocabulary
from rules.groups import Group, Member
from rules.mentions import named_facts, named_groups, named_registrations, named_sub_roles
from rules.programmes import Programmes, UnknownProgramme
from rules.rule import LAYERS, Rule


def faults_of_rules(
    rules: Sequence[Rule],
    groups: AbstractSet[str],
    programmes: Programmes,
    vocabulary: Vocabulary,
    unread: AbstractSet[str] = frozenset(),
) -> Iterator[str]:
    """A line for each rule that names what is not there, or can never do what it says.

    ``unread`` are ids of files that could not be read: they are there, and their own faults are told elsewhere.
    """
    yield from _twice("rule", [rule.id for rule in rules])
    places = {rule.id: (LAYERS.index(rule.layer), rule.id) for rule in rules}
    for rule in rules:
        for group in sorted(named_groups(rule.requirement) - groups - unread):
            yield f"rule {rule.id}: there is no country group {group!r}"
        yield from _faults_of_effect(rule, places, unread)
        if rule.applies_to.programme not in unread:
            yield from _faults_of_scope(rule, programmes)
        yield from _unknown_names(rule, vocabulary)


def _faults_of_effect(rule: Rule, places: dict[str, tuple[int, str]], unread: AbstractSet[str]) -> Iterator[str]:
    if (rule.effect == "adds") == bool(rule.of):
        yield f"rule {rule.id}: a rule that replaces or amends, and only such a rule, says which (of)"
    for target in rule.of:
        if target in unread:
            continue
        if target not in places:
            yield f"rule {rule.id}: there is no rule {target!r} to replace or amend"
        elif places[target] > places[rule.id]:
            yield f"rule {rule.id}: {target!r} is entered after it; a rule changes those of earlier layers and names"


def _faults_of_scope(rule: Rule, programmes: Programmes) -> Iterator[str]:
    try:
        programme = programmes[rule.applies_to.programme]
    except UnknownProgramme as error:
        yield f"rule {rule.id}: {error.args[0]}"
        return
    covered = {code for coverage in programme.covers for code in coverage.types_of_action}
    for code in sorted(set(rule.applies_to.types_of_action or ()) - covered):
        yield f"rule {rule.id}: programme {programme.id} covers no type of action {code!r}"


def _unknown_names(rule: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    identifiers = rule.applies_to.identifiers or ("",)
    for name in sorted(named_sub_roles(rule.requirement)):
        if not any(vocabulary.knows_sub_role(name, identifier) for identifier in identifiers):
            yield f"rule {rule.id}: nobody declared the sub-role {name!r}"
    for name in sorted(named_registrations(rule.requirement) - set(vocabulary.registrations)):
        yield f"rule {rule.id}: nobody declared the registration {name!r}"
    for name in sorted(named_facts(rule.requirement) - set(vocabulary.facts)):
        yield f"rule {rule.id}: nobody declared the fact {name!r}"


def faults_of_groups(groups: Sequence[Group], unread: AbstractSet[str] = frozenset()) -> Iterator[str]:
    """A line for each group that takes in one that is not there, or says two things of one country at one time."""
    names = [group.id for group in groups]
    yield from _twice("group", names)
    for group in groups:
        for part in group.union_of:
            if part not in names and part not in unread:
                yield f"group {group.id}: there is no group {part!r}"
        for one, other in combinations(group.members, 2):
            if one.country == other.country and one.scope == other.scope and _overlap(one, other):
                yield f"group {group.id}: two periods of {one.country} overlap"


def _overlap(one: Member, other: Member) -> bool:
    """Whether there is a call that both speak about. A period of years and one of days are told by their years."""
    return all(_begins(a) <= _ends(b) for a, b in ((one, other), (other, one)))


def _begins(member: Member) -> tuple[int, int, int]:
    day = member.from_day
    return (day.year, day.month, day.day) if day else (member.from_year or 0, 1, 1)


def _ends(member: Member) -> tuple[int, int, int]:
    day = member.until_day
    return (day.year, day.month, day.day) if day else (member.until_year or 9999, 12, 31)


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{what} {name}: two files have this id"
