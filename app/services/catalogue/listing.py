"""The catalogue: topics, organisations and clusters, as lists and one by one. Reading only."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from sqlmodel import Session

from app import clock
from app.db.tables import Topic
from app.errors import NotFound
from app.repositories import organisations, paging, topics
from app.repositories.organisations import PlaceFilters, PlaceSort
from app.repositories.paging import DEFAULT_LIMIT, MAX_LIMIT, Part
from app.repositories.topic_orders import TopicSort
from app.repositories.topics import TopicFilters
from app.services.catalogue.presenting import (
    change_public,
    cluster_public,
    organisation_public,
    topic_public,
    topic_text,
)
from app.services.catalogue.schemas import (
    ClusterPublic,
    OrganisationPublic,
    Page,
    TopicChangePublic,
    TopicPublic,
    TopicStatus,
    TopicText,
)
from app.services.catalogue.topic_shelf import shelf_of
from app.settings import Settings
from rules.codes import Ecosystem, iso_country

Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT)]
Country = Annotated[str, BeforeValidator(str), AfterValidator(lambda code: iso_country(code.upper()))]


def _plain(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters mean nothing here")
    return text


Term = Annotated[str, Field(max_length=300), AfterValidator(_plain)]


class Query(BaseModel):
    """Base of all list parameters: what is not declared is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: Annotated[str, Field(max_length=2000)] | None = None
    limit: Limit = DEFAULT_LIMIT

    def mark(self, of: str) -> str:
        """Which list is asked for, with which filters, in which order: a cursor holds for that list only."""
        return paging.mark_of(of, self.model_dump_json(exclude={"cursor", "limit", "fields"}, exclude_none=True))

    def part(self, of: str) -> Part:
        """The part of that list that is asked for."""
        return Part(cursor=self.cursor, limit=self.limit, mark=self.mark(of))


class SortedQuery(Query):
    """Parameters of a list that can be searched.

    ``fields`` names what is wanted of each item, with commas between; its own name always comes along.
    """

    q: Term | None = None
    fields: Annotated[str, Field(max_length=1000)] | None = None


class TopicQuery(SortedQuery):
    """Parameters of the list of topics. ``country`` is for the caller, who knows the law; see ``list_topics``."""

    sort: TopicSort | None = None
    programme: Term | None = None
    type_of_action: Term | None = None
    status: TopicStatus | None = None
    opens_after: date | None = None
    deadline_before: date | None = None
    country: Country | None = None
    as_of: date | None = None

    def filters(self) -> TopicFilters:
        """What the database can decide."""
        return TopicFilters(
            q=self.q,
            programme=self.programme,
            type_of_action=self.type_of_action,
            status=self.status,
            opens_after=self.opens_after,
            deadline_before=self.deadline_before,
        )


class PlaceQuery(SortedQuery):
    """Parameters of the lists of organisations and clusters."""

    sort: PlaceSort | None = None
    country: Country | None = None
    ecosystem: Ecosystem | None = None

    def filters(self) -> PlaceFilters:
        """What the database can decide."""
        return PlaceFilters(q=self.q, country=self.country, ecosystem=self.ecosystem)


def moment(settings: Settings, as_of: date | None) -> datetime:
    """The instant that is asked about: now, or the beginning of the day that was named."""
    return clock.now(settings) if as_of is None else clock.instant(as_of)


Keep = Callable[[TopicPublic], bool]


def list_topics(session: Session, settings: Settings, query: TopicQuery, keep: Keep | None = None) -> Page[TopicPublic]:
    """One page of topics: open ones first, then forthcoming, each by last deadline; then closed, latest first.

    Or in the order that ``query.sort`` names. ``keep`` leaves out topics that only the law can judge (such as those
    closed to a country); the page is filled up with those that follow.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    now, part = moment(settings, query.as_of), query.part("topics")
    kept: list[TopicPublic] = []
    while True:
        found = topics.page(session, query.filters(), now, part, query.sort)
        presented = shelf_of(session).present(session, [topics.listed(row) for row in found.rows])
        for index, topic in enumerate(presented):
            if keep is None or keep(topic):
                kept.append(topic)
            if len(kept) == query.limit:
                is_last = not found.more and index == len(presented) - 1
                return Page(items=kept, next=None if is_last else found.cursor_after(index))
        if not found.more:
            return Page(items=kept, next=None)
        part = replace(part, cursor=found.next)


def get_topic(session: Session, settings: Settings, identifier: str, as_of: date | None = None) -> TopicPublic:
    """One topic, by its identifier in any letter case.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    return topic_public(*find_topic(session, identifier, moment(settings, as_of)))


def get_topic_text(session: Session, settings: Settings, identifier: str) -> TopicText:
    """What the topic's own texts said when they were captured last.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    row, _ = find_topic(session, identifier, moment(settings, None))
    return topic_text(row)


def known_topics(session: Session, identifiers: Iterable[str]) -> set[str]:
    """Those of these identifiers, in lower case, that the catalogue has a topic of."""
    return topics.known(session, identifiers)


def topic_history(session: Session, settings: Settings, identifier: str) -> Sequence[TopicChangePublic]:
    """What has changed in a topic since it was first read, newest first.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    row, _ = find_topic(session, identifier, moment(settings, None))
    if row.id is None:
        raise AssertionError("a topic that was read from the database has an id")
    return [change_public(change) for change in topics.history(session, row.id)]


def find_topic(session: Session, identifier: str, now: datetime) -> tuple[Topic, str]:
    """The row of a topic, and its status at an instant.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    found = topics.find(session, identifier, now)
    if found is None:
        raise NotFound(f"The catalogue has no topic {identifier!r}.")
    return found


def list_organisations(session: Session, query: PlaceQuery) -> Page[OrganisationPublic]:
    """One page of organisations, by id or in the order that ``query.sort`` names.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    found = organisations.page_of_organisations(session, query.filters(), query.part("organisations"), query.sort)
    return Page(items=[organisation_public(row[0]) for row in found.rows], next=found.next)


def get_organisation(session: Session, organisation_id: str) -> OrganisationPublic:
    """One organisation.

    Raises:
        NotFound: the catalogue has no such organisation.
    """
    return get_organisations(session, [organisation_id])[organisation_id]


def get_organisations(session: Session, ids: Sequence[str]) -> dict[str, OrganisationPublic]:
    """Several organisations by id.

    Raises:
        NotFound: one of them is not in the catalogue; the message names all that are not.
    """
    found = organisations.find_organisations(session, ids)
    missing = sorted(set(ids) - set(found))
    if missing:
        raise NotFound(f"The catalogue has no organisation {', '.join(map(repr, missing))}.")
    return {organisation_id: organisation_public(row) for organisation_id, row in found.items()}


def all_organisations(session: Session, filters: PlaceFilters | None = None) -> Sequence[OrganisationPublic]:
    """Every organisation that passes the filter, by id: the candidates of a proposal."""
    return [organisation_public(row) for row in organisations.every_organisation(session, filters or PlaceFilters())]


def list_clusters(session: Session, query: PlaceQuery) -> Page[ClusterPublic]:
    """One page of clusters, by id or in the order that ``query.sort`` names, each with its managing organisation.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    found = organisations.page_of_clusters(session, query.filters(), query.part("clusters"), query.sort)
    return Page(items=[cluster_public(row[0], row[1]) for row in found.rows], next=found.next)


def get_cluster(session: Session, cluster_id: str) -> ClusterPublic:
    """One cluster with its managing organisation.

    Raises:
        NotFound: the catalogue has no such cluster.
    """
    found = organisations.find_cluster(session, cluster_id)
    if found is None:
        raise NotFound(f"The catalogue has no cluster {cluster_id!r}.")
    return cluster_public(*found)
