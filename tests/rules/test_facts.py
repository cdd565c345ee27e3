from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from rules.codes import Flag, Role
from rules.facts import InconsistentConsortium, Organisation, Participant, check_consortium, inconsistencies


def participant(name: str, role: str = "beneficiary", **more: Any) -> Participant:
    return Participant.model_validate({"organisation": {"id": name}, "role": role, **more})


def of_a(name: str) -> Participant:
    return participant(name, "affiliated_entity", affiliated_to="a")


def test_la_reunion_is_france_with_the_flag() -> None:
    organisation = Organisation.model_validate({"id": "a", "country": "RE"})
    assert organisation.country == "FR"
    assert organisation.flags == [Flag.OUTERMOST_REGION]
    for flags in (["jrc"], ["jrc", "outermost_region"]):
        with_others = Organisation.model_validate({"id": "a", "country": "RE", "flags": flags})
        assert with_others.flags == [Flag.JRC, Flag.OUTERMOST_REGION]


@pytest.mark.parametrize(
    "facts",
    [
        {"country": "ZZ"},
        {"sme": "yes"},
        {"sme": 1},
        {"kinds": ["district"]},
        {"pic": "12345"},
        {"colour": "blue"},
        {"competences": {"weaving": 4}},
        {"competences": {"weaving": 0}},
        {"id": "x" * 301},
        {"name": "x" * 2001},
        {"pic": "9999642710"},
        {"nuts": "FR1012"},
        {"kinds": ["university", "regional_authority"], "public_body": False},
        {"size_class": "sme", "sme": False},
        {"competences": {"weaving": "2"}},
        {"nuts": "fr10"},
        {"id": ""},
        {"kinds": ["local_authority"], "public_body": False},
        {"size_class": "large", "sme": True},
        {"country": ["FR"]},
        {"country": "DE", "nuts": "PT20"},
        {"country": "DE", "nuts": "FR10"},
        {"country": "RE", "nuts": "PT20"},
        {"country": "DE", "flags": ["outermost_region"]},
        {"country": "GL", "flags": ["outermost_region"]},
        {"country": "DE", "flags": ["oct"]},
    ],
)
def test_a_fact_that_cannot_be_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Organisation.model_validate({"id": "a", **facts})


@pytest.mark.parametrize(
    "facts",
    [
        {"competences": {"weaving": 1, "dyeing": 3}},
        {"name": "x" * 2000, "control_group": "x" * 300},
        {"nuts": "FR"},
        {"nuts": "FR101"},
        {"kinds": ["university"], "public_body": False},
        {"size_class": "sme", "sme": True},
        {"size_class": "large", "sme": False},
    ],
)
def test_a_fact_at_its_limit_is_taken_as_it_is(facts: dict[str, Any]) -> None:
    stated = Organisation.model_validate({"id": "x", **facts}).model_dump(mode="json", exclude_unset=True)
    assert stated == {"id": "x", **facts}


@pytest.mark.parametrize(
    ("country", "nuts"),
    [
        ("EL", "EL30"),
        ("GR", "EL30"),
        ("UK", "UKI3"),
        ("GB", "UKI3"),
        ("FR", "FRY4"),
        ("RE", "FRY4"),
        ("PT", "PT20"),
        (None, "PT20"),
    ],
)
def test_a_seat_lies_in_its_country(country: str | None, nuts: str) -> None:
    assert Organisation.model_validate({"id": "a", "country": country, "nuts": nuts}).nuts == nuts


@pytest.mark.parametrize(
    ("country", "flag"),
    [
        ("FR", "outermost_region"),
        ("PT", "outermost_region"),
        ("ES", "outermost_region"),
        (None, "outermost_region"),
        ("GL", "oct"),
        ("NC", "oct"),
        ("NL", "oct"),
        ("BM", "oct"),
        ("DE", "jrc"),
    ],
)
def test_a_flag_is_carried_where_its_country_has_such_places(country: str | None, flag: str) -> None:
    assert Organisation.model_validate({"id": "a", "country": country, "flags": [flag]}).flags == [flag]


def test_what_contradicts_the_country_is_named() -> None:
    with pytest.raises(ValidationError, match="nuts PT20 does not lie in DE"):
        Organisation(id="a", country="DE", nuts="PT20")
    with pytest.raises(ValidationError, match="the flag outermost_region contradicts the country DE"):
        Organisation(id="a", country="DE", flags=[Flag.OUTERMOST_REGION])


def test_a_fact_once_stated_is_not_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Organisation(id="a").id = "b"  # type: ignore[misc]


def test_an_empty_list_of_kinds_is_unknown() -> None:
    assert Organisation(id="a", kinds=[]).all_kinds is None
    assert Organisation(id="a").all_kinds is None


def test_a_public_kind_makes_a_public_body_and_its_absence_says_nothing() -> None:
    assert Organisation.model_validate({"id": "a", "kinds": ["local_authority"]}).is_public_body is True
    assert Organisation.model_validate({"id": "a", "kinds": ["university"]}).is_public_body is None


def test_the_size_class_tells_whether_it_is_an_sme() -> None:
    assert Organisation.model_validate({"id": "a", "size_class": "sme"}).is_sme is True
    assert Organisation.model_validate({"id": "a", "size_class": "large"}).is_sme is False
    assert Organisation(id="a").is_sme is None


def test_amounts_are_exact() -> None:
    assert participant("a", eu_contribution=450000.01).eu_contribution == Decimal("450000.01")


@pytest.mark.parametrize("amount", [0, 0.01, 10**15 - 1])
def test_nothing_is_an_amount_and_so_is_all_the_money_there_is(amount: float) -> None:
    assert participant("a", total_cost=amount).total_cost == Decimal(str(amount))


@pytest.mark.parametrize("amount", [-1, -0.01, 0.001, "100", True, float("inf"), float("nan"), 10**15, 1e30, 1e300])
def test_what_is_no_amount_is_refused(amount: Any) -> None:
    with pytest.raises(ValidationError):
        participant("a", eu_contribution=amount)


@pytest.mark.parametrize(
    ("participants", "pointer"),
    [
        ([], ""),
        ([participant("a"), participant("a")], "/1/organisation"),
        ([participant("a", "coordinator"), participant("b", "coordinator")], "/1/role"),
        ([participant("a"), participant("b", "affiliated_entity", affiliated_to="c")], "/1/affiliated_to"),
        ([participant("a", affiliated_to="a")], "/0/affiliated_to"),
        ([participant("a", "associated_partner"), of_a("b")], "/1/affiliated_to"),
        ([participant("a", "subcontractor"), of_a("b")], "/1/affiliated_to"),
        ([participant("c", "coordinator"), participant("a", "affiliated_entity"), of_a("b")], "/2/affiliated_to"),
    ],
)
def test_what_no_consortium_can_be_is_refused_with_its_place(participants: list[Participant], pointer: str) -> None:
    with pytest.raises(InconsistentConsortium) as refusal:
        check_consortium(participants)
    assert refusal.value.pointer == pointer


def test_everything_that_no_consortium_can_be_is_told() -> None:
    people = [
        participant("a", "coordinator"),
        participant("b", "coordinator"),
        participant("b", "coordinator"),
        participant("c", affiliated_to="nobody"),
    ]
    told = [one.pointer for one in inconsistencies(people)]
    assert told == ["/1/role", "/2/organisation", "/2/role", "/3/affiliated_to"]
    assert {str(one)[:3] for one in inconsistencies(people) if one.pointer.endswith("role")} == {"'a'"}
    assert list(inconsistencies(people[:1])) == []


@pytest.mark.parametrize("role", ["coordinator", "beneficiary"])
def test_an_affiliated_entity_is_affiliated_to_who_signs_the_grant_agreement(role: str) -> None:
    check_consortium([of_a("b"), participant("a", role)])
    with pytest.raises(InconsistentConsortium, match="'a' takes part as third party recipient: an affiliated"):
        check_consortium([of_a("b"), participant("a", "third_party_recipient")])


def test_the_coordinator_is_a_beneficiary() -> None:
    assert participant("a", "coordinator").is_beneficiary
    assert not participant("a", Role.ASSOCIATED_PARTNER).is_beneficiary


@pytest.mark.parametrize("flags", [[{"a": 1}], [[]], "jrc", 7])
def test_flags_that_are_no_flags_are_refused_and_never_an_error_of_ours(flags: Any) -> None:
    with pytest.raises(ValidationError):
        Organisation.model_validate({"id": "a", "country": "RE", "flags": flags})


def test_null_is_as_if_absent_also_where_a_list_is_expected() -> None:
    facts = {"id": "a", "flags": None, "ecosystems": None, "competences": None, "kinds": None}
    assert Organisation.model_validate(facts) == Organisation(id="a")


def test_the_order_of_a_set_and_what_stands_in_it_twice_say_nothing() -> None:
    one = Organisation.model_validate({"id": "a", "kinds": ["university", "ngo"], "flags": ["jrc", "oct"]})
    other = Organisation.model_validate({"id": "a", "kinds": ["ngo", "university", "ngo"], "flags": ["oct", "jrc"]})
    assert one == other


def test_an_ecosystem_is_one_of_the_fourteen() -> None:
    assert Organisation.model_validate({"id": "a", "ecosystems": ["Textile"]}).ecosystems == ["Textile"]
    with pytest.raises(ValidationError):
        Organisation.model_validate({"id": "a", "ecosystems": ["Weaving"]})


def test_the_same_pic_is_the_same_organisation_under_any_id() -> None:
    twins = [
        Participant.model_validate({"organisation": {"id": name, "pic": "999964271"}, "role": "beneficiary"})
        for name in ("a", "b")
    ]
    with pytest.raises(InconsistentConsortium, match="twice"):
        check_consortium(twins)
