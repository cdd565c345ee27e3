"""Clusters that only their tenant sees. They can be named like any other wherever that tenant asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app import clock
from app.db.tables import OwnCluster
from app.errors import Invalid, invalid
from app.repositories.own import Own
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page, Public
from app.services.consortia.rejudging import rejudge_naming
from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery, eligible_calls
from app.services.names import Name
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from app.services.tenancy.versions import require_version
from app.services.verdicts.own_organisations import organisation_of
from app.services.verdicts.requests import Overrides
from app.settings import Settings
from rules.facts import Facts, Organisation, Text

KIND = "own"
LONGEST_NOTE = 10_000


class OwnClusterRequest(Facts):
    """A cluster with the facts about the organisation that acts for it; what is not stated is unknown."""

    name: Name
    city: Text | None = None
    facts: Annotated[Overrides, Field(description="the fields of an organisation, without its id")] = Overrides()
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None


class OwnClusterPublic(Public):
    """A cluster of a tenant. ``id`` names it in requests; ``version`` is its ETag."""

    id: str
    name: str
    city: str | None
    organisation: Organisation
    note: str | None
    version: int
    created_at: datetime
    updated_at: datetime


def create_cluster(session: Session, request: OwnClusterRequest) -> OwnClusterPublic:
    """Keep a cluster for the tenant of the session. The caller commits.

    Raises:
        Invalid: facts that contradict each other.
    """
    own, now, identifier = Own(session, OwnCluster), clock.running(), new_id(KIND)
    row = OwnCluster(id=identifier, tenant_id=own.tenant_id, name=request.name, created_at=now, updated_at=now)
    _write(row, request)
    own.add(row)
    session.flush()
    audit.note(session, "create", "cluster", row.id, after=_public(row))
    return _public(row)


def _write(row: OwnCluster, request: OwnClusterRequest) -> None:
    row.name, row.city, row.note = request.name, request.city, request.note
    stated = request.facts.model_dump(mode="json", exclude_unset=True)
    row.facts = {"name": request.name} | stated
    try:
        organisation_of(row)
    except Invalid as error:
        raise invalid("/facts", error.errors[0].detail) from error


def replace_cluster(
    session: Session, settings: Settings, cluster_id: str, request: OwnClusterRequest, if_match: str | None = None
) -> OwnClusterPublic:
    """Let a cluster be as it is stated now, as a whole; consortia that name it are judged anew. The caller commits.

    Raises:
        NotFound: the tenant has no such cluster.
        PreconditionFailed: it has changed since it was read.
        Invalid: facts that contradict each other.
    """
    row = _the_cluster(session, cluster_id, for_change=True)
    require_version(row.version, if_match)
    before = _public(row)
    _write(row, request)
    row.version, row.updated_at = row.version + 1, clock.running()
    session.flush()
    rejudge_naming(session, settings, row.id)
    audit.note(session, "replace", "cluster", row.id, before=before, after=_public(row))
    return _public(row)


def remove_cluster(session: Session, settings: Settings, cluster_id: str, if_match: str | None = None) -> None:
    """Forget a cluster; consortia that name it are judged anew, and cannot be any more. The caller commits.

    Raises:
        NotFound: the tenant has no such cluster.
        PreconditionFailed: it has changed since it was read.
    """
    row = _the_cluster(session, cluster_id, for_change=True)
    require_version(row.version, if_match)
    before = _public(row)
    Own(session, OwnCluster).remove(row)
    session.flush()
    rejudge_naming(session, settings, cluster_id)
    audit.note(session, "remove", "cluster", cluster_id, before=before)


def get_cluster(session: Session, cluster_id: str) -> OwnClusterPublic:
    """One cluster of the tenant.

    Raises:
        NotFound: the tenant has no such cluster.
    """
    return _public(_the_cluster(session, cluster_id))


def list_clusters(session: Session, query: Query) -> Page[OwnClusterPublic]:
    """One page of the tenant's clusters, the newest first."""
    found = Own(session, OwnCluster).page(query.part("own clusters"))
    return Page(items=[_public(row[0]) for row in found.rows], next=found.next)


def all_clusters(session: Session) -> Sequence[OwnClusterPublic]:
    """All of the tenant's clusters, the newest first."""
    return [_public(row) for row in reversed(Own(session, OwnCluster).every())]


def calls_of_cluster(session: Session, settings: Settings, cluster_id: str, query: EligibleQuery) -> EligibleCalls:
    """The calls that a cluster of the tenant could enter.

    Raises:
        NotFound: the tenant has no such cluster.
        Invalid: the search is too long, or the cursor is none of ours.
    """
    return eligible_calls(session, settings, get_cluster(session, cluster_id).organisation, query)


def _the_cluster(session: Session, cluster_id: str, *, for_change: bool = False) -> OwnCluster:
    return Own(session, OwnCluster).get(cluster_id, "cluster", for_change=for_change)


def _public(row: OwnCluster) -> OwnClusterPublic:
    same = row.model_dump(include=set(OwnClusterPublic.model_fields))
    return OwnClusterPublic.model_validate(same | {"organisation": organisation_of(row)})
