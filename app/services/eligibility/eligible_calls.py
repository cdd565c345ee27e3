"""Which open and forthcoming calls an organisation could enter, in which roles, with what still missing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlmodel import Session

from app import clock
from app.errors import invalid
from app.repositories.paging import FOREIGN
from app.services.catalogue import listing
from app.services.catalogue.days import AskedDay
from app.services.catalogue.listing import Country, Query, Term, TopicQuery, moment
from app.services.catalogue.schemas import DeadlinePublic, Public, TopicPublic
from app.services.eligibility import openness
from app.services.eligibility.prospects import prospect_of_topic
from app.services.eligibility.standing import Standing, examiner_of
from app.services.fit import Fit, Suited
from app.services.fit.asked_meaning import meaning_of
from app.services.verdicts import acting
from app.services.verdicts.topic_calls import next_deadline
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.facts import Organisation
from rules.trusted import trusted
from rules.verdict import Judged, Whole

AHEAD: tuple[Literal["open", "forthcoming"], ...] = ("open", "forthcoming")


class EligibleQuery(Query):
    """Parameters of the list.

    ``country`` keeps the calls with a role open to that country, as in the list of topics; ``role`` those in which
    that role is open to the organisation.
    """

    q: Term | None = None
    programme: Term | None = None
    type_of_action: Term | None = None
    status: Literal["open", "forthcoming"] | None = None
    opens_after: AskedDay | None = None
    deadline_before: AskedDay | None = None
    country: Country | None = None
    role: Annotated[Literal["coordinator", "beneficiary", "associated_partner"] | None, BeforeValidator(str)] = None
    min_fit: Annotated[int, Field(ge=0, le=100)] = 0
    as_of: AskedDay | None = None


class EligibleCall(Public):
    """One call for one organisation.

    ``status`` is about the organisation and the call: questions that nobody has answered, such as what the topic's own
    text asks for, leave it ``undetermined``. ``roles`` are those that nothing known speaks against. ``coordinator``
    and ``funded`` are ``null`` while a fact about the organisation is missing or the law is not encoded.
    ``still_needed`` is what the consortium lacks with the organisation in it. ``conditions`` are those about the
    organisation or the call that are not met, conditional or open.
    """

    topic: TopicPublic
    status: Whole
    roles: Sequence[Role]
    funded: bool | None
    coordinator: bool | None
    still_needed: Sequence[str]
    conditions: Sequence[Judged]
    deadline: DeadlinePublic | None
    fit: Fit


class EligibleCalls(Public):
    """Some of the calls. ``organisation`` is who would take part; without one, ``obstacle`` says why and who could."""

    items: Sequence[EligibleCall]
    next: str | None
    as_of: date
    organisation: str | None
    obstacle: str | None = None


def calls_of_cluster(session: Session, settings: Settings, cluster_id: str, query: EligibleQuery) -> EligibleCalls:
    """The calls that a cluster's managing organisation could enter. A cluster without one can enter none by itself.

    Raises:
        NotFound: the catalogue has no such cluster.
        Invalid: the search is too long, or the cursor is none of ours.
    """
    cluster = listing.get_cluster(session, cluster_id)
    if cluster.managing_organisation is None:
        day = query.as_of or clock.today(settings)
        obstacle = acting.who_could_act(cluster)
        return EligibleCalls(items=[], next=None, as_of=day, organisation=None, obstacle=obstacle)
    return eligible_calls(session, settings, cluster.managing_organisation.facts(), query)


def calls_of_organisation(
    session: Session, settings: Settings, organisation_id: str, query: EligibleQuery
) -> EligibleCalls:
    """The calls that an organisation of the catalogue could enter.

    Raises:
        NotFound: the catalogue has no such organisation.
        Invalid: the search is too long, or the cursor is none of ours.
    """
    organisation = listing.get_organisation(session, organisation_id)
    return eligible_calls(session, settings, organisation.facts(), query)


def eligible_calls(
    session: Session,
    settings: Settings,
    organisation: Organisation,
    query: EligibleQuery,
    wanted: Callable[[EligibleCall], bool] | None = None,
) -> EligibleCalls:
    """One page of calls, open ones first, each by its last deadline; ``wanted`` leaves out others of them."""
    today = clock.today(settings)
    day = query.as_of or today
    examiner, suited = examiner_of(organisation, rulebook.load()), Suited(organisation, meaning=meaning_of(settings))
    judged_calls: dict[str, EligibleCall] = {}
    is_open = openness.open_to(query.country, settings, query.as_of) if query.country else None
    now = moment(settings, query.as_of)

    def keep(topic: TopicPublic) -> bool:
        if is_open is not None and not is_open(topic):
            return False
        prospect = prospect_of_topic(topic, examiner.rulebook, today=today, as_of=day)
        standing = examiner.stand_before(prospect)
        call = _call(topic, standing, suited.fit(prospect.spoken), next_deadline(topic.deadlines, now))
        judged_calls[topic.identifier] = call
        is_asked_for = (query.role is None or query.role in call.roles) and call.fit.score >= query.min_fit
        return is_asked_for and (wanted is None or wanted(call))

    topics, following = _ahead(session, settings, query, keep, query.mark(f"calls of {organisation.id}"))
    return EligibleCalls(
        items=[judged_calls[topic.identifier] for topic in topics],
        next=following,
        as_of=day,
        organisation=organisation.id,
    )


def _ahead(
    session: Session, settings: Settings, query: EligibleQuery, keep: listing.Keep, mark: str
) -> tuple[list[TopicPublic], str | None]:
    """A page of open topics, then of forthcoming ones. The cursor says in which of the two it goes on."""
    stages = AHEAD if query.status is None else (query.status,)
    stage, cursor = _place(query.cursor, stages, mark)
    kept: list[TopicPublic] = []
    for status in stages[stages.index(stage) :]:
        page = listing.list_topics(session, settings, _narrowed(query, status, cursor, query.limit - len(kept)), keep)
        kept += page.items
        if page.next is not None:
            return kept, f"{mark}.{status}.{page.next}"
        if len(kept) == query.limit and status != stages[-1]:
            return kept, f"{mark}.{stages[stages.index(status) + 1]}."
        cursor = None
    return kept, None


def _place(
    cursor: str | None, stages: Sequence[Literal["open", "forthcoming"]], mark: str
) -> tuple[Literal["open", "forthcoming"], str | None]:
    if cursor is None:
        return stages[0], None
    for stage in stages:
        start = f"{mark}.{stage}."
        if cursor.startswith(start):
            return stage, cursor.removeprefix(start) or None
    raise invalid("/cursor", FOREIGN)


def _narrowed(
    query: EligibleQuery, status: Literal["open", "forthcoming"], cursor: str | None, limit: int
) -> TopicQuery:
    return TopicQuery(
        q=query.q,
        programme=query.programme,
        type_of_action=query.type_of_action,
        status=status,
        opens_after=query.opens_after,
        deadline_before=query.deadline_before,
        as_of=query.as_of,
        cursor=cursor,
        limit=limit,
    )


def _call(topic: TopicPublic, standing: Standing, suits: Fit, deadline: DeadlinePublic | None) -> EligibleCall:
    footing, own = standing.footing, standing.own
    values = {
        "topic": topic,
        "status": footing.status(own),
        "roles": footing.roles,
        "funded": footing.funded,
        "coordinator": footing.coordinator,
        "still_needed": footing.still_needed,
        "conditions": footing.conditions(own),
        "deadline": deadline,
        "fit": suits,
    }
    return trusted(EligibleCall, values)
