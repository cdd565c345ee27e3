"""One line of a list of clusters, as the list states it. An empty cell is not stated; ``unknown`` is not stated either.

Whether a country, an ecosystem or an organisation exists is for the reader's caller to know: here they are only shapes.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, StringConstraints, model_validator

from scrapers.records import Record

ID = re.compile(r"(?=.{4,120}$)[a-z]{2}(-[a-z0-9]+)+")
NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
PIC = re.compile(r"[0-9]{9}")
KIND = re.compile(r"[a-z]+(_[a-z]+)*")
LIST_SEPARATOR = ";"
DEGREES = {"lat": 90, "lon": 180}


def _of_shape(shape: re.Pattern[str], example: str) -> BeforeValidator:
    def check(value: str | None) -> str | None:
        if value is not None and not shape.fullmatch(value):
            raise ValueError(f"{value!r} does not look like {example}")
        return value

    return BeforeValidator(check)


def _country(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ValueError(f"{value!r} is no code of two letters")
    return None if value is None else value.upper()


def _address(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in value or len(value) > 2000:
        raise ValueError(f"{value!r} is no address that begins with https:// or http://")
    return value


def _words(value: str | None) -> tuple[str, ...]:
    words = () if value is None else (" ".join(word.split()) for word in value.split(LIST_SEPARATOR))
    return tuple(dict.fromkeys(filter(None, words)))


def _degrees(value: str | None) -> float | None:
    """Spreadsheets of half of Europe write a decimal comma."""
    if value is None:
        return None
    if not re.fullmatch(r"-?[0-9]{1,3}([.,][0-9]+)?", value):
        raise ValueError(f"{value!r} is no number of degrees")
    return float(value.replace(",", "."))


def _unless_unknown(value: str | None) -> str | None:
    if value not in {None, "yes", "no", "unknown"}:
        raise ValueError(f"{value!r} is none of yes, no, unknown")
    return None if value == "unknown" else value


def _one_of(*choices: str) -> BeforeValidator:
    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")
        return value

    return BeforeValidator(check)


Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Country = Annotated[str | None, BeforeValidator(_country)]
Degrees = Annotated[float | None, BeforeValidator(_degrees)]
Words = Annotated[tuple[Name, ...], BeforeValidator(_words)]


class ClusterRecord(Record):
    """One cluster. The names of the fields are those of the columns.

    ``country`` is the Commission's code or ISO 3166-1 and ``country_iso2`` ISO; one of them is enough. ``nuts2_2021``
    is a NUTS code of version 2021; ``lat`` and ``lon`` are those of the city (WGS 84). ``managing_organisation`` is the
    id, the PIC or the name of the organisation that acts for the cluster, ``cordis_pic`` the PIC under which that one
    takes part, ``cordis_name`` the name. ``aliases`` are other and former names.
    """

    id: Annotated[str, _of_shape(ID, "fr-an-example: a country in two small letters, then words, with hyphens between")]
    name: Name
    country: Country = None
    country_iso2: Country = None
    nuts2_2021: Annotated[str | None, _of_shape(NUTS, "the NUTS code FRK2")] = None
    city: Name | None = None
    lat: Degrees = None
    lon: Degrees = None
    website: Annotated[str | None, BeforeValidator(_address)] = None
    ecosystems: Words = ()
    kind: Annotated[str | None, _of_shape(KIND, "innovation_cluster")] = None
    legal_entity: Annotated[Literal["yes", "no"] | None, BeforeValidator(_unless_unknown)] = None
    eccp_label: Text | None = None
    cordis_pic: Annotated[str | None, _of_shape(PIC, "a PIC of nine digits")] = None
    cordis_name: Name | None = None
    cordis_activity_type: Annotated[str | None, _one_of("HES", "REC", "PRC", "PUB", "OTH")] = None
    evidence: Text | None = None
    confidence: Annotated[str | None, _one_of("verified", "high", "medium")] = None
    managing_organisation: Name | None = None
    aliases: Words = ()

    @model_validator(mode="after")
    def _check_position(self) -> "ClusterRecord":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together: one of them is missing")
        for column, most in DEGREES.items():
            degrees = getattr(self, column)
            if degrees is not None and not (isfinite(degrees) and abs(degrees) <= most):
                raise ValueError(f"{column} {degrees} is not between -{most} and {most}")
        return self

    @model_validator(mode="after")
    def _check_country(self) -> "ClusterRecord":
        if self.country is None and self.country_iso2 is None:
            raise ValueError("country is empty, and so is country_iso2")
        return self


COLUMNS = tuple(ClusterRecord.model_fields)
REQUIRED_COLUMNS = ("id", "name")


def cells_of(row: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a line without blanks around them; an empty one is not stated."""
    cells = {column: " ".join(value.split()) or None for column, value in row.items()}
    return {column: value for column, value in cells.items() if value is not None}
