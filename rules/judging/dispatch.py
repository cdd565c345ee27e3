"""Every kind of requirement to the module that judges it."""

from collections.abc import Sequence

from rules.context import Context
from rules.facts import Participant
from rules.judging.admission import judge_admission, judge_coordinator
from rules.judging.counting import judge_limit, judge_ratio
from rules.judging.declaration import judge_declared, judge_judgement, judge_refer
from rules.judging.finding import Finding
from rules.judging.funding import judge_funding
from rules.judging.money import judge_money
from rules.judging.selection import judge_selection
from rules.requirements import (
    Admit,
    AnyRequirement,
    Coordinator,
    Declared,
    Fund,
    Judgement,
    Limit,
    Money,
    Ratio,
    Refer,
    Selection,
)
from rules.truth import Truth


def judge_requirement(  # noqa: PLR0911 (one return for each kind of the vocabulary)
    requirement: AnyRequirement, condition_id: str, participants: Sequence[Participant], context: Context
) -> list[Finding]:
    """What the consortium is found to be: one finding for the whole, or one for each participant concerned.

    A kind that no module judges yet is unknown, never met.
    """
    match requirement:
        case Selection():
            return [judge_selection(requirement, participants, context)]
        case Limit():
            return [judge_limit(requirement, participants, context)]
        case Ratio():
            return [judge_ratio(requirement, participants, context)]
        case Coordinator():
            return [judge_coordinator(requirement, participants, context)]
        case Admit():
            return judge_admission(requirement, participants, context)
        case Fund():
            return judge_funding(requirement, participants, context)
        case Money():
            return [judge_money(requirement, participants, context)]
        case Declared():
            return [judge_declared(requirement, condition_id, context)]
        case Judgement():
            return [judge_judgement(requirement, condition_id, context)]
        case Refer():
            return [judge_refer(requirement)]
        case _:
            needed = f"a condition of the kind “{requirement.kind}”"
            return [
                Finding(
                    Truth.UNKNOWN,
                    needed,
                    "this kind of condition is not judged yet",
                    question="Read the call document.",
                )
            ]
