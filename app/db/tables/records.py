"""What sources say beside topics: calls of funded projects, and notices. One row a record, and the record whole."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.types import Instant, SearchText


class SourceRecord(Record):
    """The columns of every such row: where it was read, the record in JSON, and whether it is still there.

    ``retrieved_at`` and ``sha256`` belong to the capture in which this state was first read.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: str
    reference: str = Field(description="the source's own name of the record")
    topic_key: str | None = Field(default=None, index=True, description="its topic's identifier in lower case")
    record: dict[str, Any] = json_field(default_factory=dict)
    source_url: str
    retrieved_at: datetime = Field(sa_type=Instant)
    sha256: str | None = None
    state_sha256: str = Field(description="hash of the record: equal means unchanged")
    gone_since: datetime | None = Field(default=None, sa_type=Instant)


class CascadeCall(SourceRecord, table=True):
    """A call of a funded project for third parties. Its status on a day is computed as that of a topic."""

    __tablename__ = "cascade_call"
    __table_args__ = (UniqueConstraint("source", "reference"),)

    programme: str | None = Field(default=None, index=True)
    portal_status: str
    opens_on: date | None = None
    last_deadline_passes_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    closing_day: int = Field(description="the last deadline as a day number, to sort by; undated ones last")
    search_text: str = Field(sa_type=SearchText, description="what a search looks at, word by word")


class Notice(SourceRecord, table=True):
    """News about a topic or a call."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("source", "reference"),)

    call_key: str | None = Field(default=None, index=True, description="its call's identifier in lower case")
    published_at: datetime | None = Field(default=None, sa_type=Instant)
