"""A verdict as it is kept: whole, with what is said of it in short, and with what it was given about."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from app.services.following.folding import folded, unfolded
from app.services.following.looking import NOBODY, Given, Look
from rules.codes import Role
from rules.entries import Status
from rules.facts import Participant
from rules.verdict import Whole

NOT_JUDGED = "not_judged"
"""What stands in place of a status where there is no verdict."""


def as_sentence(reason: str) -> str:
    """What an error says, so that it can stand among sentences."""
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


Reason = Annotated[str, AfterValidator(as_sentence)]
"""Why there is no verdict. In rows of earlier versions it stands as the error said it: read, both are the same."""


class Because(StrEnum):
    """Why a consortium was judged anew, and why it is judged otherwise."""

    CREATED = "created"
    EDITED = "edited"
    FACTS = "facts"
    LAW = "law"
    CALL = "call"
    MEMBER = "member"
    DAY = "day"


class _Said(BaseModel):
    """A part of a verdict: whatever else the verdict says is not looked at."""

    model_config = ConfigDict(frozen=True)


class SaidOfCondition(_Said):
    """What a verdict says of one condition."""

    id: str
    participant: str | None
    title: str
    status: Status
    found: str
    missing: str
    question: str | None


class SaidOfParticipant(_Said):
    """What a verdict says of one participant."""

    id: str
    may_take_part: bool | None
    counts: bool | None
    funded: bool | None
    rate: float | None


class Said(_Said):
    """What a verdict says to people, whatever the day and the version by which it was given."""

    status: Whole
    conditions: tuple[SaidOfCondition, ...]
    participants: tuple[SaidOfParticipant, ...]


class Member(BaseModel):
    """Who took part, and as what."""

    model_config = ConfigDict(frozen=True)

    name: str
    role: Role


class Heading(BaseModel):
    """What is said of a kept verdict in a list. ``why`` is a sentence, ``differs`` are several."""

    model_config = ConfigDict(frozen=True)

    summary: str | None
    decided: int | None
    total: int | None
    as_of: str | None
    ruleset: str | None
    reason: str | None
    why: str
    differs: tuple[str, ...]


class Opinion(BaseModel):
    """What was found of a consortium, in the form in which two findings are compared; ``said`` may be nothing."""

    model_config = ConfigDict(frozen=True)

    said: Said | None
    reason: Reason | None
    members: dict[str, Member]

    @property
    def tells_members(self) -> bool:
        """Whether it is known who takes part: where nothing could be judged, that nobody is named says nothing."""
        return self.said is not None or self.reason == NOBODY

    @property
    def status(self) -> Whole | None:
        """The status of the verdict, if there is one."""
        return None if self.said is None else self.said.status

    def says_the_same_as(self, other: "Opinion") -> bool:
        """Whether nobody would notice a difference; the order in which it is said does not matter."""
        return self.in_any_order() == other.in_any_order()

    def in_any_order(self) -> tuple[object, ...]:
        """All that is said, comparable."""
        said = self.said
        conditions = frozenset(said.conditions) if said else None
        participants = frozenset(said.participants) if said else None
        return self.status, conditions, participants, self.reason, self.members


def opinion_of(found: Look) -> Opinion:
    """What a look has found."""
    verdict, given = found.verdict, found.given
    return Opinion(
        said=None if verdict is None else Said.model_validate(verdict.model_dump(mode="json")),
        reason=found.reason,
        members={} if given is None else {one.id: _member(one) for one in given.participants},
    )


def _member(participant: Participant) -> Member:
    return Member(name=participant.organisation.label, role=participant.role)


def packed(found: Look, why: str, differs: Sequence[str]) -> dict[str, Any]:
    """What is kept of a look, for its column."""
    verdict, opinion = found.verdict, opinion_of(found)
    heading = Heading(
        summary=verdict.summary if verdict else None,
        decided=verdict.decided if verdict else None,
        total=verdict.total if verdict else None,
        as_of=verdict.as_of.isoformat() if verdict else None,
        ruleset=verdict.ruleset if verdict else None,
        reason=opinion.reason,
        why=why,
        differs=tuple(differs),
    )
    return {
        "heading": heading.model_dump(mode="json"),
        "verdict": folded(verdict.model_dump(mode="json")) if verdict else None,
        "given": found.given.model_dump(mode="json") if found.given else None,
        "members": {one: member.model_dump(mode="json") for one, member in opinion.members.items()},
    }


def kept_heading(kept: Mapping[str, Any]) -> Heading:
    """What is said of a kept verdict."""
    return Heading.model_validate(kept["heading"])


def kept_verdict(kept: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The verdict as it was given."""
    return None if kept["verdict"] is None else unfolded(kept["verdict"])


def kept_opinion(kept: Mapping[str, Any]) -> Opinion:
    """What was found then."""
    found = {"said": kept_verdict(kept), "reason": kept["heading"]["reason"], "members": kept["members"]}
    return Opinion.model_validate_json(json.dumps(found))


def kept_given(kept: Mapping[str, Any]) -> Given | None:
    """What the verdict was given about; nothing where there was none, or where this program reads it otherwise."""
    if kept["given"] is None:
        return None
    try:
        return Given.model_validate_json(json.dumps(kept["given"]))
    except ValidationError:
        return None
