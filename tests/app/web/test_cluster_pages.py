"""A cluster is found by name, former name, town or on the map, and each fact about it says where it comes from."""

import re

import pytest
from fastapi.testclient import TestClient

from app.web.presenters.cluster_map import APART, present_cluster_map, shade_of
from app.web.presenters.words import ECOSYSTEMS
from rules.codes import Ecosystem
from tests.app.web.html import read


def names(pages: TestClient, address: str) -> list[str]:
    return re.findall(r'<h3><a href="/clusters/([^"?]+)">', pages.get(address).text)


def links(html: str) -> list[str]:
    return [attributes.get("href") or "" for tag, attributes in read(html).tags if tag == "a"]


@pytest.mark.parametrize("q", ["techtera", "lyon textile"])
def test_a_cluster_is_found_by_its_name_and_by_its_town(pages: TestClient, q: str) -> None:
    assert "fr-techtera" in names(pages, f"/clusters?q={q}")


def test_who_is_found_by_another_name_is_shown_with_it(pages: TestClient) -> None:
    first = pages.get("/v1/clusters?limit=200").json()["items"]
    known = next(one for one in first if one["aliases"] and one["aliases"][0].isascii())
    word = next(word for word in known["aliases"][0].split() if word.lower() not in known["name"].lower())
    answer = pages.get("/clusters", params={"q": word}).text
    assert f'href="/clusters/{known["id"]}"' in answer
    assert known["aliases"][0] in answer.replace("&#39;", "'").replace("&amp;", "&")


def test_the_map_and_its_table_lead_to_the_clusters_of_each_country(pages: TestClient) -> None:
    answer = pages.get("/clusters").text
    to_france = [href for href in links(answer) if href == "/clusters?country=FR#results-title"]
    assert len(to_france) == 2
    assert "<title" in answer.split('<svg viewBox="0 0 850')[1]
    assert 'aria-current="true"' in pages.get("/clusters?country=FR").text.split('id="results"')[1]


def test_the_map_gives_way_to_what_was_searched_for_in_words(pages: TestClient) -> None:
    assert 'class="count"' not in pages.get("/clusters?q=textile").text
    assert "/clusters" in links(pages.get("/clusters?q=textile").text)


def test_the_marks_of_the_map_stand_apart_and_the_table_has_those_outside_of_it_too() -> None:
    view = present_cluster_map(dict.fromkeys(["BE", "NL", "LU", "DE", "FR", "CH", "AT", "SI", "HR", "CA"], 3), "BE")
    spots = [mark.spot for mark in view.marks if mark.spot is not None]
    near = [(one, two) for one in spots for two in spots if one < two]
    assert all((one.x - two.x) ** 2 + (one.y - two.y) ** 2 >= APART**2 - 1 for one, two in near)
    assert {row.code for row in view.rows} - {mark.code for mark in view.marks} == {"CA"}
    assert [row.code for row in view.rows if row.chosen] == ["BE"]


def test_a_country_is_the_darker_the_more_clusters_it_has() -> None:
    assert [shade_of(count) for count in (0, 1, 5, 6, 20, 21, 400)] == [0, 1, 1, 2, 2, 3, 3]


def test_each_fact_says_where_it_comes_from_and_how_sure_it_is(pages: TestClient) -> None:
    table = pages.get("/clusters/fr-aerospace-valley").text.split('aria-labelledby="facts"')[1].split("</section>")[0]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", table, re.DOTALL)
    stated = [row for row in rows if "badge" in row]
    assert len(stated) > 5
    assert all(row.count("<td") == 4 for row in stated)
    assert all("2026" in row for row in stated)
    assert all('colspan="4"' in row for row in rows if "badge" not in row)


def unfolded(calendar: str) -> str:
    return calendar.replace("\r\n ", "")


def test_the_calendar_has_the_deadlines_of_exactly_the_calls_that_are_shown(pages: TestClient) -> None:
    chosen = "programme=HORIZON&deadline_from=2027-02-01&deadline_until=2027-03-31&legal_personality=yes&public_body=no"
    page = pages.get(f"/clusters/fr-techtera/calls?{chosen}&group=could-coordinate").text
    shown = set(re.findall(r'href="/v1/topic-deadlines.ics\?identifier=([^"]+)"', page))
    assert shown
    answer = pages.get(f"/clusters/fr-techtera/calls.ics?{chosen}&group=could-coordinate")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert set(re.findall(r"SUMMARY:Deadline: (\S+)", unfolded(answer.text))) == shown


def test_the_page_leads_to_its_calendar_and_to_that_of_each_call(pages: TestClient) -> None:
    page = pages.get("/clusters/fr-techtera/calls?programme=HORIZON&fit=30").text
    assert "/clusters/fr-techtera/calls.ics?programme=HORIZON&fit=30" in links(page)
    one = next(href for href in links(page) if href.startswith("/v1/topic-deadlines.ics"))
    assert pages.get(one).text.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("wrong", ["deadline_from=soon", "deadline_until=2026-02-30", "fit=70", "funded=perhaps"])
def test_a_filter_of_the_calls_that_makes_no_sense_is_told_on_a_page(pages: TestClient, wrong: str) -> None:
    assert pages.get(f"/clusters/fr-techtera/calls?{wrong}").status_code == 422


def test_where_nobody_can_sign_in_the_page_says_how_a_question_is_saved(pages: TestClient) -> None:
    page = pages.get("/clusters/fr-techtera/calls").text
    assert "/v1/saved-questions" in page
    assert 'name="token"' not in page


def test_every_ecosystem_has_a_name_that_can_be_translated() -> None:
    assert set(ECOSYSTEMS) == {one.value for one in Ecosystem}
