"""Cases a lawyer can read: a sentence, a call, who takes part, what is expected.

A participant is written as the facts that matter; what is left out is an organisation without blemish.
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rules.calls import Call
from rules.facts import Organisation, Participant
from rules.rulebook import load
from rules.verdict import Case, Verdict, judge

FOLDER = Path(__file__).parent / "cases"

WITHOUT_BLEMISH: dict[str, Any] = {
    "kinds": ["university"],
    "legal_personality": True,
    "non_profit": True,
    "public_body": True,
    "sme": False,
    "gender_equality_plan": True,
    "registrations": [],
}


def all_cases() -> list[tuple[str, dict[str, Any]]]:
    """Every case with a name that says where it stands."""
    found = []
    for file in sorted(FOLDER.rglob("*.yaml")):
        where = file.relative_to(FOLDER).with_suffix("")
        found += [(f"{where}: {case['says']}", case) for case in yaml.safe_load(file.read_text("utf-8"))]
    return found


def participant(index: int, facts: dict[str, Any]) -> Participant:
    """A participant from the facts that matter."""
    facts = dict(facts)
    role = facts.pop("role", "coordinator" if index == 0 else "beneficiary")
    about_the_role = {
        key: facts.pop(key) for key in ("sub_roles", "facts", "eu_contribution", "total_cost") if key in facts
    }
    country = facts.get("country")
    organisation = {"id": f"p{index}", "controlled_from": country, **WITHOUT_BLEMISH, **facts}
    return Participant(organisation=Organisation(**organisation), role=role, **about_the_role)


def verdict_of(case: dict[str, Any]) -> Verdict:
    """The verdict the engine gives."""
    call = {"identifier": "CASE", "programme": "HORIZON", "pillar": 2, **case["call"]}
    as_of = case.get("as_of") or call.get("deadline") or date(2026, 11, 22)
    participants = [participant(index, facts) for index, facts in enumerate(case["with"])]
    return judge(Case(Call(**call), participants, as_of, case.get("facts", {})), load())
