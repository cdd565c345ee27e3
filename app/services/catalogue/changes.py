"""What has changed in the calls, across all topics: for feeds, and for whoever follows a programme."""

from sqlmodel import Session

from app import clock
from app.repositories import changes
from app.repositories.changes import ChangeFilters
from app.services.catalogue.days import AskedDay
from app.services.catalogue.listing import Query, Term
from app.services.catalogue.presenting import change_public
from app.services.catalogue.schemas import Page, TopicChangePublic


class ChangeQuery(Query):
    """Parameters of the list of changes: those seen on a day or later, of one programme, of one topic."""

    since: AskedDay | None = None
    programme: Term | None = None
    identifier: Term | None = None

    def filters(self) -> ChangeFilters:
        """What the database can decide."""
        since = clock.instant(self.since) if self.since else None
        return ChangeFilters(since=since, programme=self.programme, identifier=self.identifier)


class CallChange(TopicChangePublic):
    """One field of one topic that changed. ``id`` is the change's own and never used again."""

    id: int
    identifier: str
    title: str
    programme: str


def list_changes(session: Session, query: ChangeQuery) -> Page[CallChange]:
    """One page of changes, the last one first.

    Raises:
        Invalid: the cursor is none of ours.
    """
    found = changes.page_of_changes(session, query.filters(), query.part("changes"))
    items = [
        CallChange.model_validate(
            dict(change_public(change))
            | {"id": change.id, "identifier": identifier, "title": title, "programme": programme}
        )
        for change, identifier, title, programme in found.rows
    ]
    return Page(items=items, next=found.next)
