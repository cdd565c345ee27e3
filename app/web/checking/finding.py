"""Partners of the catalogue that a search finds: organisations, by their own name or by a cluster they act for."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from app.errors import Invalid
from app.services.catalogue import listing, overview
from app.services.catalogue.listing import PlaceQuery
from app.services.catalogue.schemas import ClusterPublic
from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest
from app.settings import Settings
from app.web.checking.understanding import folded
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


def known_by_name(session: Session, partners: Sequence[ParticipantRequest]) -> list[ParticipantRequest]:
    """The participants, those written out who have name and country of one in the catalogue named by its id.

    What was stated of them stands beside the catalogue. Of whom no country is stated, nobody is sure enough.
    """
    return [_known(session, one) for one in partners]


def _known(session: Session, partner: ParticipantRequest) -> ParticipantRequest:
    organisation = partner.organisation
    if isinstance(organisation, str) or not organisation.name or not organisation.country:
        return partner
    try:
        query = validated(PlaceQuery, {"q": organisation.name, "country": organisation.country, "limit": MOST_FOUND})
        ids = _ids_by_name(session, query, folded(organisation.name))
    except Invalid:
        return partner  # no search takes a name of that length: nobody in the catalogue has it
    if len(ids) != 1:
        return partner
    stated = organisation.model_dump(mode="json", exclude_unset=True, exclude={"id", "name", "country"})
    entry = partner.model_dump(mode="json", exclude_unset=True) | {"organisation": ids.pop()}
    return validated(ParticipantRequest, entry | ({"overrides": stated} if stated else {}))


def _ids_by_name(session: Session, query: PlaceQuery, name: str) -> set[str]:
    """Who acts under a name: an organisation of that name, or the one that acts for a cluster that is called so."""
    acting = {
        cluster.managing_organisation.id
        for cluster in listing.list_clusters(session, query).items
        if cluster.managing_organisation and name in map(folded, (cluster.name, *cluster.aliases))
    }
    own = {one.id for one in listing.list_organisations(session, query).items if one.name and folded(one.name) == name}
    return own or acting


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
