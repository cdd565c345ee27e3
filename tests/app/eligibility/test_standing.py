"""What is remembered of an organisation is what judging it anew would say."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCall, EligibleQuery
from app.services.eligibility.footing import Footing
from app.services.eligibility.prospects import Prospect, prospect_of_topic
from app.services.eligibility.seats import ROLES, Ruling, Seat
from app.services.eligibility.standing import Examiner, examiner_of
from app.settings import Settings
from rules import rulebook
from rules.assessment import judge_entries
from rules.facts import Organisation, Participant
from tests.app.asking import organisation

DAYS = [date(2026, 11, 22), date(2024, 6, 1)]
WHO = [
    organisation("complete", "FR"),
    organisation("associated", "NO"),
    organisation("pending", "CH", controlled_from="KR"),
    organisation("trust", "HU", flags=["hu_public_interest_trust"], kinds=["university"]),
    organisation("barred", "FR", flags=["restrictive_measures"]),
    organisation("elsewhere", "US"),
    organisation("russian", "RU"),
    {"id": "unknown"},
    {"id": "half known", "country": "EG", "kinds": ["company"]},
]


def prospects(session: Session, settings: Settings, day: date) -> list[Prospect]:
    topics = listing.list_topics(session, settings, TopicQuery(limit=200)).items
    return [prospect_of_topic(topic, rulebook.load(), today=DAYS[0], as_of=day) for topic in topics]


def judged_anew(who: Organisation, prospect: Prospect) -> Footing:
    """Every condition of the call judged in every role, and nothing remembered."""
    seats = []
    for role in ROLES:
        alone = [Participant(organisation=who, role=role)]
        seats.append(Seat(role, [Ruling(role, judge_entries(prospect.law.resolution, alone, prospect.law.context))]))
    return Footing(tuple(seats), prospect.gives_grants, prospect.is_encoded)


def told(footing: Footing, prospect: Prospect, who: Organisation) -> tuple[object, ...]:
    own = prospect.questions(Participant(organisation=who, role=ROLES[0]))
    said = (footing.status(own), footing.roles, footing.funded, footing.coordinator)
    return (*said, sorted(footing.still_needed), sorted(one.model_dump_json() for one in footing.conditions(own)))


@pytest.mark.parametrize("facts", WHO, ids=lambda facts: str(facts["id"]))
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_remembered_is_what_judging_anew_would_say(
    session: Session, settings: Settings, facts: dict[str, Any], day: date
) -> None:
    who = Organisation.model_validate(facts)
    examiner = Examiner(who, rulebook.load())
    for prospect in prospects(session, settings, day):
        found = told(examiner.stand_before(prospect).footing, prospect, who)
        assert found == told(judged_anew(who, prospect), prospect, who), prospect.asked.call.identifier


def test_an_organisation_is_remembered_by_everything_that_is_known_of_it() -> None:
    who = [Organisation.model_validate(facts) for facts in (*WHO, {**WHO[0], "name": "Another name"})]
    examiners = [examiner_of(one, rulebook.load()) for one in who]
    assert len(set(map(id, examiners))) == len(who)
    assert examiner_of(who[0].model_copy(), rulebook.load()) is examiners[0]


def test_topics_under_one_law_share_it_and_others_do_not(session: Session, settings: Settings) -> None:
    found = prospects(session, settings, DAYS[0])
    laws = list({id(prospect.law): prospect.law for prospect in found}.values())
    assert len(laws) < len(found)
    for index, law in enumerate(laws):
        for other in laws[:index]:
            same_conditions = law.resolution.conditions == other.resolution.conditions
            moments = {one.context.groups.moment(one.context.call, DAYS[0]) for one in (law, other)}
            assert not same_conditions or len(moments) == 2


def test_a_topic_is_made_ready_once_for_a_day(session: Session, settings: Settings) -> None:
    today, again = prospects(session, settings, DAYS[0]), prospects(session, settings, DAYS[0])
    earlier = prospects(session, settings, DAYS[1])
    assert all(one is other for one, other in zip(today, again, strict=True))
    assert not any(one is other for one, other in zip(today, earlier, strict=True))


def test_an_answer_taken_over_unchecked_is_what_validation_would_make_of_it(
    session: Session, settings: Settings
) -> None:
    for facts in WHO[::3]:
        who = Organisation.model_validate(facts)
        for call in eligible_calls.eligible_calls(session, settings, who, EligibleQuery(limit=50)).items:
            assert set(vars(call)) == call.model_fields_set == set(EligibleCall.model_fields)
            assert EligibleCall.model_validate(vars(call)) == call
