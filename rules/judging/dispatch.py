"""Every kind of requirement to the module that judges it."""

from collections.abc import Sequence

from rules.context import Context
from rules.facts import Participant
from rules.judging.admission import judge_admission, judge_coordinator
from rules.judging.composed import judge_alternatives, judge_when
from rules.judging.counting import judge_limit
from rules.judging.declaration import judge_declared, judge_judgement, judge_refer
from rules.judging.each import judge_each
from rules.judging.finding import Finding
from rules.judging.funding import judge_funding
from rules.judging.money import judge_money
from rules.judging.selection import judge_selection
from rules.judging.shares import judge_ratio
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Declared,
    Each,
    Fund,
    Judgement,
    Limit,
    Money,
    Ratio,
    Refer,
    Selection,
    When,
)


def judge_requirement(  # noqa: C901, PLR0911, PLR0912 (one return for each kind of the vocabulary)
    requirement: AnyRequirement, condition_id: str, participants: Sequence[Participant], context: Context
) -> list[Finding]:
    """What the consortium is found to be: one finding for the whole, or one for each participant concerned."""

    def inside(part: AnyRequirement, those: Sequence[Participant]) -> list[Finding]:
        return judge_requirement(part, condition_id, those, context)

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
        case Each():
            return [judge_each(requirement, participants, context, inside)]
        case When():
            return [judge_when(requirement, participants, context, inside)]
        case Alternatives():
            return [judge_alternatives(requirement, participants, context, inside)]
