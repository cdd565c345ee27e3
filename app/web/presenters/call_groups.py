"""The groups in which a cluster's calls are told: by what is known about it. What is unknown never counts as a no."""

from collections.abc import Iterable
from typing import Final

from app.services.eligibility.eligible_calls import EligibleCall
from app.web.presenters.signs import OPEN_QUESTION, Badge, Tone
from rules.codes import Role
from rules.language import N_

GROUPS: Final = {
    "could-coordinate": Badge(
        "★",
        N_("It can coordinate"),
        Tone.GOOD,
        N_("Nothing known about it speaks against it, in the lead as well. The consortium still has to be completed."),
    ),
    "could-join": Badge(
        "✓",
        N_("It can join"),
        Tone.GOOD,
        N_("Nothing known about it speaks against taking part in one of the roles named, but it could not lead."),
    ),
    "could-associate": Badge(
        "◇",
        N_("It can join as associated partner, without funding"),
        Tone.MAYBE,
        N_("It may work in the project, but gets no money from it and does not count towards the minimum."),
    ),
    "question-decides": Badge(
        "?",
        N_("An open question decides"),
        Tone.OPEN,
        N_("Nothing speaks against it so far; a fact that nobody has stated, or law that nobody has encoded, decides."),
    ),
    "not-open": Badge(
        "✕",
        N_("Not open to it, and why"),
        Tone.BAD,
        N_("A condition that decides is not met, whoever the partners are."),
    ),
}
"""In the order in which they are shown, each with its sign."""

NOT_OPEN: Final = "not-open"


def group_of(call: EligibleCall) -> str:
    """The group a call belongs to: by what is known about the organisation. What is unknown never counts as a no.

    That nobody has read a topic's own text is a question about the call: it stays on the call and moves no group.
    """
    if call.status in {"ineligible", "out_of_scope"}:
        return NOT_OPEN
    if not call.roles or any(one.scope == "participant" and one.status in OPEN_QUESTION for one in call.conditions):
        return "question-decides"
    if set(call.roles) == {Role.ASSOCIATED_PARTNER}:
        return "could-associate"
    return "could-coordinate" if call.coordinator else "could-join"


def grouped(calls: Iterable[EligibleCall], only: str = "") -> dict[str, list[EligibleCall]]:
    """Every call in exactly one group; ``only`` names the one group that is wanted."""
    found: dict[str, list[EligibleCall]] = {anchor: [] for anchor in GROUPS}
    for call in calls:
        found[group_of(call)].append(call)
    return {only: found[only]} if only in found else found


def worth_a_deadline(groups: dict[str, list[EligibleCall]]) -> dict[str, list[EligibleCall]]:
    """The calls whose deadlines matter to the cluster: where it cannot take part, none does unless it is asked for."""
    return groups if len(groups) == 1 else {anchor: calls for anchor, calls in groups.items() if anchor != NOT_OPEN}
