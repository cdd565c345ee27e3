"""Changes of deadlines that stand only in a notice's prose: "the deadline has been extended to 5 March 2026".

A sentence is read word by word: is it about a deadline or about something else that has a day (an info day, an opening,
results), is something moved, and does the day that follows belong to the new or to the old state. Days that no such
sentence leads to are left alone, and so is every text that is not English.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Literal, NamedTuple

from scrapers.records import Record
from scrapers.texts.dates import WrittenDay, Zone, days_in
from scrapers.texts.identifiers import identifiers_in
from scrapers.texts.limits import MAX_NOTICE, refuse_long
from scrapers.texts.sentences import Sentence, sentences_in
from scrapers.texts.wording import Word, clues_in, stage_of, without_circumstances


class DeadlineChange(StrEnum):
    """What happens to a deadline."""

    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


class Announcement(Record):
    """One change of a deadline as a sentence announces it.

    ``on`` is the new day (of a deadline that is removed, its day); None where the sentence names no day that can be
    read. ``hour`` and ``zone`` are stated beside it or None. ``identifiers`` are those that the sentence names for this
    day; ``mentioned`` the others of the notice: topics and calls look alike. ``stage`` is 1 or 2 where it says so.
    ``quote`` is the sentence, ``text[start:end]`` of what was read.
    """

    change: DeadlineChange
    on: date | None
    hour: time | None
    zone: Zone | None
    stage: Literal[1, 2] | None
    identifiers: tuple[str, ...]
    mentioned: tuple[str, ...]
    quote: str
    start: int
    end: int


class _Found(NamedTuple):
    change: DeadlineChange
    day: WrittenDay | None
    stage: Literal[1, 2] | None


def announced_deadlines(text: str, language: str = "en") -> list[Announcement]:
    """The changes of deadlines that a notice announces, in its order; ``text`` is plain, one line a paragraph.

    A sentence that announces a change without a readable day counts only where no other names the day.

    Raises:
        ParseError: too large.
    """
    if language != "en":
        return []
    refuse_long(text, MAX_NOTICE)
    found = list(_announcements(text))
    dated = [each for each in found if each.on is not None]
    return list(dict.fromkeys(dated or found[:1]))


def _announcements(text: str) -> Iterator[Announcement]:
    everywhere = identifiers_in(text)
    introduced: _Found | None = None
    for sentence in sentences_in(text):
        found = list(_changes(sentence.text))
        if not found and introduced is not None:
            found = [introduced._replace(day=day) for day in _listed(sentence.text)]
            introduced = introduced if found else None
        elif found:
            introduced = found[0] if found[-1].day is None and _introduces(sentence.text) else None
        yield from _made(found, sentence, everywhere)


def _introduces(sentence: str) -> bool:
    """Whether a list of days follows."""
    return sentence.endswith(":") or sentence.rstrip(".").endswith(("as follows", "below"))


def _listed(sentence: str) -> list[WrittenDay]:
    """The day of a line in a list of new deadlines; of a line about something else, none."""
    others = any(found.word in {Word.OTHER, Word.OLD} for found in clues_in(sentence))
    return [] if others else list(days_in(sentence))[:1]


def _changes(sentence: str) -> Iterator[_Found]:
    days = list(days_in(sentence))
    state = _State()
    position = 0
    announced = False
    for day in days:
        state.read(without_circumstances(sentence[position : day.start]))
        position = day.end
        if state.points_at_a_new_day:
            announced = True
            yield _Found(state.change, day, state.stage)
        state.day_passed()
    state.read(sentence[position:])
    if state.change is DeadlineChange.REMOVED and state.is_about_a_deadline:
        yield from (_Found(DeadlineChange.REMOVED, day, state.stage) for day in days if not announced)
    elif state.announces_without_a_day and not announced:
        yield _Found(state.change, None, state.stage)


class _State:
    """What the words of a sentence up to here have told."""

    def __init__(self) -> None:
        self.is_about_a_deadline = False
        self.change = DeadlineChange.MOVED
        self.stage: Literal[1, 2] | None = None
        self._moves = self._plainly = self._leads = self._old = self._denied = self._near = False

    @property
    def announces(self) -> bool:
        """A deadline is said to change, and not that it may or will not."""
        return self.is_about_a_deadline and self._moves and not self._denied

    @property
    def announces_without_a_day(self) -> bool:
        """So plainly that a day that is missing is worth a remark."""
        return self.announces and self._plainly and self.change is DeadlineChange.MOVED

    @property
    def points_at_a_new_day(self) -> bool:
        """A day that comes now is what the deadline is changed to."""
        return self.announces and self._leads and not self._old and self.change is not DeadlineChange.REMOVED

    def day_passed(self) -> None:
        """After "from 5 February" the next day may be the new one."""
        self._old = False

    def read(self, words: str) -> None:
        """Go on with the words between two days."""
        for found in clues_in(words):
            self._take(found.word, found.text)

    def _take(self, word: Word, text: str) -> None:
        if word is Word.DEADLINE:
            self.is_about_a_deadline = self._near = True
            self._old = False
        elif word in {Word.NEW_DEADLINE, Word.FURTHER_DEADLINE}:
            self.is_about_a_deadline = self._near = self._moves = self._plainly = self._leads = True
            self._old = False
            self.change = DeadlineChange.ADDED if word is Word.FURTHER_DEADLINE else DeadlineChange.MOVED
        elif word is Word.OTHER:
            self.is_about_a_deadline = self._near = False
        elif word is Word.MOVE:
            self._moves = self._plainly = self._moves or self.is_about_a_deadline
        elif word is Word.CHANGE:
            self._moves = self._moves or self._near
            self._leads = self._leads or (self._moves and "now" in text.lower())
        else:
            self._take_small(word, text)

    def _take_small(self, word: Word, text: str) -> None:
        if word is Word.TO:
            self._leads, self._old = self._leads or self._moves, False
        elif word is Word.REMOVE:
            self.change = DeadlineChange.REMOVED if self.is_about_a_deadline else self.change
        elif word is Word.COMMA:
            self._near = False
        elif word is Word.OLD:
            self._old = True
        elif word is Word.DENIED:
            self._denied = True
        elif word is Word.STAGE:
            self.stage = stage_of(text)


def _made(found: Sequence[_Found], sentence: Sentence, everywhere: Sequence[str]) -> Iterator[Announcement]:
    named = identifiers_in(sentence.text)
    paired = "respectively" in sentence.text.lower() and len(named) == len(found)
    for number, (change, day, stage) in enumerate(found):
        own = named[number : number + 1] if paired else named
        yield Announcement(
            change=change,
            on=day and day.on,
            hour=day and day.hour,
            zone=day and day.zone,
            stage=stage,
            identifiers=own,
            mentioned=tuple(each for each in everywhere if each not in own),
            quote=sentence.text,
            start=sentence.start,
            end=sentence.end,
        )
