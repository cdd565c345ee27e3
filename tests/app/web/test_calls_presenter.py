"""The calls of a cluster: each in exactly one group, and what is unknown never counts as a no."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.db import reading
from app.services.catalogue import listing
from app.services.catalogue.schemas import ClusterPublic
from app.services.eligibility import eligible_calls
from app.services.eligibility.eligible_calls import EligibleCall, EligibleCalls, EligibleQuery
from app.settings import Settings
from app.web.presenters.answers import Answers
from app.web.presenters.call_choice import CallChoice
from app.web.presenters.call_groups import GROUPS, group_of
from app.web.presenters.calls import SHOWN, CallsPage, present_calls, shared_questions
from app.web.presenters.deadlines import last_day
from rules.codes import Role
from rules.facts import Organisation

CLUSTER = "fr-techtera"


@pytest.fixture
def view(service: FastAPI) -> Iterator[Session]:
    with reading(service.state.engine) as session:
        yield session


@pytest.fixture
def cluster(view: Session) -> ClusterPublic:
    return listing.get_cluster(view, CLUSTER)


def judged(view: Session, settings: Settings, cluster: ClusterPublic, **facts: bool | str) -> EligibleCalls:
    assert cluster.managing_organisation is not None
    stated = Organisation.model_validate(cluster.managing_organisation.facts().model_dump() | facts)
    return eligible_calls.eligible_calls(view, settings, stated, EligibleQuery(limit=200))


def presented(cluster: ClusterPublic, found: EligibleCalls, choice: CallChoice | None = None) -> CallsPage:
    return present_calls(cluster, found, choice or CallChoice(), programmes={}, names={CLUSTER: cluster.name})


def counts(page: CallsPage) -> dict[str, int]:
    return {group.anchor: group.count for group in page.groups}


def test_every_call_is_in_exactly_one_group(view: Session, settings: Settings, cluster: ClusterPublic) -> None:
    found = judged(view, settings, cluster)
    assert len(found.items) > 30
    assert sum(counts(presented(cluster, found)).values()) == len(found.items)


def test_what_nobody_has_stated_leaves_a_call_open_and_an_answer_settles_it(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    silent = counts(presented(cluster, judged(view, settings, cluster)))
    assert silent["not-open"] == 0
    assert silent["question-decides"] > silent["could-coordinate"]
    answered = counts(presented(cluster, judged(view, settings, cluster, legal_personality=True, public_body=False)))
    assert answered["could-coordinate"] > answered["question-decides"]


def test_a_known_no_is_told_with_its_reason(view: Session, settings: Settings, cluster: ClusterPublic) -> None:
    page = presented(cluster, judged(view, settings, cluster, country="RU", nuts="RU"))
    closed = next(group for group in page.groups if group.anchor == "not-open")
    assert closed.count > 0
    assert all(call.because_title == "Why not:" and call.because for call in closed.calls)
    assert all(call.propose_href is None for call in closed.calls)


def test_who_may_only_join_is_told_what_bars_it_from_more(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    facts = {"legal_personality": True, "public_body": True, "gender_equality_plan": False}
    page = presented(cluster, judged(view, settings, cluster, **facts))
    joining = next(group for group in page.groups if group.anchor == "could-associate")
    assert joining.count > 0
    assert all(call.because_title == "Why not more:" and call.because for call in joining.calls)
    assert all("coordinator" not in row.text for call in joining.calls for row in call.facts)


def test_a_group_shows_the_first_and_leads_to_all_of_them(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    found = judged(view, settings, cluster)
    page = presented(cluster, found)
    (large,) = [group for group in page.groups if group.count > SHOWN]
    assert len(large.calls) == SHOWN
    assert large.all_href is not None
    assert f"group={large.anchor}" in large.all_href
    (alone,) = presented(cluster, found, CallChoice(group=large.anchor)).groups
    assert len(alone.calls) == alone.count == large.count
    assert alone.all_href is None


def test_the_best_fit_stands_first_unless_the_deadline_is_asked_for(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    found = judged(view, settings, cluster)
    by_deadline = presented(cluster, found, CallChoice(order="deadline", group="question-decides"))
    by_fit = presented(cluster, found, CallChoice(group="question-decides"))
    scores = {call.topic.identifier: call.fit.score for call in found.items}
    assert [scores[call.identifier] for call in by_fit.groups[0].calls] == sorted(
        (scores[call.identifier] for call in by_deadline.groups[0].calls), reverse=True
    )


def test_questions_that_decide_several_calls_are_told_once_with_their_weight(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    asked = shared_questions(judged(view, settings, cluster).items)
    assert "legal personality" in asked[0].text
    assert len({question.text for question in asked}) == len(asked)


def test_a_question_about_the_call_alone_moves_no_group(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    found = judged(view, settings, cluster, legal_personality=True, public_body=False)
    unread: list[EligibleCall] = [call for call in found.items if call.status == "undetermined"]
    assert "could-coordinate" in {group_of(call) for call in unread}


def associated(call: EligibleCall) -> EligibleCall:
    open_ones = [one for one in call.conditions if one.scope != "participant"]
    changes = {"roles": [Role.ASSOCIATED_PARTNER], "coordinator": False, "funded": False, "conditions": open_ones}
    return call.model_copy(update=changes)


def test_who_may_only_join_as_associated_partner_is_told_so_apart(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    found = judged(view, settings, cluster, legal_personality=True, public_body=False)
    only = found.model_copy(update={"items": [associated(found.items[0])]})
    assert counts(presented(cluster, only)) == dict.fromkeys(GROUPS, 0) | {"could-associate": 1}


def test_what_would_not_be_funded_can_be_left_out_and_what_is_not_known_stays(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    call = judged(view, settings, cluster).items[0]
    choice = CallChoice(funded="yes")
    kept = [stated for stated in (True, False, None) if choice.keeps(call.model_copy(update={"funded": stated}))]
    assert kept == [True, None]


def test_deadlines_are_kept_from_a_day_until_another_with_both_days(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    found = judged(view, settings, cluster).items
    days = sorted({last_day(call.deadline) for call in found if call.deadline})
    choice = CallChoice(deadline_from=days[1], deadline_until=days[3])
    assert choice.narrowed() == {"deadline_before": days[3] + timedelta(days=1)}
    assert {last_day(call.deadline) for call in found if call.deadline and choice.keeps(call)} == set(days[1:])


def test_the_timeline_has_one_mark_a_call_and_each_leads_to_its_place_in_the_list(
    view: Session, settings: Settings, cluster: ClusterPublic
) -> None:
    page = presented(cluster, judged(view, settings, cluster))
    assert page.timeline is not None
    assert len(page.timeline.marks) == sum(group.count for group in page.groups if group.anchor != "not-open")
    assert len({(mark.x, mark.y) for mark in page.timeline.marks}) == len(page.timeline.marks)
    assert all(0 < mark.x < page.timeline.width and 0 < mark.y < page.timeline.ground for mark in page.timeline.marks)
    assert sum(sum(month.counts) for month in page.timeline.months) == len(page.timeline.marks)
    here = {f"#{call.anchor}" for group in page.groups for call in group.calls}
    assert here <= {mark.href for mark in page.timeline.marks}
    assert all(mark.href in here or "group=" in mark.href for mark in page.timeline.marks)


def test_there_is_no_timeline_without_a_deadline(view: Session, settings: Settings, cluster: ClusterPublic) -> None:
    found = judged(view, settings, cluster)
    undated = [call.model_copy(update={"deadline": None}) for call in found.items[:2]]
    page = presented(cluster, found.model_copy(update={"items": undated}))
    assert page.timeline is None
    assert page.keeping.calendar_href is None


def test_the_address_keeps_the_answers() -> None:
    choice = CallChoice(q="wool", answers=Answers(legal_personality="yes", public_body="no"))
    assert choice.address("x", group="not-open") == (
        "/clusters/x/calls?q=wool&group=not-open&legal_personality=yes&public_body=no"
    )


def test_only_what_the_catalogue_does_not_know_is_asked(view: Session) -> None:
    known = listing.get_cluster(view, "fr-aerospace-valley")
    assert "legal_personality" not in {asked.name for asked in Answers().asked(known)}
    assert "legal_personality" in {asked.name for asked in Answers().asked(listing.get_cluster(view, CLUSTER))}
    assert Answers().asked(listing.get_cluster(view, "it-distretto-tessile-di-prato")) == ()
