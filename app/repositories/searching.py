"""Full text, behind one function: every word of the question must occur, in any order, case and accent."""

import json
import unicodedata

from sqlalchemy import ColumnElement, Text, and_, cast, true
from sqlalchemy.orm import Mapped

from app.errors import invalid

MAX_CHARACTERS = 200
MAX_WORDS = 12


def fold(*texts: str | None) -> str:
    """Text as it is searched: lower case, without accents, blanks squeezed."""
    joined = " ".join(text for text in texts if text)
    decomposed = unicodedata.normalize("NFKD", joined.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.split())


def is_storable(text: str) -> bool:
    """Whether a database could hold it at all: no NUL, and no half of a character. What it cannot hold is not there."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def words_of(question: str) -> list[str]:
    """The words to look for.

    Raises:
        Invalid: the question is longer than anybody means.
    """
    if len(question) > MAX_CHARACTERS:
        raise invalid("/q", f"a search has at most {MAX_CHARACTERS} characters")
    words = fold(question).split()
    if len(words) > MAX_WORDS:
        raise invalid("/q", f"a search has at most {MAX_WORDS} words")
    return words


def matches(search_text: Mapped[str], question: str) -> ColumnElement[bool]:
    """The condition that a folded column holds every word of the question."""
    return and_(true(), *(search_text.contains(word, autoescape=True) for word in words_of(question)))


def holds(json_list: Mapped[list[str]], value: str) -> ColumnElement[bool]:
    """The condition that a JSON list of plain ASCII names holds one of them; the same on every database."""
    return cast(json_list, Text).contains(json.dumps(value), autoescape=True)
