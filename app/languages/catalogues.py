"""Translations as they stand in gettext's files, read when somebody first asks for the language.

The files are read as they are written: to add a language is to add its file.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from rules.language import ENGLISH, Language

TEXTS: Final = files("app.languages").joinpath("texts")


class Translations(GNUTranslations):
    """One language: what was translated (what is marked fuzzy was not), and the names CLDR has for countries."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        compiled = BytesIO()
        with TEXTS.joinpath(f"{code}.po").open("rb") as file:
            write_mo(compiled, read_po(file, locale=code))
        compiled.seek(0)
        super().__init__(compiled)

    def country(self, code: str) -> str | None:
        """The name of a country, as CLDR writes it in this language."""
        return self.locale.territories.get(code)

    def number(self, value: Decimal | float) -> str:
        """The number, as CLDR writes it in this language."""
        return format_decimal(value, locale=self.locale)


@cache
def languages() -> Mapping[str, str]:
    """The languages there are, by code, each with what it calls itself; English, in which all is written, first."""
    found = sorted(file.name.removesuffix(".po") for file in TEXTS.iterdir() if file.name.endswith(".po"))
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in ["en", *found]}


_READ: Final[dict[str, Language]] = {ENGLISH.code: ENGLISH}


def language(code: str) -> Language:
    """A language by its code. Its file is read when somebody first asks for it, which takes about a second.

    Raises:
        KeyError: there are no translations into it.
    """
    if code not in languages():
        raise KeyError(code)
    found = already_read(code)
    if found is None:
        found = _READ[code] = Translations(code)
    return found


def already_read(code: str) -> Language | None:
    """A language that costs nothing to ask for; ``None`` where its file has to be read."""
    return _READ.get(code)
