"""Clusters: the search, and one cluster."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from app.services.catalogue import listing, overview, projects
from app.services.catalogue.projects import NO_PAST
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.blocks import Pager
from app.web.presenters.cluster import present_cluster
from app.web.presenters.clusters import ClusterChoice, present_clusters
from app.web.rendering import render
from app.web.searching import place_query

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

ON_A_PAGE = 50
PROJECTS_ON_A_PAGE = 20


@router.get("/clusters")
def clusters(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    q: str = "",
    country: str = "",
    ecosystem: str = "",
    cursor: Annotated[str | None, Query()] = None,
) -> HTMLResponse:
    """The search for a cluster."""
    choice = ClusterChoice(q=q, country=country, ecosystem=ecosystem)
    counts = overview.look_over(view, settings)
    query = place_query(choice, countries=counts.countries, cursor=cursor, limit=ON_A_PAGE)
    found = listing.list_clusters(view, query)
    page = present_clusters(found.items, choice, overview=counts, pager=_pager(choice, cursor, found.next))
    return render("clusters.html", page, today=today)


@router.get("/clusters/{cluster_id}")
def cluster(view: View, today: Today, cluster_id: str) -> HTMLResponse:
    """One cluster: who acts for it, what is known, what is open, and where it comes from."""
    found = listing.get_cluster(view, cluster_id)
    manager = found.managing_organisation
    siblings = overview.clusters_of(view, [manager.id]).get(manager.id, ()) if manager else ()
    past = projects.past_of(view, manager.id, PROJECTS_ON_A_PAGE) if manager else NO_PAST
    return render("cluster.html", present_cluster(found, siblings, past), today=today)


def _pager(choice: ClusterChoice, cursor: str | None, following: str | None) -> Pager:
    narrowed = {"q": choice.q, "country": choice.country, "ecosystem": choice.ecosystem}
    kept = {name: value for name, value in narrowed.items() if value}
    return Pager(
        size=ON_A_PAGE,
        first="/clusters?" + urlencode(kept) if cursor else None,
        next="/clusters?" + urlencode(kept | {"cursor": following}) if following else None,
    )
