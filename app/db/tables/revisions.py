"""How often the public data has changed: what answers about it can be known by."""

from datetime import datetime

from sqlmodel import Field

from app.db.tables.base import Record
from app.db.types import Instant


class CatalogueRevision(Record, table=True):
    """One row. ``number`` is raised in every transaction that changes what everybody may read."""

    __tablename__ = "catalogue_revision"

    id: int = Field(primary_key=True)
    number: int
    changed_at: datetime = Field(sa_type=Instant)
