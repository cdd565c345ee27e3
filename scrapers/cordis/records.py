"""A project and a participation as CORDIS states them. ``None`` is not stated; an amount of zero is stated as zero."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from scrapers.records import Record

AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]+)?")
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?")
FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
LIST_SEPARATOR = ";"


def _euro(value: str) -> Decimal:
    """Older packages write a decimal comma; copies that went through a spreadsheet have digits behind the cents."""
    if not AMOUNT.fullmatch(value):
        raise ValueError(f"{value!r} is no amount of euro")
    return Decimal(value.replace(",", ".")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(value: str) -> date:
    found = DAY.fullmatch(value)
    if found is None:
        raise ValueError(f"{value!r} is no day such as 2024-02-01")
    return date.fromisoformat(found[1])


def _flag(value: str) -> bool:
    if value.lower() not in FLAGS:
        raise ValueError(f"{value!r} is neither true nor false")
    return FLAGS[value.lower()]


def _words(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (word.strip() for word in value.split(LIST_SEPARATOR)))))


def _number(value: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", value):
        raise ValueError(f"{value!r} is no number of a place in a list")
    return int(value)


Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,12}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
Day = Annotated[date, BeforeValidator(_day)]
Amount = Annotated[Decimal, BeforeValidator(_euro)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_words)]


class Project(Record):
    """One project. The names of the columns are given as aliases; amounts are in euro."""

    id: Id
    acronym: Name | None = None
    title: Title | None = None
    status: Code | None = None
    starts_on: Day | None = Field(default=None, alias="startDate")
    ends_on: Day | None = Field(default=None, alias="endDate")
    signed_on: Day | None = Field(default=None, alias="ecSignatureDate")
    total_cost: Amount | None = Field(default=None, alias="totalCost")
    eu_contribution: Amount | None = Field(default=None, alias="ecMaxContribution")
    framework_programme: Code | None = Field(default=None, alias="frameworkProgramme")
    legal_basis: Codes = Field(default=(), alias="legalBasis")
    topics: Codes = ()
    master_call: Code | None = Field(default=None, alias="masterCall")
    funding_scheme: Code | None = Field(default=None, alias="fundingScheme")

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "Project":
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError(f"the project ends on {self.ends_on}, before it starts on {self.starts_on}")
        return self


class Participation(Record):
    """One organisation in one project, in one role.

    ``source_key`` tells organisations apart where a copy of the package has no PIC. ``country`` is the source's code
    (``EL``, ``UK``). ``has_ended``: it left before the project was over.
    """

    project_id: Id = Field(alias="projectID")
    source_key: Code | None = Field(default=None, alias="orgKey")
    pic: Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")] | None = Field(default=None, alias="organisationID")
    name: Name
    short_name: Name | None = Field(default=None, alias="shortName")
    country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True)] | None = None
    city: Name | None = None
    nuts: Code | None = Field(default=None, alias="nutsCode")
    activity_type: Code | None = Field(default=None, alias="activityType")
    sme: Flag | None = Field(default=None, alias="SME")
    position: Annotated[int, BeforeValidator(_number)] | None = Field(default=None, alias="order")
    role: Code | None = None
    eu_contribution: Amount | None = Field(default=None, alias="ecContribution")
    net_eu_contribution: Amount | None = Field(default=None, alias="netEcContribution")
    total_cost: Amount | None = Field(default=None, alias="totalCost")
    has_ended: Flag | None = Field(default=None, alias="endOfParticipation")


NOT_READ: Mapping[type[Record], frozenset[str]] = {
    Project: frozenset(
        {"subCall", "objective", "contentUpdateDate", "rcn", "grantDoi", "nature", "keywords"}
        | {"coordinator", "coordinatorCountry", "numOrg", "numCountries"}
    ),
    Participation: frozenset(
        {"projectAcronym", "vatNumber", "street", "postCode", "geolocation", "organizationURL", "contactForm"}
        | {"contentUpdateDate", "rcn", "active"}
    ),
}
"""Columns that are known and left out: said elsewhere, or of no use to anybody here. Addresses may be people's."""


def columns_of(kind: type[Record]) -> frozenset[str]:
    """The columns that are read."""
    return frozenset(field.alias or name for name, field in kind.model_fields.items())
