"""What differs between two findings about a consortium, in sentences."""

from collections.abc import Iterator, Mapping

from app.services.following.kept import Opinion, Said, SaidOfCondition
from rules.entries import Status

WORDS: Mapping[str, str] = {
    "eligible": "eligible",
    "eligible_on_condition": "eligible on condition",
    "ineligible": "ineligible",
    "undetermined": "undetermined",
    "out_of_scope": "out of scope",
    Status.MET: "met",
    Status.NOT_MET: "not met",
    Status.CONDITIONAL: "met on condition",
    Status.UNKNOWN: "open",
    Status.NEEDS_HUMAN: "for people to decide",
    Status.NOT_APPLICABLE: "not applicable",
}
MATTERS = frozenset(Status) - {Status.MET, Status.NOT_APPLICABLE}
"""Of conditions that come or go, those that somebody has to know of."""


def in_words(status: str | None) -> str:
    """A status as a sentence has it."""
    return "not judged" if status is None else WORDS[status]


def differences(before: Opinion | None, now: Opinion) -> list[str]:
    """What is said now and was not said before, the most important first. Nothing came before the first finding."""
    if before is None:
        return []
    return [*_of_the_whole(before, now), *_of_members(before, now), *_of_conditions(before, now)]


def _of_the_whole(before: Opinion, now: Opinion) -> Iterator[str]:
    if before.status != now.status:
        yield f"The consortium was {in_words(before.status)} and is {in_words(now.status)}."
    if now.reason is not None and now.reason != before.reason:
        yield now.reason


def _of_members(before: Opinion, now: Opinion) -> Iterator[str]:
    if not (before.tells_members and now.tells_members):
        return
    for one, member in now.members.items():
        role = member.role.replace("_", " ")
        if one not in before.members:
            yield f"{member.name} takes part, as {role}."
        elif before.members[one].role is not member.role:
            yield f"{member.name} was {before.members[one].role.replace('_', ' ')} and is {role}."
    yield from (f"{gone.name} takes part no more." for one, gone in before.members.items() if one not in now.members)


def _of_conditions(before: Opinion, now: Opinion) -> Iterator[str]:
    if before.said is None or now.said is None:
        return
    names = {one: member.name for one, member in (before.members | now.members).items()}
    then, found = _by_id(before.said), _by_id(now.said)
    for key, condition in found.items():
        yield from _of_condition(then.get(key), condition, names)
    for key, condition in then.items():
        if key not in found and condition.status in MATTERS and (key[1] is None or key[1] in now.members):
            yield f"{_titled(condition, names)}: no longer asked."


def _by_id(said: Said) -> dict[tuple[str, str | None], SaidOfCondition]:
    return {(condition.id, condition.participant): condition for condition in said.conditions}


def _of_condition(then: SaidOfCondition | None, now: SaidOfCondition, names: Mapping[str, str]) -> Iterator[str]:
    title = _titled(now, names)
    if then is None:
        if now.status in MATTERS:
            yield f"{title}: {in_words(now.status)}, and was not asked before.{_ending(now)}"
    elif then.status is not now.status:
        yield f"{title}: was {in_words(then.status)} and is {in_words(now.status)}.{_ending(now)}"
    elif now.status in MATTERS and then.found != now.found:
        yield f"{title}: found {now.found}, before {then.found}."


def _titled(condition: SaidOfCondition, names: Mapping[str, str]) -> str:
    who = condition.participant
    return condition.title if who is None else f"{condition.title} ({names.get(who, who)})"


def _ending(condition: SaidOfCondition) -> str:
    match condition.status:
        case Status.NOT_MET if condition.missing:
            return f" Missing: {condition.missing.rstrip('.')}."
        case Status.UNKNOWN | Status.NEEDS_HUMAN if condition.question:
            return f" {condition.question}"
        case _:
            return ""
