"""Full text, behind one port: FTS5 on SQLite, tsvector on PostgreSQL, and the same rows from both.

A question is taken apart at its blanks. Each part must be found: as a word, or as the beginning of one when it has
two characters or more, in any letter case and accent. A part of several words (``CL4-2027-01``) is found where these
stand next to each other. The index names the rows that have all words; that a part's words stand together is then
looked up in the row. What reaches the index are words of ours, never the question itself.
"""

import json
from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    cast,
    collate,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    table,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from app.db.search_index import NUMBERED, VECTOR, index_of, numbers_of
from app.db.tables import CascadeCall, Cluster, Organisation, Topic
from app.db.words import fold, words
from app.errors import invalid

__all__ = ["bytewise", "finds", "fold", "holds", "is_storable", "matches", "relevance"]

MAX_CHARACTERS = 200
MAX_WORDS = 12

Searched = type[Topic] | type[CascadeCall] | type[Cluster] | type[Organisation]


class ByDialect(FunctionElement[Any]):
    """One meaning that the two databases write differently."""

    name = "by_dialect"
    inherit_cache = True

    def __init__(self, *, sqlite: ColumnElement[Any], postgresql: ColumnElement[Any]) -> None:
        super().__init__(sqlite, postgresql)
        self.type = sqlite.type

    @property
    def either(self) -> Sequence[ColumnElement[Any]]:
        """How SQLite has it, and how PostgreSQL."""
        return list(self.clauses)


@compiles(ByDialect)
def _for_sqlite(element: ByDialect, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.either[0], **options)


@compiles(ByDialect, "postgresql")
def _for_postgresql(element: ByDialect, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.either[1], **options)


def is_storable(text: str) -> bool:
    """Whether a database could hold it at all: no NUL, and no half of a character. What it cannot hold is not there."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def parts_of(question: str) -> list[list[str]]:
    """What to look for: the words of each part of the question; parts without a word (``&``) are left out.

    Raises:
        Invalid: the question is longer than anybody means.
    """
    if len(question) > MAX_CHARACTERS:
        raise invalid("/q", f"a search has at most {MAX_CHARACTERS} characters")
    parts = question.split()
    if len(parts) > MAX_WORDS:
        raise invalid("/q", f"a search has at most {MAX_WORDS} words")
    return [found for part in parts if (found := words(part))]


def matches(searched: Searched, question: str) -> ColumnElement[bool]:
    """The condition that a row has every part of the question. A question without any word is found nowhere.

    Raises:
        Invalid: the question is longer than anybody means.
    """
    parts = parts_of(question)
    if not parts:
        return false() if question.strip() else true()
    together = (_position(searched, part) > 0 for part in parts if len(part) > 1)
    return and_(_indexed(searched, parts), *together)


def finds(question: str, *texts: str | None) -> bool:
    """Whether a search would find texts that are in no table that it looks at. An empty question finds everything.

    Raises:
        Invalid: the question is longer than anybody means.
    """
    parts = parts_of(question)
    text = f" {' '.join(words(' '.join(filter(None, texts))))} "
    return all(_sought(part) in text for part in parts) if parts else not question.strip()


def relevance(searched: Searched, question: str) -> ColumnElement[int]:
    """How far into a row one reads until its parts were met, summed up: the name stands first, so less is better.

    Unlike the ranks that the two databases offer, it is the same on both, and the same whatever else there is.

    Raises:
        Invalid: the question is longer than anybody means, or there is no word in it.
    """
    positions = [_position(searched, part) for part in parts_of(question)]
    if not positions:
        raise invalid("/sort", "by relevance to what? It needs a search (q) with a word in it")
    return type_coerce(reduce(add, positions), Integer)


def bytewise(text: ColumnElement[str] | Mapped[str]) -> ColumnElement[str]:
    """A text to sort by, in the order of its code points. A server would sort by the habits of a country."""
    return ByDialect(sqlite=type_coerce(text, Text), postgresql=collate(text, "C"))


def holds(json_list: Mapped[list[str]], value: str) -> ColumnElement[bool]:
    """The condition that a JSON list of plain ASCII names holds one of them; the same on every database."""
    return cast(json_list, Text).contains(json.dumps(value), autoescape=True)


def _is_beginning(part: Sequence[str], place: int) -> bool:
    """Whether a word may go on: the last one of its part may, unless it is a single character."""
    return place == len(part) - 1 and len(part[place]) > 1


def _sought(part: Sequence[str]) -> str:
    """How the words of a part stand in a text of words that begins and ends with a blank."""
    return f" {' '.join(part)}" + ("" if _is_beginning(part, len(part) - 1) else " ")


def _position(searched: Searched, part: Sequence[str]) -> ColumnElement[int]:
    """Where in a row the words of a part first stand next to each other; 0: nowhere."""
    blank = literal(" ", Text)
    text = blank + type_coerce(col(searched.search_text), Text) + blank
    sought = literal(_sought(part), Text)
    return ByDialect(
        sqlite=func.instr(text, sought, type_=Integer), postgresql=func.strpos(text, sought, type_=Integer)
    )


def _indexed(searched: Searched, parts: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    """The condition that the index has all words of all parts."""
    sought = sorted({(word, _is_beginning(part, place)) for part in parts for place, word in enumerate(part)})
    return ByDialect(sqlite=_by_fts5(searched, sought), postgresql=_by_tsvector(searched, sought))


def _by_fts5(searched: Searched, sought: Sequence[tuple[str, bool]]) -> ColumnElement[bool]:
    question = " AND ".join(f'"{word}"{"*" if is_beginning else ""}' for word, is_beginning in sought)
    name = str(searched.__tablename__)
    index = table(index_of(name), column("rowid", Integer), column(index_of(name)))
    found = select(index.c.rowid).where(index.c[index_of(name)].bool_op("MATCH")(literal(question, Text)))
    if name in NUMBERED:
        return col(searched.id).in_(found)
    numbers = table(numbers_of(name), column("number", Integer), column("id", Text))
    return col(searched.id).in_(select(numbers.c.id).where(numbers.c.number.in_(found)))


def _by_tsvector(searched: Searched, sought: Sequence[tuple[str, bool]]) -> ColumnElement[bool]:
    question = " & ".join(f"'{word}'{':*' if is_beginning else ''}" for word, is_beginning in sought)
    vector: ColumnElement[Any] = literal_column(VECTOR.format(column=f"{searched.__tablename__}.search_text"))
    return vector.bool_op("@@")(cast(literal(question, Text), TSQUERY))
