"""Words of a text, and tables of phrases that are found in it word by word.

A word is looked up under each of its beginnings, once for all texts: a text of a thousand words takes some tenths of a
millisecond, however long the tables are.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.repositories.searching import fold

KEPT_WORDS = 1 << 15
SHORTEST_BEGINNING = 3
"""An entry that is shorter has to be the whole word."""

Name = tuple[str, str]
"""Of what kind it is that a phrase speaks of, and which."""

_WORD = re.compile(r"\w+")


def words_of(*texts: str | None) -> list[str]:
    """The words in lower case without accents, in their order."""
    composed = unicodedata.normalize("NFC", " ".join(text for text in texts if text))
    words: list[str] = _WORD.findall(composed.casefold())
    return words if composed.isascii() else [word if word.isascii() else _bare(word) for word in words]


@lru_cache(KEPT_WORDS)
def _bare(word: str) -> str:
    return fold(word)


@dataclass(frozen=True)
class Phrase:
    """A phrase that speaks of ``name``: all its words but the last are whole, and the last one where ``is_whole``."""

    name: Name
    words: tuple[str, ...]
    is_whole: bool

    def may_begin_with(self, word: str) -> bool:
        """Whether it stands wherever this word does, its other words aside."""
        if len(self.words) > 1 or self.is_whole:
            return word == self.words[0]
        return word.startswith(self.words[0])

    def goes_on_at(self, place: int, text: Sequence[str]) -> bool:
        """Whether its other words follow this place of the text."""
        end = place + len(self.words)
        if end > len(text) or any(text[place + far] != self.words[far] for far in range(1, len(self.words) - 1)):
            return False
        return text[end - 1] == self.words[-1] if self.is_whole else text[end - 1].startswith(self.words[-1])


class Table:
    """Names, each with the phrases that speak of it: beginnings of words, whole words with a full stop at the end."""

    def __init__(self, phrases: Mapping[Name, Iterable[str]]) -> None:
        self._phrases: dict[str, list[Phrase]] = {}
        for name, ones in phrases.items():
            for one in ones:
                phrase = Phrase(name, tuple(words_of(one)), one.endswith(".") or len(one) < SHORTEST_BEGINNING)
                self._phrases.setdefault(phrase.words[0], []).append(phrase)
        self._beginning = _Remembered(self._look_up)

    def speaks(self, word: str) -> bool:
        """Whether the word by itself speaks of anything."""
        return any(len(phrase.words) == 1 for phrase in self._beginning[word])

    def standing(self, text: Sequence[str]) -> Iterator[tuple[int, list[Phrase]]]:
        """The places where phrases stand, with those that do, the longest beginnings last."""
        for place, phrases in enumerate(map(self._beginning.__getitem__, text)):
            if phrases:
                yield place, [one for one in phrases if len(one.words) == 1 or one.goes_on_at(place, text)]

    def _look_up(self, word: str) -> tuple[Phrase, ...]:
        beginnings = (word[:length] for length in range(1, len(word) + 1))
        phrases = (phrase for beginning in beginnings for phrase in self._phrases.get(beginning, ()))
        return tuple(phrase for phrase in phrases if phrase.may_begin_with(word))


class _Remembered(dict[str, tuple[Phrase, ...]]):
    """What was looked up before, by word; most words of a text were. It starts anew when it has grown large."""

    def __init__(self, look_up: Callable[[str], tuple[Phrase, ...]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> tuple[Phrase, ...]:
        if len(self) >= KEPT_WORDS:
            self.clear()
        return self.setdefault(word, self._look_up(word))
