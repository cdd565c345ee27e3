"""From a call to its conditions: which rules apply, which of them another one replaces or amends, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial

from pydantic import BaseModel, ConfigDict

from rules.amending import amended, closed_list, is_permit
from rules.applicable import Applicable
from rules.calls import Call, CallCondition
from rules.conditions import Condition, Confidence, Force, Origin, Source
from rules.language import _, anew
from rules.once import once
from rules.programmes import Programme
from rules.requirements import AnyRequirement, Refer
from rules.rule import Rule
from rules.rulebook import Rulebook
from rules.truth import Truth

NOT_ENCODED = "quorum.not-encoded"
"""The id of the condition that stands for law nobody has encoded."""


class Replacement(BaseModel):
    """A default that does not stand as it is, with what took its place."""

    model_config = ConfigDict(frozen=True)

    id: str
    by: str
    why: str


@dataclass(frozen=True)
class Resolution:
    """The conditions of one call as the law stood on one day, in the order of the layers."""

    call: Call
    programme: Programme
    conditions: tuple[Applicable, ...]
    replaced: tuple[Replacement, ...]

    @once
    def deciding(self) -> Sequence[Applicable]:
        """The conditions that decide the status of the whole."""
        return [applicable for applicable in self.conditions if applicable.decides]


_EFFECTS = ("adds", "replaces", "amends")
"""The order in which a call's own conditions take effect: that in which they are written says nothing."""


class ImpossibleAmendment(ValueError):
    """A condition of the call amends or replaces what does not exist or may not be overridden."""


def resolve(call: Call, rulebook: Rulebook, as_of: date, extra: Iterable[Condition] = ()) -> Resolution:
    """The conditions of a call: defaults and topic rules, then ``extra`` (read elsewhere), then the call's own.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    call = rulebook.programmes.normalised(call)
    programme = rulebook.programmes[call.programme]
    rules = _standing_rules(_question(call, rulebook, as_of))
    standing, replaced = dict(rules.standing), list(rules.replaced)
    if not programme.is_encoded(call, as_of) and programme.gives == "grants":
        standing[NOT_ENCODED] = Applicable(_not_encoded(programme, call))
    for condition in extra:
        standing[condition.id] = Applicable(condition)
    for own in sorted(call.conditions, key=lambda own: (_EFFECTS.index(own.effect), own.id)):
        _enter_own(standing, replaced, own, call)
    return Resolution(call, programme, tuple(standing.values()), tuple(replaced))


_NOT_READ_BY_RULES = frozenset({"identifier", "opens_on", "facts", "conditions"})


@dataclass(frozen=True)
class _Question:
    """Which rules stand? The key has whatever a rule can read of a call; the identifier tells places and year."""

    key: tuple[object, ...]
    places: tuple[int, ...] = field(compare=False)
    call: Call = field(compare=False)
    rulebook: Rulebook = field(compare=False)
    as_of: date = field(compare=False)


@dataclass(frozen=True)
class _Standing:
    """The rules that stand for a call, as conditions, and those that gave way."""

    standing: Mapping[str, Applicable]
    replaced: tuple[Replacement, ...]


def _question(call: Call, rulebook: Rulebook, as_of: date) -> _Question:
    places = rulebook.index.places(call.programme, call.identifier)
    stated = (value for name, value in call if name not in _NOT_READ_BY_RULES)
    excepted = rulebook.index.excepted(places, call.identifier)
    key = (id(rulebook), as_of, places, excepted, call.year, call.part, *stated)
    return _Question(key, places, call, rulebook, as_of)


@lru_cache(maxsize=4096)
def _standing_rules(question: _Question) -> _Standing:
    found: list[tuple[int, frozenset[str]]] = []
    for place in question.places:
        answer = question.rulebook.index[place][0].applies(question.call, question.as_of)
        if answer.truth is not Truth.FALSE:
            found.append((place, answer.missing))
    return _entered(_Found(id(question.rulebook), tuple(found), question.rulebook))


@dataclass(frozen=True)
class _Found:
    """The rules that speak about a call, by their places, each with the facts that decide whether it does."""

    book: int
    rules: tuple[tuple[int, frozenset[str]], ...]
    rulebook: Rulebook = field(compare=False)


@lru_cache(maxsize=4096)
def _entered(found: _Found) -> _Standing:
    """Where the same rules speak the same conditions stand, as the same objects."""
    standing: dict[str, Applicable] = {}
    replaced: list[Replacement] = []
    for place, missing in found.rules:
        rule, condition = found.rulebook.index[place]
        _enter(standing, replaced, rule, Applicable(condition, missing, rule.overridable_by == "topic"))
    return _Standing(standing, tuple(replaced))


def _enter(standing: dict[str, Applicable], replaced: list[Replacement], rule: Rule, entry: Applicable) -> None:
    targets = [target for target in rule.of if target in standing]
    if rule.effect == "adds" or (rule.effect == "replaces" and not targets):
        standing[rule.id] = entry
        return
    for target in targets:
        replaced.append(
            Replacement(id=target, by=rule.id, why="").model_copy(update={"why": anew(partial(_why, rule))})
        )
        if rule.effect == "amends":
            standing[target] = _amended(standing[target], rule.requirement)
        else:
            del standing[target]
    if rule.effect == "replaces":
        standing[rule.id] = entry


def _why(rule: Rule) -> str:
    return f"{_(rule.title)} ({rule.source.document}, {rule.source.article})"


def _why_stated(own: CallCondition) -> str:
    return _("stated in the request: {title}", title=own.title)


def _enter_own(standing: dict[str, Applicable], replaced: list[Replacement], own: CallCondition, call: Call) -> None:
    condition = Condition(
        id=own.id,
        title=own.title,
        force=own.force,
        origin=Origin.DECLARED,
        requirement=own.requirement,
        source=Source(
            document=f"conditions stated in the request for {call.identifier}", confidence=Confidence.UNCERTAIN
        ),
        effect=own.effect,
    )
    for target in _targets(standing, own):
        if not standing[target].overridable:
            raise ImpossibleAmendment(f"{target!r} may not be overridden by a call")
        given_up = Replacement(id=target, by=own.id, why="")
        replaced.append(given_up.model_copy(update={"why": anew(partial(_why_stated, own))}))
        if own.effect == "replaces":
            del standing[target]
        else:
            standing[target] = _amended(standing[target], own.requirement)
    if own.id in standing:
        raise ImpossibleAmendment(f"{own.id!r} is the id of another condition of this call")
    if own.effect != "amends" and not is_permit(own.requirement):
        standing[own.id] = Applicable(condition)


def _targets(standing: dict[str, Applicable], own: CallCondition) -> list[str]:
    """What a condition of the call changes.

    The one it names; without a name a replacement means the defaults of its kind, a permit the lists of countries.
    """
    if own.amends is not None:
        if own.amends not in standing:
            raise ImpossibleAmendment(f"{own.amends!r} is no condition of this call")
        return [own.amends]
    if own.effect == "replaces":
        alike = (name for name, one in standing.items() if one.condition.requirement.kind == own.requirement.kind)
        return [name for name in alike if standing[name].overridable and standing[name].decides]
    if is_permit(own.requirement):
        return [name for name, entry in standing.items() if closed_list(entry.condition.requirement)]
    return []


def _amended(entry: Applicable, requirement: AnyRequirement) -> Applicable:
    old = entry.condition.requirement
    new = amended(old, requirement)
    if new is None:
        raise ImpossibleAmendment(f"{entry.condition.id!r} is a {old.kind}, which a {requirement.kind} cannot amend")
    return replace(entry, condition=entry.condition.model_copy(update={"requirement": new, "effect": "amends"}))


def _not_encoded(programme: Programme, call: Call) -> Condition:
    known = call.type_of_action is None or programme.knows_type(call.type_of_action)
    title = anew(partial(_not_known_here, None if known else call.type_of_action))
    condition = Condition(
        id=NOT_ENCODED,
        title=title,
        force=Force.ELIGIBILITY,
        origin=Origin.RULEBOOK,
        requirement=Refer(to=f"{programme.read.title} ({call.identifier})"),
        source=Source(document=programme.read.title, url=programme.read.url, confidence=Confidence.UNCERTAIN),
    )
    return condition.model_copy(update={"title": title})  # reading it made it a plain text


def _not_known_here(type_of_action: str | None) -> str:
    if type_of_action is None:
        return _("Conditions that stand in a document nobody has encoded")
    return _(
        "The type of action {code} is not known here: its conditions stand in a document nobody has encoded",
        code=type_of_action,
    )
