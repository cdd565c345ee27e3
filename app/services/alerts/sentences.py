"""What has changed, in sentences that a coordinator can repeat."""

from collections.abc import Sequence

from app.clock import BRUSSELS
from app.services.alerts.answered import Due, Match


def call(match: Match) -> str:
    """The call by identifier and title."""
    return f"{match.identifier} (“{match.title}”)"


def due(deadline: Due) -> str:
    """``10 February 2027, 17:00 Brussels time (stage 1)``, as far as it is known."""
    at = deadline.at.astimezone(BRUSSELS)
    hour = f", {at:%H:%M} Brussels time" if deadline.hour_known else ""
    stage = f" (stage {deadline.stage})" if deadline.stage else ""
    return f"{at.day} {at:%B %Y}{hour}{stage}"


def dues(deadlines: Sequence[Due]) -> str:
    """All deadlines of a call."""
    return " and ".join(map(due, deadlines)) or "no stated day"


def roles(match: Match) -> str:
    """``as coordinator, beneficiary or associated partner``; there must be one."""
    *others, last = (role.replace("_", " ") for role in match.roles)
    return f"as {', '.join(others)} or {last}" if others else f"as {last}"


def new_match(who: str, match: Match) -> str:
    """A call that could not be entered before."""
    entering = (
        f"{who} could enter it {roles(match)}"
        if match.roles
        else f"nothing known bars {who} from it, though its rules are not encoded"
    )
    return f"{call(match)} is {match.status}, and {entering}. Deadline: {dues(match.deadlines)}."


def opened(match: Match) -> str:
    """A call that was announced before."""
    return f"{call(match)} is open now. Deadline: {dues(match.deadlines)}."


def deadline_changed(before: Match, now: Match) -> str:
    """The deadlines are others."""
    return f"The deadline of {call(now)} has changed: it was {dues(before.deadlines)} and is {dues(now.deadlines)}."


def roles_changed(who: str, before: Match, now: Match) -> str:
    """It is other roles that are open."""
    was = roles(before) if before.roles else "in no role that is known"
    is_ = roles(now) if now.roles else "in no role that is known"
    return f"{who} could enter {call(now)} {was}, and now {is_}."


def match_gone(match: Match, why: str) -> str:
    """A call that could be entered before."""
    return f"{call(match)} no longer matches: {why}."


def unanswerable(name: str, why: str) -> str:
    """The question itself makes no sense any more."""
    return f"“{name}” cannot be answered any more: {why.rstrip('.')}."
