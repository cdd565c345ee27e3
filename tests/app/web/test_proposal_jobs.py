"""The page of a job that has no answer: how far it is, how long it takes, and what can be done when it is over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.db.tables import JobState
from app.services.jobs import JobPublic
from app.services.problems import Problem
from app.web.presenters.jobs import Errand, JobPage, present_job
from app.web.presenters.propose_state import Field

ASKED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ERRAND = Errand(
    topic_identifier="TOPIC",
    heading="Consortia",
    again_href="/propose?topic=TOPIC",
    again=(Field("topic", "TOPIC"),),
    seconds_allowed=10,
    query="?of=other&proposal=2",
)


def page(state: JobState, seconds: float = 3, **facts: Any) -> JobPage:
    job = JobPublic.model_validate(
        {"id": "id", "kind": "proposal", "state": state, "progress": 0.25, "version": 1, "created_at": ASKED_AT}
        | {"started_at": None, "finished_at": None, "expires_at": None, "result": None, "error": None}
        | facts
    )
    return present_job(job, ERRAND, ASKED_AT + timedelta(seconds=seconds))


def test_what_waits_or_works_is_looked_at_again_and_can_be_stopped() -> None:
    waiting, working = page(JobState.QUEUED), page(JobState.RUNNING, 4, started_at=ASKED_AT + timedelta(seconds=1))
    for one in (waiting, working):
        assert one.refresh_seconds == 1
        assert one.cancel_href == "/proposals/id/cancel?of=other&proposal=2"
        assert one.progress_href == "/proposals/id/progress?of=other&proposal=2"
        assert (one.percent, one.again, one.again_href) == (25, (), None)
    assert "3 seconds" in waiting.elapsed
    assert "3 seconds" in working.elapsed
    assert "10 seconds" in working.elapsed


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_what_ended_without_an_answer_can_be_asked_again_or_changed(state: JobState) -> None:
    error = Problem(type="urn:quorum:problem:x", title="X", status=500, detail="It broke.")
    over = page(state, finished_at=ASKED_AT + timedelta(seconds=2), error=error if state is JobState.FAILED else None)
    assert (over.refresh_seconds, over.percent, over.cancel_href) == (None, None, None)
    assert over.again == ERRAND.again
    assert over.again_href == ERRAND.again_href
    assert [one.text for one in over.problems] == (["It broke."] if state is JobState.FAILED else [])
    assert "2 seconds" in over.elapsed


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    assert "0 seconds" in page(JobState.QUEUED, -5).elapsed


def test_each_state_has_a_title_of_its_own() -> None:
    assert len({page(state).title for state in JobState}) == len(JobState)
