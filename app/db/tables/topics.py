"""Topics, what has changed in them, and the runs and captures they were read from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, Relationship

from app.db.tables.base import Record, added_list, json_field
from app.db.types import Euro, Instant, SearchText


class TopicDeadline(Record, table=True):
    """One deadline of a topic, in the order of the source.

    ``passes_at`` is the instant from which it is over: ``at`` itself, or the end of the Brussels day when the hour is
    not known.
    """

    __tablename__ = "topic_deadline"

    topic_id: int | None = Field(default=None, foreign_key="topic.id", primary_key=True, ondelete="CASCADE")
    position: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    hour_known: bool
    stage: int | None = None
    passes_at: datetime = Field(sa_type=Instant, index=True)


class Topic(Record, table=True):
    """One topic as its source stated it last. Its status on a day is computed, never stored.

    ``source`` is who stated it (``bundle`` or the name of a scraped source); ``retrieved_at`` and ``sha256`` belong
    to the capture in which this state was first read, so that an unchanged topic stays untouched by later runs.
    """

    __tablename__ = "topic"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    reference: str = Field(description="the source's own name of the record")
    identifier: str
    identifier_key: str = Field(unique=True, description="the identifier in lower case: any letter case finds it")
    ccm2_id: int | None = Field(default=None, index=True)
    kind: int
    call_identifier: str | None = Field(default=None, index=True)
    call_title: str | None = None
    title: str
    programme: str = Field(index=True)
    programme_division: list[str] = json_field(default_factory=list)
    type_of_action: str | None = Field(default=None, index=True)
    types_of_action: list[str] = json_field(default_factory=list)
    portal_status: str
    opens_on: date | None = Field(default=None, index=True)
    deadline_model: str | None = None
    last_deadline_passes_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    closing_day: int = Field(index=True, description="the last deadline as a day number, to sort by; undated ones last")
    budget_total: Decimal | None = Field(default=None, sa_type=Euro)
    budget_grants: int | None = None
    budget_min: Decimal | None = Field(default=None, sa_type=Euro)
    budget_max: Decimal | None = Field(default=None, sa_type=Euro)
    budget_shared: bool = False
    budget_by_year: dict[str, Any] = json_field(default_factory=dict)
    url: str
    destination: str | None = None
    keywords: list[str] = json_field(default_factory=list)
    cross_cutting: list[str] = json_field(default_factory=list)
    allow_partner_search: bool | None = None
    description_html: str | None = Field(default=None, sa_type=Text)
    conditions_html: str | None = Field(default=None, sa_type=Text)
    latest_infos: list[dict[str, Any]] = json_field(default_factory=list)
    mgas: list[str] = added_list()
    tags: list[str] = added_list()
    documents: list[dict[str, Any]] = added_list()
    submission_links: list[dict[str, Any]] = added_list()
    destination_html: str | None = Field(default=None, sa_type=Text)
    support_html: str | None = Field(default=None, sa_type=Text)
    stated_eligibility: dict[str, Any] | None = json_field()
    source_url: str
    retrieved_at: datetime = Field(sa_type=Instant)
    sha256: str | None = None
    confidence: str | None = Field(
        default=None, description="how sure the facts are, where the source is not the portal"
    )
    state_sha256: str = Field(description="hash of all that the source states: equal means unchanged")
    row_sha256: str | None = Field(
        default=None, description="digest of the row it was read from, where that row alone makes the record"
    )
    inherited: list[str] = added_list(description="fields that this source never stated, known from another")
    gone_since: datetime | None = Field(default=None, sa_type=Instant)
    search_text: str = Field(sa_type=SearchText, description="what a search looks at, word by word")

    deadlines: list[TopicDeadline] = Relationship(
        sa_relationship_kwargs={
            "order_by": "TopicDeadline.position",
            "cascade": "all, delete-orphan",
            "lazy": "selectin",
        }
    )


class TopicChange(Record, table=True):
    """One field of one topic that a run found changed; ``announced`` when the source said so in its news only."""

    __tablename__ = "topic_change"

    id: int | None = Field(default=None, primary_key=True)
    topic_id: int = Field(foreign_key="topic.id", index=True, ondelete="CASCADE")
    run_id: int | None = Field(default=None, foreign_key="ingest_run.id", index=True)
    field: str
    before: Any = json_field()
    after: Any = json_field()
    seen_at: datetime = Field(sa_type=Instant, index=True)
    announced: bool = False


class IngestRun(Record, table=True):
    """One attempt to read one source, and what came of it."""

    __tablename__ = "ingest_run"

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(index=True)
    state: str
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime = Field(sa_type=Instant)
    expected: int | None = Field(default=None, description="how many topics the source itself said there are")
    found: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    quarantined: int = 0
    news: int = 0
    requests: int = 0
    seconds: float = 0
    reason: str | None = Field(default=None, sa_type=Text)
    details: dict[str, Any] = json_field(default_factory=dict)


class Capture(Record, table=True):
    """One answer of a source. The bytes are kept in a file that is named by their hash."""

    __tablename__ = "capture"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="ingest_run.id", index=True, ondelete="CASCADE")
    source: str
    url: str = Field(sa_type=Text)
    request: dict[str, Any] = json_field(default_factory=dict)
    retrieved_at: datetime = Field(sa_type=Instant)
    sha256: str = Field(index=True)
    size: int = Field(description="bytes of the body")
