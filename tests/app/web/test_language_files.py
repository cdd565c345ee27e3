"""Every message has a translation in every file, and no translation loses what is filled in."""

import ast
from collections.abc import Iterable
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.languages import languages
from app.languages.catalogues import TEXTS
from app.languages.extracting import KEYWORDS, ROOT, messages

CODES = [code for code in languages() if code != "en"]

Key = tuple[str, str | None]


@cache
def translated(code: str) -> Catalog:
    with TEXTS.joinpath(f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@cache
def said() -> frozenset[Key]:
    return frozenset(key_of(message) for message in messages() if message.id)


def key_of(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def forms(texts: str | Iterable[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def names(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def of_file(code: str) -> list[Message]:
    return [message for message in translated(code) if message.id]


def test_there_are_the_languages_that_were_promised() -> None:
    assert {"en", "fr", "de", "it", "es"} <= set(languages())


@pytest.mark.parametrize("code", CODES)
def test_every_message_is_translated(code: str) -> None:
    done = {key_of(one) for one in of_file(code) if all(forms(one.string)) and not one.fuzzy}
    missing = sorted(text for text, _ in said() - done)
    assert not missing, "\n".join([f"{len(missing)} messages are not translated, such as:", *missing[:40]])


@pytest.mark.parametrize("code", CODES)
def test_no_translation_is_of_what_nobody_says(code: str) -> None:
    assert sorted({key_of(one) for one in of_file(code)} - said()) == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_fills_in_what_the_message_fills_in(code: str) -> None:
    wrong = [
        (one.id, form)
        for one in of_file(code)
        for form in forms(one.string)
        if form and not one.fuzzy and not _fits(one, form)
    ]
    assert wrong == []


def _fits(message: Message, form: str) -> bool:
    """A form for one thing only, or for none, may leave the number out."""
    asked = names(forms(message.id)[-1])
    told = names(form)
    return told == asked or (not isinstance(message.id, str) and told == asked - {"number"})


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_all_plural_forms_and_the_blanks_of_its_message(code: str) -> None:
    catalogue = translated(code)
    for one in of_file(code):
        if isinstance(one.id, str):
            assert not one.string or one.id[:1].isspace() == str(one.string)[:1].isspace(), one.id
        else:
            assert len(forms(one.string)) == catalogue.num_plurals, one.id


@pytest.mark.parametrize("room", ["app/web", "app/services", "rules", "solver"])
def test_no_message_stands_inside_a_text_that_is_put_together(room: str) -> None:
    """What looks for messages does not look there."""
    hidden = [
        f"{path.name}:{text.lineno}"
        for path in (ROOT / room).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in KEYWORDS and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
