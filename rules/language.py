"""In which language sentences are said.

Sentences stand in English where they are made. Whoever asks in another language has its translation put in the place
of the English one before anything is filled in: `speaking` says which, for as long as it lasts and for nobody else.
The names of the functions are those of gettext, so that the usual tools find what has to be translated.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Protocol


class Language(Protocol):
    """Translations into one language; what it has none for it gives back in English."""

    code: str
    """The language (ISO 639-1)."""

    def gettext(self, message: str) -> str:
        """The translation of a message."""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The translation of a message in the plural form that the number asks for."""

    def pgettext(self, context: str, message: str) -> str:
        """The translation of a message that means different things in different places."""

    def country(self, code: str) -> str | None:
        """The name of a country; ``None`` where the language has none, or the English sentences have their own."""

    def number(self, value: Decimal | float) -> str:
        """A number with its thousands set apart: what is 60,000 in English is sixty in Spanish."""


class English:
    """The language in which everything is written."""

    code = "en"

    def gettext(self, message: str) -> str:
        """The message itself."""
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Singular for one only."""
        return one if number == 1 else many

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - English tells them apart by the place
        """The message itself."""
        return message

    def country(self, code: str) -> str | None:  # noqa: ARG002 - `rules.sentences.countries` has them, with articles
        """None: a sentence in English puts an article before some countries."""
        return None

    def number(self, value: Decimal | float) -> str:
        """With commas."""
        return f"{value:,}"


ENGLISH: Language = English()
_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language in which sentences are said now."""
    return _SPOKEN.get()


def in_english() -> bool:
    """Whether English is spoken: what only its grammar asks for (an article, a plural in s) is done for it alone."""
    return _SPOKEN.get() is ENGLISH


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything in this language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


class Anew(str):
    """A text that is kept as it reads in English, and said anew wherever another language is spoken."""

    __slots__ = ("say",)

    say: Callable[[], str]


def anew(say: Callable[[], str]) -> Anew:
    """What is said, to be kept; `_` says it in another language."""
    with speaking(ENGLISH):
        text = Anew(say())
    text.say = say
    return text


def _(message: str, /, **given: object) -> str:
    """The message in the language spoken, with what is given in the place of ``{names}``."""
    language = _SPOKEN.get()
    if language is not ENGLISH and message:
        message = message.say() if isinstance(message, Anew) else language.gettext(message)
    return message.format(**given) if given else message


def ngettext(one: str, many: str, number: int, /, **given: object) -> str:
    """The same for a number of things; ``{number}`` is given always."""
    language = _SPOKEN.get()
    said = language.ngettext(one, many, number) if language is not ENGLISH else one if number == 1 else many
    return said.format(**{"number": number, **given})


def pgettext(context: str, message: str, /, **given: object) -> str:
    """The same for a message that means different things in different places, such as "open"."""
    said = _SPOKEN.get().pgettext(context, message)
    return said.format(**given) if given else said


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message that is kept in English and translated (by `_`) where it is said."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - the same for `ngettext`
    """Mark a message in singular and plural that is kept in English and translated where it is said."""
    return one, many


def join(parts: Iterable[str]) -> str:
    """A, B and C."""
    return _last(list(parts), N_("{others} and {last}"))


def either(parts: Iterable[str]) -> str:
    """A, B or C."""
    return _last(list(parts), N_("{others} or {last}"))


def _last(said: list[str], pattern: str) -> str:
    return _(pattern, others=", ".join(said[:-1]), last=said[-1]) if len(said) > 1 else "".join(said)
