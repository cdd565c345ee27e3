"""A topic with the conditions that apply to it: what one topic answers to API, pages and command line alike."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from app import clock
from app.services.catalogue import listing
from app.services.catalogue.cascade_calls import CascadeCallPublic, calls_under
from app.services.catalogue.presenting import topic_public
from app.services.catalogue.schemas import TopicPublic
from app.services.catalogue.stated_eligibility import StatedEligibilityPublic, stated_eligibility_of
from app.services.law.topic_law import law_of
from app.services.topics.texts import TopicTexts, texts_of
from app.services.verdicts import topic_calls
from app.services.verdicts.refusals import refusals
from app.settings import Settings
from rules import rulebook
from rules.conditions import Condition
from rules.resolution import Replacement


class TopicDetails(TopicPublic):
    """A topic with its conditions as the law and the call stood on the day, in the order of the layers.

    ``replaced`` are the defaults that do not stand as they are: what took their place, or changed them, and why.
    """

    conditions: Sequence[Condition]
    replaced: Sequence[Replacement]


class WholeTopic(TopicDetails):
    """A topic with everything that is known of it: also what it says in prose, and the calls made under it."""

    texts: TopicTexts
    cascade_calls: Sequence[CascadeCallPublic]
    stated_eligibility: StatedEligibilityPublic | None


def get_topic_details(session: Session, settings: Settings, identifier: str, as_of: date | None = None) -> WholeTopic:
    """One topic with its conditions and texts, by its identifier in any letter case.

    The texts are those that were captured last, whatever the day.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    now = listing.moment(settings, as_of)
    row, status = listing.find_topic(session, identifier, now)
    details = with_conditions(topic_public(row, status), settings, as_of)
    besides = {
        "texts": texts_of(session, row, now),
        "cascade_calls": calls_under(session, row.identifier_key, now),
        "stated_eligibility": stated_eligibility_of(row),
    }
    return WholeTopic.model_validate(dict(details) | besides)


def with_conditions(topic: TopicPublic, settings: Settings, as_of: date | None = None) -> TopicDetails:
    """A topic that was read already, with what the law asks of its consortium on a day; without a day: today."""
    today = clock.today(settings)
    asked = topic_calls.of_topic(topic, today=today, as_of=as_of or today)
    with refusals(asked):
        resolution = law_of(asked, rulebook.load())
    conditions = [applicable.condition for applicable in resolution.conditions]
    return TopicDetails.model_validate(dict(topic) | {"conditions": conditions, "replaced": resolution.replaced})
