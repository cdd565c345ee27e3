"""Which open and forthcoming calls an organisation could enter, in which roles, with what still missing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlmodel import Session

from app import clock
from app.errors import invalid
from app.repositories.paging import FOREIGN
from app.services import acting, catalogue, openness
from app.services.catalogue import Country, Query, Term, TopicQuery, moment
from app.services.days import AskedDay
from app.services.fit import Fit, fit, subject_of
from app.services.schemas import DeadlinePublic, Public, TopicPublic
from app.services.standing import OPEN_QUESTIONS, ROLES, Examiner, Seat, Standing
from app.services.topic_calls import next_deadline, of_topic
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.entries import Entry, Status
from rules.facts import Organisation
from rules.verdict import Judged, Whole, judged

TOLD = (Status.NOT_MET, Status.CONDITIONAL, *OPEN_QUESTIONS)
"""The states of a condition that are worth telling: what is met needs no words."""

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
    cluster = catalogue.get_cluster(session, cluster_id)
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
    organisation = catalogue.get_organisation(session, organisation_id)
    return eligible_calls(session, settings, organisation.facts(), query)


def eligible_calls(
    session: Session, settings: Settings, organisation: Organisation, query: EligibleQuery
) -> EligibleCalls:
    """One page of calls, open ones first, each by its last deadline."""
    today = clock.today(settings)
    day = query.as_of or today
    examiner = Examiner(organisation, rulebook.load(), day)
    judged_calls: dict[str, EligibleCall] = {}
    is_open = openness.open_to(query.country, settings, query.as_of) if query.country else None

    def keep(topic: TopicPublic) -> bool:
        if is_open is not None and not is_open(topic):
            return False
        standing = examiner.examine(of_topic(topic, today=today, as_of=day))
        call = _call(topic, standing, organisation, _due(topic, settings, query))
        judged_calls[topic.identifier] = call
        return (query.role is None or query.role in call.roles) and call.fit.score >= query.min_fit

    topics, following = _ahead(session, settings, query, keep, query.mark(f"calls of {organisation.id}"))
    return EligibleCalls(
        items=[judged_calls[topic.identifier] for topic in topics],
        next=following,
        as_of=day,
        organisation=organisation.id,
    )


def _ahead(
    session: Session, settings: Settings, query: EligibleQuery, keep: catalogue.Keep, mark: str
) -> tuple[list[TopicPublic], str | None]:
    """A page of open topics, then of forthcoming ones. The cursor says in which of the two it goes on."""
    stages = AHEAD if query.status is None else (query.status,)
    stage, cursor = _place(query.cursor, stages, mark)
    kept: list[TopicPublic] = []
    for status in stages[stages.index(stage) :]:
        page = catalogue.list_topics(session, settings, _narrowed(query, status, cursor, query.limit - len(kept)), keep)
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


def _due(topic: TopicPublic, settings: Settings, query: EligibleQuery) -> DeadlinePublic | None:
    return next_deadline(topic.deadlines, moment(settings, query.as_of))


def _call(
    topic: TopicPublic, standing: Standing, organisation: Organisation, deadline: DeadlinePublic | None
) -> EligibleCall:
    is_open = bool(standing.open_seats)
    return EligibleCall(
        topic=topic,
        status=_status(standing),
        roles=[seat.role for seat in standing.open_seats],
        funded=_funded(standing),
        coordinator=_could_coordinate(standing),
        still_needed=list(_still_needed(standing.best)) if is_open else [],
        conditions=[judged(entry) for entry in _worth_telling(standing)],
        deadline=deadline,
        fit=fit(organisation, subject_of(topic)),
    )


def _status(standing: Standing) -> Whole:
    if not standing.gives_grants:
        return "out_of_scope"
    statuses = {entry.status for entry in (*standing.best.personal, *standing.questions) if entry.decides}
    if Status.NOT_MET in statuses:
        return "ineligible"
    if statuses & set(OPEN_QUESTIONS):
        return "undetermined"
    return "eligible_on_condition" if Status.CONDITIONAL in statuses else "eligible"


def _funded(standing: Standing) -> bool | None:
    if not standing.is_encoded:
        return None
    return standing.best.funded if standing.open_seats else False


def _could_coordinate(standing: Standing) -> bool | None:
    lead = standing.seats[ROLES.index(Role.COORDINATOR)]
    if lead.is_barred or not standing.gives_grants:
        return False
    return True if standing.is_encoded and lead.is_sure else None


def _still_needed(seat: Seat) -> Iterable[str]:
    """What the conditions on the consortium as a whole lack with the organisation in that role."""
    lacking = (entry for entry in seat.shared if entry.status in {Status.NOT_MET, *OPEN_QUESTIONS})
    told = (f"{entry.finding.missing} ({entry.condition.title})" for entry in lacking if entry.finding.missing)
    return dict.fromkeys(f"{sentence[0].upper()}{sentence[1:]}" for sentence in told)


def _worth_telling(standing: Standing) -> list[Entry]:
    """What is open or not met in the best role, what bars the roles above it, and the questions about the call."""
    above = standing.seats[: standing.seats.index(standing.best)]
    told = [entry for entry in standing.best.personal if entry.status in TOLD]
    told += [entry for seat in above for entry in seat.personal if entry.status is Status.NOT_MET]
    told += [entry for entry in standing.questions if entry.status in TOLD]
    return list({(entry.condition.id, entry.status): entry for entry in told}.values())
