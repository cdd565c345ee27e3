"""What a topic is about, and what its words speak of in which place."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from app.services.catalogue.schemas import TopicPublic
from app.services.fit.vocabulary import Mention, heard
from scrapers.texts import ParseError, plain_text

KEPT = 4096
"""Topics of which it is remembered what they speak of, some 10 kB each."""


@dataclass(frozen=True)
class Subject:
    """What a call is about, as far as words tell.

    ``setting`` is its destination, or the title of the call; ``text`` its description as plain text.
    """

    title: str = ""
    keywords: tuple[str, ...] = ()
    setting: str = ""
    text: str = ""


def subject_of(topic: TopicPublic) -> Subject:
    """What a topic of the catalogue is about."""
    setting = topic.destination or topic.call_title or ""
    return Subject(topic.title, tuple(topic.keywords), setting, _readable(topic.description_html))


def _readable(html: str | None) -> str:
    """A description as plain text; one that cannot be read tells nothing."""
    try:
        return "" if html is None else plain_text(html)
    except ParseError:
        return ""


@dataclass(frozen=True)
class Words:
    """The words of a text, for whoever looks for them or for their beginnings; texts share what they have in common."""

    ordered: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Words":
        """Each word once."""
        return cls(tuple(sorted(map(intern, set(words)))))

    def __contains__(self, word: object) -> bool:
        """Whether this word stands there."""
        return isinstance(word, str) and self._from(word) == word

    def have_beginning(self, start: str) -> bool:
        """Whether a word begins so."""
        return self._from(start).startswith(start)

    def _from(self, word: str) -> str:
        """The word, or the one that comes after it."""
        place = bisect_left(self.ordered, word)
        return self.ordered[place] if place < len(self.ordered) else ""


@dataclass(frozen=True)
class Spoken:
    """What a topic speaks of.

    ``ecosystems``: for each, the word that says so by the place where it stands, the description aside; ``in_text``
    and ``in_text_of_all`` count those of the description. ``themes`` are by place, the description among them.
    ``named`` are the words of title and keywords, ``told`` those of the description; ``title`` is as it was written.
    """

    ecosystems: Mapping[str, Mapping[str, str]]
    in_text: Mapping[str, Mention]
    in_text_of_all: int
    themes: Mapping[str, Mapping[str, Mention]]
    named: Words
    told: Words
    title: str


@lru_cache(maxsize=KEPT)
def spoken_of(subject: Subject) -> Spoken:
    """Look the words up in the tables."""
    places = {
        "title": heard(subject.title),
        "keywords": heard(*subject.keywords),
        "destination": heard(subject.setting),
    }
    text = heard(subject.text)
    ecosystems: dict[str, dict[str, str]] = {}
    themes: dict[str, dict[str, Mention]] = {}
    for place, found in places.items():
        for ecosystem, mention in found.ecosystems.items():
            ecosystems.setdefault(ecosystem, {})[place] = mention.word
    for place, found in (*places.items(), ("text", text)):
        for theme, mention in found.themes.items():
            themes.setdefault(theme, {})[place] = mention
    return Spoken(
        ecosystems,
        text.ecosystems,
        sum(mention.times for mention in text.ecosystems.values()),
        themes,
        Words.of([*places["title"].words, *places["keywords"].words]),
        Words.of(text.words),
        subject.title,
    )
