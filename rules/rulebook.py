"""The rulebook: the law as YAML files, read once, checked on reading.

One rule a file, in a folder tree that follows the programme's own order. A new rule needs no code.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel

from rules.consistency import faults_of_groups, faults_of_rules
from rules.declared import Vocabulary
from rules.facts import Day
from rules.groups import Group, Groups
from rules.index import RuleIndex
from rules.lawfiles import claimed_id, documents, parse
from rules.loading import loaded_once
from rules.programmes import Programme, Programmes
from rules.rule import LAYERS, Law, Rule

T = TypeVar("T", bound=BaseModel)


class Manifest(Law):
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

    @cached_property
    def index(self) -> RuleIndex:
        """Where to find the rules about a call."""
        return RuleIndex(self.rules)

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


@loaded_once
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
    unread: set[str] = set()
    rules = _all(Rule, folder, "rules/", problems, unread)
    groups = _all(Group, folder, "groups/", problems, unread)
    programmes = Programmes(_all(Programme, folder, "programmes/", problems, unread))
    top = documents(folder, problems, "")
    manifest = parse(Manifest, top.get("rulebook.yaml"), "rulebook.yaml", problems)
    vocabulary = parse(Vocabulary, top.get("names.yaml"), "names.yaml", problems)
    problems += faults_of_groups(groups, unread)
    if manifest is None or vocabulary is None:
        raise BrokenRulebook(problems)
    problems += faults_of_rules(rules, {group.id for group in groups}, programmes, vocabulary, unread)
    if problems:
        raise BrokenRulebook(problems)
    return Rulebook(
        manifest=manifest,
        rules=tuple(sorted(rules, key=lambda rule: (LAYERS.index(rule.layer), rule.id))),
        groups=Groups({group.id: group for group in groups}),
        programmes=programmes,
        vocabulary=vocabulary,
    )


def _all(model: type[T], folder: Traversable, within: str, problems: list[str], unread: set[str]) -> list[T]:
    """The entries of the files that have their shape; the ids of those that have not go to ``unread``."""
    read_in = documents(folder, problems, within)
    entries = {name: parse(model, document, name, problems) for name, document in read_in.items()}
    unread |= {identifier for name in entries if entries[name] is None and (identifier := claimed_id(folder, name))}
    return [entry for entry in entries.values() if entry is not None]
