"""What words speak of: tables of beginnings of words, looked up word by word.

A word is looked up under each of its beginnings, once for all texts; a text of a thousand words takes some tenths of a
millisecond, however long the tables are.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from app.repositories.searching import fold

KEPT_WORDS = 1 << 15
SHORTEST_BEGINNING = 3
"""An entry that is shorter has to be the whole word."""

NOWHERE = ""
"""Stands in a text for a word that was taken out."""

_WORD = re.compile(r"\w+")


def words_of(*texts: str | None) -> list[str]:
    """The words in lower case without accents, in their order."""
    composed = unicodedata.normalize("NFC", " ".join(text for text in texts if text))
    words: list[str] = _WORD.findall(composed.casefold())
    return words if composed.isascii() else [word if word.isascii() else _bare(word) for word in words]


@lru_cache(KEPT_WORDS)
def _bare(word: str) -> str:
    return fold(word)


class Mention(NamedTuple):
    """The word that was heard first, and how many of its kind there are."""

    word: str
    times: int


@dataclass(frozen=True)
class Entry:
    """A phrase that speaks of ``name``: all its words but the last are whole, and the last one where ``is_whole``."""

    name: str
    words: tuple[str, ...]
    is_whole: bool

    def may_begin_with(self, word: str) -> bool:
        """Whether it stands wherever this word does, its other words aside."""
        if len(self.words) > 1 or self.is_whole:
            return word == self.words[0]
        return word.startswith(self.words[0])

    def goes_on_at(self, place: int, text: Sequence[str]) -> bool:
        """Whether its other words follow this place of the text."""
        found = text[place + 1 : place + len(self.words)]
        if len(found) < len(self.words) - 1 or tuple(found[:-1]) != self.words[1:-1]:
            return False
        return found[-1] == self.words[-1] if self.is_whole else found[-1].startswith(self.words[-1])


class _Remembered(dict[str, tuple[Entry, ...]]):
    """What was looked up before, by word; most words of a text were. It starts anew when it has grown large."""

    def __init__(self, look_up: Callable[[str], tuple[Entry, ...]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> tuple[Entry, ...]:
        if len(self) >= KEPT_WORDS:
            self.clear()
        return self.setdefault(word, self._look_up(word))


class Table:
    """Names, each with the phrases that speak of it: beginnings of words, whole words with a full stop at the end."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._entries: dict[str, list[Entry]] = {}
        for name, ones in phrases.items():
            for one in ones:
                entry = Entry(name, tuple(words_of(one)), one.endswith(".") or len(one) < SHORTEST_BEGINNING)
                self._entries.setdefault(entry.words[0], []).append(entry)
        self._beginning = _Remembered(self._look_up)

    def heard(self, text: Sequence[str]) -> dict[str, Mention]:
        """What the text speaks of. A place where several phrases of one name stand counts once."""
        found: dict[str, Mention] = {}
        for place, entries in self._standing(text):
            for name, entry in {entry.name: entry for entry in entries}.items():
                first = found.get(name) or Mention(" ".join(text[place : place + len(entry.words)]), 0)
                found[name] = first._replace(times=first.times + 1)
        return found

    def speaks(self, word: str) -> bool:
        """Whether the word by itself speaks of anything."""
        return any(len(entry.words) == 1 for entry in self._beginning[word])

    def spans(self, text: Sequence[str]) -> Iterator[range]:
        """Where phrases of the table stand."""
        for place, entries in self._standing(text):
            yield from (range(place, place + len(entry.words)) for entry in entries)

    def _standing(self, text: Sequence[str]) -> Iterator[tuple[int, list[Entry]]]:
        """The places where phrases stand, with those that do."""
        begun = ((place, entries) for place, entries in enumerate(map(self._beginning.__getitem__, text)) if entries)
        for place, entries in begun:
            standing = [one for one in entries if len(one.words) == 1 or one.goes_on_at(place, text)]
            if standing:
                yield place, standing

    def _look_up(self, word: str) -> tuple[Entry, ...]:
        """The entries of which the first word fits this one, those with longer beginnings last."""
        beginnings = (word[:length] for length in range(1, len(word) + 1))
        entries = (entry for beginning in beginnings for entry in self._entries.get(beginning, ()))
        return tuple(entry for entry in entries if entry.may_begin_with(word))


@cache
def ecosystems() -> Table:
    """The 14 industrial ecosystems."""
    return Table(_file("ecosystems.yaml")["ecosystems"])


@cache
def themes() -> Table:
    """Themes finer than the ecosystems, with synonyms in several languages."""
    return Table(_file("themes.yaml")["themes"])


@cache
def plain() -> Table:
    """Words of names that say nothing about what an organisation does."""
    return Table({"plain": _file("themes.yaml")["plain"]})


@cache
def _misleading() -> Table:
    return Table({"misleading": _file("ecosystems.yaml")["misleading"]})


def telling_words(*texts: str | None) -> list[str]:
    """The words of texts, phrases in which one of them means something else taken out."""
    words = words_of(*texts)
    for span in list(_misleading().spans(words)):
        words[span.start : span.stop] = [NOWHERE] * len(span)
    return words


@cache
def _file(name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load((resources.files("app.services") / name).read_text("utf-8"))
    return table
