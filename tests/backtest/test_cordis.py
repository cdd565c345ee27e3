"""How projects are read: the pitfalls of the export, on made-up rows."""

import csv
from pathlib import Path
from typing import Any

import pytest

from rules.codes import Kind, Role
from tests.backtest.cordis import FILES, Project, budget_year, projects
from tests.backtest.judging import UNLISTED, request
from tests.backtest.measuring import family

PROJECT = {
    "id": "1",
    "acronym": "ALPHA",
    "topics": "ICT-07-2014",
    "masterCall": "H2020-ICT-2014-1",
    "fundingScheme": "RIA",
    "frameworkProgramme": "H2020",
    "startDate": "2015-01-01",
}
MEMBER = {"projectID": "1", "orgKey": "", "name": "One", "activityType": "HES", "country": "DE", "role": "participant"}
FUNDED = {
    "projectID": "1",
    "name": "One",
    "activityType": "HES",
    "city": "Bonn",
    "country": "DE",
    "ecContribution": "1",
}


def written(folder: Path, *members: dict[str, str], **project: str) -> Project:
    """The one project that is read from the first file (with roles) or, where money is listed, from the second."""
    with_money = "ecContribution" in members[0]
    for name, rows, listed in zip(FILES, [not with_money, with_money], [MEMBER, FUNDED], strict=True):
        write(folder / f"cordis/{name}_project.csv", [{**PROJECT, **project}] if rows else [], PROJECT)
        write(folder / f"cordis/{name}_organization.csv", members if rows else [], listed)
    (found,) = projects(folder)
    return found


def write(file: Path, rows: Any, heads: dict[str, str]) -> None:
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(heads))
        writer.writeheader()
        writer.writerows(rows)


def test_namibia_is_a_country_and_the_commissions_codes_are_read(tmp_path: Path) -> None:
    rows = [{**MEMBER, "orgKey": code, "country": code} for code in ("NA", "EL", "UK", "")]
    assert [member.country for member in written(tmp_path, *rows).members] == ["NA", "GR", "GB", None]


def test_an_organisation_that_is_listed_twice_takes_part_once(tmp_path: Path) -> None:
    assert len(written(tmp_path, {**MEMBER, "orgKey": "9"}, {**MEMBER, "orgKey": "9", "name": "Uno"}).members) == 1


def test_kinds_and_roles_follow_the_export_and_nothing_else_is_stated(tmp_path: Path) -> None:
    rows = [{**MEMBER, "orgKey": "1", "role": "coordinator"}, {**MEMBER, "orgKey": "2", "activityType": ""}]
    first, second = written(tmp_path, *rows).members
    assert (first.kind, first.role) == (Kind.UNIVERSITY, Role.COORDINATOR)
    assert (second.kind, second.role) == (None, Role.BENEFICIARY)
    organisation = request(written(tmp_path, *rows)).participants[0].organisation
    assert organisation.legal_personality is True
    assert organisation.sme is None
    assert organisation.gender_equality_plan is None
    assert organisation.control_group is None


def test_in_horizon_europe_who_gets_no_money_is_not_counted(tmp_path: Path) -> None:
    rows = [{**FUNDED, "city": "A"}, {**FUNDED, "city": "B", "ecContribution": "0.0"}]
    project = written(tmp_path, *rows, frameworkProgramme="HORIZON", fundingScheme="HORIZON-RIA")
    assert [member.role for member in project.members] == [Role.BENEFICIARY, Role.ASSOCIATED_PARTNER]


def test_partners_of_a_staff_exchange_that_the_source_leaves_out_are_unknown(tmp_path: Path) -> None:
    unlisted = request(written(tmp_path, MEMBER, fundingScheme="MSCA-RISE")).participants[-1]
    assert (unlisted.organisation.name, unlisted.organisation.country) == (UNLISTED, None)
    assert len(request(written(tmp_path, MEMBER)).participants) == 1


@pytest.mark.parametrize(
    ("topic", "call", "start", "year"),
    [
        ("ICT-07-2014", "H2020-ICT-2014-1", "2015-01-01", 2014),
        ("BBI.VC1.D2", "H2020-BBI-PPP-2014-1", "2015-07-01", 2014),
        ("FETOPEN-RIA-2014-2015", "H2020-FETOPEN-2014-2015-RIA", "2015-09-01", 2014),
        ("FETOPEN-RIA-2014-2015", "H2020-FETOPEN-2014-2015-RIA", "2016-01-01", 2015),
        ("FETOPEN-RIA-2014-2015", "H2020-FETOPEN-2014-2015-RIA", "", 2014),
        ("INNOSUP", "H2020-Adhoc-2014-20", "2015-01-01", 2015),
        ("INNOSUP", "", "2015-01-01", None),
    ],
)
def test_the_budget_year_is_that_of_the_topic_or_the_call(topic: str, call: str, start: str, year: int | None) -> None:
    assert budget_year(topic, call, start) == year


@pytest.mark.parametrize(
    ("scheme", "named"),
    [
        ("MSCA-ITN-ETN", "Marie Skłodowska-Curie"),
        ("ERA-NET-Cofund", "programme co-fund and procurement"),
        ("CS2-RIA", "Clean Sky 2"),
        ("SGA-CSA", "framework partnerships"),
        ("HORIZON-RIA", "research and innovation"),
        ("ECSEL-IA", "innovation"),
    ],
)
def test_types_of_action_are_counted_by_family(tmp_path: Path, scheme: str, named: str) -> None:
    assert family(written(tmp_path, MEMBER, fundingScheme=scheme)) == named


def test_a_grant_to_a_named_beneficiary_is_known_by_its_call(tmp_path: Path) -> None:
    project = written(tmp_path, MEMBER, topics="INNOSUP", masterCall="H2020-Adhoc-2014-20", fundingScheme="CSA")
    assert project.identifier == "H2020-Adhoc-2014-20"
    assert family(project) == "grants to named beneficiaries"
