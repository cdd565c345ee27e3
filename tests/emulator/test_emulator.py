"""The emulator has the traps of the real portal; a client that falls into one must fail here first."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.recordings import raw_answer
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA

GRANTS = {"bool": {"must": [{"terms": {"type": ["1"]}}]}}


def as_files(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: ("blob", json.dumps(part), "application/json") for name, part in parts.items()}


def search(portal: Portal, *, page: int = 1, size: int = 50, text: str = "***", **kwargs: Any) -> httpx.Response:
    params: dict[str, Any] = {"apiKey": "SEDIA", "text": text, "pageSize": size, "pageNumber": page}
    return httpx.post(
        f"{portal.url}/search-api/prod/rest/search", params={**params, **kwargs.pop("params", {})}, **kwargs
    )


def total(answer: httpx.Response) -> int:
    found: int = answer.json()["totalResults"]
    return found


def test_parts_sent_as_files_are_heard(portal: Portal) -> None:
    assert 0 < total(search(portal, files=as_files({"query": GRANTS}))) < total(search(portal))


def test_a_plain_form_field_is_an_error(portal: Portal) -> None:
    answer = search(portal, files={"query": (None, json.dumps(GRANTS))})
    assert (answer.status_code, answer.json()["type"]) == (500, "throwable")


@pytest.mark.parametrize(
    "how", [{"json": {"query": GRANTS}}, {"params": {"query": json.dumps(GRANTS)}}], ids=["JSON body", "address"]
)
def test_a_filter_in_the_wrong_place_is_ignored_without_a_word(portal: Portal, how: dict[str, Any]) -> None:
    answer = search(portal, **how)
    assert (answer.status_code, total(answer)) == (200, total(search(portal)))


def test_no_page_is_larger_than_100(portal: Portal) -> None:
    portal.serve([topic_row(RIA)] * 120)
    answer = search(portal, size=500).json()
    assert (answer["pageSize"], len(answer["results"])) == (100, 100)


def test_rows_beyond_the_window_are_not_shown(portal: Portal) -> None:
    portal.serve([topic_row(RIA)] * 10_050)
    assert len(search(portal, page=100, size=100).json()["results"]) == 100
    assert search(portal, page=101, size=100).json()["results"] == []


def test_without_languages_the_translations_come_too(portal: Portal) -> None:
    everything = search(portal, size=100).json()["results"]
    english = search(portal, size=100, files=as_files({"languages": ["en"]})).json()["results"]
    assert {row["language"] for row in english} == {"en"} < {row["language"] for row in everything}


def test_stale_copies_and_news_are_mixed_in(portal: Portal) -> None:
    rows = [row["metadata"] for row in search(portal, size=100).json()["results"]]
    assert ["6"] in [row["type"] for row in rows]
    assert ["SEDIA_PRD_CENTRICITY"] in [row["DATASOURCE"] for row in rows]


@pytest.mark.parametrize("leaf", [{"wildcard": {"identifier": "HORIZON*"}}, {"match": {"title": "looms"}}])
def test_unsupported_queries_are_business_errors(portal: Portal, leaf: dict[str, Any]) -> None:
    answer = search(portal, files=as_files({"query": {"bool": {"must": [leaf]}}}))
    assert (answer.status_code, answer.json()["type"]) == (400, "businessError")


def test_a_bare_date_in_a_range_only_means_that_the_field_is_there(portal: Portal) -> None:
    def after(bound: str) -> int:
        query = {"bool": {"must": [{"range": {"deadlineDate": {"gte": bound}}}]}}
        return total(search(portal, files=as_files({"query": query})))

    assert after("2099-01-01T00:00:00.000+0000") == 0 < after("2099-01-01")


def test_topic_details_are_found_in_lower_case_only(portal: Portal) -> None:
    base = f"{portal.url}/info/funding-tenders/opportunities/data/topicDetails"
    assert httpx.get(f"{base}/{RIA.identifier.lower()}.json").json()["TopicDetails"]["identifier"] == RIA.identifier
    missing = httpx.get(f"{base}/{RIA.identifier}.json")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_a_topic_page_is_an_empty_shell(portal: Portal) -> None:
    assert RIA.title not in httpx.get(RIA.url.replace("https://ec.europa.eu", portal.url)).text


def test_facets_count_records(portal: Portal) -> None:
    facets = httpx.post(f"{portal.url}/search-api/prod/rest/facet", params={"apiKey": "SEDIA", "text": "***"}).json()
    status = next(facet for facet in facets["facets"] if facet["name"] == "status")
    assert sum(value["count"] for value in status["values"]) > len(status["values"])


def test_our_rows_have_the_shape_of_recorded_ones(portal: Portal, shared: Path) -> None:
    recorded = json.loads(raw_answer(shared, "search-text-AI-p1-2025-10-multilang.json"))
    topic = next(row for row in recorded["results"] if row["reference"] == "48400948TOPICSen")
    ours = topic_row(RIA)
    assert search(portal).json().keys() == recorded.keys()
    assert ours.keys() == topic.keys()
    assert ours["metadata"].keys() <= topic["metadata"].keys()
