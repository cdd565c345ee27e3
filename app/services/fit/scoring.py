"""The points of a topic for an organisation, and the reasons for them.

Five things are compared, from the broad to the particular: ecosystems where the topic says what it is about, ecosystems
as its description speaks of them, themes, competences, and words of the organisation's own. `docs/fit.md` has the
formula with an example.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from app.services.catalogue.schemas import Public
from app.services.fit.meaning import Meaning
from app.services.fit.phrases import words_of
from app.services.fit.subjects import Spoken, Subject, Words, spoken_of
from app.services.fit.vocabulary import Mention, heard, says_something
from rules.facts import Organisation
from rules.language import N_, _, ngettext

POINTS: Final = {"title": 35, "keywords": 15, "destination": 5}
TEXT = 15
"""For an ecosystem to which all words of the description that speak of ecosystems belong."""

FEWEST_WORDS = 10
"""In a description with fewer such words they count as if there were so many: one word alone says little."""

OTHER_ECOSYSTEM = 5
THEME: Final = {"title": 15, "keywords": 10, "destination": 5}
MOST_FOR_TEXT_OF_THEME = 5
FEWEST_FOR_THEME = 2
"""A theme that a description mentions once is not what it is about."""

MOST_FOR_THEMES = 25
COMPETENCE_LEVEL = 10
COMPETENCE_LEVEL_ELSEWHERE = 5
OWN_WORD = 5
OWN_WORD_IN_TEXT = 2
MOST_FOR_OWN_WORDS = 10
SHORTEST_OWN_WORD = 5
MOST_FOR_MEANING = 10
NEAR_ENOUGH, NEAREST = 0.3, 0.8
"""Below the first nothing is earned, from the second on all: names and titles are hardly ever nearer."""

FULL = 100


class Fit(Public):
    """How well a topic suits an organisation, 0 to 100, and why. It ranks and never decides."""

    score: int
    because: Sequence[str]


class Earned(NamedTuple):
    """Points, and the reason for them."""

    points: int
    because: str


class Suited:
    """What suits one organisation: whoever looks at many topics reads its words once.

    ``own`` are further words of its own, such as a description. With ``meaning`` a name that is near to the title in
    meaning earns something too.
    """

    def __init__(self, organisation: Organisation, own: Iterable[str] = (), meaning: Meaning | None = None) -> None:
        self._name, self._meaning = organisation.name, meaning
        said = heard(organisation.name, *own)
        stated: list[str] = list(organisation.ecosystems)
        self._ecosystems = stated or sorted(said.ecosystems)
        self._themes = sorted(said.themes)
        self._competences = [_Competence.of(name, level) for name, level in sorted(organisation.competences.items())]
        self._own = sorted({word for word in words_of(organisation.name) if _is_own(word)})

    def fit(self, spoken: Spoken) -> Fit:
        """How well a topic that speaks of this suits it."""
        broad = self._of_ecosystems(spoken)
        of_themes = (_of_theme(one, spoken.themes[one]) for one in self._themes if one in spoken.themes)
        fine = sorted((one for one in of_themes if one.points), key=_best)
        skilled = [earned for one in self._competences if (earned := one.earned(spoken))]
        own = [earned for word in self._own if (earned := _of_own_word(word, spoken))]
        near = self._of_meaning(spoken)
        score = (
            sum(one.points for one in broad)
            + min(MOST_FOR_THEMES, sum(one.points for one in fine))
            + sum(one.points for one in skilled)
            + min(MOST_FOR_OWN_WORDS, sum(one.points for one in own))
            + sum(one.points for one in near)
        )
        reasons = [one.because for group in (broad, fine, skilled, own, near) for one in group]
        return Fit(score=min(FULL, score), because=reasons)

    def _of_ecosystems(self, spoken: Spoken) -> list[Earned]:
        """The best ecosystem with all its points, the others with a few each."""
        earned = (_of_ecosystem(one, spoken) for one in self._ecosystems)
        ordered = sorted((one for one in earned if one.points), key=_best)
        return [one._replace(points=OTHER_ECOSYSTEM) if index else one for index, one in enumerate(ordered)]

    def _of_meaning(self, spoken: Spoken) -> list[Earned]:
        if self._meaning is None or not self._name or not spoken.title:
            return []
        nearness = self._meaning.nearness(self._name, spoken.title)
        points = int(MOST_FOR_MEANING * (min(nearness, NEAREST) - NEAR_ENOUGH) / (NEAREST - NEAR_ENOUGH))
        return (
            [Earned(points, _("its name is near in meaning to the title ({nearness})", nearness=f"{nearness:.2f}"))]
            if points > 0
            else []
        )


class _Competence(NamedTuple):
    """A competence with its words, and the themes of which they speak: what else speaks of these is a synonym."""

    name: str
    level: int
    words: Sequence[str]
    themes: Sequence[str]

    @classmethod
    def of(cls, name: str, level: int) -> "_Competence":
        """A competence as stated."""
        return cls(name, level, words_of(name), sorted(heard(name).themes))

    def earned(self, spoken: Spoken) -> Earned | None:
        """Half as much for a synonym, or in the description, as where title or keywords name it."""
        if self._is_named(spoken.named):
            return Earned(COMPETENCE_LEVEL * self.level, _("brings {name}", name=self.name))
        for theme in self.themes:
            for place in ("title", "keywords"):
                if mention := spoken.themes.get(theme, {}).get(place):
                    points = COMPETENCE_LEVEL_ELSEWHERE * self.level
                    brings = _("brings {name}", name=self.name)
                    return Earned(points, f"{brings}: {_in_the(mention.word, place)}")
        if self._is_named(spoken.told):
            return Earned(
                COMPETENCE_LEVEL_ELSEWHERE * self.level, _("brings {name}, named in the text", name=self.name)
            )
        return None

    def _is_named(self, words: Words) -> bool:
        return bool(self.words) and all(words.have_beginning(word) for word in self.words)


def fit(organisation: Organisation, subject: Subject, meaning: Meaning | None = None) -> Fit:
    """How well the subject suits the organisation."""
    return Suited(organisation, meaning=meaning).fit(spoken_of(subject))


def ecosystems_of(organisation: Organisation) -> list[str]:
    """Those that are stated, else those that its name speaks of."""
    return list(organisation.ecosystems) or sorted(heard(organisation.name).ecosystems)


def _of_ecosystem(ecosystem: str, spoken: Spoken) -> Earned:
    """What the places earn, and the part of the description's words on ecosystems that belong to it, rounded down."""
    places = spoken.ecosystems.get(ecosystem, {})
    points = sum(POINTS[place] for place in places)
    said = [_in_the(word, place) for place, word in places.items()]
    if mention := spoken.in_text.get(ecosystem):
        points += TEXT * mention.times // max(FEWEST_WORDS, spoken.in_text_of_all)
        said.append(_("{words} in the text", words=_times(mention)))
    return Earned(points, f"{ecosystem}: {', '.join(said)}")


def _of_theme(theme: str, places: Mapping[str, Mention]) -> Earned:
    said = [_in_the(mention.word, place) for place, mention in places.items() if place in THEME]
    points = sum(THEME[place] for place in places if place in THEME)
    mention = places.get("text")
    if mention and mention.times >= FEWEST_FOR_THEME:
        points += min(MOST_FOR_TEXT_OF_THEME, mention.times)
        said.append(_("{words} in the text", words=_times(mention)))
    return Earned(points, f"{theme}: {', '.join(said)}")


def _of_own_word(word: str, spoken: Spoken) -> Earned | None:
    if word in spoken.named:
        return Earned(OWN_WORD, _("“{word}”, a word of its name, in title or keywords", word=word))
    if word in spoken.told:
        return Earned(OWN_WORD_IN_TEXT, _("“{word}”, a word of its name, in the text", word=word))
    return None


def _times(mention: Mention) -> str:
    if mention.times == 1:
        return f"“{mention.word}”"
    return ngettext("“{word}” and {number} more", "“{word}” and {number} more", mention.times - 1, word=mention.word)


def _in_the(word: str, place: str) -> str:
    return _(_IN_THE[place], word=word)


_IN_THE = {
    "title": N_("“{word}” in the title"),
    "keywords": N_("“{word}” in the keywords"),
    "destination": N_("“{word}” in the destination"),
}


def _is_own(word: str) -> bool:
    """Whether a word says what an organisation does, where no table knows it."""
    return len(word) >= SHORTEST_OWN_WORD and says_something(word)


def _best(earned: Earned) -> tuple[int, str]:
    return -earned.points, earned.because
