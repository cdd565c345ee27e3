from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from rules.calls import Call, pillar_of_identifier, reference_day, year_in_identifier


def call(**facts: Any) -> Call:
    return Call.model_validate({"identifier": "CASE", "programme": "HORIZON", **facts})


@pytest.mark.parametrize(
    ("identifier", "year"),
    [
        ("HORIZON-CL4-2026-SPACE-03-31", 2026),
        ("SMP-COSME-2024-CLUSTER-01", 2024),
        ("ICT-07-2014", 2014),
        ("H2020-EO-2014", 2014),
        ("SIE-01-2014-1", 2014),
        ("LC-MG-1-14-2020", 2020),
        ("JTI-CS2-2014-CFP01-LPA-02-06", 2014),
        ("INFRAIA-1-2014-2015", None),
        ("BBI.VC1.D2", None),
        ("EuropeAid/186723/DD/ACT/EG", None),
        ("ERASMUS-EDU-2025-2026-X", None),
        ("CASE", None),
    ],
)
def test_the_one_year_in_an_identifier_is_the_budget_year(identifier: str, year: int | None) -> None:
    assert year_in_identifier(identifier) == year


@pytest.mark.parametrize(
    ("deadline", "year"),
    [("2014-09-02", 2014), ("2015-09-02", 2015), ("2016-01-14", None), (None, None)],
)
def test_of_several_years_in_an_identifier_the_one_of_the_deadline_counts(
    deadline: str | None, year: int | None
) -> None:
    assert call(identifier="INFRAIA-1-2014-2015", deadline=deadline).year == year


def test_a_stated_budget_year_goes_before_the_identifier() -> None:
    assert call(identifier="ICT-07-2014", budget_year=2015).year == 2015


@pytest.mark.parametrize(
    ("identifier", "pillar"),
    [
        ("HORIZON-CL6-2027-01-BIODIV-01", 2),
        ("HORIZON-JU-CLEANH2-2026-01", 2),
        ("HORIZON-MSCA-2026-DN-01", 1),
        ("HORIZON-EIE-2026-01", 3),
        ("HORIZON-WIDERA-2026-02-WIDENING-01", "widening"),
        ("HORIZON-RAISE-2026-01-03", None),
        ("MSCA-RISE-2015", 1),
        ("ERC-StG-2015", 1),
        ("FETOPEN-RIA-2014-2015", 1),
        ("EINFRA-5-2015", 1),
        ("INFRADEV-3-2015", 1),
        ("H2020-TWINN-2015", "widening"),
        ("WIDESPREAD-1-2014", "widening"),
        ("ICT-07-2014", 2),
        ("PHC-12-2014-1", 3),
        ("GERI-4-2014", None),
        ("CASE", None),
    ],
)
def test_the_prefix_tells_the_pillar_or_nothing(identifier: str, pillar: int | str | None) -> None:
    assert pillar_of_identifier(identifier) == pillar


@pytest.mark.parametrize(
    "facts",
    [
        {"opens_on": "2026-10-02", "deadline": "2026-10-01"},
        {"deadline": "2026-10-02", "grant_signature_on": "2026-10-01"},
        {"deadline": "2026-13-01"},
        {"deadline": "01/10/2026"},
        {"deadline": 20261001},
        {"budget_year": "2026"},
        {"pillar": 4},
        {"pillar": True},
        {"pillar": 1.0},
        {"deadline": "9999-12-31"},
        {"opens_on": "1500-01-01"},
        {"grant_signature_on": "9000-01-01"},
        {"conditions": [{"id": "x", "title": "X", "effect": "amends", "requirement": {"kind": "coordinator"}}]},
        {"conditions": [{"id": "x", "title": "X", "requirement": {"kind": "wish"}}]},
    ],
)
def test_a_call_that_makes_no_sense_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        call(**facts)


def test_a_rule_is_tested_on_its_own_day() -> None:
    known = call(budget_year=2026, deadline="2026-10-15")
    assert reference_day(known, "budget_year", date(2026, 1, 1)) == date(2026, 1, 1)
    assert reference_day(known, "deadline", date(2026, 1, 1)) == date(2026, 10, 15)
    assert reference_day(known, "grant_signature", date(2026, 1, 1)) == date(2026, 10, 15)
    assert reference_day(known, "grant_signature", date(2027, 3, 1)) == date(2027, 3, 1)
    assert reference_day(call(), "deadline", date(2026, 1, 1)) is None


@pytest.mark.parametrize("field", ["opens_on", "deadline", "grant_signature_on"])
def test_a_day_lies_between_the_first_framework_programme_and_the_end_of_the_century(field: str) -> None:
    for day in ("1984-01-01", "2100-12-31"):
        assert str(getattr(call(**{field: day}), field)) == day
    for day in ("1983-12-31", "2101-01-01"):
        with pytest.raises(ValidationError, match="1984 to 2100"):
            call(**{field: day})


def test_a_budget_year_lies_there_too() -> None:
    assert [call(budget_year=year).year for year in (1984, 2100)] == [1984, 2100]
    for year in (1983, 2101):
        with pytest.raises(ValidationError):
            call(budget_year=year)


def test_a_call_may_open_close_and_be_signed_on_one_day() -> None:
    known = call(opens_on="2026-10-01", deadline="2026-10-01", grant_signature_on="2026-10-01")
    assert known.opens_on == known.deadline == known.grant_signature_on


def test_without_a_deadline_the_last_day_of_the_budget_year_is_taken() -> None:
    year = call(budget_year=2026)
    assert reference_day(year, "deadline", date(2026, 1, 1)) == date(2026, 12, 31)
    assert reference_day(year, "grant_signature", date(2026, 1, 1)) == date(2026, 12, 31)
    assert reference_day(year, "whole_life", date(2027, 1, 1)) == date(2027, 1, 1)
    assert reference_day(call(), "budget_year", date(2026, 1, 1)) is None
    assert reference_day(call(), "grant_signature", date(2026, 1, 1)) is None


def test_the_day_of_the_signature_goes_before_what_would_be_the_earliest() -> None:
    signed = call(deadline="2026-10-15", grant_signature_on="2027-05-31")
    assert reference_day(signed, "grant_signature", date(2028, 1, 1)) == date(2027, 5, 31)
    assert reference_day(signed, "whole_life", date(2026, 1, 1)) == date(2027, 5, 31)
    assert reference_day(signed, "as_of", date(2028, 1, 1)) == date(2028, 1, 1)
    with pytest.raises(ValueError, match="no such test day"):
        reference_day(signed, "birthday", date(2028, 1, 1))


def test_a_stated_pillar_goes_before_the_prefix() -> None:
    assert call(identifier="HORIZON-EIE-2026-01", pillar=2).part == 2
    assert call(identifier="HORIZON-EIE-2026-01").part == 3
