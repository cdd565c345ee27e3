"""Which schema a database has, and which one this program was written for, without Alembic.

It is loaded by whoever changes a schema. Every process that serves only wants to know whether it may: for that,
15 MB and a fifth of a second are a lot.
"""

import ast
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

TABLE = "alembic_version"


@cache
def written_for() -> frozenset[str]:
    """The last revision; more than one only by mistake. The files of the revisions are read, not run."""
    said = [
        _said(file.read_text("utf-8")) for file in files("migrations.versions").iterdir() if file.name[:1].isdigit()
    ]
    revisions = {str(one["revision"]) for one in said}
    followed = {before for one in said for before in _each(one["down_revision"])}
    return frozenset(revisions - followed)


def found_in(connection: Connection) -> frozenset[str]:
    """What a database says of itself; nothing, when it is no database of ours."""
    if not inspect(connection).has_table(TABLE):
        return frozenset()
    return frozenset(connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalars())  # noqa: S608 - a constant


def _said(source: str) -> dict[str, object]:
    """The names that a file gives to plain values."""
    assigned = (node for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return {
        target.id: ast.literal_eval(node.value)
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in {"revision", "down_revision"}
    }


def _each(before: object) -> tuple[object, ...]:
    return before if isinstance(before, tuple) else () if before is None else (before,)
