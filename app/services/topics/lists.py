"""Lists of topics with their conditions, and narrowed to those open to a country."""

from sqlmodel import Session

from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import Page, TopicPublic
from app.services.catalogue.sparse import Sparse, chosen, narrowed, sparse
from app.services.eligibility import openness
from app.services.topics.details import TopicDetails, with_conditions
from app.settings import Settings

SPARSE_TOPIC = sparse(TopicDetails, "identifier")


def list_topic_details(session: Session, settings: Settings, query: TopicQuery) -> Page[TopicDetails] | Page[Sparse]:
    """One page of topics with their conditions; ``country`` keeps those with a role open to it.

    With ``fields`` a topic has these alone, and the law is only asked when they are among them.

    Raises:
        Invalid: there is no such field, the search is too long, or the cursor is none of ours.
    """
    names = None if query.fields is None else chosen(query.fields, SPARSE_TOPIC)
    keep = None if query.country is None else openness.open_to(query.country, settings, query.as_of)
    found = listing.list_topics(session, settings, query, keep)
    if names is not None and names <= TopicPublic.model_fields.keys():
        return narrowed(found, names, SPARSE_TOPIC)
    whole = Page(items=[with_conditions(topic, settings, query.as_of) for topic in found.items], next=found.next)
    return whole if names is None else narrowed(whole, names, SPARSE_TOPIC)
