"""Where an e-mail address stands: whole, not as a part of somebody else's, in notes and in all that is private."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, Select, String, Table, cast, func, select
from sqlmodel import AutoString, Session, col

from app.db.tables import Approach, Consortium, OwnCluster, Record

LEFT = r"(?<![^\W_])(?<![^\W_][._+'-])(?<![^\W_][_+-]{2})"
"""What stands before an address is not the beginning of a longer one: no letter or digit, also none that is joined on.

A sign alone joins nothing: quotes, brackets, a dash of a list, the underscores of emphasis.
"""

RIGHT = r"(?![^\W_])(?!\.[^\W_])(?!-[\w-]*\.[^\W_])"
"""Its host does not go on. A point to which nothing is joined ends a sentence; the end of a host has no hyphen."""


TEXTS = String | AutoString | JSON
"""Types of columns in which an address can stand."""


class Mention(NamedTuple):
    """One thing of a tenant in which an address stands: ``place`` is table and field, ``text`` what stands there."""

    tenant_id: str | None
    place: str
    id: str
    text: str


Noted = OwnCluster | Consortium | Approach
"""What has a note."""


def whole(email: str) -> re.Pattern[str]:
    """Finds an address in prose, in any letter case, and leaves those alone of which it is only a part."""
    return re.compile(LEFT + re.escape(email) + RIGHT, re.IGNORECASE)


def noted(session: Session, email: str, tenant_id: str | None = None) -> list[tuple[str, Noted]]:
    """What has the address in its note, with its tenant, of one or of all; nobody else changes it meanwhile.

    In the order in which all who change several of them take them.
    """
    of_consortia = select(Approach, col(Consortium.tenant_id)).join(Consortium)
    queries: list[tuple[Any, Any, Any]] = [
        (OwnCluster, OwnCluster.tenant_id, select(OwnCluster, col(OwnCluster.tenant_id))),
        (Consortium, Consortium.tenant_id, select(Consortium, col(Consortium.tenant_id))),
        (Approach, Consortium.tenant_id, of_consortia),
    ]
    address, found = whole(email), list[tuple[str, Noted]]()
    for table, owner, query in queries:
        wanted = query.where(_may_hold(table.note, email)).order_by(table.id).with_for_update(of=table)
        rows = session.execute(wanted if tenant_id is None else wanted.where(owner == tenant_id))
        found += [(whose, row) for row, whose in rows if address.search(row.note or "")]
    return found


def _may_hold(column: ColumnElement[Any], email: str) -> ColumnElement[bool]:
    """Leaves out most rows; databases do not agree about the case of letters beyond ASCII, nor how JSON writes them."""
    needle = email.lower() if email.isascii() else "@"
    return func.lower(cast(column, String)).contains(needle, autoescape=True)


def mentions(session: Session, email: str) -> list[Mention]:
    """Everything of any tenant in which the address stands, but the contact itself. Reads all that is private."""
    return [found for table in Record.metadata.sorted_tables for found in _in_table(session, table, email)]


def _in_table(session: Session, table: Table, email: str) -> Iterator[Mention]:
    owner, parent = owner_of(table), _parent(table)
    if owner is None:
        return
    rows = table if parent is None else table.join(parent.column.table, parent.parent == parent.column)
    for column in table.columns:
        if isinstance(column.type, TEXTS) and str(column) != "contact.email":
            yield from _in_column(session, select(owner, *table.primary_key, column).select_from(rows), column, email)


def owner_of(table: Table) -> Column[Any] | None:
    """The column with the tenant to whom a row belongs, be it of what the row hangs on; none where all may read it."""
    parent = _parent(table)
    whose = parent.column.table if parent else table
    return whose.c.id if whose.name == "tenant" else whose.c.get("tenant_id")


def _parent(table: Table) -> ForeignKey | None:
    if "tenant_id" in table.c:
        return None
    keys = sorted(table.foreign_keys, key=lambda key: str(key.parent))
    return next((key for key in keys if not key.parent.nullable and "tenant_id" in key.column.table.c), None)


def _in_column(session: Session, query: Select[Any], column: Column[Any], email: str) -> Iterator[Mention]:
    address = whole(email)
    wanted = query.where(_may_hold(column, email)).order_by(*column.table.primary_key)
    for tenant_id, *key, value in session.execute(wanted):
        text = next((one for one in _texts(value) if address.search(one)), None)
        if text is not None:
            yield Mention(tenant_id, str(column), " ".join(map(str, key)), text)


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value as JSON has them, names of fields too."""
    match value:
        case str():
            yield value
        case Mapping():
            for name, inner in value.items():
                yield from _texts(name)
                yield from _texts(inner)
        case list() | tuple():
            for inner in value:
                yield from _texts(inner)
