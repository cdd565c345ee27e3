"""A stored answer in the language spoken."""

from typing import Any

import pytest
from sqlmodel import Session

from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.proposing import propose
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.rewording import reason, reworded
from app.services.proposals.saying import in_words
from app.services.strict_json import validated
from app.settings import Settings
from rules.language import speaking
from tests.app.asking import FRENCH_POLE, TOPIC, call, organisation
from tests.rules.sentences.pseudo import Pseudo, left_in_english

SMALL = {"min": 3, "max": 5}
POOL = [organisation(f"org-{country.lower()}", country) for country in ("FR", "DE", "IT", "ES", "PL")]
DOCUMENTS: list[dict[str, Any]] = [
    {"topic": TOPIC, "lead": FRENCH_POLE, "size": SMALL, "alternatives": 2},
    {"call": call(), "candidates": POOL, "size": SMALL, "alternatives": 1, "budget": {"total": 900000}},
]


def told(answer: ProposalAnswer) -> list[str]:
    return [
        text
        for proposal in answer.proposals
        for text in (
            proposal.verdict.summary,
            *(one.message for one in proposal.verdict.conditions),
            *(member.because for member in proposal.participants),
        )
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_stored_proposal_is_said_anew_with_the_same_determination(
    document: dict[str, Any], session: Session, settings: Settings
) -> None:
    request = validated(ProposalRequest, document)
    answer = propose(session, request, settings)
    assert in_words(session, settings, request, answer) == answer
    with speaking(Pseudo()):
        anew = in_words(session, settings, request, answer)
    assert anew.proposals
    for one, other in zip(answer.proposals, anew.proposals, strict=True):
        assert other.verdict.determination_id == one.verdict.determination_id
        assert [seat.organisation for seat in other.participants] == [seat.organisation for seat in one.participants]
    assert all("⟦" in text for text in told(anew))
    assert not any("⟦" in text for text in told(answer))


def test_conflict_and_repairs_of_an_impossible_request_are_said_anew(session: Session, settings: Settings) -> None:
    document = {"call": call(), "candidates": POOL, "size": SMALL, "wishes": {"countries": ["CH"]}}
    request = validated(ProposalRequest, document)
    answer = propose(session, request, settings)
    assert answer.conflict
    with speaking(Pseudo()):
        anew = in_words(session, settings, request, answer)
    messages = [one.message for one in anew.conflict] + [one.message for one in anew.repairs]
    assert all("⟦" in message for message in messages)


@pytest.mark.parametrize(
    "said",
    [
        "The request asks: at least 3 participants.",
        "The request names Org as associated partner.",
        "Let another organisation coordinate, and Org take part as beneficiary.",
        "Do without an organisation from CH.",
        "Give up together: size.min and unknown.",
    ],
)
def test_a_sentence_of_the_solver_is_recognised_by_its_pattern(said: str) -> None:
    with speaking(Pseudo()):
        anew = reworded(said)
    assert left_in_english(anew, frozenset({"Org", "size.min and unknown"})) == set()
    assert anew.replace("⟦", "").replace("⟧", "") == said


@pytest.mark.parametrize(
    "because",
    [
        "Proposed as coordinator, the only one from FR, alone brings ai, wood, counts for: At least three; Somebody.",
        "Proposed, fit to the topic 35 of 100, counts for: At least three, a question about it is open.",
        "Proposed, strengthens ai, has worked with org-1, org-2, in no funded project so far.",
        "Agreed as associated partner.",
        "Agreed, but may only be associated partner, the only one from CH.",
    ],
)
def test_a_reason_of_the_solver_is_said_anew_part_by_part(because: str) -> None:
    assert reason(because) == because
    with speaking(Pseudo()):
        anew = reason(because)
    assert left_in_english(anew, frozenset({"ai", "wood", "org-1", "org-2"})) == set()
    assert anew.replace("⟦", "").replace("⟧", "").lower() == because.lower()


def test_what_has_no_pattern_stays_as_it_was_said() -> None:
    with speaking(Pseudo()):
        assert reworded("Something else happened.") == "Something else happened."
        assert reason("Something else happened.") == "Something else happened."
