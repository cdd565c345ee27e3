"""Verdicts for callers: from a request to the rule engine and back, with every refusal at its place in the request."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.errors import Invalid, QuorumError, invalid
from app.services.problems import problem_of
from app.services.strict_json import escaped, read_json, validated
from app.services.verdicts import acting
from app.services.verdicts.refusals import refusals
from app.services.verdicts.requests import About, ParticipantRequest, VerdictRequest
from app.services.verdicts.topic_calls import Asked, about_call, about_topic
from app.settings import Settings
from rules import rulebook
from rules.facts import Organisation, Participant
from rules.verdict import Case, Verdict, judge


def judge_request(session: Session, request: VerdictRequest, settings: Settings) -> Verdict:
    """The verdict on one request.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    asked = asked_about(session, request, settings)
    participants = participants_of(session, request.participants)
    case = Case(
        call=asked.call,
        participants=participants,
        as_of=asked.as_of,
        facts=request.facts,
        conditions=asked.conditions,
        snapshot=asked.snapshot,
    )
    with refusals(asked):
        return judge(case, rulebook.load())


def asked_about(session: Session, request: About, settings: Settings) -> Asked:
    """The call and the day that a request is about.

    Raises:
        Invalid: the catalogue has no such topic, the day makes no sense, or the same fact is stated twice, differently.
    """
    if request.call is None:
        return about_topic(session, settings, request.topic or "", request.as_of)
    for name, value in request.facts.items():
        of_the_call = request.call.facts.get(name)
        if value is not None and of_the_call is not None and of_the_call != value:
            raise invalid(f"/facts/{escaped(name)}", "the call's own facts say something else")
    return about_call(request.call, settings, request.as_of)


def participants_of(
    session: Session, requested: Iterable[ParticipantRequest], at: str = "/participants"
) -> list[Participant]:
    """The participants with the facts of the catalogue, in the order of the request; ``at`` is their list in it.

    Raises:
        Invalid: an id that the catalogue does not have, or facts that contradict each other.
        NoLegalEntity: a cluster that nobody can sign for.
    """
    rows = {f"{at}/{index}": row for index, row in enumerate(requested)}
    named = {f"{one}/organisation": row.organisation for one, row in rows.items() if isinstance(row.organisation, str)}
    actors = acting.actors(session, named)
    acts_for = {name: actors[pointer].organisation.id for pointer, name in named.items()}
    return [
        _participant(
            row,
            row.organisation
            if isinstance(row.organisation, Organisation)
            else actors[f"{one}/organisation"].organisation,
            one,
            acts_for,
        )
        for one, row in rows.items()
    ]


def _participant(
    row: ParticipantRequest, organisation: Organisation, pointer: str, acts_for: Mapping[str, str]
) -> Participant:
    return Participant(
        organisation=_overridden(row, organisation, pointer),
        role=row.role,
        sub_roles=row.sub_roles,
        facts=row.facts,
        eu_contribution=row.eu_contribution,
        total_cost=row.total_cost,
        affiliated_to=acts_for.get(row.affiliated_to, row.affiliated_to) if row.affiliated_to else None,
    )


def _overridden(row: ParticipantRequest, organisation: Organisation, pointer: str) -> Organisation:
    if row.overrides is None:
        return organisation
    replaced = row.overrides.model_dump(exclude_unset=True)
    moves = replaced.get("country", organisation.country) != organisation.country
    seat = {"nuts": None} if moves else {}  # that of the catalogue lies in the country of the catalogue
    try:
        return validated(Organisation, organisation.model_dump() | seat | replaced)
    except Invalid as error:
        raise invalid(f"{pointer}/overrides", error.errors[0].detail) from error


@dataclass(frozen=True)
class Answered:
    """One line of JSON, and whether it is an answer; otherwise it tells what was wrong with the request."""

    text: str
    is_verdict: bool


class _Line(VerdictRequest):
    """A request with a label of its own."""

    id: str | int | None = None


def judge_lines(session: Session, lines: Iterable[str | bytes], settings: Settings) -> Iterator[Answered]:
    """Answer JSON Lines: one request a line, one answer a line in the same order, ``id`` echoed."""
    for line in lines:
        if line.strip():
            yield _judge_line(session, line, settings)


def _judge_line(session: Session, line: str | bytes, settings: Settings) -> Answered:
    label: Any = None
    try:
        data = read_json(line)
        label = data.get("id") if isinstance(data, Mapping) else None
        verdict = judge_request(session, validated(_Line, data), settings)
    except QuorumError as error:
        return Answered(_json({"id": label, "error": problem_of(error).model_dump(mode="json")}), is_verdict=False)
    has_label = isinstance(data, Mapping) and "id" in data
    return Answered(_json(({"id": label} if has_label else {}) | verdict.model_dump(mode="json")), is_verdict=True)


def _json(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
