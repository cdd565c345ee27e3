"""Tables as CSV (RFC 4180, UTF-8 with a mark that spreadsheets know it by), with nothing a formula could be made of."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Final

from app.exports import words
from app.exports.cells import for_csv
from app.exports.dossier import Dossier
from app.exports.workbook.partners import VERDICT_HEAD, condition_row
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic
from app.services.verdicts.topic_calls import next_deadline
from rules.facts import euro_number

Value = str | int | float | Decimal | bool | None

TOPIC_HEAD: Final = (
    "identifier", "title", "call_identifier", "programme", "type_of_action", "status", "opens_on", "next_deadline",
    "last_deadline", "hour_known", "deadlines", "budget_total", "grants", "grant_min", "grant_max", "url", "source",
    "retrieved_at",
)  # fmt: skip
SEAT_HEAD: Final = (
    "proposal", "verdict", "organisation", "name", "country", "role", "serves", "eu_contribution", "total_cost",
    "may_take_part", "counts", "funded", "rate", "because",
)  # fmt: skip
CONDITION_HEAD: Final = tuple(name.lower().replace(" ", "_") for name in VERDICT_HEAD)


def table_of(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table: numbers as numbers, what is not known as nothing, and text that cannot be taken for a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([_field(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _field(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return euro_number(value)
        case str():
            return for_csv(value)
        case _:
            return value


def topics_table(topics: Iterable[TopicPublic], moment: datetime) -> bytes:
    """Topics, one a line; the next deadline is the one that lies ahead at that moment."""
    return table_of(TOPIC_HEAD, (_topic(topic, moment) for topic in topics))


def _topic(topic: TopicPublic, moment: datetime) -> tuple[Value, ...]:
    due = sorted(topic.deadlines, key=lambda one: one.at)
    ahead = None if topic.status == "closed" else next_deadline(due, moment)
    return (
        topic.identifier,
        topic.title,
        topic.call_identifier,
        topic.programme,
        topic.type_of_action,
        topic.status,
        topic.opens_on.isoformat() if topic.opens_on else None,
        _moment(ahead) if ahead else None,
        _moment(due[-1]) if due else None,
        due[-1].hour_known if due else None,
        "; ".join(map(_moment, due)),
        topic.budget.total,
        topic.budget.grants,
        topic.budget.min,
        topic.budget.max,
        topic.url,
        topic.source.name,
        topic.source.retrieved_at.isoformat(),
    )


def _moment(due: DeadlinePublic) -> str:
    return due.at.isoformat() if due.hour_known else due.at.date().isoformat()


def conditions_table(dossier: Dossier) -> bytes:
    """The conditions of a verdict, one a line."""
    rows = (condition_row(condition, team) for team in dossier.teams for condition in team.verdict.conditions)
    return table_of(CONDITION_HEAD, rows)


def participants_table(dossier: Dossier) -> bytes:
    """Who takes part in which proposal, one a line."""
    return table_of(SEAT_HEAD, _seats(dossier))


def _seats(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    for team in dossier.teams:
        standings = {one.id: one for one in team.verdict.participants}
        for seat in team.seats:
            standing = standings.get(seat.id)
            yield (
                team.number,
                team.verdict.status,
                seat.id,
                seat.name,
                seat.participant.organisation.country,
                words.in_words(seat.participant.role),
                "; ".join(seat.serves),
                seat.participant.eu_contribution,
                seat.participant.total_cost,
                standing.may_take_part if standing else None,
                standing.counts if standing else None,
                standing.funded if standing else None,
                standing.rate if standing else None,
                seat.because,
            )
