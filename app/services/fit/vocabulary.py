"""What words speak of: the 14 industrial ecosystems, and themes that are finer, with synonyms in several languages."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from app.services.fit.phrases import Phrase, Table, words_of

ECOSYSTEM, THEME, MISLEADING = "ecosystem", "theme", "misleading"


class Mention(NamedTuple):
    """The word that was heard first, and how many of its kind there are."""

    word: str
    times: int


class Heard(NamedTuple):
    """The words of a text, and what they speak of by name."""

    words: Sequence[str]
    ecosystems: Mapping[str, Mention]
    themes: Mapping[str, Mention]


def heard(*texts: str | None) -> Heard:
    """What texts speak of. A place where several phrases of one name stand counts once, a misleading one not at all."""
    words = words_of(*texts)
    standing = list(_table().standing(words))
    misled = {
        place + far
        for place, phrases in standing
        for phrase in phrases
        if phrase.name[0] == MISLEADING
        for far in range(len(phrase.words))
    }
    found: dict[str, dict[str, Mention]] = {ECOSYSTEM: {}, THEME: {}, MISLEADING: {}}
    for place, phrases in standing:
        for (kind, name), phrase in _by_name(phrases, place, misled).items():
            of_kind = found[kind]
            first = of_kind.get(name) or Mention(" ".join(words[place : place + len(phrase.words)]), 0)
            of_kind[name] = Mention(first.word, first.times + 1)
    return Heard(words, found[ECOSYSTEM], found[THEME])


def _by_name(phrases: Iterable[Phrase], place: int, misled: set[int]) -> dict[tuple[str, str], Phrase]:
    """Of each name the phrase with the longest beginning, none of whose words are misleading."""
    clear = (one for one in phrases if not misled or misled.isdisjoint(range(place, place + len(one.words))))
    return {one.name: one for one in clear}


def says_something(word: str) -> bool:
    """Whether a word of a name tells what an organisation does, and no table knows what."""
    return not _table().speaks(word) and not _plain().speaks(word)


@cache
def _table() -> Table:
    ecosystems, themes = _file("ecosystems.yaml"), _file("themes.yaml")
    return Table(
        {(ECOSYSTEM, name): phrases for name, phrases in ecosystems["ecosystems"].items()}
        | {(THEME, name): phrases for name, phrases in themes["themes"].items()}
        | {(MISLEADING, ""): ecosystems["misleading"]}
    )


@cache
def _plain() -> Table:
    return Table({("plain", ""): _file("themes.yaml")["plain"]})


@cache
def _file(name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load((resources.files("app.services.fit") / name).read_text("utf-8"))
    return table
