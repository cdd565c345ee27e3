"""Cascade calls: what funded projects offer to third parties, under rules of their own. Reading only."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from app.clock import BRUSSELS
from app.db import tables
from app.errors import NotFound
from app.repositories import cascade_calls
from app.repositories.cascade_calls import CascadeFilters, Listed
from app.services.catalogue.listing import Query, Term, moment
from app.services.catalogue.prose import Prose, prose
from app.services.catalogue.schemas import DeadlinePublic, Euro, Page, Public, SourcePublic, TopicStatus
from app.settings import Settings
from scrapers.records import CascadeCall as CascadeCallRecord


class CascadeCallPublic(Public):
    """A call that a funded project makes. The project judges who may apply; the law of its own topic does not say it.

    ``reference`` names it: ``url`` is that of all calls under the same topic. ``duration`` is in the source's words.
    """

    reference: str
    name: str
    topic_identifier: str | None
    topic_title: str | None
    project_acronym: str | None
    project_name: str | None
    programme: str | None
    status: TopicStatus
    portal_status: TopicStatus
    opens_on: date | None
    deadline_model: str | None
    deadlines: Sequence[DeadlinePublic]
    budget: Euro | None
    duration: str | None
    url: str
    gone_since: datetime | None
    source: SourcePublic


class CascadeCallDetails(CascadeCallPublic):
    """A cascade call with its texts; ``eligibility`` is where the project says who may apply."""

    description: Prose | None
    eligibility: Prose | None
    further_information: Prose | None


class CascadeQuery(Query):
    """Parameters of the list of cascade calls; ``topic`` is the identifier of the topic they are made under."""

    q: Term | None = None
    programme: Term | None = None
    topic: Term | None = None
    status: TopicStatus | None = None
    as_of: date | None = None

    def filters(self) -> CascadeFilters:
        """What the database can decide."""
        return CascadeFilters(q=self.q, programme=self.programme, topic=self.topic, status=self.status)


def list_cascade_calls(session: Session, settings: Settings, query: CascadeQuery) -> Page[CascadeCallPublic]:
    """One page of cascade calls: open ones first, then forthcoming, each by last deadline; then closed, latest first.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    found = cascade_calls.page(session, query.filters(), moment(settings, query.as_of), query.part("cascade-calls"))
    return Page(items=[_public(place.call, place.status) for place in map(Listed._make, found.rows)], next=found.next)


def calls_under(session: Session, topic_key: str, now: datetime) -> Sequence[CascadeCallPublic]:
    """The cascade calls under a topic, by its identifier in lower case."""
    return [_public(row, status) for row, status in cascade_calls.under(session, topic_key, now)]


def get_cascade_call(
    session: Session, settings: Settings, reference: str, as_of: date | None = None
) -> CascadeCallDetails:
    """One cascade call with its texts.

    Raises:
        NotFound: the catalogue has no such call.
    """
    found = cascade_calls.find(session, reference, moment(settings, as_of))
    if found is None:
        raise NotFound(f"The catalogue has no cascade call {reference!r}.")
    record = CascadeCallRecord.model_validate(found[0].record)
    texts = {
        "description": prose(record.description_html),
        "eligibility": prose(record.eligibility_html),
        "further_information": prose(record.further_information_html),
    }
    return CascadeCallDetails.model_validate(dict(_public(*found)) | texts)


def _public(row: tables.CascadeCall, status: str) -> CascadeCallPublic:
    record = CascadeCallRecord.model_validate(row.record)
    source = SourcePublic(
        name=row.source,
        url=row.source_url,
        retrieved_at=row.retrieved_at.astimezone(BRUSSELS),
        sha256=row.sha256,
        confidence=None,
    )
    deadlines = [
        DeadlinePublic(at=due.at.astimezone(BRUSSELS), hour_known=due.hour_known, stage=due.stage)
        for due in record.deadlines
    ]
    gone = None if row.gone_since is None else row.gone_since.astimezone(BRUSSELS)
    same = record.model_dump(include=set(CascadeCallPublic.model_fields) - {"deadlines"})
    return CascadeCallPublic.model_validate(
        same | {"status": status, "deadlines": deadlines, "gone_since": gone, "source": source}
    )
