"""Funded projects of the catalogue's organisations, with their whole consortia, and who has worked with whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.db.tables import Participation, Project
from app.errors import NotFound
from app.repositories import projects
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Euro, Page, Public

ADDRESS = "https://cordis.europa.eu/project/id/{}"


class ProjectParticipant(Public):
    """One organisation in a project, as CORDIS states it.

    ``organisation`` is the id of the organisation of the catalogue that it is, shown by ``matched_by`` (``pic`` or
    ``name``); ``null`` where nobody is it for sure, and then ``unmatched_because`` says why if somebody might be.
    ``has_ended``: it left before the project was over. ``country`` is in ISO 3166-1.
    """

    name: str
    short_name: str | None
    pic: str | None
    country: str | None
    city: str | None
    nuts: str | None
    activity_type: str | None
    sme: bool | None
    role: str | None
    eu_contribution: Euro | None
    net_eu_contribution: Euro | None
    total_cost: Euro | None
    has_ended: bool | None
    organisation: str | None
    matched_by: str | None
    unmatched_because: str | None


class ProjectPublic(Public):
    """A funded project. ``own`` are the participations of the organisation asked about, ``participants`` are all."""

    id: str
    acronym: str | None
    title: str | None
    status: str | None
    starts_on: date | None
    ends_on: date | None
    signed_on: date | None
    total_cost: Euro | None
    eu_contribution: Euro | None
    framework_programme: str | None
    legal_basis: Sequence[str]
    topics: Sequence[str]
    master_call: str | None
    funding_scheme: str | None
    url: str
    as_of: date
    source: str
    own: Sequence[ProjectParticipant]
    participants: Sequence[ProjectParticipant]


class Partner(Public):
    """An organisation of the catalogue that another has worked with, and in how many funded projects."""

    organisation: str
    name: str | None
    country: str | None
    projects: int


@dataclass(frozen=True)
class Past:
    """The first projects of an organisation, and the first of those it has worked with."""

    projects: Page[ProjectPublic]
    partners: Page[Partner]


NO_PAST = Past(Page(items=(), next=None), Page(items=(), next=None))


class ProjectQuery(Query):
    """Parameters of the lists of projects and partners of one organisation."""


def list_projects(session: Session, organisation_id: str, query: ProjectQuery) -> Page[ProjectPublic]:
    """The projects an organisation took part in, by number, each with its whole consortium.

    Raises:
        NotFound: the catalogue has no such organisation.
        Invalid: the cursor is none of ours.
    """
    _require(session, organisation_id)
    found = projects.page_of_projects(session, organisation_id, query.part(f"projects of {organisation_id}"))
    shown = [row[0] for row in found.rows]
    consortia: dict[str, list[Participation]] = defaultdict(list)
    for one in projects.participations_of(session, [project.id for project in shown]):
        consortia[one.project_id].append(one)
    items = [_project(project, consortia[project.id], organisation_id) for project in shown]
    return Page(items=items, next=found.next)


def list_partners(session: Session, organisation_id: str, query: ProjectQuery) -> Page[Partner]:
    """The organisations of the catalogue that one has worked with in funded projects, by id.

    Who left a project before its end counts neither on one side nor on the other.

    Raises:
        NotFound: the catalogue has no such organisation.
        Invalid: the cursor is none of ours.
    """
    _require(session, organisation_id)
    found = projects.page_of_partners(session, organisation_id, query.part(f"partners of {organisation_id}"))
    items = [
        Partner(organisation=row[0], name=row[1].name, country=row[1].country, projects=row[2]) for row in found.rows
    ]
    return Page(items=items, next=found.next)


def past_of(session: Session, organisation_id: str, most: int) -> Past:
    """At most so many projects and partners of an organisation of the catalogue.

    Raises:
        NotFound: the catalogue has no such organisation.
    """
    query = ProjectQuery(limit=most)
    return Past(list_projects(session, organisation_id, query), list_partners(session, organisation_id, query))


def _require(session: Session, organisation_id: str) -> None:
    if projects.find_organisation(session, organisation_id) is None:
        raise NotFound(f"The catalogue has no organisation {organisation_id!r}.")


def _project(project: Project, consortium: Sequence[Participation], organisation_id: str) -> ProjectPublic:
    facts = project.model_dump(include=set(ProjectPublic.model_fields))
    return ProjectPublic(
        **facts,
        url=ADDRESS.format(project.id),
        own=[_participant(one) for one in consortium if one.organisation_id == organisation_id],
        participants=[_participant(one) for one in consortium],
    )


def _participant(one: Participation) -> ProjectParticipant:
    facts = one.model_dump(include=set(ProjectParticipant.model_fields))
    return ProjectParticipant(**facts, organisation=one.organisation_id)
