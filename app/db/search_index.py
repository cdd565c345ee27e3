"""The index of a search: what migrations make beside the tables, and how its parts are called.

SQLite has a table of FTS5 for each table that is searched, kept by triggers; PostgreSQL a GIN index over its words as a
``tsvector``. Either finds words and beginnings of words in ``search_text``, and neither takes a text apart by itself.
"""

import re

NUMBERED = ("topic", "cascade_call")
"""Tables that are searched, by their ``search_text``, and whose primary key is a number."""
SEARCHED = (*NUMBERED, "cluster", "organisation")
"""All tables that are searched."""

VECTOR = "array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"
"""The words of a column as PostgreSQL indexes them: a question must use the same expression to be answered from it."""

_OWN = re.compile(rf"(?:{'|'.join(SEARCHED)})_search(?:_.+)?|ix_(?:{'|'.join(SEARCHED)})_search")


def index_of(table: str) -> str:
    """The name of the FTS5 table, or of what numbers its rows."""
    return f"{table}_search"


def numbers_of(table: str) -> str:
    """The table that gives each row of a table without a number of its own one that stays."""
    return f"{table}_search_number"


def is_declared(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether something in the database is declared by ``app.db.tables``: for Alembic's comparison of the two."""
    return name is None or _OWN.fullmatch(name) is None
