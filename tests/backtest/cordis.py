"""Complete funded consortia as CORDIS lists them, read from the recordings (`--shared`).

What the export leaves open stays open: sizes, control, gender equality plans, sub-roles. Its pitfalls are met here:
Namibia is ``NA``, an organisation may be listed twice, and the file of 2014-15 has no partner organisations.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.calls import years_in_identifier
from rules.codes import Kind, Role, iso_country

FILES = ("h2020_2014_2015", "intl_h2020_he")
KINDS = {
    "HES": Kind.UNIVERSITY,
    "REC": Kind.RESEARCH_ORGANISATION,
    "PRC": Kind.COMPANY,
    "PUB": Kind.PUBLIC_BODY,
    "OTH": Kind.OTHER,
}
AD_HOC = "H2020-Adhoc"
"""Calls that are none: grants to beneficiaries whom the work programme names, over all years."""


@dataclass(frozen=True)
class Member:
    """One row of a consortium; ``None`` is not known."""

    name: str
    country: str | None
    kind: Kind | None
    role: Role


@dataclass(frozen=True)
class Project:
    """One funded project. ``lists_partners`` is false where the source leaves out organisations without a grant."""

    id: str
    acronym: str
    programme: str
    type_of_action: str
    identifier: str
    budget_year: int | None
    members: tuple[Member, ...]
    lists_partners: bool


def projects(shared: Path) -> list[Project]:
    """Every project of the files, once, in the order of the ids."""
    found: dict[str, Project] = {}
    for name in FILES:
        for project in _read(shared / "cordis", name):
            found.setdefault(project.id, project)
    return [found[identifier] for identifier in sorted(found)]


def _read(folder: Path, name: str) -> Iterator[Project]:
    rows: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in _rows(folder / f"{name}_organization.csv"):
        rows[row["projectID"]].append(row)
    for row in _rows(folder / f"{name}_project.csv"):
        yield _project(row, rows[row["id"]])


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def _project(row: Mapping[str, str], organisations: list[Mapping[str, str]]) -> Project:
    has_money, has_roles = "ecContribution" in organisations[0], "role" in organisations[0]
    europe = row["frameworkProgramme"] == "HORIZON"
    members = {
        f"{one.get('orgKey') or one['name']}, {one.get('city', '')}": _member(one, strict=europe and has_money)
        for one in organisations
    }
    return Project(
        id=row["id"],
        acronym=row["acronym"],
        programme="EURATOM" if row["fundingScheme"].startswith("EURATOM") else row["frameworkProgramme"],
        type_of_action=row["fundingScheme"],
        identifier=row["masterCall"] if row["masterCall"].startswith(AD_HOC) else row["topics"],
        budget_year=budget_year(row["topics"], row["masterCall"], row["startDate"]),
        members=tuple(members.values()),
        lists_partners=not has_roles,
    )


def _member(row: Mapping[str, str], *, strict: bool) -> Member:
    return Member(
        name=row["name"] or "not named",
        country=iso_country(row["country"]) if row["country"] else None,
        kind=KINDS.get(row["activityType"]),
        role=_role(row, strict=strict),
    )


def _role(row: Mapping[str, str], *, strict: bool) -> Role:
    """The role as listed. Where money is listed, who gets none of it is taken not to be a beneficiary (``strict``)."""
    if strict and not float(row["ecContribution"] or 0):
        return Role.ASSOCIATED_PARTNER
    return Role.COORDINATOR if row.get("role") == "coordinator" else Role.BENEFICIARY


def budget_year(topic: str, call: str, start: str) -> int | None:
    """The year in the topic or the call; of several the last one before the project began, else the first.

    >>> budget_year("FETOPEN-RIA-2014-2015", "H2020-FETOPEN-2014-2015-RIA", "2015-09-01")
    2014
    """
    begun = date.fromisoformat(start).year if start else None
    if call.startswith(AD_HOC):
        return begun
    years = years_in_identifier(topic) or years_in_identifier(call)
    return max((year for year in years if begun and year < begun), default=years[0] if years else None)
