"""What all tables share: one metadata with names for every constraint, so that migrations can name them too."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Record(SQLModel):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


def json_field(*, default_factory: Callable[[], object] | None = None) -> Any:
    """A JSON column: required and filled by the factory when one is given, otherwise absent means NULL."""
    if default_factory is None:
        return Field(default=None, sa_type=Json, nullable=True)
    return Field(default_factory=default_factory, sa_type=Json, nullable=False)


def added_list(description: str | None = None) -> Any:
    """A list in JSON that a later revision added: empty in the rows that were there before."""
    return Field(
        default_factory=list,
        sa_type=Json,
        nullable=False,
        sa_column_kwargs={"server_default": "[]"},
        description=description,
    )
