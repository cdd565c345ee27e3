"""Lists of topics with their conditions, and narrowed to those open to a country."""

from sqlmodel import Session

from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import Page
from app.services.catalogue.topic_details import TopicDetails, with_conditions
from app.services.eligibility import openness
from app.settings import Settings


def list_topic_details(session: Session, settings: Settings, query: TopicQuery) -> Page[TopicDetails]:
    """One page of topics with their conditions; ``country`` keeps those with a role open to it.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    keep = None if query.country is None else openness.open_to(query.country, settings, query.as_of)
    found = listing.list_topics(session, settings, query, keep)
    return Page(items=[with_conditions(topic, settings, query.as_of) for topic in found.items], next=found.next)
