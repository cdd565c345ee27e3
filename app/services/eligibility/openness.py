"""To which countries a topic is open: at least one role, for an organisation against which nothing else speaks."""

from collections.abc import Callable
from datetime import date

from app import clock
from app.services.catalogue.schemas import TopicPublic
from app.services.eligibility.prospects import prospect_of_topic
from app.services.eligibility.standing import examiner_of
from app.settings import Settings
from rules import rulebook
from rules.codes import Kind
from rules.facts import Organisation


def open_to(country: str, settings: Settings, as_of: date | None) -> Callable[[TopicPublic], bool]:
    """A filter for topics. What is not encoded is not left out: nobody knows that it is closed."""
    today = clock.today(settings)
    day = as_of or today
    examiner = examiner_of(_without_blemish(country), rulebook.load())

    def is_open(topic: TopicPublic) -> bool:
        footing = examiner.footing(prospect_of_topic(topic, examiner.rulebook, today=today, as_of=day))
        return bool(footing.open_seats) or not footing.is_encoded

    return is_open


def _without_blemish(country: str) -> Organisation:
    return Organisation(
        id=f"an organisation in {country}",
        country=country,
        kinds=[Kind.RESEARCH_ORGANISATION, Kind.UNIVERSITY, Kind.COMPANY, Kind.CLUSTER_ORGANISATION, Kind.PUBLIC_BODY],
        legal_personality=True,
        non_profit=True,
        public_body=True,
        gender_equality_plan=True,
        controlled_from=country,
        registrations=[],
    )
