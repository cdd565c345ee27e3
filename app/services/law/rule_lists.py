"""The rulebook for whoever wants to read it: the rules with their sources and dates, narrowed and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.errors import NotFound, invalid
from app.services.catalogue.listing import Term
from app.services.catalogue.schemas import Public
from rules import rulebook
from rules.calls import FIRST_YEAR, LAST_YEAR
from rules.conditions import Confidence, Force
from rules.programmes import Programme, UnknownProgramme
from rules.rule import Layer, Rule
from rules.rulebook import Rulebook

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class RuleQuery(BaseModel):
    """Parameters of the list of rules; all that are given must fit.

    ``type_of_action`` keeps the rules that may speak about that type, also those that are not narrowed to any;
    ``budget_year`` those in force for calls of that year; ``q`` those in which all its words stand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    programme: Term | None = None
    type_of_action: Term | None = None
    layer: Layer | None = None
    force: Force | None = None
    confidence: Confidence | None = None
    budget_year: Year | None = None
    q: Term | None = None


class RulesPublic(Public):
    """The rules, in the order of their layers, with the version of the rulebook and the day of its knowledge.

    ``confidences`` counts those that are listed by how sure we are of them.
    """

    version: str
    as_of: date
    confidences: Mapping[Confidence, int]
    items: Sequence[Rule]


def list_rules(query: RuleQuery) -> RulesPublic:
    """The rules that a query leaves.

    Raises:
        Invalid: no programme, or no type of action, goes by that name.
    """
    book = rulebook.load()
    tests = list(_tests(query, book))
    found = [rule for rule in book.rules if all(test(rule) for test in tests)]
    counts = Counter(rule.source.confidence for rule in found)
    return RulesPublic(
        version=book.version,
        as_of=book.manifest.as_of,
        confidences={confidence: counts[confidence] for confidence in Confidence},
        items=found,
    )


def get_rule(rule_id: str) -> Rule:
    """One rule.

    Raises:
        NotFound: there is no such rule.
    """
    try:
        return rulebook.load().rule(rule_id)
    except LookupError as error:
        raise NotFound(f"There is no rule {rule_id!r}.") from error


def programme_id(name: str) -> str:
    """The id of a programme by any of its names.

    Raises:
        Invalid: no programme goes by that name.
    """
    try:
        return rulebook.load().programmes[name].id
    except UnknownProgramme as error:
        raise invalid("/programme", str(error.args[0])) from error


def in_force(rule: Rule, years: Iterable[int]) -> bool:
    """Whether a rule is in force for calls of one of these budget years.

    What is tested on the budget year is tested on its first day, what is tested on another day on some day of it.
    """
    period = rule.effective
    if rule.tested_on == "budget_year":
        return any(period.covers(date(year, 1, 1)) for year in years)
    return any(period.from_.year <= year <= (period.until or date.max).year for year in years)


def types_of_action(book: Rulebook) -> list[str]:
    """Every type of action that the rulebook covers or a rule names."""
    return sorted({code for programme in book.programmes for code in _known_types(programme, book)})


def _tests(query: RuleQuery, book: Rulebook) -> Iterator[Callable[[Rule], bool]]:
    if query.programme is not None:
        name = programme_id(query.programme)
        yield lambda rule: rule.applies_to.programme == name
    if query.type_of_action is not None:
        codes = _codes(query.type_of_action, book)
        yield lambda rule: _may_concern(rule, codes)
    if query.layer is not None:
        yield lambda rule: rule.layer == query.layer
    if query.force is not None:
        yield lambda rule: rule.force == query.force
    if query.confidence is not None:
        yield lambda rule: rule.source.confidence == query.confidence
    if query.budget_year is not None:
        years = (query.budget_year,)
        yield lambda rule: in_force(rule, years)
    if query.q is not None:
        words = query.q.casefold().split()
        yield lambda rule: all(_speaks_of(word, rule) for word in words)


def _codes(written: str, book: Rulebook) -> Mapping[str, str]:
    """The code of a type of action in each programme that has one of this name."""
    named = ((programme, programme.type_of_action(written, "") or "") for programme in book.programmes)
    codes = {programme.id: code for programme, code in named if code in _known_types(programme, book)}
    if not codes:
        raise invalid("/type_of_action", f"there is no type of action {written!r}")
    return codes


def _known_types(programme: Programme, book: Rulebook) -> set[str]:
    covered = {code for coverage in programme.covers for code in coverage.types_of_action}
    return covered.union(
        *(rule.applies_to.types_of_action or () for rule in book.rules if rule.applies_to.programme == programme.id)
    )


def _may_concern(rule: Rule, codes: Mapping[str, str]) -> bool:
    scope = rule.applies_to
    return scope.programme in codes and (
        scope.types_of_action is None or codes[scope.programme] in {code.upper() for code in scope.types_of_action}
    )


def _speaks_of(word: str, rule: Rule) -> bool:
    """Whether a word stands in a value of the rule's file, or is a topic like those it speaks about."""
    patterns = rule.applies_to.matching or ()
    return word in _text(rule.id) or any(fnmatchcase(word, pattern.casefold()) for pattern in patterns)


@cache
def _text(rule_id: str) -> str:
    rule = rulebook.load().rule(rule_id)
    return "\n".join(_values(rule.model_dump(mode="json"))).casefold()


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    elif isinstance(value, str):
        yield value
