"""A filter as what follows "an organisation", "three organisations" and "is"."""

from typing import Any

import pytest
from babel import Locale

from rules.codes import ISO_COUNTRIES, Flag, Kind, SizeClass
from rules.requirements import Filter
from rules.sentences import describe, stated_facts
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS, SIZES, describe_each, predicate
from rules.sentences.words import kind_name
from tests.rules.hearing import one, words

EU = "established in an EU Member State"
SAID: list[tuple[dict[str, Any], str]] = [
    ({}, "of any kind"),
    ({"country_in": "eu_member_states"}, EU),
    ({"country_in": ["IL"]}, "established in Israel"),
    ({"country_in": ["NL", "US", "CZ"]}, "established in the Netherlands, the United States or Czechia"),
    ({"headquarters_in": ["DE"]}, "with headquarters in Germany"),
    ({"controlled_from_in": ["CN"]}, "controlled from China"),
    ({"controlled_from_in": "not_eligible"}, "controlled from a country that is not eligible here"),
    ({"region_in": ["ES70", "FRY"]}, "seated in the Canary Islands or a French outermost region"),
    ({"kind_in": ["university"]}, "that is a university"),
    ({"kind_in": ["university", "ngo", "agency"]}, "that is a university, an NGO or an agency"),
    ({"member_kind_in": ["university", "company"]}, "with a member that is a university or a company"),
    ({"size_in": ["sme", "small_mid_cap"]}, "that is an SME or a small mid-cap"),
    ({"flag": "jrc"}, "that is the Joint Research Centre"),
    ({"flag": "restrictive_measures"}, "subject to EU restrictive measures"),
    ({"registration": "mission_city"}, "that is one of the Mission cities"),
    ({"registration": "mandated_for_sme_support"}, "mandated to support SMEs"),
    ({"sub_role": "lead_city"}, "that is a lead city"),
    ({"sub_role": "topic:X-01:policy-maker"}, "that is a policy maker"),
    ({"sub_role": "topic:X-01:end-user"}, "that is one of those that the topic calls “end user”"),
    ({"role_in": ["coordinator", "beneficiary"]}, "in the role of coordinator or beneficiary"),
    ({"non_profit": True}, "that is non-profit"),
    ({"non_profit": False}, "that is profit-making"),
    ({"public_body": False}, "that is not a public body"),
    ({"legal_personality": False}, "without legal personality"),
    ({"gender_equality_plan": True}, "with a gender equality plan"),
    ({"fact": {"exception_granted": True}}, "where the granting authority has granted an exception"),
    ({"fact": {"exception_granted": False}}, "where it is not so that the granting authority has granted an exception"),
    ({"fact": {"duration_months": 48}}, "where duration of the project in months: 48"),
    ({"country_in": ["DE"], "kind_in": ["university"]}, "that is a university established in Germany"),
    ({"non_profit": True, "kind_in": ["university"]}, "that is a non-profit university"),
    ({"public_body": True, "kind_in": ["hospital", "school"]}, "that is a hospital or a school and a public body"),
    (
        {"kind_in": ["university", "hospital"], "country_in": ["DE"]},
        "that is a university or a hospital, established in Germany",
    ),
    (
        {"country_in": ["DE"], "gender_equality_plan": True},
        "established in Germany and with a gender equality plan",
    ),
    ({"all": [{"country_in": ["DE"]}, {"kind_in": ["ngo"]}]}, "that is an NGO established in Germany"),
    (
        {"any": [{"flag": "jrc"}, {"flag": "eu_body"}]},
        "that is the Joint Research Centre or a body created under Union law",
    ),
    (
        {"any": [{"flag": "outermost_region"}, {"country_in": ["ES", "FR"], "region_in": ["ES70", "FRY"]}]},
        "in an outermost region, or seated in the Canary Islands or a French outermost region",
    ),
    (
        {"country_in": ["ES", "PT"], "region_in": ["ES70"]},
        "established in Spain or Portugal and seated in the Canary Islands",
    ),
    ({"non_profit": True, "country_in": ["DE"]}, "that is non-profit and established in Germany"),
    (
        {"any": [{"country_in": ["DE"]}, {"region_in": ["ES70"]}]},
        "established in Germany or seated in the Canary Islands",
    ),
    (
        {"any": [{"country_in": ["DE", "FR"]}, {"flag": "jrc"}]},
        "established in Germany or France, or the Joint Research Centre",
    ),
    (
        {"kind_in": ["company"], "any": [{"country_in": ["DE"]}, {"size_in": ["sme"]}]},
        "that is a company, and either established in Germany or an SME",
    ),
    ({"not": {"country_in": ["CN"]}}, "not established in China"),
    ({"not": {"kind_in": ["company", "ngo"]}}, "that is neither a company nor an NGO"),
    ({"not": {"country_in": ["CN"], "kind_in": ["company"]}}, "that is not at once a company established in China"),
    (
        {"kind_in": ["ngo"], "not": {"country_in": ["CN"]}},
        "that is an NGO not established in China",
    ),
    # what it is like and what it is
    ({"public_body": True, "non_profit": True}, "that is a non-profit public body"),
    ({"non_profit": False, "public_body": False}, "that is profit-making, and not a public body"),
    ({"non_profit": True, "kind_in": ["university", "ngo"]}, "that is non-profit and a university or an NGO"),
    (
        {"non_profit": True, "kind_in": ["agency"], "country_in": ["DE"]},
        "that is a non-profit agency established in Germany",
    ),
    ({"non_profit": True, "registration": "mission_city"}, "that is non-profit and one of the Mission cities"),
    ({"size_in": ["sme"], "kind_in": ["company"]}, "that is a company and an SME"),
    ({"flag": "oct"}, "in an overseas country or territory"),
    ({"legal_personality": True}, "with legal personality"),
    ({"gender_equality_plan": False}, "without a gender equality plan"),
    # how it is placed, and what is declared
    (
        {"country_in": ["DE"], "legal_personality": True, "region_in": ["DE1"]},
        "established in Germany, seated in DE1 and with legal personality",
    ),
    ({"sub_role": "lead_city", "country_in": ["DE"]}, "that is a lead city established in Germany"),
    ({"role_in": ["coordinator"], "country_in": ["DE"]}, "established in Germany and in the role of coordinator"),
    (
        {"country_in": ["DE"], "fact": {"civil_purpose": True}},
        "established in Germany where the project is exclusively civil",
    ),
    # one of several
    ({"any": [{"kind_in": ["ngo"]}, {"kind_in": ["company", "school"]}]}, "that is an NGO, a company or a school"),
    ({"any": [{"non_profit": True}, {"public_body": True}]}, "that is non-profit or a public body"),
    ({"any": [{}, {"country_in": ["DE"]}]}, "of any kind or established in Germany"),
    (
        {"any": [{"kind_in": ["ngo"], "country_in": ["DE"]}, {"kind_in": ["company"]}]},
        "that is an NGO established in Germany or a company",
    ),
    (
        {"kind_in": ["ngo"], "any": [{"country_in": ["DE"]}, {"region_in": ["ES70"]}]},
        "that is an NGO either established in Germany or seated in the Canary Islands",
    ),
    (
        {"country_in": ["DE"], "any": [{"kind_in": ["ngo"]}, {"size_in": ["sme"]}]},
        "that is an NGO or an SME, established in Germany",
    ),
    (
        {"any": [{"fact": {"civil_purpose": True}}, {"fact": {"exception_granted": True}}]},
        "where the project is exclusively civil, or where the granting authority has granted an exception",
    ),
    (
        {"any": [{"country_in": ["DE"]}, {"not": {"country_in": ["FR"]}}]},
        "established in Germany, or not established in France",
    ),
    # not
    ({"not": {}}, "not of any kind"),
    ({"not": {"kind_in": ["ngo"]}}, "that is not an NGO"),
    ({"not": {"flag": "restrictive_measures"}}, "not subject to EU restrictive measures"),
    (
        {"not": {"any": [{"country_in": ["DE"]}, {"region_in": ["ES70"]}]}},
        "neither established in Germany nor seated in the Canary Islands",
    ),
    (
        {"not": {"country_in": ["CN"], "gender_equality_plan": True}},
        "not at once established in China and with a gender equality plan",
    ),
    (
        {"all": [{"any": [{"country_in": ["DE"]}, {"kind_in": ["ngo"]}]}, {"not": {"country_in": ["CN"]}}]},
        "not established in China, and either established in Germany or an NGO",
    ),
]


@pytest.mark.parametrize(("where", "said"), SAID, ids=[said for _, said in SAID])
def test_a_filter_follows_an_organisation(where: dict[str, Any], said: str) -> None:
    assert describe(Filter.model_validate(where), words()) == said


@pytest.mark.parametrize(
    ("where", "each", "is_so"),
    [
        ({}, "", ""),
        ({"country_in": ["DE"]}, " established in Germany", "established in Germany"),
        ({"kind_in": ["ngo"]}, ", each an NGO", "an NGO"),
        (
            {"country_in": ["DE"], "kind_in": ["ngo"]},
            ", each an NGO established in Germany",
            "an NGO established in Germany",
        ),
        ({"non_profit": True}, ", each non-profit", "non-profit"),
        ({"not": {"kind_in": ["ngo"]}}, ", each not an NGO", "not an NGO"),
        ({"not": {"country_in": ["DE"]}}, " not established in Germany", "not established in Germany"),
        (
            {"any": [{"kind_in": ["ngo"]}, {"size_in": ["sme"]}], "country_in": ["DE"]},
            ", each an NGO or an SME, established in Germany",
            "an NGO or an SME, established in Germany",
        ),
    ],
)
def test_a_filter_follows_three_organisations_and_is(where: dict[str, Any], each: str, is_so: str) -> None:
    filtered = Filter.model_validate(where)
    assert (describe_each(filtered, words()), predicate(filtered, words())) == (each, is_so)


STATED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"country_in": ["DE"]}, {"country": "CN"}, "established in China"),
    ({"country_in": ["DE"]}, {"country": None}, ""),
    ({"controlled_from_in": "not_eligible"}, {"controlled_from": "CN"}, "controlled from China"),
    ({"region_in": ["ES70"]}, {"nuts": "ES51"}, "seated in ES51"),
    ({"kind_in": ["ngo"]}, {"kinds": ["company", "ngo"]}, "a company and an NGO"),
    ({"member_kind_in": ["ngo"]}, {"member_kinds": ["company"]}, "among whose members is a company"),
    ({"member_kind_in": ["ngo"]}, {"member_kinds": []}, "without members"),
    ({"size_in": ["sme"]}, {"size_class": "large"}, "a large organisation"),
    ({"size_in": ["sme"]}, {"sme": True}, "an SME"),
    ({"size_in": ["sme"]}, {"sme": False}, "no SME"),
    ({"public_body": True}, {"public_body": False}, "no public body"),
    ({"non_profit": True}, {"non_profit": False}, "profit-making"),
    ({"legal_personality": True}, {"legal_personality": False}, "without legal personality"),
    ({"gender_equality_plan": True}, {"gender_equality_plan": True}, "with a gender equality plan"),
    ({"flag": "jrc"}, {"flags": ["eu_body"]}, "a body created under Union law"),
    ({"registration": "eche"}, {"registrations": []}, "not a holder of the Erasmus Charter for Higher Education"),
    ({"registration": "mission_city"}, {"registrations": ["mission_city"]}, "one of the Mission cities"),
    ({"sub_role": "lead_city"}, {"sub_roles": []}, "not a lead city"),
    ({"sub_role": "lead_city"}, {"sub_roles": ["lead_city"]}, "a lead city"),
    ({"sub_role": "lead_city"}, {"sub_roles": None}, ""),
    ({"fact": {"civil_purpose": True}}, {"facts": {"civil_purpose": True}}, "stated: the project is exclusively civil"),
    (
        {"not": {"any": [{"country_in": ["DE"]}, {"kind_in": ["ngo"]}]}},
        {"country": "FR", "kinds": ["ngo"]},
        "established in France and an NGO",
    ),
]


@pytest.mark.parametrize(("where", "facts", "said"), STATED)
def test_what_is_stated_is_told_where_the_filter_looks_at_it(
    where: dict[str, Any], facts: dict[str, Any], said: str
) -> None:
    assert stated_facts(one(index=0, **{"country": None, **facts}), Filter.model_validate(where), words()) == said


def test_a_fact_of_the_participant_goes_before_one_of_the_proposal() -> None:
    where = Filter(fact={"civil_purpose": True})
    declared = {"civil_purpose": False}
    assert stated_facts(one("DE", 0), where, words(), declared).startswith("stated: it is not so that")
    own = one("DE", 0, facts={"civil_purpose": True})
    assert stated_facts(own, where, words(), declared) == "stated: the project is exclusively civil"


def test_every_kind_flag_and_size_has_words_of_its_own() -> None:
    for said in (*map(kind_name, Kind), *(FLAGS[flag] for flag in Flag), *(SIZES[size] for size in SizeClass)):
        assert said
        assert "_" not in said


def test_every_country_has_a_name_and_it_is_that_of_the_country() -> None:
    known = Locale.parse("en_GB").territories
    assert {code for code in ISO_COUNTRIES if country_name(code) == code} == set()
    plain = [code for code in ISO_COUNTRIES if country_name(code).removeprefix("the ") == known[code]]
    assert len(plain) > 0.85 * len(ISO_COUNTRIES)
    assert (country_name("XK"), country_name("GR"), country_name("nowhere")) == ("Kosovo", "Greece", "nowhere")
