"""Topics, organisations and clusters."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.access import View, WithSettings
from app.api.strict import StrictRoute
from app.services.catalogue import cascade_calls, changes, listing, place_lists
from app.services.catalogue.cascade_calls import CascadeCallDetails, CascadeCallPublic, CascadeQuery
from app.services.catalogue.changes import CallChange, ChangeQuery
from app.services.catalogue.days import AskedDay
from app.services.catalogue.listing import PlaceQuery, TopicQuery
from app.services.catalogue.schemas import ClusterPublic, OrganisationPublic, Page, TopicChangePublic
from app.services.catalogue.source_states import SourceState, source_states
from app.services.catalogue.sparse import SPARSE_CLUSTER, SPARSE_ORGANISATION, Sparse, either
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery
from app.services.topics.details import TopicDetails, WholeTopic, get_topic_details
from app.services.topics.lists import SPARSE_TOPIC, list_topic_details

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=StrictRoute)

AsOf = Annotated[AskedDay | None, Query(description="As it stood on that day; without it: today.")]


class TopicParameters(TopicQuery):
    """The parameters of the list of topics, with days that somebody could mean."""

    opens_after: AskedDay | None = None
    deadline_before: AskedDay | None = None
    as_of: AskedDay | None = None


class CascadeParameters(CascadeQuery):
    """The parameters of the list of cascade calls, with days that somebody could mean."""

    as_of: AskedDay | None = None


@router.get("/topics", response_model=either(TopicDetails, SPARSE_TOPIC))
def list_topics(
    view: View, settings: WithSettings, query: Annotated[TopicParameters, Query()]
) -> Page[TopicDetails] | Page[Sparse]:
    """Topics: open ones first, then forthcoming, each by last deadline; then closed, latest first. Or by `sort`.

    With `fields` a topic has these alone, which is quicker; its `identifier` always comes along.
    """
    return list_topic_details(view, settings, query)


@router.get("/topics/{identifier:path}")
def get_topic(view: View, settings: WithSettings, identifier: str, as_of: AsOf = None) -> WholeTopic:
    """One topic with its conditions and texts, by its identifier in any letter case; slashes may stand as they are."""
    return get_topic_details(view, settings, identifier, as_of)


@router.get("/topic-history")
def topic_history(
    view: View, settings: WithSettings, identifier: Annotated[str, Query()]
) -> Sequence[TopicChangePublic]:
    """What has changed in a topic since it was first read, newest first."""
    return listing.topic_history(view, settings, identifier)


@router.get("/cascade-calls")
def list_cascade_calls(
    view: View, settings: WithSettings, query: Annotated[CascadeParameters, Query()]
) -> Page[CascadeCallPublic]:
    """Calls of funded projects for third parties: open ones first, then forthcoming, then closed."""
    return cascade_calls.list_cascade_calls(view, settings, query)


@router.get("/cascade-calls/{reference}")
def get_cascade_call(view: View, settings: WithSettings, reference: str, as_of: AsOf = None) -> CascadeCallDetails:
    """One cascade call with its texts, by the source's own name of it."""
    return cascade_calls.get_cascade_call(view, settings, reference, as_of)


@router.get("/changes")
def list_changes(view: View, query: Annotated[ChangeQuery, Query()]) -> Page[CallChange]:
    """What has changed in any topic, the last change first."""
    return changes.list_changes(view, query)


@router.get("/sources")
def list_sources(view: View) -> Sequence[SourceState]:
    """The sources that were read: of which moment the catalogue has them, and what came of the last attempt."""
    return source_states(view)


@router.get(
    "/organisations",
    response_model=either(OrganisationPublic, SPARSE_ORGANISATION),
)
def list_organisations(view: View, query: Annotated[PlaceQuery, Query()]) -> Page[OrganisationPublic] | Page[Sparse]:
    """Organisations, by id or by `sort`. With `fields` one has these alone; its `id` always comes along."""
    return place_lists.list_organisations(view, query)


@router.get("/organisations/{organisation_id}")
def get_organisation(view: View, organisation_id: str) -> OrganisationPublic:
    """One organisation: its facts, and how well they are known."""
    return listing.get_organisation(view, organisation_id)


@router.get(
    "/clusters",
    response_model=either(ClusterPublic, SPARSE_CLUSTER),
)
def list_clusters(view: View, query: Annotated[PlaceQuery, Query()]) -> Page[ClusterPublic] | Page[Sparse]:
    """Clusters, by id or by `sort`, each with the organisation that acts for it.

    With `fields` one has these alone; its `id` always comes along.
    """
    return place_lists.list_clusters(view, query)


@router.get("/clusters/{cluster_id}")
def get_cluster(view: View, cluster_id: str) -> ClusterPublic:
    """One cluster with the organisation that acts for it."""
    return listing.get_cluster(view, cluster_id)


@router.get("/organisations/{organisation_id}/eligible-calls")
def calls_of_organisation(
    view: View, settings: WithSettings, organisation_id: str, query: Annotated[EligibleQuery, Query()]
) -> EligibleCalls:
    """The open and forthcoming calls that an organisation could enter, in which roles, and what is still needed."""
    return eligible_calls.calls_of_organisation(view, settings, organisation_id, query)


@router.get("/clusters/{cluster_id}/eligible-calls")
def calls_of_cluster(
    view: View, settings: WithSettings, cluster_id: str, query: Annotated[EligibleQuery, Query()]
) -> EligibleCalls:
    """The calls a cluster could enter through the organisation that acts for it; without one, why there are none."""
    return eligible_calls.calls_of_cluster(view, settings, cluster_id, query)
