"""Every page answers, parses without repair, and says what pages must say."""

import pytest
from fastapi.testclient import TestClient

from tests.app.web.html import faults_of_page, read

ADDRESSES = [
    "/",
    "/about",
    "/clusters",
    "/clusters?q=textile+italy",
    "/clusters?country=FR&ecosystem=Digital",
    "/clusters?q=nothing+is+called+that",
    "/clusters/fr-aerospace-valley",
    "/clusters/at-it-cluster",
    "/clusters/it-distretto-tessile-di-prato",
    "/clusters/fr-aerospace-valley/calls",
    "/clusters/fr-techtera/calls?legal_personality=yes&public_body=no&order=deadline&status=open",
    "/clusters/fr-techtera/calls?group=question-decides&programme=HORIZON",
    "/clusters/fr-techtera/calls?group=not-open&deadline_from=2027-01-01&deadline_until=2027-06-30&fit=30&funded=yes",
    "/clusters/it-distretto-tessile-di-prato/calls",
    "/own/clusters",
    "/own/clusters/new?of=fr-techtera",
    "/own/import",
    "/topics",
    "/topics?status=open&programme=HORIZON",
    "/topics?country=UA&status=forthcoming",
    "/topics?q=nothing+is+called+that",
    "/topics?lead=fr-aerospace-valley",
    "/topics/SMP-COSME-2024-CLUSTER-01",
    "/topics/horizon-neb-2026-01-regen-01",
    "/cascade-calls",
    "/cascade-calls?topic=HORIZON-NEB-2026-01-REGEN-01&status=open",
    "/changes",
    "/changes?identifier=HORIZON-NEB-2026-01-REGEN-01&programme=HORIZON",
    "/rules",
    "/rules?q=police&programme=HORIZON&layer=topic",
    "/rules?type_of_action=HORIZON-RIA&force=funding&confidence=sourced&budget_year=2026",
    "/rules?q=nothing+is+called+that",
    "/rules/horizon.minimum-consortium",
    "/rules/horizon.topics.multi-actor-approach",
    "/rules/h2020.minimum-consortium",
    "/countries",
    "/countries?programme=&as_of=2024-06-30",
    "/countries?programme=LIFE",
    "/countries?programme=H2020&group=eu_member_states",
    "/countries?group=horizon_associated&as_of=2025-03-01",
    "/countries/years",
    "/countries/years?programme=H2020&year=2020&show=all",
    "/check",
    "/check?topic=HORIZON-NEB-2026-01-REGEN-01",
    "/check?topic=HORIZON-NEB-2026-01-REGEN-02&p=coord*fr-aerospace-valley&p=benef*~ACME*c.US",
    "/propose?topic=HORIZON-NEB-2026-01-REGEN-01",
    "/propose?topic=HORIZON-NEB-2026-01-REGEN-02&lead=fr-aerospace-valley&find_lead=lyon&find_member=textile+italy",
    "/propose?topic=HORIZON-NEB-2026-01-REGEN-02&member=at-business-upper-austria&member=x1&country=IT&size_min=x",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_answers_and_parses_without_repair(pages: TestClient, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert faults_of_page(answer.text) == []


def test_every_page_has_a_title_of_its_own(pages: TestClient) -> None:
    once = {address.split("&")[0]: address for address in ADDRESSES if not address.startswith("/propose")}
    titles = [read(pages.get(address).text).title for address in once.values()]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" – Quorum") for title in titles)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_that_it_is_not_official(pages: TestClient, address: str) -> None:
    assert "not a service of the European Union" in pages.get(address).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_loads_nothing_from_elsewhere(pages: TestClient, address: str) -> None:
    answer = pages.get(address)
    loaded = [
        attributes.get("src") or attributes.get("href") or ""
        for tag, attributes in read(answer.text).tags
        if tag in {"script", "link", "img", "iframe"} and attributes.get("rel") != "alternate"
    ]
    assert loaded
    assert all(one.startswith(("/static/", "/vendor/", "data:")) for one in loaded)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_files_a_page_loads_are_there_and_may_be_kept(pages: TestClient) -> None:
    for tag, attributes in read(pages.get("/").text).tags:
        address = attributes.get("src") or attributes.get("href") or ""
        if tag in {"script", "link"} and attributes.get("rel") != "alternate" and address.startswith("/"):
            answer = pages.get(address)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("address", ["/", "/clusters", "/topics", "/check", "/changes", "/fr/clusters/fr-techtera"])
def test_the_first_screen_is_small(pages: TestClient, address: str) -> None:
    page = pages.get(address)
    addresses = [
        attributes.get("src") or attributes.get("href") or ""
        for tag, attributes in read(page.text).tags
        if tag in {"script", "link"} and attributes.get("rel") != "alternate"
    ]
    loaded = [one for one in addresses if one.startswith("/")]
    assert len(loaded) == 2
    answers = [pages.get(one, headers={"accept-encoding": "gzip"}) for one in (address, *loaded)]
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert sum(int(answer.headers["content-length"]) for answer in answers) < 60_000  # as it is sent


@pytest.mark.parametrize(
    "address",
    ["/clusters/nobody", "/topics/NO-SUCH-TOPIC", "/rules/horizon.unicorn", "/nowhere", "/topics?lead=nobody"],
)
def test_what_does_not_exist_is_told_on_a_page(pages: TestClient, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 404
    assert faults_of_page(answer.text) == []


@pytest.mark.parametrize(
    "address",
    [
        "/topics?status=ajar",
        "/topics?cursor=x",
        "/clusters?cursor=x",
        "/clusters?country=QQ",
        "/clusters?q=" + "x" * 300,
        "/rules?programme=UTOPIA",
        "/rules?type_of_action=XYZ",
        "/rules?layer=gossip",
        "/rules?budget_year=soon",
        "/countries?programme=UTOPIA",
        "/countries/years?programme=UTOPIA",
        "/countries/years?year=soon",
        "/countries?as_of=soon",
        "/countries?group=atlantis",
    ],
)
def test_a_filter_that_makes_no_sense_is_told_on_a_page(pages: TestClient, address: str) -> None:
    answer = pages.get(address)
    assert answer.status_code == 422
    assert faults_of_page(answer.text) == []


def test_a_program_that_mistypes_an_address_gets_no_page(pages: TestClient) -> None:
    answer = pages.get("/nowhere", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_text_of_a_caller_is_shown_as_text(pages: TestClient) -> None:
    answer = pages.get("/clusters", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
    assert faults_of_page(answer.text) == []
