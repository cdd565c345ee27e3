"""The tool that finds clusters, with the ids by which they are named elsewhere.

A tenant's own clusters come before those of the catalogue, in one list: whoever reads on comes from the ones to the
others. A cursor of the first part names the own cluster told last; after the last of them the catalogue begins.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app.mcp.catalogue import MOST
from app.mcp.told import Cited, Told, counted
from app.mcp.visiting import Visit
from app.repositories.searching import finds
from app.services import own_clusters
from app.services.catalogue import listing
from app.services.catalogue.listing import Country, PlaceQuery, Query, Term
from app.services.catalogue.schemas import ClusterPublic, Page, Public
from app.services.own_clusters import OwnClusterPublic
from rules.codes import Ecosystem


class FindClusters(Query):
    """Which clusters to look for; all that is given must fit."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 10
    q: Term | None = None
    country: Country | None = None
    ecosystem: Ecosystem | None = None

    @property
    def own_mark(self) -> str:
        """How cursors begin that lead on among the tenant's own clusters."""
        return self.mark("own clusters")

    @property
    def after_own(self) -> str | None:
        """The own cluster that was told last, if it is among them that the cursor leads on."""
        cursor = self.cursor or ""
        return cursor.removeprefix(self.own_mark) if cursor.startswith(self.own_mark) else None


class ClusterBrief(Public):
    """A cluster in short. ``acts_through``: who signs for it; ``null``: nobody is known who could."""

    id: str
    name: str
    country: str | None
    city: str | None
    ecosystems: Sequence[str]
    acts_through: str | None
    is_own: bool


class ClustersFound(Told):
    """Clusters: those of the asking tenant alone (``is_own``), newest first, then those of the catalogue by id."""

    clusters: Sequence[ClusterBrief]
    next: str | None


def find_clusters(visit: Visit, asked: FindClusters) -> ClustersFound:
    """Look for clusters and their ids. With a key also those that only your tenant sees."""
    with visit.reading() as session:
        own = [] if visit.asker is None else _own(session, asked)
        here = own[: asked.limit]
        found = _of_catalogue(session, asked, asked.limit - len(here), has_key=visit.asker is not None)
    items, following = found.items, found.next
    if len(here) == asked.limit:
        is_all = len(own) == len(here) and not items
        items, following = [], None if is_all else f"{asked.own_mark}{here[-1].id}"
    briefs = [*map(_own_brief, here), *map(_brief, items)]
    return ClustersFound(
        summary=_summary(len(briefs), is_first=asked.cursor is None, is_last=following is None),
        unknown=[f"Who could sign for {one.id} is not known." for one in briefs if one.acts_through is None],
        sources=_sources(items),
        clusters=briefs,
        next=following,
    )


def _summary(number: int, *, is_first: bool, is_last: bool) -> str:
    """How many are told here; how many there are in all is only known when these are all."""
    if is_first and is_last:
        return f"{counted(number, 'cluster fits', 'clusters fit')}."
    said = f"{number} of the clusters that fit"
    return f"{said}, the last of them." if is_last else f"{said}; there are more."


def _own(session: Session, asked: FindClusters) -> Sequence[OwnClusterPublic]:
    """The tenant's own that fit and were not told yet; their ids sort by when they were made."""
    if asked.cursor is not None and asked.after_own is None:
        return []
    return [
        one
        for one in own_clusters.all_clusters(session)
        if (asked.after_own is None or one.id < asked.after_own) and _fits(one, asked)
    ]


def _fits(one: OwnClusterPublic, asked: FindClusters) -> bool:
    facts = one.organisation
    return (
        asked.country in {None, facts.country}
        and (asked.ecosystem is None or asked.ecosystem in facts.ecosystems)
        and finds(asked.q or "", one.id, one.name, one.city, *facts.ecosystems, *(facts.kinds or ()))
    )


def _of_catalogue(session: Session, asked: FindClusters, room: int, *, has_key: bool) -> Page[ClusterPublic]:
    """Those that follow; where there is no room for any, one that tells whether there are any.

    A cursor among own clusters leads to the first, but without a key it is nobody's, and refused like any other.
    """
    cursor = None if has_key and asked.after_own is not None else asked.cursor
    query = PlaceQuery.model_validate(dict(asked) | {"cursor": cursor, "limit": max(room, 1)})
    return listing.list_clusters(session, query)


def _own_brief(one: OwnClusterPublic) -> ClusterBrief:
    facts = one.organisation
    return ClusterBrief(
        id=one.id,
        name=one.name,
        country=facts.country,
        city=one.city,
        ecosystems=list(facts.ecosystems),
        acts_through=facts.id,
        is_own=True,
    )


def _brief(cluster: ClusterPublic) -> ClusterBrief:
    actor = cluster.managing_organisation
    same = {name: getattr(cluster, name) for name in ("id", "name", "country", "city", "ecosystems")}
    return ClusterBrief.model_validate(same | {"acts_through": None if actor is None else actor.id, "is_own": False})


def _sources(clusters: Sequence[ClusterPublic]) -> list[Cited]:
    cited = [Cited(document=one.source, looked_on=one.as_of, confidence=one.confidence) for one in clusters]
    return list(dict.fromkeys(cited))
