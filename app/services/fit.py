"""How well a topic suits an organisation, 0 to 100, with reasons. It ranks, and never decides who may take part.

Words of the topic are looked up in the table of industrial ecosystems (``ecosystems.yaml``). An ecosystem of the
organisation earns 50 points where the title speaks of it, 30 for the keywords, 20 for the destination or the call.
The best ecosystem counts in full, each other one that is spoken of 10; a competence named in title or keywords counts
10 for each of its levels. The sum is capped at 100.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from app.repositories.searching import fold
from app.services.schemas import Public, TopicPublic
from rules.facts import Organisation

POINTS = {"title": 50, "keywords": 30, "destination": 20}
OTHER_ECOSYSTEM = 10
COMPETENCE_LEVEL = 10
FULL = 100


class Fit(Public):
    """How well a topic suits an organisation, 0 to 100, and why. It ranks and never decides."""

    score: int
    because: Sequence[str]


@dataclass(frozen=True)
class Subject:
    """What a call is about, as far as words tell; ``setting`` is its destination, or the title of the call."""

    title: str = ""
    keywords: tuple[str, ...] = ()
    setting: str = ""


def subject_of(topic: TopicPublic) -> Subject:
    """What a topic of the catalogue is about."""
    return Subject(topic.title, tuple(topic.keywords), topic.destination or topic.call_title or "")


@dataclass(frozen=True)
class Spoken:
    """What a topic speaks of: for each ecosystem, the word that says so by the place where it stands."""

    ecosystems: Mapping[str, Mapping[str, str]]
    text: str

    def points(self, ecosystem: str) -> int:
        """What an ecosystem earns."""
        return sum(POINTS[place] for place in self.ecosystems.get(ecosystem, {}))


class Suited:
    """What suits one organisation: whoever looks at many topics reads its name and its competences once."""

    def __init__(self, organisation: Organisation) -> None:
        self._competences = organisation.competences
        self._ecosystems = ecosystems_of(organisation)

    def fit(self, spoken: Spoken) -> Fit:
        """How well a topic that speaks of this suits it."""
        earned = {one: spoken.points(one) for one in spoken.ecosystems}
        named = sorted((one for one in self._ecosystems if earned.get(one)), key=lambda one: (-earned[one], one))
        competences = sorted(name for name in self._competences if _says(spoken.text, name))
        score = sum(earned[one] if index == 0 else OTHER_ECOSYSTEM for index, one in enumerate(named)) + sum(
            COMPETENCE_LEVEL * self._competences[name] for name in competences
        )
        reasons = [_reason(one, spoken) for one in named] + [f"brings {name}" for name in competences]
        return Fit(score=min(FULL, score), because=reasons)


def fit(organisation: Organisation, subject: Subject) -> Fit:
    """How well the subject suits the organisation."""
    return Suited(organisation).fit(spoken_of(subject))


def ecosystems_of(organisation: Organisation) -> list[str]:
    """Those that are stated, else those that its name speaks of."""
    return list(organisation.ecosystems) or sorted(_found(fold(organisation.name)))


@lru_cache(maxsize=8192)
def spoken_of(subject: Subject) -> Spoken:
    """Look the words up in the table."""
    places = {
        "title": fold(subject.title),
        "keywords": fold(*subject.keywords),
        "destination": fold(subject.setting),
    }
    ecosystems: dict[str, dict[str, str]] = {}
    for place, text in places.items():
        for ecosystem, word in _found(text).items():
            ecosystems.setdefault(ecosystem, {})[place] = word
    return Spoken(ecosystems, f"{places['title']} {places['keywords']}")


def _found(text: str) -> dict[str, str]:
    """The ecosystems a folded text speaks of, each with the first word that says so."""
    plain = _misleading().sub(" ", text)
    hits = ((name, pattern.search(plain)) for name, pattern in _patterns().items())
    return {name: hit[0] for name, hit in hits if hit}


def _reason(ecosystem: str, spoken: Spoken) -> str:
    said = [f"“{word}” in the {place}" for place, word in spoken.ecosystems[ecosystem].items()]
    return f"{ecosystem}: {', '.join(said)}"


def _says(text: str, name: str) -> bool:
    words = fold(name).split()
    return bool(words) and all(re.search(rf"\b{re.escape(word)}", text) for word in words)


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load((resources.files("app.services") / "ecosystems.yaml").read_text("utf-8"))
    return table


@cache
def _misleading() -> re.Pattern[str]:
    return _any_of(_table()["misleading"])


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _any_of(beginnings) for name, beginnings in _table()["ecosystems"].items()}


def _any_of(beginnings: Iterable[str]) -> re.Pattern[str]:
    """Words that begin so; a beginning of two letters, or with a full stop after it, is a whole word."""
    whole = {one: len(one) < 3 or one.endswith(".") for one in beginnings}
    alternatives = [re.escape(one.rstrip(".")) + (r"\b" if whole[one] else r"\w*") for one in whole]
    return re.compile(rf"\b(?:{'|'.join(alternatives)})")
