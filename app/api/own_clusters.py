"""Clusters and contacts that only their tenant sees."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status

from app.api.access import Change, Changes, IfMatch, Requires, View, WithSettings
from app.api.strict import StrictRoute
from app.services import own_clusters
from app.services.catalogue import listing
from app.services.catalogue.schemas import Page
from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery
from app.services.own_clusters import OwnClusterPublic, OwnClusterRequest
from app.services.tenancy import contacts
from app.services.tenancy.contacts import ContactPublic, ContactRequest
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1", tags=["own"], route_class=StrictRoute)
tenants_only = [Depends(Requires())]
OfClusters = Annotated[Change, Depends(Changes(Scope.CLUSTERS_WRITE))]
OfContacts = Annotated[Change, Depends(Changes(Scope.CONTACTS_WRITE))]
Paged = Annotated[listing.Query, Query()]


@router.post("/own/clusters", status_code=status.HTTP_201_CREATED)
def create_own_cluster(change: OfClusters, request: OwnClusterRequest, response: Response) -> OwnClusterPublic:
    """Keep a cluster that only the tenant sees. Its id can then be named in verdicts, proposals and consortia."""
    with change.begin() as session:
        made = own_clusters.create_cluster(session, request)
    response.headers["Location"] = f"/v1/own/clusters/{made.id}"
    return _versioned(response, made)


@router.get("/own/clusters", dependencies=tenants_only)
def list_own_clusters(view: View, query: Paged) -> Page[OwnClusterPublic]:
    """The tenant's own clusters, the newest first."""
    return own_clusters.list_clusters(view, query)


@router.get("/own/clusters/{cluster_id}", dependencies=tenants_only)
def get_own_cluster(view: View, cluster_id: str, response: Response) -> OwnClusterPublic:
    """One of the tenant's own clusters."""
    return _versioned(response, own_clusters.get_cluster(view, cluster_id))


@router.put("/own/clusters/{cluster_id}")
def replace_own_cluster(
    *,
    change: OfClusters,
    settings: WithSettings,
    cluster_id: str,
    request: OwnClusterRequest,
    response: Response,
    if_match: IfMatch = None,
) -> OwnClusterPublic:
    """Let a cluster be as it is stated now, as a whole; what is left out is unknown."""
    with change.begin() as session:
        return _versioned(response, own_clusters.replace_cluster(session, settings, cluster_id, request, if_match))


@router.delete("/own/clusters/{cluster_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_own_cluster(change: OfClusters, settings: WithSettings, cluster_id: str, if_match: IfMatch = None) -> None:
    """Forget a cluster."""
    with change.begin() as session:
        own_clusters.remove_cluster(session, settings, cluster_id, if_match)


@router.get("/own/clusters/{cluster_id}/eligible-calls", dependencies=tenants_only)
def eligible_calls_of_own_cluster(
    view: View, settings: WithSettings, cluster_id: str, query: Annotated[EligibleQuery, Query()]
) -> EligibleCalls:
    """Open and forthcoming calls that one of the tenant's own clusters could enter."""
    return own_clusters.calls_of_cluster(view, settings, cluster_id, query)


@router.post("/contacts", status_code=status.HTTP_201_CREATED)
def create_contact(
    change: OfContacts, settings: WithSettings, request: ContactRequest, response: Response
) -> ContactPublic:
    """Keep a person who may be asked to join, with the ground on which the address is kept."""
    with change.begin() as session:
        made = contacts.create_contact(session, settings, request)
    response.headers["Location"] = f"/v1/contacts/{made.id}"
    return made


@router.get("/contacts", dependencies=tenants_only)
def list_contacts(view: View, query: Paged) -> Page[ContactPublic]:
    """The tenant's contacts, the newest first."""
    return contacts.list_contacts(view, query)


@router.get("/contacts/{contact_id}", dependencies=tenants_only)
def get_contact(view: View, contact_id: str) -> ContactPublic:
    """One contact."""
    return contacts.get_contact(view, contact_id)


@router.delete("/contacts/{contact_id}", status_code=status.HTTP_204_NO_CONTENT)
def erase_contact(change: OfContacts, contact_id: str) -> None:
    """Erase a person: the row, and the address in the tenant's notes."""
    with change.begin() as session:
        contacts.remove_contact(session, contact_id)
    contacts.forget_deleted(change.engine)


def _versioned(response: Response, cluster: OwnClusterPublic) -> OwnClusterPublic:
    response.headers["ETag"] = f'"{cluster.version}"'
    return cluster
