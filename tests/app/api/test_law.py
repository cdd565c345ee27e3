"""The rulebook and the countries, as other software reads them."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rules import cases, rulebook
from rules.codes import ISO_COUNTRIES

COUNTRY_FIELDS = {"country", "group", "status", "from", "until", "scope", "source"}
MEMBERSHIPS = {"barred", "in_force", "pending", "uncertain", "announced", "ended", "none"}


def listed(client: TestClient, **filters: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/rules", params=filters).json()["items"]  # type: ignore[arg-type]
    return found


def test_every_rule_is_told_with_its_source_and_its_dates(client: TestClient) -> None:
    rules = client.get("/v1/rules").json()
    assert rules.keys() >= {"version", "as_of", "items"}
    for rule in rules["items"]:
        assert rule.keys() >= {"id", "title", "effective", "source", "requirement"}
        assert rule["effective"].keys() == {"from", "until"}
        assert rule["source"]["document"]


def test_a_rule_is_found_under_the_id_of_its_condition(client: TestClient) -> None:
    rule = client.get("/v1/rules/horizon.minimum-consortium").json()
    assert rule["requirement"]["min"] == 3
    assert client.get("/v1/rules/horizon.nothing").status_code == 404


def test_rules_are_narrowed_to_a_programme_by_any_of_its_names(client: TestClient) -> None:
    assert client.get("/v1/rules?programme=HE").json() == client.get("/v1/rules?programme=horizon").json()
    assert client.get("/v1/rules?programme=LIFE").json()["items"] != client.get("/v1/rules").json()["items"]
    assert client.get("/v1/rules?programme=UTOPIA").json()["errors"][0]["pointer"] == "/programme"


def test_the_rules_that_are_listed_are_counted_by_how_sure_we_are(client: TestClient) -> None:
    answer = client.get("/v1/rules?layer=topic").json()
    assert sum(answer["confidences"].values()) == len(answer["items"]) > 0
    assert set(answer["confidences"]) == {"sourced", "secondary", "recalled", "uncertain"}


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("layer", "restrictive_measures", ("layer",)),
        ("force", "funding", ("force",)),
        ("confidence", "secondary", ("source", "confidence")),
    ],
)
def test_a_filter_keeps_what_it_names_and_all_of_it(
    client: TestClient, name: str, value: str, path: tuple[str, ...]
) -> None:
    def told(rule: dict[str, Any]) -> Any:
        for step in path:
            rule = rule[step]
        return rule

    everything, kept = listed(client), listed(client, **{name: value})
    assert kept == [rule for rule in everything if told(rule) == value]
    assert 0 < len(kept) < len(everything)


def test_a_type_of_action_keeps_its_own_rules_and_those_that_are_not_narrowed(client: TestClient) -> None:
    kept = {rule["id"] for rule in listed(client, programme="HORIZON", type_of_action="csa")}
    assert "horizon.coordination-and-support-minimum" in kept
    assert "horizon.minimum-consortium" not in kept
    unnarrowed = {
        rule["id"] for rule in listed(client, programme="HORIZON") if rule["applies_to"]["types_of_action"] is None
    }
    assert unnarrowed <= kept
    assert kept == {rule["id"] for rule in listed(client, programme="HORIZON", type_of_action="HORIZON-CSA")}


def test_a_budget_year_keeps_the_rules_in_force_for_its_calls(client: TestClient) -> None:
    before, now = ({rule["id"] for rule in listed(client, budget_year=year)} for year in (2024, 2026))
    assert "horizon.eligible-for-funding" in now - before
    assert "horizon.minimum-consortium" in now & before


def test_a_search_asks_for_all_its_words_anywhere_in_the_rule(client: TestClient) -> None:
    found = {rule["id"] for rule in listed(client, q="Police three")}
    assert "horizon.topics.three-police-authorities" in found
    assert listed(client, q="police unicorn") == []


def test_a_search_for_a_topic_finds_the_rules_that_name_it_or_its_like(client: TestClient) -> None:
    for rule in rulebook.load().rules:
        named = (*(rule.applies_to.identifiers or ()), *(rule.applies_to.matching or ()))
        if named:
            one_like_it = re.sub(r"\[(.)[^]]*\]", r"\1", named[0]).replace("*", "X")
            found = listed(client, q=one_like_it.lower())
            assert rule.id in {one["id"] for one in found}


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ("programme=UTOPIA", "/programme"),
        ("type_of_action=HORIZON-XYZ", "/type_of_action"),
        ("layer=gossip", "/layer"),
        ("force=brute", "/force"),
        ("confidence=sure", "/confidence"),
        ("budget_year=26", "/budget_year"),
        ("colour=red", "/colour"),
        ("q=a&q=b", "/q"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(client: TestClient, parameters: str, pointer: str) -> None:
    answer = client.get(f"/v1/rules?{parameters}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_rule_says_in_a_sentence_what_it_asks_and_what_changes_it(client: TestClient) -> None:
    rule = client.get("/v1/rules/horizon.coordinator").json()
    assert rule["says"].endswith(".")
    changes = {change["id"]: change["effect"] for change in rule["changed_by"]}
    assert changes["horizon.topics.widening-coordinator"] == "replaces"
    for name in changes:
        assert "horizon.coordinator" in client.get(f"/v1/rules/{name}").json()["of"]


def test_a_rule_has_its_sentence(client: TestClient) -> None:
    for rule in rulebook.load().rules[::10]:
        said = client.get(f"/v1/rules/{rule.id}").json()["says"]
        assert said[0] == said[0].upper()
        assert said.endswith((".", "?"))


RULES_WITH_CASES = sorted({case.rule for case in cases.load() if case.rule})


def test_a_rule_comes_with_all_the_cases_that_test_it(client: TestClient) -> None:
    assert RULES_WITH_CASES
    for name in RULES_WITH_CASES[:5]:
        told = client.get(f"/v1/rules/{name}").json()["cases"]
        assert [case["says"] for case in told] == [case.example.says for case in cases.of_rule(name)]
        assert all(case["status"] == case["expected"] for case in told), name


def test_a_case_can_be_put_to_the_verdict_as_it_is_and_gives_the_same(client: TestClient) -> None:
    for name in RULES_WITH_CASES[::10]:
        for case in client.get(f"/v1/rules/{name}").json()["cases"]:
            answer = client.post("/v1/verdicts", json=case["request"])
            assert answer.status_code == 200, answer.json()
            verdict = answer.json()
            statuses = {one["status"] for one in verdict["conditions"] if one["id"] == name} or {"absent"}
            assert verdict["status"] == case["verdict"]
            assert case["status"] in statuses


def test_a_topic_tells_which_defaults_do_not_stand_as_they_are(client: TestClient) -> None:
    topic = client.get("/v1/topics/HORIZON-HLTH-2027-01-IND-01").json()
    changes = {(change["id"], change["by"]): change["why"] for change in topic["replaced"]}
    assert changes["horizon.eligible-for-funding", "horizon.topics.united-states-funded"]
    amended = next(one for one in topic["conditions"] if one["id"] == "horizon.eligible-for-funding")
    assert amended["effect"] == "amends"
    assert client.get("/v1/topics/I3-2026-INV1").json()["replaced"] == []


def countries(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": "2026-11-22"} | asked)
    rows: list[dict[str, Any]] = answer.json()
    return rows


def leading(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The first row of each country."""
    return {row["country"]: row for row in reversed(rows)}


def test_the_first_row_of_a_country_tells_plainly_how_it_stands(client: TestClient) -> None:
    first = leading(countries(client))
    told = {country: (row["group"], row["status"], row["scope"]) for country, row in first.items()}
    assert set(told) == ISO_COUNTRIES
    assert told["FR"] == ("member_state", "in_force", "all")
    assert told["NO"] == told["GB"] == told["EG"] == ("associated", "in_force", "all")
    assert told["KR"] == ("associated", "in_force", "pillar_2")
    assert told["MA"] == ("associated", "pending", "all")
    assert told["KE"] == ("low_middle_income", "in_force", "all")
    assert told["GL"] == ("overseas_territory", "in_force", "all")
    assert told["US"] == (None, "none", None)


def test_a_country_that_is_barred_leads_with_it_and_is_not_funded(client: TestClient) -> None:
    rows = countries(client)
    for country in ("RU", "BY"):
        row = leading(rows)[country]
        assert (row["group"], row["status"], row["from"], row["scope"]) == ("barred", "barred", "2023-04-01", "all")
        assert row["source"]
    assert {row["status"] for row in rows if row["country"] == "BY"} == {"barred", "ended"}
    assert "barred" not in {row["status"] for row in countries(client, as_of="2021-06-30") if row["country"] == "RU"}


def test_a_bar_from_some_types_of_action_names_them(client: TestClient) -> None:
    china = [row for row in countries(client) if row["country"] == "CN"]
    assert {row["status"] for row in china} == {"barred"}
    assert any("HORIZON-IA" in row["scope"].split(", ") for row in china)
    assert all(row["scope"] != "all" for row in china)


def test_an_outermost_region_stands_as_its_state(client: TestClient) -> None:
    rows = countries(client)
    france, reunion = ([row | {"country": ""} for row in rows if row["country"] == code] for code in ("FR", "RE"))
    assert reunion == france


def test_groups_of_topics_and_of_other_programmes_are_told_when_all_are_asked_for(client: TestClient) -> None:
    usual, everything = ({row["group"] for row in countries(client, **more)} for more in ({}, {"all": "true"}))
    further = {
        "heritage_world_regions",
        "euratom_associated",
        "horizon_member_or_associated_by_seat",
        "horizon_widening",
    }
    assert further <= everything
    assert usual < everything
    assert not further & usual


def test_every_country_has_its_place(client: TestClient) -> None:
    rows = client.get("/v1/countries", params={"programme": "HORIZON"}).json()
    assert {row["country"] for row in rows} == ISO_COUNTRIES
    assert all(row.keys() == COUNTRY_FIELDS for row in rows)
    places = {(row["country"], row["group"], row["status"]) for row in rows}
    assert {("FR", "eu_member_states", "in_force"), ("NO", "horizon_associated", "in_force")} <= places
    assert {row["status"] for row in rows if row["country"] == "AQ"} == {"none"}


def test_a_membership_has_the_status_of_the_day_that_is_asked_about(client: TestClient) -> None:
    def switzerland(day: str) -> set[str]:
        rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": day}).json()
        return {row["status"] for row in rows if row["country"] == "CH" and row["group"] == "horizon_associated"}

    assert switzerland("2025-03-01") == {"pending"}
    assert switzerland("2026-03-01") == {"in_force"}


@pytest.mark.parametrize("programme", [programme.id for programme in rulebook.load().programmes])
def test_every_programme_tells_of_every_country(client: TestClient, programme: str) -> None:
    rows = client.get("/v1/countries", params={"programme": programme}).json()
    assert {row["country"] for row in rows} >= ISO_COUNTRIES
    assert all(row.keys() == COUNTRY_FIELDS and row["status"] in MEMBERSHIPS for row in rows)
    assert all((row["group"] is None) == (row["status"] == "none") == (row["source"] is None) for row in rows)


def test_a_member_of_a_group_is_a_member_of_the_groups_made_of_it(client: TestClient) -> None:
    rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": "2026-11-22"}).json()
    funded = {row["country"]: row["status"] for row in rows if row["group"] == "horizon_funded"}
    assert (funded["FR"], funded["NO"], funded["KE"]) == ("in_force", "in_force", "in_force")
    assert "US" not in funded


def test_of_several_ways_into_a_group_the_strongest_counts(client: TestClient) -> None:
    rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": "2026-11-22"}).json()
    morocco = {(row["group"], row["status"]) for row in rows if row["country"] == "MA"}
    assert {("horizon_associated", "pending"), ("horizon_funded", "in_force")} <= morocco
    assert ("horizon_funded", "pending") not in morocco


def test_a_membership_by_budget_years_has_the_days_of_those_years(client: TestClient) -> None:
    rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": "2026-11-22"}).json()
    lists = [row for row in rows if row["country"] == "AF" and row["group"] == "horizon_low_middle_income"]
    assert [(row["from"], row["until"], row["status"]) for row in lists] == [
        ("2021-01-01", "2025-12-31", "ended"),
        ("2026-01-01", "2027-12-31", "in_force"),
    ]


def test_what_was_pending_and_never_came_is_told_of_its_time_only(client: TestClient) -> None:
    def kingdom(day: str) -> set[str]:
        rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": day}).json()
        return {row["status"] for row in rows if row["country"] == "GB" and row["group"] == "horizon_associated"}

    assert kingdom("2022-06-30") == {"pending"}
    assert kingdom("2026-06-30") == {"in_force"}


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [("programme=UTOPIA", "/programme"), ("as_of=soon", "/as_of"), ("country=FR", "/country")],
)
def test_a_question_about_countries_that_makes_no_sense_is_refused(
    client: TestClient, parameters: str, pointer: str
) -> None:
    answer = client.get(f"/v1/countries?{parameters}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
