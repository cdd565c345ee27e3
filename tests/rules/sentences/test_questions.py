"""What is asked where a fact is missing, and what a missing fact is called."""

import pytest

from rules.rulebook import load
from rules.sentences import facts_not_stated, question_about, questions_about
from rules.sentences.asking import THE_PROPOSAL, yes_or_no
from tests.rules.hearing import words

ASKED = {
    "country": "In which country is Acme established?",
    "kinds": "What kind of organisation is Acme?",
    "gender_equality_plan": "Will Acme have a gender equality plan when the grant is signed?",
    "budget_year": "To which budget year does the call belong?",
    "sub_role:lead_city": "Is Acme a lead city?",
    "sub_role:topic:HORIZON-CL3-2027-01-DRS-01:cbrn-e-practitioner": "Is Acme a CBRN-E practitioner?",
    "sub_role:topic:CASE:cheese-maker": "Is Acme one of those that the topic calls “cheese maker”?",
    "membership:BO": "Does Bolivia count among the countries that are asked for? The text leaves it open.",
    "deemed_establishment": "Does Acme count as established in a country of its own here? The text leaves it open.",
    "fact:civil_purpose": "Is it true of Acme that the project is exclusively civil?",
    "fact:hosts_principal_investigator": "Does Acme engage and host a principal investigator?",
    "fact:startup_hub": "Does Acme represent a hub for startups and scaleups?",
    "fact:practitioner": "Is Acme a practitioner in the field that the topic names?",
    "fact:equivalent_guarantees": (
        "Is it true of Acme that its representatives can commit it and offer guarantees and capacity equal to those "
        "of a legal person?"
    ),
    "fact:duration_months": "For Acme: what is the duration of the project in months?",
    "fact:person_months": "For Acme: what is the number of person-months for which the contribution is asked?",
    "fact:target_countries": "For Acme: which are the countries that the proposal targets?",
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
        (
            {"membership:BO", "country"},
            "country and whether Bolivia counts among the countries that are asked for",
        ),
        ({"total_cost", "eu_contribution"}, "EU contribution and total cost"),
    ],
)
def test_missing_facts_are_named(facts: set[str], said: str) -> None:
    assert facts_not_stated(facts, words()) == said


OF_THE_PROPOSAL = {
    "fact:civil_purpose": "Is the project exclusively civil?",
    "fact:linked_work_package": (
        "Does the proposal have a work package for activities with the linked project of the partner country?"
    ),
    "fact:hosts_team_members": "Does the proposal host members of the team who add scientific value?",
    "fact:first_stage_names_participants": "Is it true that the first stage discloses who takes part?",
    "fact:duration_months": "What is the duration of the project in months?",
    "fact:years_unheard_of": "Is it true that years unheard of?",
}


@pytest.mark.parametrize("fact", OF_THE_PROPOSAL)
def test_of_the_proposal_it_is_asked_without_its_name(fact: str) -> None:
    assert question_about(fact, THE_PROPOSAL, words()) == OF_THE_PROPOSAL[fact]


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("it passes the test", "Does Acme pass the test?"),
        ("it carries out work", "Does Acme carry out work?"),
        ("it has a seat", "Does Acme have a seat?"),
        ("it can pay", "Can Acme pay?"),
        ("it buys and is sold", "Is it true of Acme that it buys and is sold?"),
        ("it buys things, or sells them", "Is it true of Acme that it buys things, or sells them?"),
    ],
)
def test_a_clause_is_turned_round_where_that_is_sure_to_be_english(clause: str, asked: str) -> None:
    assert yes_or_no(clause, "Acme") == asked


def test_every_yes_or_no_of_the_rulebook_makes_a_question() -> None:
    clauses = [fact.says for fact in load().vocabulary.facts.values() if fact.type == "yes_or_no"]
    for clause in clauses:
        asked = yes_or_no(clause, THE_PROPOSAL)
        assert asked.startswith(("Is ", "Does ", "Can ", "May ", "Will "))
        assert asked.endswith("?")
        assert asked.removeprefix("Is it true that ") in (asked, f"{clause}?")


def test_the_same_is_asked_once_of_all_whom_it_is_about() -> None:
    asks = [("a", ["country", "sme"]), ("b", ["country", "sme"]), ("c", ["sme"]), ("d", ["membership:BO"])]
    assert questions_about(asks, words()) == (
        "For each of a and b: in which country is it established? For each of a, b and c: is it an SME? "
        "Does Bolivia count among the countries that are asked for? The text leaves it open."
    )
    together = [("a", ["country", "sme"]), ("b", ["country", "sme"])]
    assert questions_about(together, words(), "them") == (
        "For each of them: in which country is it established? Is it an SME?"
    )
    assert questions_about([("a", ["membership:BO"]), ("b", ["membership:BO"])], words()) == ASKED["membership:BO"]
