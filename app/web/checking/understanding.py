"""What people write in the cells of a table, in five languages: countries, roles, kinds of organisation, yes and no.

The words stand in ``words.yaml``; to understand another language, add its words there and its code here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from babel import Locale
from babel.core import get_global

from app.exports.data_sheet.entries import Digits, Number, WrongEntry
from app.web.presenters import words
from rules.codes import COMMISSION_CODES, ISO_COUNTRIES, Kind, Role
from rules.language import _

LANGUAGES: Final = ("en", "fr", "de", "it", "es")


class NotUnderstood(ValueError):
    """What stands in a cell means nothing that could stand there; the message says what would."""


def folded(text: str) -> str:
    """Text as it is compared: without case, accents, and more than one blank."""
    return " ".join(words.sorting(text.replace("ß", "ss").replace("’", "'").replace("_", " ")).split()).strip(" .:*")


def country_of(text: str) -> str:
    """The code of a country that is written as its code or its name.

    Raises:
        NotUnderstood: it is none.
    """
    in_brackets = re.search(r"\(([A-Za-z]{2})\)$", text.strip())
    code = (in_brackets[1] if in_brackets else text.strip()).upper()
    code = COMMISSION_CODES.get(code, code)
    found = code if code in ISO_COUNTRIES else _three_letters().get(code) or country_names().get(folded(text))
    if found is None:
        raise NotUnderstood(_("“{text}” is no country: write its code (FR) or its name.", text=text))
    return found


def role_of(text: str) -> Role:
    """The role that is meant.

    Raises:
        NotUnderstood: it is none.
    """
    found = _roles().get(folded(text))
    if found is None:
        named = words.listed(words.ROLES[role] for role in Role)
        raise NotUnderstood(_("“{text}” is no role. There are: {roles}.", text=text, roles=named))
    return found


def kinds_of(text: str) -> list[str]:
    """The kinds of organisation that are meant, one or several.

    Raises:
        NotUnderstood: one of them is none.
    """
    if folded(text) in _kinds():
        return [_kinds()[folded(text)].value]
    found = []
    for part in re.split(r"[;,/+\n|]", text):
        if part.strip():
            kind = _kinds().get(folded(part))
            if kind is None:
                raise NotUnderstood(_("“{text}” is no kind of organisation that is known here.", text=part.strip()))
            found.append(kind.value)
    return sorted(set(found))


def yes_or_no_of(text: str) -> bool:
    """Yes or no.

    Raises:
        NotUnderstood: it is neither.
    """
    said = folded(text)
    if said not in _said("yes") | _said("no"):
        raise NotUnderstood(_("“{text}” is neither yes nor no.", text=text))
    return said in _said("yes")


def pic_of(text: str) -> str:
    """A participant identification code.

    Raises:
        NotUnderstood: it has not nine digits.
    """
    try:
        return str(Digits().read(text.removesuffix(".0")))
    except WrongEntry as error:
        raise NotUnderstood(
            _("“{text}” is no participant identification code (PIC): it has nine digits.", text=text)
        ) from error


def euro_of(text: str) -> Any:
    """An amount in euro.

    Raises:
        NotUnderstood: it is none, or could be two.
    """
    try:
        return Number(euro=True).read(text)
    except WrongEntry as error:
        said = _(
            "“{text}” is no number: leave out separators between thousands, and put a point before decimals.", text=text
        )
        raise NotUnderstood(said) from error


def is_not_known(text: str) -> bool:
    """Whether a cell says that nobody knows."""
    return folded(text) in _said("not_known")


@cache
def country_names() -> Mapping[str, str]:
    """Countries by their names in the five languages, folded."""
    named = {
        folded(name): code
        for language in reversed(LANGUAGES)
        for code, name in Locale.parse(language).territories.items()
        if code in ISO_COUNTRIES
    }
    return {**named, **{folded(name): code for name, code in known_words()["countries"].items()}}


@cache
def _three_letters() -> Mapping[str, str]:
    return {
        code: names[0]
        for code, names in get_global("territory_aliases").items()
        if len(code) == 3 and names[0] in ISO_COUNTRIES
    }


@cache
def _roles() -> Mapping[str, Role]:
    return {said: Role(code) for code, texts in known_words()["roles"].items() for said in _meant(code, texts)}


@cache
def _kinds() -> Mapping[str, Kind]:
    return {said: Kind(code) for code, texts in known_words()["kinds"].items() for said in _meant(code, texts)}


@cache
def _said(what: str) -> frozenset[str]:
    return frozenset(folded(text) for text in known_words()[what])


@cache
def heads() -> Mapping[str, str]:
    """The fields that columns mean, by their heads, folded; ``left_out`` says nothing about eligibility."""
    return {said: field for field, texts in known_words()["heads"].items() for said in _meant(field, texts)}


@cache
def known_words() -> Mapping[str, Any]:
    """The words of ``words.yaml``."""
    read: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return read


def _meant(code: str, texts: Sequence[str]) -> Sequence[str]:
    return [folded(code), *(folded(text) for text in texts)]
