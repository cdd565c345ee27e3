"""The rulebook: the law as YAML files, read once, checked on reading.

One rule a file, in a folder tree that follows the programme's own order. A new rule needs no code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.calls import Call, reference_day
from rules.conditions import Condition, Force, Origin, Source
from rules.declared import DeclaredFact
from rules.facts import Day
from rules.groups import Group, Groups
from rules.programmes import Programme, Programmes
from rules.requirements import NOT_ELIGIBLE, AnyRequirement, Filter
from rules.truth import NO, YES, Answer, conjunction, negate, unknown

T = TypeVar("T", bound=BaseModel)

Layer = Literal["restrictive_measures", "regulation", "work_programme", "topic"]
LAYERS: tuple[Layer, ...] = ("restrictive_measures", "regulation", "work_programme", "topic")


class _Law(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(_Law):
    """From one day until another, both included; ``until: null`` is still in force."""

    from_: Annotated[Day, Field(alias="from")]
    until: Day | None = None


class Scope(_Law):
    """To which calls a rule applies. A field that is left out does not narrow it."""

    programme: str
    types_of_action: tuple[str, ...] | None = None
    identifiers: tuple[str, ...] | None = None
    except_destinations: tuple[str, ...] = ()


class Rule(_Law):
    """A condition of the law with the calls and the days it applies to."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
    title: str
    layer: Layer
    applies_to: Scope
    effective: Period
    tested_on: Literal["budget_year", "deadline", "grant_signature", "as_of"]
    known_from: Day | None = None
    force: Annotated[Force, Field(strict=False)]
    overridable_by: Literal["topic", "nobody"] = "topic"
    effect: Literal["adds", "replaces", "amends"] = "adds"
    of: tuple[str, ...] = ()
    source: Source
    requirement: AnyRequirement
    cannot_check: str | None = None
    review: str | None = None

    def applies(self, call: Call, programme: str, as_of: date) -> Answer:
        """Whether the rule speaks about this call, as the law stood on ``as_of``; unknown when a fact is missing."""
        return conjunction(
            [
                _is(self.applies_to.programme == programme),
                _among(self.applies_to.types_of_action, call.type_of_action, "type_of_action"),
                _among(self.applies_to.identifiers, call.identifier, "identifier"),
                negate(_at_destination(self.applies_to.except_destinations, call.destination)),
                _is(self.known_from is None or self.known_from <= as_of),
                self._in_force(call, as_of),
            ]
        )

    def _in_force(self, call: Call, as_of: date) -> Answer:
        day = reference_day(call, self.tested_on, as_of)
        if day is None:
            return unknown("budget_year")
        return _is(self.effective.from_ <= day <= (self.effective.until or date.max))

    def condition(self) -> Condition:
        """The rule as a condition of a call."""
        return Condition(
            id=self.id,
            title=self.title,
            force=self.force,
            origin=Origin.RULEBOOK,
            requirement=self.requirement,
            source=self.source,
            effect=self.effect,
            cannot_check=self.cannot_check,
        )


class Vocabulary(_Law):
    """The names that requests may use beside the closed lists."""

    facts: Mapping[str, DeclaredFact]
    sub_roles: Mapping[str, str]
    registrations: Mapping[str, str]

    def knows_sub_role(self, name: str, identifier: str) -> bool:
        """Declared here, or defined by the topic itself (``topic:<identifier>:<slug>``)."""
        own = rf"topic:{re.escape(identifier)}:[a-z0-9-]+"
        return name in self.sub_roles or re.fullmatch(own, name, re.IGNORECASE) is not None


class Manifest(_Law):
    """The version of the rulebook and the day of its knowledge."""

    version: str
    as_of: Day


@dataclass(frozen=True)
class Rulebook:
    """Everything in `rules/law`, validated."""

    manifest: Manifest
    rules: tuple[Rule, ...]
    groups: Groups
    programmes: Programmes
    vocabulary: Vocabulary

    @property
    def version(self) -> str:
        """The version that answers carry as ``ruleset``."""
        return self.manifest.version

    def rule(self, identifier: str) -> Rule:
        """One rule by its id.

        Raises:
            LookupError: there is no such rule.
        """
        for rule in self.rules:
            if rule.id == identifier:
                return rule
        raise LookupError(f"there is no rule {identifier!r}")


class BrokenRulebook(ValueError):
    """The files do not make a rulebook; ``problems`` lists all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@cache
def load() -> Rulebook:
    """The rulebook that ships with the package.

    Raises:
        BrokenRulebook: a file is invalid.
    """
    return read(resources.files("rules") / "law")


def read(folder: Traversable) -> Rulebook:
    """Read a rulebook from a folder and check it as a whole.

    Raises:
        BrokenRulebook: with every problem of every file.
    """
    problems: list[str] = []
    documents = {name: _document(file, name, problems) for name, file in _files(folder)}
    groups = [_parse(Group, doc, name, problems) for name, doc in documents.items() if name.startswith("groups/")]
    rules = [_parse(Rule, doc, name, problems) for name, doc in documents.items() if name.startswith("rules/")]
    programmes = [
        _parse(Programme, doc, name, problems) for name, doc in documents.items() if name.startswith("programmes/")
    ]
    manifest = _parse(Manifest, documents.get("rulebook.yaml"), "rulebook.yaml", problems)
    vocabulary = _parse(Vocabulary, documents.get("names.yaml"), "names.yaml", problems)
    if problems or manifest is None or vocabulary is None:
        raise BrokenRulebook(problems)
    rulebook = Rulebook(
        manifest=manifest,
        rules=tuple(sorted((rule for rule in rules if rule), key=lambda rule: (LAYERS.index(rule.layer), rule.id))),
        groups=Groups({group.id: group for group in groups if group}),
        programmes=Programmes(programme for programme in programmes if programme),
        vocabulary=vocabulary,
    )
    problems = list(_inconsistencies(rulebook))
    if problems:
        raise BrokenRulebook(problems)
    return rulebook


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{prefix}{entry.name}", entry


def _document(file: Traversable, name: str, problems: list[str]) -> Any:
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except yaml.YAMLError as error:
        problems.append(f"{name}: no YAML: {error}")
        return None


def _parse(model: type[T], document: Any, name: str, problems: list[str]) -> T | None:
    if document is None:
        problems.append(f"{name}: missing or empty")
        return None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems += [f"{name}: {'/'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in details]
        return None


def _inconsistencies(rulebook: Rulebook) -> Iterator[str]:
    ids = [rule.id for rule in rulebook.rules]
    for duplicate in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"rule {duplicate}: two files have this id"
    for rule in rulebook.rules:
        for group in named_groups(rule.requirement):
            if group not in rulebook.groups:
                yield f"rule {rule.id}: there is no country group {group!r}"
        if (rule.effect == "adds") == bool(rule.of):
            yield f"rule {rule.id}: a rule that replaces or amends, and only such a rule, says which (of)"
        for target in rule.of:
            if target not in ids:
                yield f"rule {rule.id}: there is no rule {target!r} to replace or amend"
    for entry in rulebook.groups:
        for part in entry.union_of:
            if part not in rulebook.groups:
                yield f"group {entry.id}: there is no group {part!r}"


def named_groups(requirement: BaseModel) -> set[str]:
    """The country groups a requirement names anywhere in its filters."""
    return {place for place in named_places(requirement) if isinstance(place, str) and place != NOT_ELIGIBLE}


def named_places(requirement: BaseModel) -> list[str | tuple[str, ...]]:
    """The country groups (by name) and lists of codes a requirement or filter names anywhere."""
    return list(_places(requirement))


def _places(value: object) -> Iterator[str | tuple[str, ...]]:
    if isinstance(value, Filter):
        yield from (place for place in (value.country_in, value.headquarters_in, value.controlled_from_in) if place)
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _places(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _places(inner)


def _is(fact: bool) -> Answer:
    return YES if fact else NO


def _among(names: tuple[str, ...] | None, name: str | None, fact: str) -> Answer:
    if names is None:
        return YES
    return unknown(fact) if name is None else _is(name.upper() in {entry.upper() for entry in names})


def _at_destination(destinations: tuple[str, ...], destination: str | None) -> Answer:
    if not destinations:
        return NO
    if destination is None:
        return unknown("destination")
    return _is(_plain(destination) in {_plain(entry) for entry in destinations})


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
