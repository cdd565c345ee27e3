"""Lists in every order there is: the same on both databases, page by page without gaps, the unstated last."""

import base64
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.clock import instant
from app.db import reading
from app.db.words import words
from app.errors import Invalid
from app.repositories.organisations import PlaceSort
from app.repositories.topic_orders import TopicSort
from app.services import setup
from app.services.catalogue import listing
from app.services.catalogue.listing import PlaceQuery, TopicQuery
from app.services.catalogue.schemas import TopicPublic
from app.settings import Settings
from tests.app.search.conftest import both_addresses

NOW = instant(date(2026, 11, 22))


@pytest.fixture(scope="module")
def catalogues(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[list[tuple[Engine, Settings]]]:
    """The bundled catalogue on each database."""
    folder = tmp_path_factory.mktemp("sorting")
    every = [
        Settings(data_dir=folder, database_url=address, today=NOW)
        for address in both_addresses(folder, postgres_server)
    ]
    opened = [(setup.open_database(settings), settings) for settings in every]
    yield opened
    for engine, _ in opened:
        engine.dispose()


Walk = Callable[..., list[str]]


def pages(ask: Callable[[str | None], Any]) -> Iterator[Any]:
    """All items of a list."""
    cursor = None
    while True:
        page = ask(cursor)
        yield from page.items
        if (cursor := page.next) is None:
            return


def topics(session: Session, settings: Settings, limit: int = 200, **asked: Any) -> list[TopicPublic]:
    def ask(cursor: str | None) -> Any:
        return listing.list_topics(session, settings, TopicQuery(limit=limit, cursor=cursor, **asked))

    return list(pages(ask))


def clusters(session: Session, limit: int = 200, **asked: Any) -> list[Any]:
    return list(pages(lambda cursor: listing.list_clusters(session, PlaceQuery(limit=limit, cursor=cursor, **asked))))


def organisations(session: Session, limit: int = 200, **asked: Any) -> list[Any]:
    def ask(cursor: str | None) -> Any:
        return listing.list_organisations(session, PlaceQuery(limit=limit, cursor=cursor, **asked))

    return list(pages(ask))


@pytest.mark.parametrize("sort", get_args(TopicSort))
def test_topics_stand_in_the_same_order_on_both_databases_whatever_the_page(
    catalogues: list[tuple[Engine, Settings]], sort: str
) -> None:
    orders = []
    for engine, settings in catalogues:
        with reading(engine) as session:
            whole = [one.identifier for one in topics(session, settings, q="horizon", sort=sort)]
            assert [one.identifier for one in topics(session, settings, 17, q="horizon", sort=sort)] == whole
            orders.append(whole)
    assert orders[0] == orders[1]
    assert len(set(orders[0])) == len(orders[0]) > 50


@pytest.mark.parametrize("sort", get_args(PlaceSort))
@pytest.mark.parametrize("listed", [clusters, organisations])
def test_clusters_and_organisations_do_too(
    catalogues: list[tuple[Engine, Settings]], listed: Callable[..., list[Any]], sort: str
) -> None:
    orders = []
    for engine, _ in catalogues:
        with reading(engine) as session:
            whole = [one.id for one in listed(session, q="cluster", sort=sort)]
            assert [one.id for one in listed(session, 37, q="cluster", sort=sort)] == whole
            orders.append(whole)
    assert orders[0] == orders[1]
    assert len(set(orders[0])) == len(orders[0]) > 50


def _due(topic: TopicPublic) -> datetime | None:
    """When its next deadline passes, or when its last one did: without an hour, at the end of the day."""
    passing = [due.at if due.hour_known else instant(due.at.date() + timedelta(days=1)) for due in topic.deadlines]
    ahead = [at for at in passing if at > NOW]
    return min(ahead) if ahead else max(passing, default=None)


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("deadline", _due),
        ("opens_on", lambda topic: topic.opens_on),
        ("budget", lambda topic: topic.budget.total),
    ],
)
def test_numbers_go_up_or_down_and_what_is_not_stated_comes_last(
    catalogues: list[tuple[Engine, Settings]], sort: str, value: Callable[[TopicPublic], Any]
) -> None:
    for engine, settings in catalogues:
        with reading(engine) as session:
            everything = topics(session, settings)
            stated = sorted(one for topic in everything if (one := value(topic)) is not None)
            lacking = [None] * (len(everything) - len(stated))
            assert [value(topic) for topic in topics(session, settings, sort=sort)] == stated + lacking
            assert [value(topic) for topic in topics(session, settings, sort=f"-{sort}")] == stated[::-1] + lacking


def test_names_are_sorted_without_regard_to_letter_case_and_accents(catalogues: list[tuple[Engine, Settings]]) -> None:
    def name(cluster: Any) -> str:
        return " ".join(words(cluster.name))

    for engine, _ in catalogues:
        with reading(engine) as session:
            up = [name(one) for one in clusters(session, sort="name")]
            assert up == sorted(up)
            down = [name(one) for one in clusters(session, sort="-name")]
            assert down == sorted(down, reverse=True)
            by_country = [(one.country, name(one)) for one in clusters(session, sort="country")]
            assert by_country == sorted(by_country)


@pytest.mark.parametrize("asked", [{"sort": "budget"}, {"sort": "-deadline"}, {}])
def test_a_cursor_holds_for_the_order_it_was_given_for(
    catalogues: list[tuple[Engine, Settings]], asked: dict[str, Any]
) -> None:
    engine, settings = catalogues[0]
    with reading(engine) as session:
        given = listing.list_topics(session, settings, TopicQuery(sort="deadline", limit=1)).next
        with pytest.raises(Invalid) as refused:
            listing.list_topics(session, settings, TopicQuery(cursor=given, **asked))
    assert refused.value.errors[0].pointer == "/cursor"


HOSTILE = [
    ">i:1\rx~s:a", ">", ">\n", ">i:1~i:2~s:a\0", "<i:1~s:a", ">d:9999999~s:a", ">n:abc~s:a", ">b:%%%", ">x",
    ">true~s:a",
    f">i:{2**63}~s:a", f">i:{-(2**63)}~s:a", ">i:1~s:a~s:b", ">s:1~s:a", ">f:nan~s:a", ">dt:0001-01-01T00:00+14~s:a",
]  # fmt: skip


@pytest.mark.parametrize("place", HOSTILE)
def test_a_place_that_no_list_has_is_refused(catalogues: list[tuple[Engine, Settings]], place: str) -> None:
    query = TopicQuery(sort="budget")
    cursor = query.mark("topics") + base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    for engine, settings in catalogues:
        with reading(engine) as session, pytest.raises(Invalid) as refused:
            listing.list_topics(session, settings, query.model_copy(update={"cursor": cursor}))
        assert refused.value.errors[0].pointer == "/cursor"


@pytest.mark.parametrize("place", [f">i:{2**62}~s:zzz", f">i:{-(2**62)}~s:", ">i:0~s:\u00e9"])
def test_a_place_between_rows_is_one(catalogues: list[tuple[Engine, Settings]], place: str) -> None:
    query = TopicQuery(sort="budget")
    cursor = query.mark("topics") + base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    found = []
    for engine, settings in catalogues:
        with reading(engine) as session:
            page = listing.list_topics(session, settings, query.model_copy(update={"cursor": cursor}))
            found.append([one.identifier for one in page.items])
    assert found[0] == found[1]


@pytest.mark.parametrize("q", [None, "", " ", "&"])
def test_relevance_needs_a_search(catalogues: list[tuple[Engine, Settings]], q: str | None) -> None:
    engine, settings = catalogues[0]
    with reading(engine) as session:
        with pytest.raises(Invalid) as refused:
            listing.list_topics(session, settings, TopicQuery(sort="relevance", q=q))
        with pytest.raises(Invalid):
            listing.list_clusters(session, PlaceQuery(sort="relevance", q=q))
    assert refused.value.errors[0].pointer == "/sort"
