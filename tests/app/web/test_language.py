"""A page is in the language that its address names, or the browser prefers; and so is what it leads to."""

import pytest
from fastapi.testclient import TestClient

from app.languages import languages
from app.web.visiting import is_for_programs
from tests.app.web.html import read
from tests.app.web.test_pages import ADDRESSES

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
OTHERS = [code for code in languages() if code != "en"]


def addresses_of(html: str) -> list[str]:
    """Every address on our server that a page leads or asks to, but those of its files."""
    found = [
        value
        for tag, attributes in read(html).tags
        if tag in {"a", "form", "button", "area", "div", "section", "main"}
        for name in ("href", "action", "formaction", "hx-get", "hx-post")
        if (value := attributes.get(name)) and value.startswith("/") and "hreflang" not in attributes
    ]
    return [address for address in found if not is_for_programs(address)]


@pytest.mark.parametrize("code", languages())
def test_a_page_is_in_the_language_that_its_address_names(pages: TestClient, code: str) -> None:
    answer = pages.get(f"/{code}/about", headers={"accept-language": "fi"})
    assert answer.status_code == 200
    assert f'<html lang="{code}">' in answer.text
    assert answer.headers["content-language"] == code
    assert "accept-language" not in answer.headers.get("vary", "").lower()


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("de", "de"),
        ("fr-BE", "fr"),
        ("fr-BE, fr;q=0.9, en;q=0.8", "fr"),
        ("en;q=0.3, it;q=0.7", "it"),
        ("de;q=0, es;q=0.1", "es"),
        ("fi, sv;q=0.5, de-AT;q=0.2", "de"),
        ("fi", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=much, es;q=0.1", "es"),
        (";;;,,,=", "en"),
        ("EN-gb", "en"),
    ],
)
def test_without_one_it_is_in_the_language_that_the_browser_prefers(
    pages: TestClient, accepted: str, code: str
) -> None:
    answer = pages.get("/about", headers={"accept-language": accepted})
    assert f'<html lang="{code}">' in answer.text
    assert answer.headers["content-language"] == code
    assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.parametrize("address", ["/xx", "/xx/topics", "/DE/topics", "/de/de/topics", "/deu", "/en-GB/about"])
def test_a_language_that_there_is_not_is_no_address(pages: TestClient, address: str) -> None:
    assert pages.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/de/v1/topics", "/fr/static/quorum.css", "/it/healthz", "/es/openapi.json"])
def test_what_is_for_programs_has_no_language(pages: TestClient, address: str) -> None:
    assert pages.get(address).status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, f"/topics/{TOPIC}", "/nowhere", "/topics?status=ajar"])
def test_every_address_of_a_page_stays_in_its_language(pages: TestClient, address: str) -> None:
    answer = pages.get(f"/de{address}")
    assert '<html lang="de">' in answer.text
    led = addresses_of(answer.text)
    assert led
    assert [one for one in led if one != "/de" and not one.startswith("/de/")] == []


@pytest.mark.parametrize("address", ["/", "/topics", f"/topics/{TOPIC}", "/rules?q=police&layer=topic"])
def test_no_address_of_a_page_without_a_language_names_one(pages: TestClient, address: str) -> None:
    codes = tuple(f"/{code}/" for code in languages())
    assert [one for one in addresses_of(pages.get(address).text) if one.startswith(codes)] == []


@pytest.mark.parametrize("address", ["/", "/topics?status=open&programme=HORIZON&q=a%26b", f"/topics/{TOPIC}"])
@pytest.mark.parametrize("start", ["", "/fr"])
def test_the_switch_leads_to_the_same_page_in_another_language(pages: TestClient, address: str, start: str) -> None:
    tags = read(pages.get(start + address).text).tags
    switch = {one["hreflang"]: one for tag, one in tags if tag == "a" and "hreflang" in one}
    assert set(switch) == set(languages())
    for code, link in switch.items():
        assert link["href"] == f"/{code}{address}"
        assert link["lang"] == code
        assert pages.get(str(link["href"])).headers["content-language"] == code
    assert [code for code, link in switch.items() if link.get("aria-current")] == [start.strip("/") or "en"]


def test_who_is_sent_on_stays_in_the_language(pages: TestClient) -> None:
    answer = pages.post("/de/proposals", data={"topic": "NO-SUCH-TOPIC"})
    assert answer.headers["content-language"] == "de"
    for address in ("/topics/", "/countries/", "/de/topics/", "/de/countries/"):
        sent = pages.get(address)
        if sent.status_code in {301, 302, 303, 307, 308}:
            start = "/de/" if address.startswith("/de/") else "/"
            assert sent.headers["location"].removeprefix("http://testserver").startswith(start)


@pytest.mark.parametrize("code", OTHERS)
def test_a_feed_is_in_a_language_too_and_says_so(pages: TestClient, code: str) -> None:
    answer = pages.get(f"/{code}/changes.atom")
    assert answer.headers["content-language"] == code
    assert f"/{code}/changes" in answer.text
    assert "accept-language" in pages.get("/changes.atom").headers["vary"].lower()
