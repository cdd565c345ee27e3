"""an index for the search in topics, cascade calls, clusters and organisations.

Revision 0007, after 0006.
"""

# ruff: noqa: S608 - what is put into the statements are names that stand in this file

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBERED = ("topic", "cascade_call")
"""Their primary key is a number that stays: FTS5 reads the text in the table itself."""

NAMED = ("cluster", "organisation")
"""Their primary key is text. SQLite may number their rows anew (VACUUM), so they get numbers that stay."""

AT_ONCE = 1000
OPTIONS = "tokenize='ascii', detail=none, columnsize=0"
VECTOR = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"


def upgrade() -> None:
    """Apply. What is searched is kept as its words from now on; no row is added or taken away."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (*NUMBERED, *NAMED):
        _keep_words(table)
        if not on_sqlite:
            op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin ({VECTOR})")
        elif table in NUMBERED:
            _index_numbered(table)
        else:
            _index_named(table)


def downgrade() -> None:
    """Take back. Texts stay as their words, which the schema before could search as well."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (*NUMBERED, *NAMED):
        if not on_sqlite:
            op.execute(f"DROP INDEX ix_{table}_search")
            continue
        for moment in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER {table}_search_{moment}")
        op.execute(f"DROP TABLE {table}_search")
        if table in NAMED:
            op.execute(f"DROP TABLE {table}_search_number")


def _index_numbered(table: str) -> None:
    add = f"INSERT INTO {table}_search (rowid, search_text) VALUES (new.id, new.search_text);"
    take = (
        f"INSERT INTO {table}_search ({table}_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    )
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5(search_text, content='{table}', content_rowid='id', {OPTIONS})"
    )
    op.execute(f"INSERT INTO {table}_search ({table}_search) VALUES ('rebuild')")
    _keep_up(table, insert=add, update=take + add, delete=take)


def _index_named(table: str) -> None:
    numbers = f"{table}_search_number"
    number = f"(SELECT number FROM {numbers} WHERE id = {{row}}.id)"
    op.execute(f"CREATE TABLE {numbers} (number INTEGER NOT NULL PRIMARY KEY, id VARCHAR NOT NULL UNIQUE)")
    op.execute(f"CREATE VIRTUAL TABLE {table}_search USING fts5(search_text, {OPTIONS})")
    op.execute(f"INSERT INTO {numbers} (id) SELECT id FROM {table} ORDER BY id")
    op.execute(
        f"INSERT INTO {table}_search (rowid, search_text)"
        f" SELECT number, search_text FROM {table} JOIN {numbers} USING (id)"
    )
    add = (
        f"INSERT INTO {numbers} (id) VALUES (new.id);"
        f" INSERT INTO {table}_search (rowid, search_text) VALUES ({number.format(row='new')}, new.search_text);"
    )
    change = (
        f"UPDATE {numbers} SET id = new.id WHERE id = old.id;"
        f" UPDATE {table}_search SET search_text = new.search_text WHERE rowid = {number.format(row='new')};"
    )
    take = (
        f"DELETE FROM {table}_search WHERE rowid = {number.format(row='old')}; DELETE FROM {numbers} WHERE id = old.id;"
    )
    _keep_up(table, insert=add, update=change, delete=take)


def _keep_up(table: str, *, insert: str, update: str, delete: str) -> None:
    for moment, statements in {
        "insert": insert,
        "update": update,
        "delete": delete,
    }.items():
        of = " OF id, search_text" if moment == "update" else ""
        op.execute(
            f"CREATE TRIGGER {table}_search_{moment} AFTER {moment.upper()}{of} ON {table} BEGIN {statements} END"
        )


def _keep_words(table: str) -> None:
    """Every text becomes its words."""
    searched = sa.table(table, sa.column("id"), sa.column("search_text", sa.Text()))
    texts = op.get_bind().execute(sa.select(searched.c.id, searched.c.search_text)).all()
    changed = [{"row": row, "words": words} for row, text in texts if (words := " ".join(_words(text))) != text]
    update = sa.update(searched).where(searched.c.id == sa.bindparam("row")).values(search_text=sa.bindparam("words"))
    for start in range(0, len(changed), AT_ONCE):
        op.get_bind().execute(update, changed[start : start + AT_ONCE])


# What app.db.words does on the day of this revision: a migration never depends on the code of another day.

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def _words(text: str) -> list[str]:
    folded = _fold(_fold(text)).casefold()
    spaced = "".join(
        character if character.isalnum() or unicodedata.category(character).startswith("M") else " "
        for character in folded
    )
    return [word[:60] for word in spaced.translate(LETTERS).split()]


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in decomposed if not unicodedata.combining(one)).split())
