"""Consortia as other software sees them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, WrapSerializer

from app.services.catalogue.schemas import Public
from app.services.consortia.requests import ApproachState
from app.services.consortia.states import ConsortiumState
from app.services.following.kept import Because
from app.services.verdicts.requests import ParticipantRequest
from app.services.verdicts.written_calls import WrittenCall
from rules.codes import Role
from rules.facts import FactValue
from rules.verdict import Whole


def _as_stated(value: Any, _handler: Any, info: Any):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Only what was stated: a list that stands there empty says more than one that is left out.

    Without a declared type of what it returns, the description of the API keeps that of the field.
    """
    match value:
        case list() | tuple():
            return [one.model_dump(mode=info.mode, exclude_unset=True) for one in value]
        case None:
            return None
        case _:
            return value.model_dump(mode=info.mode, exclude_unset=True)


AsStated = WrapSerializer(_as_stated)


class VerdictShort(Public):
    """The verdict that was kept last, in short. ``status`` is ``null`` where there can be none; ``reason`` says why."""

    number: int
    status: Whole | None
    reason: str | None
    summary: str | None
    decided: int | None
    total: int | None
    as_of: date | None
    ruleset: str | None
    determination_id: str | None
    judged_at: datetime


class VerdictEntry(VerdictShort):
    """One verdict of the history: why it was given anew, and what differs from the one before in sentences.

    ``version`` is that of the consortium that was judged.
    """

    version: int
    because: Because
    why: str
    differs: Sequence[str]


class VerdictKept(VerdictEntry):
    """The same with the whole verdict, as it was given then."""

    verdict: Annotated[
        Mapping[str, Any] | None,
        WithJsonSchema(
            {"anyOf": [{"type": "object", "description": "as `POST /v1/verdicts` answers"}, {"type": "null"}]}
        ),
    ]


class ConsortiumSummary(Public):
    """A consortium in a list. ``status`` is that of the verdict that was kept last."""

    id: str
    title: str
    state: ConsortiumState
    topic: Annotated[str | None, Field(description="identifier of the topic, or of the call that is written out")]
    status: Whole | None
    participants: Annotated[int, Field(description="how many take part")]
    version: int
    updated_at: datetime


class ConsortiumPublic(Public):
    """A consortium. ``version`` is its ETag; ``can_become`` are the states that can follow.

    ``approaches`` tells how many organisations are in each state of being asked.
    """

    id: str
    title: str
    state: ConsortiumState
    can_become: Sequence[ConsortiumState]
    topic: str | None
    call: Annotated[WrittenCall | None, AsStated]
    participants: Annotated[Sequence[ParticipantRequest], AsStated]
    facts: Mapping[str, FactValue]
    note: str | None
    verdict: VerdictShort | None
    approaches: Mapping[ApproachState, int]
    version: int
    created_at: datetime
    updated_at: datetime


class ApproachPublic(Public):
    """An organisation that was, or is to be, asked to join."""

    id: str
    organisation: str
    name: str | None
    role: Role
    state: ApproachState
    asked_on: date | None
    contact: str | None
    note: str | None
    updated_at: datetime


class Approaches(Public):
    """All approaches of a consortium, in the order in which they were noted."""

    items: Sequence[ApproachPublic]
