"""Small instances made up for the tests: a call with its own conditions, and organisations with just the facts that
matter.
"""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from rules.calls import Call
from rules.facts import Organisation, Participant
from rules.rulebook import Rulebook, load
from solver import Candidate, Instance

TODAY = date(2026, 11, 22)


@cache
def no_rules() -> Rulebook:
    """The rulebook's groups and names without its rules: only what a test asks counts."""
    return replace(load(), rules=())


def call(*requirements: dict[str, Any], force: str = "eligibility") -> Call:
    conditions = [
        {"id": f"c{number}", "title": f"Condition {number}", "force": force, "requirement": requirement}
        for number, requirement in enumerate(requirements, start=1)
    ]
    return Call.model_validate(
        {
            "identifier": "HORIZON-CL4-2026-DIGITAL-01-01",
            "programme": "HORIZON",
            "type_of_action": "HORIZON-RIA",
            "deadline": "2027-02-02",
            "conditions": conditions,
        }
    )


def organisation(identifier: str, country: str | None = None, **facts: Any) -> Organisation:
    return Organisation.model_validate({"id": identifier, "country": country, **facts})


def candidate(identifier: str, country: str | None = None, fit: int = 0, **facts: Any) -> Candidate:
    return Candidate(organisation=organisation(identifier, country, **facts), fit=fit)


def member(identifier: str, country: str | None = None, role: str = "beneficiary", **facts: Any) -> Participant:
    return Participant.model_validate({"organisation": organisation(identifier, country, **facts), "role": role})


def instance(*candidates: Candidate, asking: Call | None = None, **fields: Any) -> Instance:
    """A request for one proposal of one to three participants, unless the test says otherwise."""
    base = {"call": asking or call(), "as_of": TODAY, "size": {"min": 1, "max": 3}, "alternatives": 1}
    return Instance.model_validate({**base, "candidates": list(candidates), **fields})


def ids(proposal: Any) -> set[str]:
    return {seat.organisation for seat in proposal.participants}
