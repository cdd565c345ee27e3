"""Partners of the catalogue that a search finds: organisations, by their own name or by a cluster they act for."""

from collections.abc import Iterable

from sqlmodel import Session

from app.services.catalogue import listing, overview
from app.services.catalogue.listing import PlaceQuery
from app.services.catalogue.schemas import ClusterPublic
from app.services.strict_json import validated
from app.settings import Settings
from app.web.presenters import words
from app.web.presenters.blocks import Option
from app.web.presenters.check import Found
from app.web.presenters.clusters import ClusterChoice, place_of
from app.web.searching import place_query
from rules.language import _, ngettext

MOST_FOUND = 8


def find_partners(session: Session, settings: Settings, typed: str, taken: Iterable[str]) -> Found:
    """Those whom a search finds; nothing is searched for with fewer than two letters.

    Raises:
        Invalid: the search is longer than anybody means.
    """
    if len(typed.strip()) < 2:
        return Found(typed)
    countries = overview.look_over(session, settings).countries
    clusters = listing.list_clusters(
        session, place_query(ClusterChoice(q=typed), countries=countries, limit=MOST_FOUND)
    )
    query = validated(PlaceQuery, {"q": typed.strip(), "limit": MOST_FOUND})
    organisations = listing.list_organisations(session, query)
    options = {one.value: one for one in map(_cluster, clusters.items)}
    for found in organisations.items:
        options.setdefault(found.id, Option(found.id, found.name or found.id, note=words.country_name(found.country)))
    for one in taken:
        options.pop(one, None)
    return Found(typed, _told(len(options), more=bool(clusters.next or organisations.next)), tuple(options.values()))


def _cluster(cluster: ClusterPublic) -> Option:
    acting, place = cluster.managing_organisation, place_of(cluster)
    if acting is None:
        return Option(cluster.id, cluster.name, note=_("{place}; nobody acts for it", place=place))
    if acting.id == cluster.id:
        return Option(cluster.id, cluster.name, note=place)
    return Option(
        acting.id, acting.name or acting.id, note=_("acts for {name}, {place}", name=cluster.name, place=place)
    )


def _told(count: int, *, more: bool) -> str:
    if not count:
        return _("Nobody new was found. Try fewer letters, or the name of the town.")
    if more:
        return ngettext(
            "{number} found; there are more, type more letters.",
            "{number} found; there are more, type more letters.",
            count,
        )
    return ngettext("{number} found.", "{number} found.", count)
