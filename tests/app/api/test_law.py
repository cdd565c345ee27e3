from fastapi.testclient import TestClient

from rules.codes import ISO_COUNTRIES

COUNTRY_FIELDS = {"country", "group", "status", "from", "until", "scope", "source"}


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


def test_every_country_has_its_place(client: TestClient) -> None:
    rows = client.get("/v1/countries", params={"programme": "HORIZON"}).json()
    assert {row["country"] for row in rows} == ISO_COUNTRIES
    assert all(row.keys() == COUNTRY_FIELDS for row in rows)
    places = {(row["country"], row["group"], row["status"]) for row in rows}
    assert {("FR", "eu_member_states", "in_force"), ("NO", "horizon_associated", "in_force")} <= places
    assert {row["status"] for row in rows if row["country"] == "US"} == {"none"}


def test_a_membership_has_the_status_of_the_day_that_is_asked_about(client: TestClient) -> None:
    def switzerland(day: str) -> set[str]:
        rows = client.get("/v1/countries", params={"programme": "HORIZON", "as_of": day}).json()
        return {row["status"] for row in rows if row["country"] == "CH" and row["group"] == "horizon_associated"}

    assert switzerland("2025-03-01") == {"pending"}
    assert switzerland("2026-03-01") == {"in_force"}
