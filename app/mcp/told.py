"""What every answer to an assistant carries: what was found in a sentence, what is unknown, and where it is written.

An assistant passes on what it is told. So an answer is short, it says itself how far it goes, and it never leaves it to
the reader to notice that something is missing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from app.services.catalogue.schemas import DeadlinePublic, Public, TopicPublic
from rules.conditions import Source

PORTAL_DECIDES = "The Funding & Tenders Portal is the authority on calls; this is what it said when it was read last."
AUTHORITY_DECIDES = (
    "This is no decision: it covers the conditions that are encoded, and the granting authority decides."
)


class Cited(Public):
    """Where something is written, and when somebody looked (``looked_on``); ``confidence``: how sure we are of it."""

    document: str
    article: str | None = None
    url: str | None = None
    looked_on: date | None = None
    confidence: str | None = None


class Told(Public):
    """``summary``: the answer in words. ``unknown``: what nobody has stated, read or checked."""

    summary: str
    unknown: Sequence[str]
    sources: Sequence[Cited]


class TopicBrief(Public):
    """A topic in short; amounts in euro, ``null`` is not stated. ``read_at``: when the source said so first."""

    identifier: str
    title: str
    programme: str
    type_of_action: str | None
    status: str
    opens_on: date | None
    deadlines: Sequence[DeadlinePublic]
    budget_total_eur: float | None
    url: str
    gone_since: datetime | None
    read_at: datetime


def topic_brief(topic: TopicPublic) -> TopicBrief:
    """A topic in short."""
    same = {name: getattr(topic, name) for name in TopicBrief.model_fields if hasattr(topic, name)}
    total = topic.budget.total
    return TopicBrief.model_validate(
        same | {"budget_total_eur": None if total is None else float(total), "read_at": topic.source.retrieved_at}
    )


def unknown_of(topic: TopicPublic) -> list[str]:
    """What the sources leave open about a topic."""
    name = topic.identifier
    found = []
    if not topic.deadlines:
        found.append(f"No deadline of {name} is known.")
    if any(not deadline.hour_known for deadline in topic.deadlines):
        found.append(f"The hour of a deadline of {name} is not known, only the day.")
    if topic.budget.total is None:
        found.append(f"The budget of {name} is not stated.")
    if topic.gone_since is not None:
        found.append(f"{name} is no longer on the portal.")
    return found


def of_topics(topics: Iterable[TopicPublic]) -> list[Cited]:
    """Where the topics were read."""
    return [
        Cited(
            document=f"{topic.identifier}, as read from {topic.source.name}",
            url=topic.source.url,
            looked_on=topic.source.retrieved_at.date(),
            confidence=topic.source.confidence,
        )
        for topic in topics
    ]


def of_law(sources: Iterable[Source]) -> list[Cited]:
    """Where conditions are written, each place once."""
    cited = [
        Cited(
            document=source.document,
            article=source.article,
            url=source.url,
            looked_on=source.checked_on,
            confidence=source.confidence.value,
        )
        for source in sources
    ]
    return list(dict.fromkeys(cited))


def written_in(source: Source) -> str:
    """A place in a few words; `Cited` has its address."""
    page = f"p. {source.page}" if source.page else None
    return ", ".join(filter(None, (source.document, source.article, page)))


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"
