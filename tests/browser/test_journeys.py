"""The journeys, walked by a person: wide and narrow, with and without JavaScript, by mouse and by keyboard."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
HOW = [
    pytest.param(width, script, id=f"{width}-{'script' if script else 'no-script'}")
    for width in (1280, 360)
    for script in (True, False)
]

TWO = [HOW[0], HOW[3]]
"""The two ways that differ most."""


def fits(page: Page) -> bool:
    """Nothing runs off to the side."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return bool(wide <= window)


@pytest.mark.parametrize(("width", "script"), HOW)
def test_my_cluster_and_the_calls_it_can_enter(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    page.goto("/")
    page.get_by_label("Name, former name, town, country or ecosystem").fill("techtera")
    page.get_by_role("button", name="Find the cluster").click()
    page.get_by_role("link", name="Techtera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Techtera")
    expect(page.locator(".question").first).to_contain_text("legal personality")
    page.get_by_role("link", name="The calls it can enter").click()
    expect(page.locator("#question-decides")).to_be_visible()
    before = _count(page, "could-coordinate")
    page.get_by_label("It is a legal entity").select_option("Yes")
    page.get_by_label("It is a public body").select_option("No")
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("legal_personality=yes"))
    expect(page).to_have_url(re.compile("public_body=no"))
    expect(page.locator("#could-coordinate .numeric")).not_to_have_text(str(before))
    assert _count(page, "could-coordinate") > before
    first = page.locator("section:has(#could-coordinate) article").first
    first.locator("summary").first.click()
    expect(first.locator(".source summary").first).to_be_visible()
    assert fits(page)
    keep_picture(page, f"journey-calls-{width}-{'script' if script else 'no-script'}")
    page.reload()
    assert _count(page, "could-coordinate") > before


def _count(page: Page, group: str) -> int:
    return int(page.locator(f"#{group} .numeric").inner_text())


@pytest.mark.parametrize(("width", "script"), HOW)
def test_a_call_and_the_consortia_that_can_enter_it(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    name = f"{width}-{'script' if script else 'no-script'}"
    page.goto("/topics")
    page.get_by_role("searchbox", name="Search").fill("textile circularity")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Textile circularity through advanced processing").click()
    expect(page.get_by_text(TOPIC).first).to_be_visible()
    page.locator(".source summary").first.click()
    page.get_by_role("link", name="Propose a consortium").click()
    _choose_lead(page, script)
    page.locator("summary", has_text="Countries that must be present").click()
    page.locator("#country").get_by_label("Italy", exact=True).check()
    page.get_by_label("At most", exact=True).fill("5")
    page.get_by_role("button", name="Propose consortia").click()
    expect(page.locator("#proposal")).to_be_visible(timeout=60_000)
    expect(page.locator(".map a.seat").first).to_have_attribute("aria-label", "1. Techtera, France: coordinator")
    expect(page.get_by_role("region", name="Verdict", exact=True)).to_be_visible()
    assert fits(page)
    keep_picture(page, f"journey-proposal-{name}")
    page.get_by_role("link", name="Proposal 2").click()
    expect(page.get_by_role("heading", name="Proposal 2 of 3")).to_be_visible()
    page.get_by_role("link", name="Side by side").click()
    expect(page.get_by_role("columnheader", name="Proposal 3")).to_be_visible()
    assert fits(page)
    keep_picture(page, f"journey-side-by-side-{name}")
    page.get_by_role("link", name="Change the request").click()
    expect(page.get_by_role("radio", name="Techtera")).to_be_checked()
    expect(page.get_by_label("At most", exact=True)).to_have_value("5")


def _choose_lead(page: Page, script: bool) -> None:
    page.get_by_label("Find a cluster").press_sequentially("lyon")
    if not script:
        page.get_by_role("button", name="Find").first.click()
    page.get_by_role("radio", name="Techtera").check()


def test_what_is_typed_narrows_the_list_and_stays_in_the_address(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/clusters")
    page.get_by_role("searchbox").press_sequentially("prato")
    expect(page.locator("#results h3")).to_have_text(["Distretto tessile di Prato"])
    expect(page).to_have_url(re.compile("q=prato"))
    page.get_by_label("Country").select_option("France")
    expect(page.locator("#results-title")).to_have_text("0 clusters found")
    page.go_back()
    expect(page.locator("#results h3")).to_have_text(["Distretto tessile di Prato"])


def test_what_has_to_be_corrected_is_told_first_and_leads_to_its_field(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None]
) -> None:
    page = open_page()
    page.goto(f"/propose?topic={TOPIC}&size_min=9&size_max=3&lead=it-distretto-tessile-di-prato")
    page.get_by_role("button", name="Propose consortia").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    keep_picture(page, "form-errors")
    summary.locator("a[href='#size_max']").click()
    expect(page.locator("#size_max")).to_be_focused()


def test_what_cannot_be_is_told_with_what_would_help(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None]
) -> None:
    page = open_page()
    page.goto(f"/propose?topic={TOPIC}&lead=fr-techtera&country=IT&country=IS&country=TR&size_min=2&size_max=2")
    page.get_by_role("button", name="Propose consortia").click()
    expect(page.locator("#conflict")).to_be_visible(timeout=60_000)
    expect(page.locator(".repair").first).to_be_visible()
    keep_picture(page, "infeasible")


LONG = {"size_min": "60", "size_max": "100", "alternatives": "10", "most_per_country": "4", "survive": "yes"}


@pytest.mark.parametrize(("width", "script"), TWO)
def test_what_takes_long_shows_that_it_goes_on_and_can_be_stopped(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    page.goto("/propose?" + urlencode({"topic": TOPIC, "also": "reach"} | LONG))
    page.get_by_role("button", name="Propose consortia").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    before = page.locator("#elapsed").inner_text()
    if script:
        stop.focus()
        expect(page.locator("#elapsed")).not_to_have_text(before)
        expect(stop).to_be_focused()  # looking again takes nothing out of anybody's hands
    keep_picture(page, f"journey-long-{width}-{'script' if script else 'no-script'}")
    stop.click()
    expect(page.get_by_role("button", name="Ask again")).to_be_visible()
    page.get_by_role("link", name="Change the request").click()
    expect(page.get_by_label("It must survive a drop-out")).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_who_is_liked_stays_who_is_not_goes_and_each_seat_has_a_backup(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], script: bool
) -> None:
    page = open_page(javascript=script)
    page.goto(f"/propose?topic={TOPIC}&lead=fr-techtera&size_max=5&budget=2000000")
    page.get_by_role("button", name="Propose consortia").click()
    second, third = page.locator("#member-2 h4 a"), page.locator("#member-3 h4 a")
    expect(second).to_be_visible(timeout=60_000)
    liked, left = second.inner_text(), third.inner_text()
    page.locator("#keep-2").check()
    page.locator("#out-3").check()
    page.get_by_role("button", name="Ask for others").click()
    expect(page.locator("h4 a", has_text=liked)).to_be_visible(timeout=60_000)
    expect(page.locator("h4 a", has_text=left)).to_have_count(0)
    page.get_by_role("link", name="Check this consortium").click()
    expect(page).to_have_url(re.compile("/check"))
    page.go_back()
    page.get_by_role("button", name="What if one drops out?").click()
    expect(page.locator("#drilled")).to_be_visible(timeout=60_000)
    assert fits(page)
    keep_picture(page, f"journey-drill-{'script' if script else 'no-script'}")
    page.get_by_role("button", name="Ask with this backup").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 consortium", timeout=60_000)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_button_beside_what_would_help_makes_it_possible(open_page: OpenPage, script: bool) -> None:
    page = open_page(javascript=script)
    page.goto(f"/propose?topic={TOPIC}&lead=fr-techtera&country=IT&country=IS&country=TR&size_min=2&size_max=2")
    page.get_by_role("button", name="Propose consortia").click()
    page.get_by_role("button", name="Ask with this change").first.click(timeout=60_000)
    expect(page.locator("#proposal")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(("width", "script"), TWO)
def test_a_newcomer_has_a_consortium_and_its_page_after_a_few_clicks(
    open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    page.goto("/")
    clicks = [
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Calls"),
        page.locator("main h2 a, main h3 a").first,
        page.get_by_role("link", name="Propose a consortium"),
        page.get_by_role("button", name="Propose consortia"),
    ]
    for one in clicks:
        one.click()
    expect(page.locator("#proposal")).to_be_visible(timeout=60_000)
    assert "bad" not in (page.locator(".banner").first.get_attribute("class") or "").split()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="docx").click()
    assert downloading.value.suggested_filename.endswith(".docx")
    assert len(clicks) + 1 <= 10


def test_the_keyboard_alone_goes_from_a_call_to_a_consortium_and_its_page(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto(f"/topics/{TOPIC}")
    _tab_to(page, "Propose a consortium")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Propose a consortium")
    _tab_to_id(page, "find_lead")
    page.keyboard.type("techtera")
    page.keyboard.press("Enter")
    expect(page.locator("#lead-2")).to_be_visible()
    _tab_to_id(page, "lead-1")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Techtera")).to_be_checked()
    _tab_to(page, "Propose consortia")
    page.keyboard.press("Enter")
    expect(page.locator("#proposal")).to_be_visible(timeout=60_000)
    _tab_to_id(page, "out-2")
    page.keyboard.press("Space")
    _tab_to(page, "Ask for others")
    first = page.url
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(first)
    expect(page.locator("#proposal")).to_be_visible(timeout=60_000)
    _tab_to(page, "What if one drops out?")
    page.keyboard.press("Enter")
    expect(page.locator("#drilled")).to_be_visible(timeout=60_000)
    _tab_to(page, "Back to the proposal")
    page.keyboard.press("Enter")
    expect(page.locator("#proposal")).to_be_visible()
    _tab_to(page, "One page (docx)")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename.endswith(".docx")


def test_the_keyboard_alone_finds_a_cluster_and_its_calls(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name, former name, town, country or ecosystem")).to_be_focused()
    page.keyboard.type("techtera")
    page.keyboard.press("Enter")
    expect(page.locator("#results h3")).to_have_text(["Techtera"])
    _tab_to(page, "Techtera")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Techtera")
    _tab_to(page, "The calls it can enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Calls that Techtera can enter")


def _tab_to(page: Page, text: str) -> None:
    """Tab until the link or button has the focus, and see that the focus can be seen."""
    _tab(page, "innerText", text)


def _tab_to_id(page: Page, identifier: str) -> None:
    _tab(page, "id", identifier)


def _tab(page: Page, name: str, value: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.{name}") == value:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"{value!r} cannot be reached by Tab")
