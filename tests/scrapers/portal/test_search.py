"""Fetching from the emulator: nothing is lost unnoticed, and nothing is asked twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response

from scrapers.errors import FetchError, IncompleteError, SourceError
from scrapers.portal import Config, Progress, parse
from scrapers.portal.tables import source
from scrapers.reading import Asked, Ignored, judge_run
from scrapers.sources import SOURCES
from tests.emulator.server import Portal
from tests.emulator.shapes import Facts, Raw, topic_row
from tests.emulator.topics import CASCADE_CALLS, NEWS, OLD, RIA, TOPICS, own_rows
from tests.scrapers.fetched import fetch_from, store_in

RESTS = 2
LISTS = 7 + RESTS
"""A list for each status of topics and of cascade calls and for what has none of them, and one of news."""


def many(count: int, facts: Facts = RIA) -> list[Raw]:
    numbered = (
        replace(facts, number=100_000 + number, identifier=f"HORIZON-MANY-{number:05d}", budget=())
        for number in range(count)
    )
    return [topic_row(each) for each in numbered]


def test_all_our_topics_arrive(portal: Portal, tmp_path: Path) -> None:
    reading = parse(fetch_from(portal, tmp_path))
    assert {topic.identifier for topic in reading.topics} == {facts.identifier for facts in TOPICS}
    assert (reading.quarantined, reading.unknown_fields, reading.remarks) == ((), {}, ())
    assert reading.ignored == {Ignored.STALE_COPY: 2}
    assert reading.rows == reading.expected
    assert {call.name for call in reading.cascade_calls} == {call.name for call in CASCADE_CALLS}
    assert {notice.topic_identifier for notice in reading.news} == {facts.identifier for facts, *_ in NEWS}
    assert all(came.rows == came.expected > 0 for came in reading.besides.values())


def test_two_runs_give_the_same_records(portal: Portal, tmp_path: Path) -> None:
    first, second = (parse(fetch_from(portal, tmp_path)) for _ in range(2))
    assert first == second


def test_a_run_can_be_read_again_without_network(portal: Portal, tmp_path: Path) -> None:
    reading = parse(fetch_from(portal, tmp_path))
    asked = portal.requests
    assert parse(store_in(tmp_path).latest("portal")) == reading
    assert portal.requests == asked


def test_all_pages_are_walked(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(250) + many(1, OLD))
    reading = parse(fetch_from(portal, tmp_path))
    assert (len(reading.topics), reading.expected) == (250, 251)
    assert portal.searches == 1 + LISTS + 2


def test_a_last_page_that_is_just_full_is_not_followed_by_another(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(200) + own_rows())
    fetch_from(portal, tmp_path)
    assert portal.searches == 1 + LISTS + 2


def test_rows_that_slip_across_a_page_border_are_found_from_the_other_end(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(200))
    portal.state.borders_slip = True
    reading = parse(fetch_from(portal, tmp_path))
    assert (len(reading.topics), reading.rows, reading.expected) == (200, 200, 200)
    assert portal.searches == 1 + LISTS + 1 + 2


def test_rows_that_stand_elsewhere_on_each_page_are_asked_for_until_all_came(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(450))
    portal.state.ties_are_shuffled = True
    reading = parse(fetch_from(portal, tmp_path))
    assert (len(reading.topics), reading.rows, reading.expected) == (450, 450, 450)


def test_an_interface_that_takes_no_question_about_the_rest_is_read_without(portal: Portal, tmp_path: Path) -> None:
    refused = {"type": "businessError", "message": "Invalid Query format"}
    before = 1 + len(Asked) + LISTS - RESTS
    portal.state.next_answers.extend([None] * before + [JSONResponse(refused, 400) for _ in range(RESTS)])
    reading = parse(fetch_from(portal, tmp_path))
    assert {topic.identifier for topic in reading.topics} == {facts.identifier for facts in TOPICS}
    assert not portal.state.next_answers


def test_a_source_that_fails_before_the_rest_is_known_fails(portal: Portal, tmp_path: Path) -> None:
    before = 1 + len(Asked) + LISTS - RESTS
    portal.state.next_answers.extend([None] * before + [JSONResponse({}, 503) for _ in range(20)])
    with pytest.raises(FetchError, match="status 503"):
        fetch_from(portal, tmp_path)


def test_an_ignored_filter_is_noticed(portal: Portal, tmp_path: Path) -> None:
    portal.state.ignores_filters = True
    with pytest.raises(IncompleteError, match="the filter was ignored"):
        fetch_from(portal, tmp_path)


def test_a_source_that_holds_only_what_is_asked_for_is_no_ignored_filter(portal: Portal, tmp_path: Path) -> None:
    portal.serve([topic_row(RIA)])
    assert len(parse(fetch_from(portal, tmp_path)).topics) == 1


def test_an_empty_source_is_fetched_and_then_refused(portal: Portal, tmp_path: Path) -> None:
    portal.serve([])
    reading = parse(fetch_from(portal, tmp_path))
    assert judge_run(reading, last_good=None, expectations=SOURCES["portal"].expectations) is not None


@pytest.fixture
def window_of_200(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same interface with a window that few rows fill."""
    narrow = source().model_copy(update={"search": source().search.model_copy(update={"window": 200})})
    for module in ("search", "partition"):
        monkeypatch.setattr(f"scrapers.portal.{module}.source", lambda: narrow)
    monkeypatch.setattr("tests.emulator.application.WINDOW", 200)


def test_a_list_longer_than_the_window_is_read_from_both_ends(
    portal: Portal, tmp_path: Path, window_of_200: None
) -> None:
    portal.serve(many(350) + many(1, OLD))
    assert len({topic.identifier for topic in parse(fetch_from(portal, tmp_path)).topics}) == 350


def test_more_rows_than_both_ends_show_are_an_error(portal: Portal, tmp_path: Path, window_of_200: None) -> None:
    portal.serve(many(401) + many(1, OLD))
    with pytest.raises(IncompleteError, match=r"401 rows of topics cannot be told apart .* no more than 400"):
        fetch_from(portal, tmp_path)


def test_a_total_that_is_not_delivered_is_refused(portal: Portal, tmp_path: Path) -> None:
    portal.state.says_total = 10
    reading = parse(fetch_from(portal, tmp_path))
    assert judge_run(reading, last_good=None, expectations=SOURCES["portal"].expectations) == (
        "the source says it has 30 rows and gave 16"
    )


@pytest.mark.parametrize(
    "fault",
    [
        HTMLResponse("<!DOCTYPE html><title>Service Unavailable</title>"),
        Response(b"", media_type="application/json"),
        Response(b'{"totalResults": 5, "resul', media_type="application/json"),
        JSONResponse({"totalResults": "many", "results": []}),
        JSONResponse({"results": []}),
        JSONResponse([]),
        Response('{"totalResults": 0, "results": ["é"]}'.encode("latin-1"), media_type="application/json"),
        JSONResponse({"type": "throwable"}, 500),
    ],
    ids=["web page", "empty", "cut off", "wrong type", "no total", "a list", "wrong charset", "error"],
)
def test_a_passing_fault_is_survived_and_not_kept(portal: Portal, tmp_path: Path, fault: Response) -> None:
    portal.state.next_answers.append(fault)
    assert len(parse(fetch_from(portal, tmp_path)).topics) == len(TOPICS)


def test_a_lasting_fault_says_what_came_instead(portal: Portal, tmp_path: Path) -> None:
    portal.state.next_answers.extend(HTMLResponse("<html>down for maintenance") for _ in range(20))
    with pytest.raises(FetchError, match="the answer is a web page instead of search results"):
        fetch_from(portal, tmp_path)


def test_a_source_that_is_too_slow_is_given_up(portal: Portal, tmp_path: Path) -> None:
    portal.state.latency_seconds = 1.0
    with pytest.raises(FetchError, match=r"within 0\.2 s"):
        fetch_from(portal, tmp_path, timeout_seconds=0.2)


def test_a_failed_run_leaves_the_last_good_one_to_replay(portal: Portal, tmp_path: Path) -> None:
    good = parse(fetch_from(portal, tmp_path))
    portal.state.ignores_filters = True
    with pytest.raises(FetchError):
        fetch_from(portal, tmp_path)
    assert parse(store_in(tmp_path).latest("portal")) == good


def test_an_interrupted_run_is_carried_on(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(250) + many(1, OLD))

    def stop_at_page_two(progress: Progress) -> None:
        if progress.rows >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_from(portal, tmp_path, on_progress=stop_at_page_two)
    with pytest.raises(SourceError, match="no finished run"):
        store_in(tmp_path).latest("portal")
    before = portal.searches
    assert len(parse(fetch_from(portal, tmp_path, resume=True)).topics) == 250
    assert portal.searches - before == 1 + RESTS


def test_a_run_that_cannot_be_complete_is_not_carried_on(portal: Portal, tmp_path: Path) -> None:
    portal.state.ignores_filters = True
    with pytest.raises(IncompleteError):
        fetch_from(portal, tmp_path)
    portal.state.ignores_filters = False
    assert len(parse(fetch_from(portal, tmp_path, resume=True)).topics) == len(TOPICS)


def test_progress_tells_how_far_it_is(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(150) + many(1, OLD))
    seen: list[Progress] = []
    fetch_from(portal, tmp_path, on_progress=seen.append)
    assert seen[-1] == Progress(rows=150, expected=151)
    assert [each.rows for each in seen] == sorted(each.rows for each in seen)


def test_each_answer_is_kept_with_what_was_asked(portal: Portal, tmp_path: Path) -> None:
    captures = fetch_from(portal, tmp_path)
    assert len(captures) == portal.requests
    page = next(capture for capture in captures if capture.request.get("step") == "list")
    assert page.request["parts"]["languages"] == ["en"]
    assert page.request["params"] == {"apiKey": "SEDIA", "text": "***", "pageSize": "100", "pageNumber": "1"}
    assert page.url.startswith(f"{portal.url}/search-api/prod/rest/search?")


def test_a_base_address_stands_in_for_both_hosts() -> None:
    config = Config(base_url="http://127.0.0.1:8099/")
    assert config.search_url == "http://127.0.0.1:8099/search-api/prod/rest/search"
    assert {address.split("/")[2] for address in config.origins} == {"127.0.0.1:8099"}


@pytest.mark.parametrize("address", ["localhost:8099", "file:///etc", "http://", "http://host/?a=b", ""])
def test_a_base_that_is_no_address_is_no_setting(address: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        Config(base_url=address)


def test_without_a_base_address_the_two_hosts_of_the_commission_are_allowed() -> None:
    assert {address.split("/")[2] for address in Config().origins} == {"api.tech.ec.europa.eu", "ec.europa.eu"}
