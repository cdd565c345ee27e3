from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from app.errors import Invalid, NotFound
from app.services.catalogue.listing import TopicQuery, get_topic
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCall, EligibleQuery, calls_of_cluster, calls_of_organisation
from app.services.eligibility.standing import Examiner
from app.services.topics.details import TopicDetails
from app.services.topics.lists import list_topic_details
from app.services.verdicts.topic_calls import of_topic
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.facts import Organisation
from tests.app.asking import DISTRICT, FRENCH_POLE, HOST, HOSTED, TOPIC, organisation

ALL_ROLES = [Role.COORDINATOR, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER]


def of(session: Session, settings: Settings, facts: dict[str, Any], **query: Any) -> dict[str, EligibleCall]:
    who = Organisation.model_validate(facts)
    found = eligible_calls.eligible_calls(session, settings, who, EligibleQuery(limit=200, **query))
    return {call.topic.identifier: call for call in found.items}


def test_only_open_and_forthcoming_calls_are_listed_open_ones_first(session: Session, settings: Settings) -> None:
    found = calls_of_cluster(session, settings, FRENCH_POLE, EligibleQuery(limit=200))
    statuses = [call.topic.status for call in found.items]
    assert (found.organisation, found.obstacle) == (FRENCH_POLE, None)
    assert set(statuses) == {"open", "forthcoming"}
    assert statuses == sorted(statuses, reverse=True)


def test_an_organisation_without_blemish_lacks_only_partners_and_a_reader(session: Session, settings: Settings) -> None:
    call = of(session, settings, organisation("x", "FR", kinds=["research_organisation"]))[TOPIC]
    assert (call.roles, call.coordinator, call.funded) == (ALL_ROLES, True, True)
    assert [condition.id for condition in call.conditions] == ["topic.text-unread"]
    assert call.status == "undetermined"
    assert len(call.still_needed) == 1
    assert call.still_needed[0].startswith("2 more beneficiaries established in")


def test_from_an_associated_country_somebody_from_a_member_state_is_needed(
    session: Session, settings: Settings
) -> None:
    call = of(session, settings, organisation("x", "NO"))[TOPIC]
    assert call.still_needed[0].startswith("2 more beneficiaries established in")
    assert "of which at least 1 established in an EU Member State" in call.still_needed[0]


def test_what_nobody_has_stated_is_a_question_and_no_refusal(session: Session, settings: Settings) -> None:
    call = of(session, settings, {"id": "x", "country": "FR"})[TOPIC]
    assert (call.roles, call.coordinator) == (ALL_ROLES, None)
    questions = " ".join(condition.question or "" for condition in call.conditions)
    assert "legal personality" in questions
    assert "gender equality plan" in questions


def test_a_country_that_is_not_funded_may_only_be_an_associated_partner(session: Session, settings: Settings) -> None:
    call = of(session, settings, organisation("x", "US"))[TOPIC]
    assert (call.roles, call.coordinator, call.funded) == ([Role.ASSOCIATED_PARTNER], False, False)
    assert "horizon.eligible-for-funding" in {one.id for one in call.conditions if one.status == "not_met"}
    assert any("coordinator" in sentence for sentence in call.still_needed)


def test_who_is_barred_from_every_role_is_told_why(session: Session, settings: Settings) -> None:
    call = of(session, settings, organisation("x", "FR", flags=["restrictive_measures"]))[TOPIC]
    assert (call.status, call.roles, call.still_needed) == ("ineligible", [], [])
    assert "horizon.restrictive-measures" in {one.id for one in call.conditions if one.status == "not_met"}


def test_where_the_law_is_not_encoded_no_role_is_promised_and_the_document_is_named(
    session: Session, settings: Settings
) -> None:
    calls = of(session, settings, organisation("x", "FR"))
    unread = [call for call in calls.values() if "quorum.not-encoded" in {one.id for one in call.conditions}]
    assert unread
    for call in unread:
        assert (call.status, call.roles, call.coordinator, call.funded) == ("undetermined", [], None, None)
        assert any("document" in (one.question or "") for one in call.conditions)


def test_a_cluster_enters_through_its_host(session: Session, settings: Settings) -> None:
    assert calls_of_cluster(session, settings, HOSTED, EligibleQuery()).organisation == HOST


def test_a_cluster_without_a_legal_entity_can_enter_nothing_and_is_told_who_could(
    session: Session, settings: Settings
) -> None:
    found = calls_of_cluster(session, settings, DISTRICT, EligibleQuery())
    assert (list(found.items), found.organisation) == ([], None)
    assert "municipality" in (found.obstacle or "")


def test_who_is_not_in_the_catalogue_is_not_found(session: Session, settings: Settings) -> None:
    with pytest.raises(NotFound):
        calls_of_cluster(session, settings, "nobody", EligibleQuery())
    with pytest.raises(NotFound):
        calls_of_organisation(session, settings, DISTRICT, EligibleQuery())


@pytest.mark.parametrize("limit", [7, 40])
def test_pages_join_without_gap_or_repetition(session: Session, settings: Settings, limit: int) -> None:
    whole = [
        call.topic.identifier
        for call in calls_of_cluster(session, settings, FRENCH_POLE, EligibleQuery(limit=200)).items
    ]
    paged: list[str] = []
    cursor = None
    while True:
        page = calls_of_cluster(session, settings, FRENCH_POLE, EligibleQuery(limit=limit, cursor=cursor))
        assert len(page.items) <= limit
        paged += [call.topic.identifier for call in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert paged == whole


@pytest.mark.parametrize("cursor", ["", "closed.x", "open.junk", "forthcoming.%00"])
def test_a_foreign_cursor_is_refused(session: Session, settings: Settings, cursor: str) -> None:
    with pytest.raises(Invalid):
        calls_of_cluster(session, settings, FRENCH_POLE, EligibleQuery(cursor=cursor))


def test_the_list_is_narrowed_by_role_and_fit_as_well(session: Session, settings: Settings) -> None:
    american = organisation("x", "US", ecosystems=["Digital"])
    assert TOPIC in of(session, settings, american, role="associated_partner")
    assert of(session, settings, american, role="coordinator").keys() & {TOPIC} == set()
    assert all(call.fit.score >= 50 for call in of(session, settings, american, min_fit=50).values())


def test_a_country_keeps_the_calls_with_a_role_open_to_it_as_the_list_of_topics_does(
    session: Session, settings: Settings
) -> None:
    everything, french, russian = (
        set(of(session, settings, organisation("x", "FR"), programme="HORIZON", **narrowed))
        for narrowed in ({}, {"country": "FR"}, {"country": "RU"})
    )
    listed = list_topic_details(session, settings, TopicQuery(limit=200, programme="HORIZON", country="RU"))
    assert french == everything
    assert russian < everything
    whole = [topic for topic in listed.items if isinstance(topic, TopicDetails)]
    assert len(whole) == len(listed.items)
    assert russian == {topic.identifier for topic in whole if topic.status != "closed"}


def test_as_of_another_day_another_list(session: Session, settings: Settings) -> None:
    later = of(session, settings, organisation("x", "FR"), as_of="2027-12-31")
    assert TOPIC not in later


def test_a_programme_that_the_rulebook_has_never_heard_of_is_read_in_its_own_document(
    session: Session, settings: Settings
) -> None:
    topic = get_topic(session, settings, TOPIC).model_copy(update={"programme": "BRAND-NEW"})
    day = date(2026, 11, 22)
    who = Organisation.model_validate(organisation("x", "FR"))
    standing = Examiner(who, rulebook.load()).examine(of_topic(topic, today=day, as_of=day))
    assert [entry.condition.id for entry in standing.questions] == ["quorum.not-encoded", "topic.text-unread"]
    assert (standing.footing.is_encoded, standing.footing.open_seats) == (False, [])
