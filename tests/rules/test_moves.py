"""What is offered for each kind of failure, in the order in which it is offered: the smaller change first."""

from typing import Any

import pytest

from rules.facts import Participant
from tests.rules.hearing import consortium, one, verdict_on

DE_OR_FR = {"country_in": ["DE", "FR"]}
FRANCE = {"country_in": ["FR"]}
KENYA = {"country_in": ["KE"]}
CHINA = {"country_in": ["CN"]}
A_UNIVERSITY = {"min": 2, "where": {"kind_in": ["university"]}}
AN_NGO = {"min": 1, "where": {"kind_in": ["ngo"]}}
PARTNERS = ["coordinator", "beneficiary", "associated_partner"]


def least(number: int, **fields: Any) -> dict[str, Any]:
    return {"kind": "selection", "min": number, **fields}


def limit(**fields: Any) -> dict[str, Any]:
    return {"kind": "limit", **fields}


def admit(effect: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "admit", "effect": effect, **fields}


def share(**fields: Any) -> dict[str, Any]:
    return {"kind": "ratio", "where": KENYA, **fields}


def companies(*countries: str) -> list[Participant]:
    return consortium(*countries, kinds=["company"], size_class="large", sub_roles=[])


def partner(country: str, index: int) -> Participant:
    return one(country, index, role="associated_partner")


OFFERED: dict[str, tuple[dict[str, Any], list[Participant], dict[str, Any], list[str]]] = {
    # more who count
    "whoever would count in another role": (
        least(2, where=DE_OR_FR),
        [one("DE", 0), partner("IT", 1), partner("FR", 2)],
        {},
        ["Let o2 take part as beneficiary.", "Add one beneficiary established in Germany or France (DE or FR)."],
    ),
    "nobody is promoted where partners count": (
        least(3, roles=PARTNERS),
        [one("DE", 0), partner("FR", 1)],
        {},
        ["Add one beneficiary (any of 244 countries)."],
    ),
    "in the role that counts": (
        least(1, roles=["associated_partner"]),
        consortium("DE"),
        {},
        ["Add one associated partner (any of 244 countries)."],
    ),
    "four at most": (
        least(5, where=FRANCE),
        consortium("FR"),
        {},
        ["Add 4 beneficiaries established in France (FR)."],
    ),
    "in a region": (
        least(2, where={"region_in": ["ES70"]}),
        consortium("ES", nuts="ES701"),
        {},
        ["Add one beneficiary seated in the Canary Islands (ES)."],
    ),
    "of a sub-role": (
        least(1, where={"sub_role": "lead_city"}),
        companies("DE"),
        {},
        ["Add one beneficiary that is a lead city (any of 244 countries)."],
    ),
    "of a size": (
        least(2, where={"size_in": ["sme", "small_mid_cap"], **FRANCE}),
        companies("FR"),
        {},
        ["Add 2 beneficiaries, each an SME or a small mid-cap, established in France (FR)."],
    ),
    "of a public kind": (
        least(1, where={"kind_in": ["local_authority"], **FRANCE}),
        companies("FR"),
        {},
        ["Add one beneficiary that is a local authority established in France (FR)."],
    ),
    "in the first of several ways": (
        least(1, where={"any": [{"kind_in": ["university"], "country_in": ["DE"]}, {"size_in": ["sme"], **FRANCE}]}),
        companies("IT"),
        {},
        ["Add one beneficiary that is a university established in Germany or an SME established in France (DE)."],
    ),
    "but not from there": (
        least(2, where={**DE_OR_FR, "not": {"country_in": ["DE"]}}),
        consortium("DE", "FR"),
        {},
        ["Add one beneficiary established in Germany or France and not established in Germany (FR)."],
    ),
    "from countries that are not there yet": (
        least(4, where={"country_in": ["DE", "FR", "IT", "ES"]}, each_from_different="country"),
        consortium("DE", "FR"),
        {},
        [
            (
                "Add 2 beneficiaries established in Germany, France, Italy or Spain (ES or IT), "
                "each from a country that is not there yet."
            )
        ],
    ),
    "under another control": (
        least(2, independent=True, where=FRANCE),
        consortium("FR", "FR", control_group="a"),
        {},
        ["Add one beneficiary established in France (FR)."],
    ),
    "for each sub-group that lacks somebody": (
        least(3, where=FRANCE, of_which=[A_UNIVERSITY, AN_NGO]),
        companies("FR", "FR"),
        {},
        [
            (
                "Add 2 beneficiaries, each a university established in France (FR) "
                "and one beneficiary that is an NGO established in France (FR)."
            )
        ],
    ),
    "for the one sub-group that lacks somebody": (
        least(2, where=FRANCE, of_which=[{**A_UNIVERSITY, "min": 1}, AN_NGO]),
        [one("FR", 0, kinds=["ngo"]), one("FR", 1, kinds=["company"])],
        {},
        ["Add one beneficiary that is a university established in France (FR)."],
    ),
    # limits
    "as many as there have to be": (
        limit(exactly=2, where=FRANCE),
        consortium("FR"),
        {},
        ["Add one beneficiary established in France (FR)."],
    ),
    "no more than there may be": (
        limit(exactly=1, where=FRANCE),
        consortium("DE", "FR", "FR"),
        {},
        ["Let o1 take part as associated partner.", "Leave out o1.", "Let o2 take part as associated partner."],
    ),
    "none at all": (
        limit(max=0, where=FRANCE),
        consortium("DE", "FR"),
        {},
        ["Let o1 take part as associated partner.", "Leave out o1."],
    ),
    "partners are too many too": (
        limit(max=2, roles=PARTNERS),
        consortium("DE", "FR", "IT", "ES"),
        {},
        ["Leave out o1 and o2.", "Leave out o2 and o3."],
    ),
    # shares
    "a share that two more make": (
        share(min_share=0.5),
        consortium("DE", "FR", "IT", "KE"),
        {},
        [
            "Add 2 beneficiaries established in Kenya (KE).",
            "Let o1 and o2 take part as associated partner.",
            "Leave out o1 and o2.",
        ],
    ),
    "a share that two fewer make": (
        share(max_share=0.25),
        consortium("DE", "KE", "KE", "FR"),
        {},
        [
            "Let o1 and o2 take part as associated partner.",
            "Leave out o1 and o2.",
            "Add 4 beneficiaries not established in Kenya (any of 243 countries).",
        ],
    ),
    # who coordinates
    "nobody there may coordinate": (
        {"kind": "coordinator", "where": FRANCE},
        consortium("DE", "IT"),
        {},
        ["Let o0 take part as beneficiary, and add one coordinator established in France (FR)."],
    ),
    "a partner cannot take over": (
        {"kind": "coordinator", "where": FRANCE},
        [one("DE", 0), partner("FR", 1), one("FR", 2)],
        {},
        [
            "Let o2 coordinate.",
            "Let o0 take part as beneficiary, and add one coordinator established in France (FR).",
        ],
    ),
    # who may take part
    "not as a partner either": (
        admit("deny", where=CHINA, roles=PARTNERS),
        consortium("CN", "DE", "FR"),
        {},
        ["Let o1 coordinate, and leave out o0.", "Let o2 coordinate, and leave out o0."],
    ),
    "a plan can be adopted": (
        admit("allow_only", where={"gender_equality_plan": True}),
        [one("DE", 0, gender_equality_plan=True), one("FR", 1, gender_equality_plan=False)],
        {},
        ["Let o1 adopt a gender equality plan before the grant is signed.", "Leave out o1."],
    ),
    "an exception can be granted": (
        admit("deny", where=CHINA, unless={"fact": {"exception_granted": True}}),
        consortium("DE", "CN"),
        {},
        ["Leave out o1.", "Obtain for o1 that the granting authority has granted an exception."],
    ),
    "only some roles are barred": (
        admit("deny", where=CHINA, roles=["beneficiary"]),
        [one("DE", 0), one("CN", 1), partner("CN", 2)],
        {},
        ["Let o1 take part as associated partner.", "Leave out o1."],
    ),
    # the proposal
    "countries cannot be planned": (
        {"kind": "declared", "fact": "target_countries", "expected": {"countries": 2}},
        consortium("DE"),
        {"target_countries": ["DE"]},
        [],
    ),
    # made of others
    "in each country": (
        {"kind": "each", "require": least(3)},
        consortium("DE", "DE", "DE", "FR"),
        {},
        ["Add 2 beneficiaries established in France (FR).", "Leave out o3."],
    ),
    "where it is not so": (
        {"kind": "when", "where": KENYA, "then": limit(max=9), "otherwise": least(2, where=FRANCE)},
        consortium("FR"),
        {},
        ["Add one beneficiary established in France (FR)."],
    ),
}


@pytest.mark.parametrize("name", OFFERED)
def test_what_is_offered(name: str) -> None:
    asked, participants, facts, offered = OFFERED[name]
    answer = verdict_on({"own": asked}, participants, **facts)
    assert answer.status == "ineligible"
    assert [repair.message for repair in answer.repairs][: len(offered)] == offered
    assert offered or not answer.repairs


def paid(*amounts: float, of: str = "eu_contribution") -> list[Participant]:
    countries = ("DE", "DE", "FR", "IT")
    return [
        one(country, index, **{of: amount})
        for index, (country, amount) in enumerate(zip(countries, amounts, strict=False))
    ]


GERMANY = {"country_in": ["DE"]}
SPLIT: list[tuple[dict[str, Any], list[float], str]] = [
    ({"min_share": 0.5, "per": "group", "where": FRANCE}, [50001, 0, 50000], "o0 50,000 euro and o2 50,001 euro"),
    ({"min": 30000}, [60000, 20000, 20000], "o0 40,000 euro, o1 30,000 euro and o2 30,000 euro"),
    ({"min": 30000}, [30000, 20000, 20000], ""),
    ({"max": 30000}, [60000, 20000, 20000], ""),
    ({"min": 25000, "max": 50000}, [60000, 20000, 20000], "o0 50,000 euro, o1 25,000 euro and o2 25,000 euro"),
    (
        {"max": 40000, "where": GERMANY, "per": "country"},
        [30000, 30000, 10000, 20000],
        "o0 20,000 euro, o1 20,000 euro, o2 16,666 euro and o3 33,334 euro",
    ),
    ({"max": 40000, "where": GERMANY}, [50000, 30000, 0, 0], "o0 40,000 euro and o1 40,000 euro"),
    ({"min": 10000, "where": GERMANY}, [0, 30000, 10000], "o0 10,000 euro, o1 22,500 euro and o2 7,500 euro"),
    ({"min": 80000, "where": FRANCE}, [50000, 0, 25000], ""),  # nobody is left with less than nothing
    ({"max_share": 0.5}, [60001, 40000], ""),
    ({"max_share": 0.3}, [50000, 50000], ""),
    (
        {"min_share": 0.3, "per": "country"},
        [30000, 30000, 20000, 20000],
        "o0 20,000 euro, o1 20,000 euro, o2 30,000 euro and o3 30,000 euro",
    ),
    (
        {"max": 1000, "per": "group", "where": GERMANY},
        [1000, 2000, 0, 0],
        "o0 333 euro, o1 667 euro, o2 1,000 euro and o3 1,000 euro",
    ),
]


@pytest.mark.parametrize(("bounds", "amounts", "split"), SPLIT)
@pytest.mark.parametrize(("of", "named"), [("eu_contribution", "EU contribution"), ("total_cost", "total cost")])
def test_how_the_budget_could_be_split(
    of: str, named: str, bounds: dict[str, Any], amounts: list[float], split: str
) -> None:
    answer = verdict_on({"own": {"kind": "money", "of": of, **bounds}}, paid(*amounts, of=of))
    assert answer.status == "ineligible"
    offered = [repair.message for repair in answer.repairs]
    assert offered == ([f"Split the {named} like this: {split}."] if split else [])
    stated = {change.participant: change.value for repair in answer.repairs for change in repair.changes}
    assert all(change.where == {"fact": of} for repair in answer.repairs for change in repair.changes)
    assert sum(stated.get(f"o{index}", amount) for index, amount in enumerate(amounts)) == sum(amounts)  # type: ignore[misc]


def test_support_to_third_parties_is_no_share_of_a_participant() -> None:
    asked = {"kind": "money", "of": "third_party_support", "per": "recipient", "max": 60000}
    answer = verdict_on({"own": asked}, consortium("DE"), fstp_max_per_recipient=70000)
    assert (answer.status, answer.repairs) == ("ineligible", ())
