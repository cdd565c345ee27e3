"""Tools about calls: which there are, and what one of them asks for."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from app.mcp.told import (
    PORTAL_DECIDES,
    Told,
    TopicBrief,
    counted,
    of_law,
    of_topics,
    topic_brief,
    unknown_of,
    written_in,
)
from app.mcp.visiting import Visit
from app.services.catalogue import listing
from app.services.catalogue.days import AskedDay
from app.services.catalogue.listing import Country, Query, Term, TopicQuery
from app.services.catalogue.schemas import Public, TopicStatus
from app.services.eligibility import openness
from app.services.topics.details import WholeTopic, get_topic_details
from rules.conditions import Condition
from rules.facts import Facts, Label

MOST = 25
LONGEST_TEXT = 20_000


class SearchTopics(Query):
    """Which topics to look for; all that is given must fit. ``country`` (ISO code): a role is open to that country."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 10
    q: Term | None = None
    programme: Term | None = None
    type_of_action: Term | None = None
    status: TopicStatus | None = None
    opens_after: AskedDay | None = None
    deadline_before: AskedDay | None = None
    country: Country | None = None
    as_of: AskedDay | None = None


class TopicsFound(Told):
    """Topics, open ones first; ``next`` is the cursor of those that follow, ``null`` when these are all."""

    topics: Sequence[TopicBrief]
    next: str | None


def search_topics(visit: Visit, asked: SearchTopics) -> TopicsFound:
    """Look for topics (calls for proposals) of the catalogue: open ones first, then forthcoming, then closed."""
    keep = None if asked.country is None else openness.open_to(asked.country, visit.settings, asked.as_of)
    with visit.reading() as session:
        found = listing.list_topics(session, visit.settings, TopicQuery.model_validate(dict(asked)), keep)
    more = ", and there are more" if found.next else ""
    return TopicsFound(
        summary=f"{counted(len(found.items), 'topic fits', 'topics fit')}{more}. {PORTAL_DECIDES}",
        unknown=[sentence for topic in found.items for sentence in unknown_of(topic)],
        sources=of_topics(found.items),
        topics=[topic_brief(topic) for topic in found.items],
        next=found.next,
    )


class AskTopic(Facts):
    """Which topic, by its identifier in any letter case. ``with_text``: also what it says in prose."""

    identifier: Label
    as_of: Annotated[AskedDay | None, Field(description="as it stood on that day; without it: today")] = None
    with_text: bool = False


class ConditionTold(Public):
    """A condition of a topic. ``cannot_check``: what about it no program can see."""

    id: str
    title: str
    force: str
    because: str | None
    cannot_check: str | None
    written_in: str


class TopicTold(Told):
    """A topic with the conditions that apply to it. ``text`` is plain, cut at 20 000 characters."""

    topic: TopicBrief
    conditions: Sequence[ConditionTold]
    text: str | None


def get_topic(visit: Visit, asked: AskTopic) -> TopicTold:
    """One topic with the conditions that law and call put on a consortium, each with where it is written."""
    with visit.reading() as session:
        topic = get_topic_details(session, visit.settings, asked.identifier, asked.as_of)
    return TopicTold(
        summary=(
            f"{topic.identifier} is {topic.status}; {counted(len(topic.conditions), 'condition', 'conditions')} that "
            f"are encoded apply to it. {PORTAL_DECIDES}"
        ),
        unknown=[*unknown_of(topic), *_unread(topic)],
        sources=[*of_topics([topic]), *of_law(condition.source for condition in topic.conditions)],
        topic=topic_brief(topic),
        conditions=[_condition(condition) for condition in topic.conditions],
        text=_text(topic) if asked.with_text else None,
    )


def _unread(topic: WholeTopic) -> list[str]:
    blind = sum(condition.cannot_check is not None for condition in topic.conditions)
    found = [f"Of {counted(blind, 'condition', 'conditions')} a part cannot be checked by a program (cannot_check)."]
    text = topic.texts.description
    has_text = text is not None and text.text is not None
    return found[: bool(blind)] + ([] if has_text else ["The topic's own text is not in the catalogue."])


def _condition(condition: Condition) -> ConditionTold:
    return ConditionTold(
        id=condition.id,
        title=condition.title,
        force=condition.force,
        because=condition.because,
        cannot_check=condition.cannot_check,
        written_in=written_in(condition.source),
    )


def _text(topic: WholeTopic) -> str | None:
    description = topic.texts.description
    return None if description is None or description.text is None else description.text[:LONGEST_TEXT]
