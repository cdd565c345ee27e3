"""Lists of organisations and clusters, whole or with the fields that somebody wants."""

from sqlmodel import Session

from app.services.catalogue import listing
from app.services.catalogue.listing import PlaceQuery
from app.services.catalogue.schemas import ClusterPublic, OrganisationPublic, Page
from app.services.catalogue.sparse import SPARSE_CLUSTER, SPARSE_ORGANISATION, Sparse, as_asked


def list_organisations(session: Session, query: PlaceQuery) -> Page[OrganisationPublic] | Page[Sparse]:
    """One page of organisations.

    Raises:
        Invalid: there is no such field, the search is too long, or the cursor is none of ours.
    """
    return as_asked(listing.list_organisations(session, query), query.fields, SPARSE_ORGANISATION)


def list_clusters(session: Session, query: PlaceQuery) -> Page[ClusterPublic] | Page[Sparse]:
    """One page of clusters.

    Raises:
        Invalid: there is no such field, the search is too long, or the cursor is none of ours.
    """
    return as_asked(listing.list_clusters(session, query), query.fields, SPARSE_CLUSTER)
