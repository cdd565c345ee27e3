"""What is asked where a fact is missing, and what a missing fact is called."""

import pytest

from rules.sentences import facts_not_stated, question_about
from tests.rules.hearing import words

ASKED = {
    "country": "In which country is Acme established?",
    "kinds": "What kind of organisation is Acme?",
    "gender_equality_plan": "Will Acme have a gender equality plan when the grant is signed?",
    "budget_year": "To which budget year does the call belong?",
    "sub_role:lead_city": "Is Acme a lead city?",
    "membership:BO": "Does Bolivia count as asked for? The text leaves it open.",
    "fact:civil_purpose": "Acme: does it hold that the project is exclusively civil?",
    "fact:duration_months": "Acme: what is the duration of the project in months?",
    "fact:person_months": "Acme: how many person-months for which the contribution is asked?",
    "fact:target_countries": "Acme: which are the countries that the proposal targets?",
    "vat_number": "What is the vat number of Acme?",
}


@pytest.mark.parametrize("fact", ASKED)
def test_a_missing_fact_is_asked_for(fact: str) -> None:
    assert question_about(fact, "Acme", words()) == ASKED[fact]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"country"}, "country"),
        ({"sme", "size_class"}, "size"),
        ({"nuts", "kinds"}, "kind and region"),
        ({"public_body", "sub_role:lead_city"}, "whether it is a public body and whether it is a lead city"),
        ({"fact:civil_purpose", "kinds"}, "kind and whether the project is exclusively civil"),
        ({"fact:duration_months"}, "the duration of the project in months"),
        ({"membership:BO", "country"}, "country and whether Bolivia counts as asked for"),
        ({"total_cost", "eu_contribution"}, "EU contribution and total cost"),
    ],
)
def test_missing_facts_are_named(facts: set[str], said: str) -> None:
    assert facts_not_stated(facts, words()) == said
