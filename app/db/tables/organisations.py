"""Organisations, the clusters that some of them act for, and the data sets both came from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field

from app.db.tables.base import Record, json_field
from app.db.types import Instant, SearchText


class Organisation(Record, table=True):
    """One organisation with the facts that rules ask about. NULL is unknown, never no."""

    __tablename__ = "organisation"

    id: str = Field(primary_key=True)
    name: str | None = None
    pic: str | None = Field(default=None, index=True)
    website: str | None = None
    country: str | None = Field(default=None, index=True)
    nuts: str | None = None
    kinds: list[str] | None = json_field()
    legal_personality: bool | None = None
    non_profit: bool | None = None
    public_body: bool | None = None
    sme: bool | None = None
    size_class: str | None = None
    member_kinds: list[str] | None = json_field()
    member_countries: list[str] | None = json_field()
    control_group: str | None = None
    controlled_from: str | None = None
    gender_equality_plan: bool | None = None
    flags: list[str] = json_field(default_factory=list)
    registrations: list[str] | None = json_field()
    ecosystems: list[str] = json_field(default_factory=list)
    competences: dict[str, int] = json_field(default_factory=dict)
    source: str = Field(index=True)
    evidence: str | None = Field(default=None, sa_type=Text)
    confidence: str | None = None
    as_of: date | None = None
    search_text: str = Field(sa_type=SearchText)


class Cluster(Record, table=True):
    """A concentration of firms and institutions. What can apply is its managing organisation, where there is one."""

    __tablename__ = "cluster"

    id: str = Field(primary_key=True)
    name: str
    aliases: list[str] = json_field(default_factory=list)
    denomination: str
    country: str = Field(index=True)
    nuts: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    website: str | None = None
    ecosystems: list[str] = json_field(default_factory=list)
    managing_organisation_id: str | None = Field(default=None, foreign_key="organisation.id", index=True)
    formalisation: str
    source: str = Field(index=True)
    evidence: str | None = Field(default=None, sa_type=Text)
    confidence: str | None = None
    as_of: date | None = None
    search_text: str = Field(sa_type=SearchText)


class Dataset(Record, table=True):
    """A data set that was loaded as a whole: which release of it the catalogue holds."""

    __tablename__ = "dataset"

    name: str = Field(primary_key=True)
    as_of: date
    sha256: str = Field(description="of the files it was loaded from: equal means nothing to load")
    counts: dict[str, Any] = json_field(default_factory=dict)
    loaded_at: datetime = Field(sa_type=Instant)
