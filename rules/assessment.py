"""All conditions of a call judged for one consortium, everybody in the role that the law leaves them."""

from collections.abc import Sequence

from rules.codes import Role
from rules.context import Context
from rules.entries import Entry, judge_in_both_worlds, settle_worlds, status_of_downgrade
from rules.facts import Participant
from rules.judging.admission import bar
from rules.requirements import Admit
from rules.resolution import Resolution
from rules.truth import Truth


def judge_entries(resolution: Resolution, participants: Sequence[Participant], context: Context) -> list[Entry]:
    """All conditions judged, downgraded participants in the lower role."""
    effective, downgraded = downgrade(resolution, participants, context)
    entries: list[Entry] = []
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        who = participants if isinstance(requirement, Admit) and requirement.effect == "downgrade" else effective
        entries += judge_in_both_worlds(applicable, who, context)
    return status_of_downgrade(settle_worlds(entries), downgraded)


def downgrade(
    resolution: Resolution, participants: Sequence[Participant], context: Context
) -> tuple[list[Participant], frozenset[tuple[str, str]]]:
    """The participants in the roles the law leaves them, and which condition took whom down."""
    effective, downgraded = list(participants), set()
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        if not isinstance(requirement, Admit) or requirement.effect != "downgrade" or requirement.to is None:
            continue
        for index, participant in enumerate(effective):
            if participant.role in requirement.roles and bar(requirement, participant, context).truth is Truth.TRUE:
                effective[index] = participant.model_copy(update={"role": Role(requirement.to)})
                downgraded.add((applicable.condition.id, participant.id))
    return effective, frozenset(downgraded)
