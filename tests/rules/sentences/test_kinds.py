"""The other kinds: what each asks, what was found, what is missing."""

from typing import Any

import pytest

from rules.sentences import asked
from tests.rules.hearing import consortium, found, judge, one, people, requirement, words

EU = {"country_in": "eu_member_states"}
FUNDED = ["coordinator", "beneficiary", "affiliated_entity"]

ASKED: list[tuple[dict[str, Any], str]] = [
    # limits
    ({"kind": "limit", "max": 3}, "at most 3 beneficiaries"),
    ({"kind": "limit", "exactly": 1}, "exactly 1 beneficiary"),
    ({"kind": "limit", "max": 0, "roles": ["affiliated_entity"]}, "no affiliated entities"),
    ({"kind": "limit", "max": 2, "per": "country"}, "at most 2 beneficiaries, in each country"),
    (
        {"kind": "limit", "max": 1, "independent": True, "where": {"kind_in": ["ngo"]}, "per": "control_group"},
        "at most 1 independent beneficiary that is an NGO, in each control group",
    ),
    # shares
    (
        {"kind": "ratio", "where": {"country_in": ["KE"]}, "min_share": 0.3},
        "at least 30 % of the beneficiaries are established in Kenya",
    ),
    (
        {"kind": "ratio", "where": {"kind_in": ["ngo"]}, "of": EU, "max_share": 0.5, "rounding": "up"},
        "at most 50 % of the beneficiaries established in an EU Member State (rounded up) are, each of them, an NGO",
    ),
    # coordination and admission
    ({"kind": "coordinator"}, "a coordinator"),
    ({"kind": "coordinator", "where": {"kind_in": ["ngo"]}}, "a coordinator that is an NGO"),
    (
        {"kind": "admit", "effect": "deny", "where": {"flag": "restrictive_measures"}},
        "no organisation subject to EU restrictive measures",
    ),
    (
        {"kind": "admit", "effect": "allow_only", "where": EU, "roles": FUNDED, "unless": {"flag": "jrc"}},
        (
            "as beneficiary or affiliated entity, only an organisation established in an EU Member State, "
            "unless it is the Joint Research Centre"
        ),
    ),
    (
        {
            "kind": "admit",
            "effect": "deny",
            "where": {"country_in": ["CN"]},
            "unless": {"fact": {"exception_granted": True}},
        },
        "no organisation established in China, unless the granting authority has granted an exception",
    ),
    (
        {
            "kind": "admit",
            "effect": "downgrade",
            "where": {"flag": "hu_public_interest_trust"},
            "to": "associated_partner",
        },
        "an organisation that is a Hungarian public-interest trust or maintained by one, only as an associated partner",
    ),
    (
        {"kind": "admit", "effect": "permit", "where": {"flag": "jrc"}},
        "an organisation that is the Joint Research Centre may take part as well",
    ),
    # money
    (
        {"kind": "money", "of": "eu_contribution", "max_share": 0.4, "per": "country"},
        "at most 40 % of the EU contribution for each country",
    ),
    (
        {"kind": "money", "of": "eu_contribution", "max_share": 0.1, "where": {"role_in": ["coordinator"]}},
        "at most 10 % of the EU contribution for each participant in the role of coordinator",
    ),
    (
        {"kind": "money", "of": "total_cost", "min": 1000000, "per": "group", "where": {"kind_in": ["ngo"]}},
        "at least 1,000,000 euro of the total cost for all participants that are each an NGO, together",
    ),
    (
        {"kind": "money", "of": "eu_contribution", "max": 2500000, "per": "group"},
        "at most 2,500,000 euro of the EU contribution in all",
    ),
    (
        {"kind": "money", "of": "third_party_support", "max": 60000, "per": "recipient"},
        "at most 60,000 euro of the support to third parties for each recipient",
    ),
    (
        {"kind": "fund", "rates": [{"rate": 1, "where": {"non_profit": True}}, {"rate": 0.7}]},
        "at most 100 % of the cost of a participant that is non-profit, else 70 % of the cost",
    ),
    # what is declared, decided and written elsewhere
    ({"kind": "declared", "fact": "civil_purpose"}, "the project is exclusively civil"),
    (
        {"kind": "declared", "fact": "civil_purpose", "expected": False},
        "it is not so that the project is exclusively civil",
    ),
    (
        {"kind": "declared", "fact": "duration_months", "expected": {"min": 36, "max": 60}},
        "duration of the project in months: at least 36 and at most 60",
    ),
    (
        {"kind": "declared", "fact": "target_countries", "expected": {"countries": 2}},
        "countries that the proposal targets: from at least 2 different countries",
    ),
    (
        {"kind": "declared", "fact": "doctoral_network_mode", "expected": "joint"},
        "mode of the doctoral network (standard, industrial or joint): joint",
    ),
    ({"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}, "Is it balanced?"),
    ({"kind": "refer", "to": "the Rules of Contest"}, "what stands in the Rules of Contest"),
]


@pytest.mark.parametrize(("written", "said"), ASKED, ids=[said for _, said in ASKED])
def test_a_requirement_says_what_it_asks(written: dict[str, Any], said: str) -> None:
    assert asked(requirement(written), words()) == said
    for finding in judge(written, consortium("DE", "FR")):
        assert written["kind"] == "fund" or finding.needed == said, "the verdict says it in the same words"


def told(written: dict[str, Any], participants: list[Any], **facts: Any) -> tuple[str, str]:
    finding = found(written, participants, **facts)
    return finding.found, finding.missing


# ------------------------------------------------------------------------------------------------- limits and shares


@pytest.mark.parametrize(
    ("written", "countries", "said"),
    [
        ({"max": 1}, ["DE", "FR", "IT"], ("3: o0 (DE), o1 (FR) and o2 (IT)", "2 beneficiaries too many")),
        ({"max": 2}, ["DE", "FR"], ("2: o0 (DE) and o1 (FR)", "")),
        ({"exactly": 3}, ["DE"], ("1: o0 (DE)", "2 more beneficiaries")),
        ({"exactly": 1}, ["DE", "FR"], ("2: o0 (DE) and o1 (FR)", "1 beneficiary too many")),
        ({"max": 0, "where": {"country_in": ["CH"]}}, ["DE"], ("0", "")),
        ({"max": 0, "where": {"country_in": ["CH"]}}, [None], ("0 to 1; perhaps o0 (country unknown)", "")),
        (
            {"max": 0, "where": {"country_in": ["CH"]}},
            ["CH", None],
            ("1 to 2: o0 (CH); perhaps also o1 (country unknown)", "1 beneficiary too many"),
        ),
        (
            {"max": 1, "per": "country"},
            ["DE", "FR", "DE"],
            ("2 in Germany: o0 (DE) and o2 (DE)", "1 beneficiary too many in Germany"),
        ),
        (
            {"max": 1, "per": "country"},
            ["DE", None],
            ("1 to 2 in Germany: o0 (DE); perhaps also o1 (country unknown)", ""),
        ),
        ({"max": 1, "per": "control_group"}, ["DE", "FR"], ("1 under one control: o0 (DE)", "")),
        ({"max": 1, "per": "country"}, ["DE", "FR"], ("1 in Germany: o0 (DE); 1 in France: o1 (FR)", "")),
        (
            {"max": 1, "per": "country"},
            ["DE", "DE", "FR", "FR", "FR", "IT"],
            ("3 in France: o2 (FR), o3 (FR) and o4 (FR)", "2 beneficiaries too many in France"),
        ),
        (
            {"exactly": 2, "per": "country"},
            ["DE", "FR", "FR", "FR", "FR"],
            ("4 in France: o1 (FR), o2 (FR), o3 (FR) and o4 (FR)", "2 beneficiaries too many in France"),
        ),
        (
            {"exactly": 3, "per": "country"},
            ["DE", "FR", "FR", "FR", "FR"],
            ("1 in Germany: o0 (DE)", "2 more beneficiaries in Germany"),
        ),
        ({"exactly": 0}, ["DE"], ("1: o0 (DE)", "1 beneficiary too many")),
        ({"max": 1, "per": "country"}, [], ("0", "")),
    ],
)
def test_a_limit_says_how_many_there_are(
    written: dict[str, Any], countries: list[str | None], said: tuple[str, str]
) -> None:
    assert told({"kind": "limit", **written}, consortium(*countries)) == said


def test_a_region_is_named_by_its_code() -> None:
    members = people({"country": "IT", "nuts": "ITC4"}, {"country": "IT", "nuts": "ITC45"}, {"country": "IT"})
    assert told({"kind": "limit", "max": 1, "per": "region"}, members) == (
        "2 to 3 in ITC4: o0 (IT) and o1 (IT); perhaps also o2 (IT)",
        "1 beneficiary too many in ITC4",
    )


@pytest.mark.parametrize(
    ("share", "countries", "said"),
    [
        (
            {"min_share": 0.5},
            ["DE", "FR", "KE"],
            ("1 of 3 (33.33 %): o2 (KE)", "1 more beneficiary established in Kenya"),
        ),
        (
            {"max_share": 0.2},
            ["KE", "KE", "DE", "FR", "IT"],
            ("2 of 5 (40 %): o0 (KE) and o1 (KE)", "2 fewer beneficiaries established in Kenya"),
        ),
        ({"min_share": 0.5}, ["KE"], ("1 of 1 (100 %): o0 (KE)", "")),
        (
            {"min_share": 0.5},
            ["DE", "FR", "IT", "KE"],
            ("1 of 4 (25 %): o3 (KE)", "2 more beneficiaries established in Kenya"),
        ),
        (
            {"min_share": 0.5, "of": {"country_in": ["KE", "UG"]}},
            ["UG", "FR"],
            ("0 of 1 (0 %): nobody", "1 more beneficiary established in Kenya"),
        ),
        (
            {"min_share": 1},
            ["DE", "KE"],
            ("1 of 2 (50 %): o1 (KE)", "all beneficiaries established in Kenya"),
        ),
        (
            {"min_share": 0.5},
            ["DE", None],
            ("0 of 2 (0 %): nobody; not known of o1 (country unknown)", "2 more beneficiaries established in Kenya"),
        ),
    ],
)
def test_a_share_says_who_makes_it_up(
    share: dict[str, Any], countries: list[str | None], said: tuple[str, str]
) -> None:
    assert told({"kind": "ratio", "where": {"country_in": ["KE"]}, **share}, consortium(*countries)) == said


# ---------------------------------------------------------------------------------------- coordination and admission


def test_who_coordinates_is_told_with_what_is_stated() -> None:
    asked_for = {"kind": "coordinator", "where": EU}
    assert told(asked_for, consortium("DE")) == ("o0 coordinates (established in Germany)", "")
    lacking = "a coordinator established in an EU Member State"
    assert told(asked_for, consortium("US")) == ("o0 coordinates (established in the United States)", lacking)
    assert told(asked_for, consortium(None)) == ("o0 coordinates; not stated of it: country", lacking)
    assert told(asked_for, consortium("DE", role="beneficiary")) == ("nobody coordinates yet", "a coordinator")


BARS: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str]]] = [
    ({"country_in": ["CN"]}, {"country": "CN"}, ("o0: established in China", "may not take part")),
    ({"country_in": ["CN"]}, {"country": None}, ("not stated of o0: country", "a fact that nobody has stated")),
    (
        {"controlled_from_in": ["CN"]},
        {"controlled_from": "CN"},
        ("o0: controlled from China", "may not take part"),
    ),
    ({"size_in": ["large"]}, {"size_class": "large"}, ("o0: a large organisation", "may not take part")),
    (
        {"registration": "eche"},
        {"registrations": ["eche"]},
        ("o0: a holder of the Erasmus Charter for Higher Education", "may not take part"),
    ),
    ({"sub_role": "lead_city"}, {"sub_roles": ["lead_city"]}, ("o0: a lead city", "may not take part")),
    ({"region_in": ["ES70"]}, {"nuts": "ES70"}, ("o0: seated in ES70", "may not take part")),
    (
        {"member_kind_in": ["ngo"]},
        {"member_kinds": ["ngo"]},
        ("o0: among whose members is an NGO", "may not take part"),
    ),
    ({"flag": "jrc"}, {}, ("nothing is stated that would concern o0", "")),
    (
        {"country_in": ["CN"], "fact": {"civil_purpose": False}},
        {"country": "CN"},
        (
            "o0: established in China; not stated of o0: whether the project is exclusively civil",
            "a fact that nobody has stated",
        ),
    ),
]


@pytest.mark.parametrize(("where", "facts", "said"), BARS)
def test_whoever_is_barred_learns_by_which_fact(
    where: dict[str, Any], facts: dict[str, Any], said: tuple[str, str]
) -> None:
    assert told({"kind": "admit", "effect": "deny", "where": where}, people(facts)) == said


def test_what_is_declared_about_the_proposal_bars_everybody() -> None:
    bar = {"kind": "admit", "effect": "deny", "where": {"fact": {"civil_purpose": False}}}
    said = "o0: stated: it is not so that the project is exclusively civil"
    assert told(bar, consortium("DE"), civil_purpose=False) == (said, "may not take part")


def test_who_may_not_be_a_beneficiary_may_be_an_associated_partner() -> None:
    bar = {"kind": "admit", "effect": "deny", "where": {"country_in": ["CN"]}, "roles": FUNDED}
    assert told(bar, consortium("CN"))[1] == "may only be an associated partner"


# ------------------------------------------------------------------------------------------------------------- money


def paid(*amounts: int | None, cost: int | None = None) -> list[Any]:
    countries = ("DE", "DE", "FR", "IT")
    return [
        one(country, index, eu_contribution=amount, total_cost=cost)
        for index, (country, amount) in enumerate(zip(countries, amounts, strict=False))
    ]


def test_the_budget_is_told_in_euro_and_in_percent() -> None:
    by_country = {"kind": "money", "of": "eu_contribution", "max_share": 0.5, "per": "country"}
    assert told(by_country, paid(30000, 30000, 40000)) == (
        "Germany 60,000 euro (60 %) and France 40,000 euro (40 %)",
        "above 50 % of the EU contribution: Germany",
    )
    by_participant = {**by_country, "per": "participant"}
    assert told(by_participant, paid(75000, 25000)) == (
        "o0 75,000 euro (75 %) and o1 25,000 euro (25 %)",
        "above 50 % of the EU contribution: o0",
    )
    in_all = {"kind": "money", "of": "eu_contribution", "max": 90000, "per": "group"}
    assert told(in_all, paid(60000, 40000)) == (
        "all together 100,000 euro (100 %)",
        "above 90,000 euro of the EU contribution",
    )


def test_a_least_share_that_is_not_reached_is_no_limit_that_is_passed() -> None:
    of_the_french = {"kind": "money", "of": "eu_contribution", "min_share": 0.5, "where": {"country_in": ["FR"]}}
    missing = told({**of_the_french, "per": "group"}, paid(30000, 30000, 40000))[1]
    assert missing == "below 50 % of the EU contribution"
    assert told(of_the_french, paid(30000, 30000, 40000))[1] == "below 50 % of the EU contribution: o2"
    between = {"kind": "money", "of": "eu_contribution", "min": 40000, "max_share": 0.6}
    assert told(between, paid(70000, 30000))[1] == (
        "above 60 % of the EU contribution: o0; below 40,000 euro of the EU contribution: o1"
    )


def test_the_amounts_that_break_the_limit_are_told_although_others_are_not_stated() -> None:
    capped = {"kind": "money", "of": "eu_contribution", "max": 50000, "per": "group"}
    assert told(capped, paid(60000, None))[0] == "all together 60,000 euro (100 %); amounts are not stated of o1"


def test_amounts_that_nobody_stated_are_missing() -> None:
    asked_for = {"kind": "money", "of": "eu_contribution", "max_share": 0.5}
    assert told(asked_for, paid(40000, None))[0].endswith("amounts are not stated of o1")


def test_nobody_is_concerned() -> None:
    asked_for = {"kind": "money", "of": "eu_contribution", "max_share": 0.5, "where": {"country_in": ["ES"]}}
    assert told(asked_for, paid(40000)) == ("nobody established in Spain", "")


RATE = {"kind": "fund", "rates": [{"rate": 0.7, "where": EU}]}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"country": "DE", "eu_contribution": 80000, "total_cost": 100000},
            ("80 % of the cost", "at most 70,000 euro may be asked for"),
        ),
        ({"country": "DE", "eu_contribution": 70000, "total_cost": 100000}, ("70 % of the cost", "")),
        ({"country": "DE"}, ("no budget stated", "")),
        ({"country": "US", "eu_contribution": 1}, ("asks for money", "nothing may be asked for")),
        ({"country": None}, ("not stated: country", "")),
    ],
)
def test_a_rate_says_how_much_may_be_asked_for(facts: dict[str, Any], said: tuple[str, str]) -> None:
    assert told(RATE, people(facts)) == said


# ------------------------------------------------------------------------------------ declared, decided and elsewhere


def test_what_is_declared_is_told_as_it_was_stated() -> None:
    civil = {"kind": "declared", "fact": "civil_purpose"}
    said = "the project is exclusively civil"
    assert told(civil, consortium("DE")) == ("not stated", said)
    assert told(civil, consortium("DE"), civil_purpose=False) == ("stated: no", said)
    assert told(civil, consortium("DE"), civil_purpose=True) == ("stated: yes", "")
    assumed = found({**civil, "assumed": True}, consortium("DE"))
    assert assumed.assumptions == (f"{said}: nobody states otherwise",)
    needs = {"kind": "declared", "fact": "requires_member_of", "expected": {"min": 3}}
    names = ["hydrogen_europe", "mission_city"]
    assert told(needs, consortium("DE"), requires_member_of=names)[0] == (
        "stated: a member of Hydrogen Europe and one of the Mission cities"
    )


def test_what_people_decide_waits_for_them() -> None:
    balanced = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}
    assert told(balanced, consortium("DE")) == ("decided by the experts", "the opinion of the experts")
    assert told(balanced, consortium("DE"), **{"the.condition": False}) == (
        "answered no in the request",
        "Is it balanced?",
    )


def test_what_stands_elsewhere_has_to_be_read() -> None:
    elsewhere = found({"kind": "refer", "to": "the Rules of Contest"}, consortium("DE"))
    assert (elsewhere.found, elsewhere.missing) == ("not encoded", "read the Rules of Contest")
    assert elsewhere.question == "What does this document ask for: the Rules of Contest?"
