"""Which of many organisations could take part in which calls, by the conditions on one organisation alone.

What a consortium as a whole has to bring is not looked at, nor what a topic's own text asks for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import Session

from app import clock
from app.errors import QuorumError, invalid
from app.repositories.paging import MAX_LIMIT
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import Public, TopicPublic, TopicStatus
from app.services.law.topic_law import law_of
from app.services.strict_json import read_json, validated
from app.services.verdicts.topic_calls import Asked, of_topic
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.facts import Organisation
from rules.reading import context_of
from rules.resolution import NOT_ENCODED
from rules.rulebook import Rulebook
from solver.law import Law, law_as_read

AHEAD: tuple[TopicStatus, ...] = ("open", "forthcoming")


class Screened(Public):
    """How many of the organisations nothing bars from the role in one call, and which.

    ``could_take_part`` is ``null`` where the law of the call is not encoded, 0 where it gives no grants.
    """

    topic: str
    title: str
    status: TopicStatus
    role: Role
    as_of: date
    is_encoded: bool
    could_take_part: int | None
    of: int
    organisations: Sequence[str]


@dataclass(frozen=True)
class Question:
    """What is asked of every organisation: the role, what to do with open questions, and the day."""

    role: Role = Role.BENEFICIARY
    unknown: Literal["ask", "avoid"] = "ask"
    as_of: date | None = None


def read_organisations(lines: Iterable[bytes]) -> list[Organisation]:
    """Organisations as JSON Lines, each with the facts of the public contract, section 1.

    Raises:
        Invalid: a line is no organisation, or an id stands twice; the message names the line.
    """
    found: dict[str, Organisation] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                organisation = validated(Organisation, read_json(line))
            except QuorumError as error:
                told = "; ".join(f"{fault.pointer} {fault.detail}" for fault in error.errors) or error.detail
                raise invalid(f"/{number}", f"line {number}: {told}") from error
            if organisation.id in found:
                raise invalid(f"/{number}", f"line {number}: {organisation.id!r} stands twice")
            found[organisation.id] = organisation
    return list(found.values())


def of_the_catalogue(session: Session) -> list[Organisation]:
    """Every organisation of the catalogue."""
    return [organisation.facts() for organisation in listing.all_organisations(session)]


def topics_ahead(session: Session, settings: Settings, as_of: date | None) -> list[TopicPublic]:
    """All open and forthcoming topics of the catalogue."""
    found: list[TopicPublic] = []
    for status in AHEAD:
        query = TopicQuery(status=status, as_of=as_of, limit=MAX_LIMIT)
        while True:
            page = listing.list_topics(session, settings, query)
            found += page.items
            if page.next is None:
                break
            query = query.model_copy(update={"cursor": page.next})
    return found


def screen(
    organisations: Sequence[Organisation], topics: Sequence[TopicPublic], settings: Settings, question: Question
) -> Iterator[Screened]:
    """One answer a topic, in the same order."""
    from solver.sieve import Sieve  # only who screens pays for loading numpy

    book, today = rulebook.load(), clock.today(settings)
    day = question.as_of or today
    laws = [_law(of_topic(topic, today=today, as_of=day), book) for topic in topics]
    passed = Sieve(organisations, book.groups).screen(laws, question.role, question.unknown)
    for row, (topic, law) in enumerate(zip(topics, laws, strict=True)):
        is_encoded = all(entry.condition.id != NOT_ENCODED for entry in law.resolution.conditions)
        gives_grants = law.resolution.programme.gives == "grants"
        who = passed.organisations(row) if is_encoded and gives_grants else []
        yield Screened(
            topic=topic.identifier,
            title=topic.title,
            status=topic.status,
            role=question.role,
            as_of=day,
            is_encoded=is_encoded,
            could_take_part=len(who) if is_encoded else None,
            of=len(organisations),
            organisations=who,
        )


def _law(asked: Asked, book: Rulebook) -> Law:
    resolution = law_of(asked, book)
    return law_as_read(resolution, context_of(resolution, book, asked.as_of, {}))
