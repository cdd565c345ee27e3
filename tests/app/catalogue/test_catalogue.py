"""The catalogue answers with the names of the contract, filters exactly, and pages without loss."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import writing
from app.errors import Invalid, NotFound
from app.services import setup
from app.services.catalogue import listing
from app.services.catalogue.listing import PlaceQuery, TopicQuery
from app.services.catalogue.schemas import Page, TopicPublic
from app.services.ingestion import bundle
from app.settings import Settings

Listing = Callable[..., list[TopicPublic]]
HUGE = "Pmk6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTl-aToxfnM6YQ"  # the right columns, with a number that no database takes


@pytest.fixture
def listed(session: Session, settings: Settings) -> Listing:
    """Every topic of a query, page by page."""

    def walk(limit: int = 50, **parameters: Any) -> list[TopicPublic]:
        found: list[TopicPublic] = []
        cursor: str | None = None
        while True:
            page = listing.list_topics(session, settings, TopicQuery(limit=limit, cursor=cursor, **parameters))
            assert len(page.items) <= limit
            found += page.items
            if (cursor := page.next) is None:
                return found

    return walk


def test_the_bundle_is_loaded_once_and_loading_again_changes_nothing(engine: Engine, settings: Settings) -> None:
    assert setup.is_ready(engine)
    with writing(engine) as session:
        assert bundle.load(session, settings) is False


@pytest.mark.parametrize("limit", [1, 7, 50, 147, 200])
def test_paging_meets_every_topic_once_whatever_the_size_of_a_page(listed: Listing, limit: int) -> None:
    everything = [topic.identifier for topic in listed(limit=200)]

    assert [topic.identifier for topic in listed(limit=limit)] == everything
    assert len(set(everything)) == len(everything) == bundle.manifest().counts["topics"]


def test_open_topics_come_first_then_forthcoming_each_by_deadline_then_closed_from_the_latest(listed: Listing) -> None:
    found = listed()
    ranks = [("open", "forthcoming", "closed").index(topic.status) for topic in found]

    assert ranks == sorted(ranks)
    for status, backwards in (("open", False), ("forthcoming", False), ("closed", True)):
        last_days = [max(due.at for due in topic.deadlines).date() for topic in found if topic.status == status]
        assert last_days == sorted(last_days, reverse=backwards)


def test_a_topic_has_the_names_of_the_contract(session: Session, settings: Settings) -> None:
    topic = listing.get_topic(session, settings, "SMP-COSME-2024-CLUSTER-01").model_dump(mode="json")

    assert topic["status"] == "closed"
    assert topic["opens_on"] == "2024-10-15"
    assert topic["deadlines"] == [{"at": "2025-02-05T00:00:00+01:00", "hour_known": False, "stage": None}]
    assert topic["budget"]["total"] == 42_000_000
    assert topic["budget"]["grants"] is None
    assert set(topic["source"]) >= {"url", "retrieved_at", "sha256"}
    assert {"identifier", "call_identifier", "title", "programme", "type_of_action", "url", "gone_since"} <= set(topic)


def test_letter_case_does_not_matter_and_slashes_belong_to_an_identifier(session: Session, settings: Settings) -> None:
    assert listing.get_topic(session, settings, "smp-cosme-2024-cluster-01").identifier == "SMP-COSME-2024-CLUSTER-01"
    assert listing.get_topic(session, settings, "EUROPEAID/186165/dd/act/rs").kind == 2


def test_filters_narrow_exactly(listed: Listing) -> None:
    everything = listed()

    def kept(test: Callable[[TopicPublic], bool]) -> list[str]:
        return [topic.identifier for topic in everything if test(topic)]

    def found(**parameters: Any) -> list[str]:
        return [topic.identifier for topic in listed(**parameters)]

    assert found(programme="LIFE") == kept(lambda topic: topic.programme == "LIFE") != []
    assert found(programme="life") == found(programme="LIFE")
    assert found(type_of_action="horizon-csa") == kept(lambda topic: topic.type_of_action == "HORIZON-CSA") != []
    assert found(status="open") == kept(lambda topic: topic.status == "open") != []
    edge = date(2026, 11, 17)
    assert found(opens_after=edge) == kept(lambda topic: topic.opens_on is not None and topic.opens_on > edge) != []
    assert found(status="open", programme="HORIZON", type_of_action="HORIZON-IA") == kept(
        lambda topic: (topic.status, topic.type_of_action) == ("open", "HORIZON-IA")
    )


def test_deadline_before_is_about_the_days_before_that_day(listed: Listing) -> None:
    due = [topic.identifier for topic in listed(status="open", deadline_before=date(2026, 12, 2))]
    not_yet = [topic.identifier for topic in listed(status="open", deadline_before=date(2026, 12, 1))]

    assert "HORIZON-CL5-2026-11-D3-05" in due
    assert "HORIZON-CL5-2026-11-D3-05" not in not_yet
    closed = {topic.identifier for topic in listed(status="closed", deadline_before=date(2025, 2, 6))}
    assert "SMP-COSME-2024-CLUSTER-01" in closed
    assert closed == {
        topic.identifier for topic in listed(status="closed") if topic.deadlines[-1].at.date() < date(2025, 2, 6)
    }


def test_as_of_asks_about_another_day(session: Session, settings: Settings) -> None:
    def status(day: date) -> str:
        return listing.get_topic(session, settings, "SMP-COSME-2024-CLUSTER-01", day).status

    assert status(date(2024, 10, 14)) == "forthcoming"
    assert status(date(2024, 10, 15)) == "open"
    assert status(date(2025, 2, 5)) == "open"
    assert status(date(2025, 2, 6)) == "closed"


@pytest.mark.parametrize(
    ("q", "meets"),
    [
        ("textile circularity", "HORIZON-CL4-2027-01-MAT-PROD-08"),
        ("CIRCULARITY   Textile", "HORIZON-CL4-2027-01-MAT-PROD-08"),
        ("mat-prod-08", "HORIZON-CL4-2027-01-MAT-PROD-08"),
        ("euroclusters", "SMP-COSME-2024-CLUSTER-01"),
        ("structuration benin filieres", "EuropeAid/186989/DD/ACT/BJ"),
    ],
)
def test_a_search_finds_every_word_in_any_order_case_and_accent(listed: Listing, q: str, meets: str) -> None:
    assert meets in [topic.identifier for topic in listed(q=q)]


@pytest.mark.parametrize("q", ["textile nonsenseword", "%x%", "_extile"])
def test_a_search_takes_wildcards_as_letters_and_needs_every_word(listed: Listing, q: str) -> None:
    assert listed(q=q) == []


@pytest.mark.parametrize("q", ["x" * 201, "a b c d e f g h i j k l m"])
def test_a_search_that_is_too_long_is_refused_with_its_place(listed: Listing, q: str) -> None:
    with pytest.raises(Invalid) as refused:
        listed(q=q)
    assert refused.value.errors[0].pointer == "/q"


@pytest.mark.parametrize(
    "cursor", ["", "x", "PnM6YQ", "Pmk6MX5pOjF-aToz", "Pmk6MQ", "PGk6MX5pOjF-czph", "\u20ac", "Pg", HUGE]
)
def test_a_cursor_that_no_list_gave_is_refused(session: Session, settings: Settings, cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        listing.list_topics(session, settings, TopicQuery(cursor=cursor and TopicQuery().mark("topics") + cursor))
    assert refused.value.errors[0].pointer == "/cursor"


@pytest.mark.parametrize(
    "bad", [{"colour": "red"}, {"limit": 0}, {"limit": 201}, {"status": "ajar"}, {"country": "ZZ"}, {"q": "a\0b"}]
)
def test_an_unknown_or_senseless_parameter_is_an_error(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TopicQuery.model_validate(bad)


def test_the_commissions_country_codes_are_read_as_iso() -> None:
    assert TopicQuery(country="el").country == "GR"
    assert PlaceQuery(country="UK").country == "GB"


def test_what_only_the_law_can_judge_is_left_out_and_the_page_filled_up(session: Session, settings: Settings) -> None:
    def is_innovation_action(topic: TopicPublic) -> bool:
        return topic.type_of_action == "HORIZON-IA"

    wanted = [
        topic.identifier
        for topic in listing.list_topics(session, settings, TopicQuery(limit=200)).items
        if is_innovation_action(topic)
    ]
    seen: list[str] = []
    page: Page[TopicPublic] | None = None
    while page is None or page.next:
        query = TopicQuery(limit=10, cursor=page.next if page else None)
        page = listing.list_topics(session, settings, query, keep=is_innovation_action)
        seen += [topic.identifier for topic in page.items]
        assert page.next is None or len(page.items) == 10
    assert seen == wanted


def test_a_bundled_topic_has_no_text_and_no_history(session: Session, settings: Settings) -> None:
    text = listing.get_topic_text(session, settings, "I3-2026-INV1")

    assert (text.description_html, text.conditions_html, text.sha256) == (None, None, None)
    assert listing.topic_history(session, settings, "I3-2026-INV1") == []


def test_what_is_not_there_is_not_found(session: Session, settings: Settings) -> None:
    with pytest.raises(NotFound, match="NO-SUCH"):
        listing.get_topic(session, settings, "NO-SUCH")
    with pytest.raises(NotFound, match="NO-SUCH"):
        listing.topic_history(session, settings, "NO-SUCH")
    with pytest.raises(NotFound, match="nobody"):
        listing.get_cluster(session, "nobody")
    with pytest.raises(NotFound, match="'a', 'b'"):
        listing.get_organisations(session, ["b", "fr-aerospace-valley", "a"])


@pytest.mark.parametrize("junk", ["\0", "\ud800", "' OR 1=1 --", "", "x" * 10_000])
def test_junk_is_not_found_whatever_it_is_made_of(session: Session, settings: Settings, junk: str) -> None:
    with pytest.raises(NotFound):
        listing.get_topic(session, settings, junk)
    with pytest.raises(NotFound):
        listing.get_organisation(session, junk)
    with pytest.raises(NotFound):
        listing.get_cluster(session, junk)


def test_clusters_of_one_host_have_one_managing_organisation(session: Session) -> None:
    found = listing.list_clusters(session, PlaceQuery(country="AT", limit=200)).items
    linz = [cluster for cluster in found if cluster.city == "Linz"]

    assert len(linz) == 8
    assert {cluster.managing_organisation.id for cluster in linz if cluster.managing_organisation} == {
        "at-business-upper-austria"
    }
    assert {cluster.formalisation for cluster in linz} == {"hosted"}


def test_an_industrial_district_has_nobody_who_acts_for_it(session: Session) -> None:
    prato = listing.get_cluster(session, "it-distretto-tessile-di-prato")

    assert prato.managing_organisation is None
    assert prato.formalisation == "none"
    with pytest.raises(NotFound):
        listing.get_organisation(session, prato.id)


def test_legal_personality_is_known_only_where_somebody_saw_it(session: Session) -> None:
    assert listing.get_organisation(session, "fr-aerospace-valley").legal_personality is True
    assert listing.get_organisation(session, "fr-aerospace-valley").pic == "999964271"
    assert listing.get_organisation(session, "fr-alpha-rlh").legal_personality is None
    assert listing.get_organisation(session, "el-corallia").legal_personality is None


def test_organisations_are_the_facts_that_rules_ask_about(session: Session) -> None:
    facts = listing.get_organisation(session, "es-secpho").facts()

    assert facts.country == "ES"
    assert facts.kinds == ["cluster_organisation"]
    assert facts.gender_equality_plan is None


def test_clusters_are_found_by_name_alias_place_country_and_ecosystem(session: Session) -> None:
    def ids(**parameters: Any) -> list[str]:
        return [cluster.id for cluster in listing.list_clusters(session, PlaceQuery(limit=200, **parameters)).items]

    assert "dk-clean" in ids(q="lean energy cluster")
    assert "fr-alpha-rlh" in ids(q="talence")
    textile = ids(ecosystem="Textile")
    assert len(textile) == 26
    assert set(ids(ecosystem="Textile", country="IT")) < set(textile)
    assert ids(country="EL") == ids(country="GR") != []


def test_pages_of_clusters_meet_each_once(session: Session) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = listing.list_clusters(session, PlaceQuery(limit=200, cursor=cursor))
        seen += [cluster.id for cluster in page.items]
        if (cursor := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 495


def test_every_organisation_of_the_catalogue_is_a_candidate(session: Session) -> None:
    assert len(listing.all_organisations(session)) == bundle.manifest().counts["organisations"]


def test_times_are_brussels_times(session: Session, settings: Settings) -> None:
    topic = listing.get_topic(session, settings, "HORIZON-CL5-2026-11-D3-05")

    assert topic.source.retrieved_at == datetime.fromisoformat("2026-08-22T00:00:00+02:00")
    assert topic.source.retrieved_at.isoformat() == "2026-08-22T00:00:00+02:00"
