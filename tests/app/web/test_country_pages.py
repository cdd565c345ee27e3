"""The page of countries: every country by group on a day, and each group in full."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from app.services.law.memberships import groups_of, places
from app.web.presenters import words
from rules.codes import ISO_COUNTRIES
from tests.app.web.conftest import TODAY
from tests.app.web.html import read


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def row(html: str, country: str) -> str:
    found = re.search(rf'<tr id="{country}">.*?</tr>', html, re.DOTALL)
    assert found, country
    return text(found[0])


@pytest.mark.parametrize("programme", ["HORIZON", "H2020"])
def test_every_country_is_in_the_matrix_or_among_those_in_no_group(pages: TestClient, programme: str) -> None:
    html = pages.get(f"/countries?programme={programme}").text
    listed = set(read(html).ids) & ISO_COUNTRIES
    nowhere = text(html[html.index('id="nowhere"') : html.index('id="groups"')])
    absent = {code for code in ISO_COUNTRIES if words.country_name(code) in nowhere}
    assert listed | absent >= ISO_COUNTRIES
    assert len(listed) > 40


def test_the_matrix_has_a_column_for_each_group_of_the_general_rules(pages: TestClient) -> None:
    html = pages.get("/countries").text
    general = groups_of("HORIZON").general
    head = html[html.index("<thead>") : html.index("</thead>")]
    assert re.findall(r'href="#group-([a-z0-9_]+)"', head) == [group.id for group in general]
    assert {"horizon_associated", "horizon_funded", "eu_member_states"} <= {group.id for group in general}


def test_the_first_column_tells_how_a_country_stands_in_the_programme(pages: TestClient) -> None:
    html = pages.get("/countries?as_of=2026-11-22").text
    head = html[html.index("<thead>") : html.index("</thead>")]
    assert text(head).startswith("Country Standing in the programme")
    for country, standing in (
        ("FR", "Member state ✓ In force 1958–"),
        ("RE", "Member state ✓ In force 1958–"),
        ("MA", "Associated ◐ Pending"),
        ("KE", "Low middle income ✓ In force 2026–2027"),
        ("BY", "✕ Barred 2023–"),
    ):
        assert row(html, country).startswith(f"{words.country_name(country)} {standing}")
    assert "In force" not in row(html, "BY")
    assert "HORIZON-IA" in row(html, "CN")
    assert "Standing in the programme" not in text(pages.get("/countries?programme=").text)


def test_the_list_of_funded_countries_marks_those_that_are_barred(pages: TestClient) -> None:
    told = text(pages.get("/countries?as_of=2026-11-22").text)
    assert "1 barred" in told
    members = pages.get("/countries?as_of=2026-11-22&group=horizon_low_middle_income").text
    assert "Belarus ✕ Barred" in text(members)


def test_groups_of_single_topics_are_listed_with_their_countries(pages: TestClient) -> None:
    html = pages.get("/countries").text
    for group in groups_of("HORIZON").aside:
        assert f'id="group-{group.id}"' in html
        listed = text(html[html.index(f'id="group-{group.id}"') :].partition("</li>")[0])
        assert all(words.country_name(place.member.country) in listed for place in places(group, TODAY))


def test_a_membership_is_told_as_it_stood_on_the_day(pages: TestClient) -> None:
    before, after = (row(pages.get(f"/countries?as_of={day}").text, "CH") for day in ("2025-03-01", "2026-03-01"))
    assert "Pending" in before
    assert "Pending" not in after
    assert "In force" in after


def test_a_group_in_full_tells_period_part_source_and_how_sure(pages: TestClient) -> None:
    html = pages.get("/countries?group=horizon_associated").text
    (group,) = [group for group in groups_of("HORIZON").all if group.id == "horizon_associated"]
    told = text(html)
    for place in places(group, TODAY):
        assert words.country_name(place.member.country) in told
        assert place.member.source in told
        assert place.member.note is None or place.member.note in told
    assert group.source.document in told
    assert "Pillar 2" in told


def test_every_group_has_its_page_and_its_source(pages: TestClient) -> None:
    for group in groups_of("HORIZON").all:
        answer = pages.get("/countries", params={"group": group.id})
        assert answer.status_code == 200
        assert group.title in text(answer.text)
        assert group.source.document in text(answer.text)


def test_a_group_of_another_programme_is_left_aside_when_the_programme_changes(pages: TestClient) -> None:
    html = pages.get("/countries?programme=H2020&group=horizon_associated").text
    assert 'id="matrix"' in html


def test_a_programme_without_encoded_rules_names_the_document_to_read(pages: TestClient) -> None:
    html = pages.get("/countries?programme=LIFE").text
    assert 'id="matrix"' not in html
    assert "is the document to read" in text(html)


def test_the_form_keeps_what_was_asked(pages: TestClient) -> None:
    html = pages.get("/countries?programme=H2020&as_of=2019-05-01").text
    assert 'value="2019-05-01"' in html
    chosen = [
        attributes["value"] for tag, attributes in read(html).tags if tag == "option" and "selected" in attributes
    ]
    assert "H2020" in chosen


def test_the_years_of_a_programme_stand_side_by_side_and_one_of_them_is_told(pages: TestClient) -> None:
    page = BeautifulSoup(pages.get("/countries/years?year=2024").text, "lxml")
    assert [head.get_text() for head in page.select("thead th a")] == [str(year) for year in range(2021, 2028)]
    assert ["2024" in told.get_text() for told in page.select("#year-told")] == [True]
    assert [head.get_text() for head in page.select("thead .chosen")] == ["2024"]
    slider = page.select_one("form input[type=range]")
    assert slider is not None
    assert (slider["min"], slider["max"], slider["value"]) == ("2021", "2027", "2024")
    canada = [cell.get_text() for cell in page.select("#CA td")]
    assert "Pending" in canada[2]
    assert "Pending" not in canada[3]
    assert any("Canada" in turn.get_text() for turn in page.select(".turns li"))


def test_a_country_whose_standing_never_changes_stands_in_the_matrix_of_all_only(pages: TestClient) -> None:
    few, all_of_them = (pages.get(f"/countries/years?show={show}").text for show in ("changing", "all"))
    assert 'id="FR"' not in few
    assert 'id="FR"' in all_of_them


def test_from_a_year_the_sources_are_one_click_away(pages: TestClient) -> None:
    page = BeautifulSoup(pages.get("/countries/years?programme=H2020&year=2020").text, "lxml")
    links = {str(link["href"]).partition("#")[0] for link in page.select("thead a, tbody a, #year-told ~ p a")}
    assert "/countries?programme=H2020&as_of=2020-12-31" in links
    for link in links:
        assert 'class="source"' in pages.get(link).text


def test_a_year_beyond_the_programme_is_its_nearest(pages: TestClient) -> None:
    assert 'value="2020"' in pages.get("/countries/years?programme=H2020&year=2050").text
