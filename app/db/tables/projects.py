"""Funded projects and who took part in them, as CORDIS states it."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Text
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.types import Euro


class Project(Record, table=True):
    """One funded project. NULL is not stated; a contribution of zero is stated as zero."""

    __tablename__ = "project"

    id: str = Field(primary_key=True, description="the number of the grant agreement, the key of CORDIS")
    acronym: str | None = None
    title: str | None = Field(default=None, sa_type=Text)
    status: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    signed_on: date | None = None
    total_cost: Decimal | None = Field(default=None, sa_type=Euro)
    eu_contribution: Decimal | None = Field(default=None, sa_type=Euro)
    framework_programme: str | None = Field(default=None, index=True)
    legal_basis: list[str] = json_field(default_factory=list)
    topics: list[str] = json_field(default_factory=list)
    master_call: str | None = None
    funding_scheme: str | None = None
    source: str
    as_of: date = Field(description="the day on which this state was first read")
    state_sha256: str = Field(description="hash of all that the source states: equal means unchanged")


class Participation(Record, table=True):
    """One organisation in one project, as its source states it, and the organisation of the catalogue that it is.

    ``organisation_id`` is NULL where nobody in the catalogue is it for sure; ``unmatched_because`` says why where
    somebody might have been.
    """

    __tablename__ = "participation"

    project_id: str = Field(foreign_key="project.id", primary_key=True, ondelete="CASCADE")
    key: str = Field(primary_key=True, description="who it is within the project, in which role")
    position: int | None = None
    pic: str | None = Field(default=None, index=True)
    name: str = Field(sa_type=Text)
    name_key: str = Field(index=True, description="the name as it is compared")
    short_name: str | None = None
    country: str | None = Field(default=None, description="ISO 3166-1")
    stated_country: str | None = Field(default=None, description="the code that the source writes")
    city: str | None = None
    nuts: str | None = None
    activity_type: str | None = None
    sme: bool | None = None
    role: str | None = None
    eu_contribution: Decimal | None = Field(default=None, sa_type=Euro)
    net_eu_contribution: Decimal | None = Field(default=None, sa_type=Euro)
    total_cost: Decimal | None = Field(default=None, sa_type=Euro)
    has_ended: bool | None = Field(default=None, description="it left before the project ended")
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", index=True, ondelete="SET NULL")
    matched_by: str | None = Field(default=None, description="pic or name")
    unmatched_because: str | None = Field(default=None, sa_type=Text)
    state_sha256: str = Field(description="hash of all that the source states: equal means unchanged")
