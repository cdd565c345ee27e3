"""What belongs to a tenant. Every query about private rows goes through here, and none leaves the tenant out."""

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from app.db import Asker, asker_of
from app.db.tables import Record
from app.errors import NotFound
from app.repositories.paging import Part, Slice, is_askable, slice_of


class Owned(Protocol):
    """A row that a tenant owns; ids of one table sort by when they were made."""

    id: Any
    tenant_id: Any


Row = TypeVar("Row", bound=Owned)


class Own(Generic[Row]):
    """The rows of one table that belong to the tenant for whom the session works."""

    def __init__(self, session: Session, table: type[Row]) -> None:
        self.session, self.table, self.tenant_id = session, table, whoever_asks(session).tenant_id

    def _query(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(self.table).where(col(self.table.tenant_id) == self.tenant_id, *conditions)

    def find(self, object_id: Any) -> Row | None:
        """One row; another tenant's is not there."""
        return self._one(self._query(col(self.table.id) == object_id), object_id)

    def find_for_change(self, object_id: Any) -> Row | None:
        """One row that nobody else can change until the transaction ends."""
        return self._one(self._query(col(self.table.id) == object_id).with_for_update(), object_id)

    def get(self, object_id: Any, said: str, *, for_change: bool = False) -> Row:
        """One row that has to be there; ``said`` is what it is called, ``for_change`` keeps it from all others.

        Raises:
            NotFound: the tenant has no such thing.
        """
        row = self.find_for_change(object_id) if for_change else self.find(object_id)
        if row is None:
            raise NotFound(f"There is no {said} {object_id!r} of your own.")
        return row

    def count(self) -> int:
        """How many there are."""
        query = select(func.count()).select_from(self.table).where(col(self.table.tenant_id) == self.tenant_id)
        number: int = self.session.execute(query).scalar_one()
        return number

    def _one(self, query: Select[Any], object_id: Any) -> Row | None:
        if not is_askable(object_id, type(object_id)):
            return None
        row: Row | None = self.session.execute(query).scalar_one_or_none()
        return row

    def every(self, *conditions: ColumnElement[bool]) -> Sequence[Row]:
        """All of them, the oldest first."""
        found: Sequence[Row] = (
            self.session.execute(self._query(*conditions).order_by(col(self.table.id))).scalars().all()
        )
        return found

    def page(self, part: Part, *conditions: ColumnElement[bool], key: type = str) -> Slice[Row]:
        """Some of them, the newest first; ``key`` is the type of their id."""
        return slice_of(
            self.session, self._query(*conditions).order_by(col(self.table.id).desc()), key=(key,), part=part
        )

    def add(self, row: Row) -> Row:
        """Keep a new row, which must be the tenant's."""
        if row.tenant_id != self.tenant_id or not isinstance(row, Record):
            raise AssertionError("a session keeps rows of the tenant for whom it works")
        self.session.add(row)
        return row

    def remove(self, row: Row) -> None:
        """Take a row away, with everything that hangs on it."""
        self.session.delete(row)


def whoever_asks(session: Session) -> Asker:
    """For whom the session works."""
    asker = asker_of(session)
    if asker is None:
        raise AssertionError("what is private is asked for by nobody")
    return asker
