"""The law, read by a lawyer: from a call to its rule, to the countries; wide, narrow, by keyboard, on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import violations

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"


def fits(page: Page) -> bool:
    """Nothing runs off to the side."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return bool(wide <= window)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_a_call_to_the_rule_and_the_countries_it_speaks_of(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    page.goto(f"/topics/{TOPIC}")
    page.get_by_role("link", name="horizon.minimum-consortium").click()
    expect(page.locator(".eyebrow")).to_have_text("horizon.minimum-consortium")
    expect(page.get_by_role("heading", name="Where it is written")).to_be_visible()
    form = page.locator("pre")
    expect(form).to_be_hidden()
    page.get_by_text("The requirement in machine form").first.click()
    expect(form).to_contain_text("kind: selection")
    assert fits(page)
    keep_picture(page, f"journey-rule-{width}-{'script' if script else 'no-script'}")
    page.locator("#asks ~ p a").first.click()
    expect(page).to_have_url(re.compile("group="))
    expect(page.get_by_role("rowheader", name="France")).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_rules_are_narrowed_until_there_is_one(open_page: OpenPage, script: bool) -> None:
    page = open_page(javascript=script)
    page.goto("/rules")
    page.get_by_label("Programme", exact=True).select_option("Horizon Europe")
    page.get_by_label("Layer", exact=True).select_option("Regulation")
    page.get_by_role("searchbox", name="Search").fill("minimum-consortium three independent")
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page.locator("table.rules tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("(?=.*layer=regulation)(?=.*independent)"))
    expect(page.locator(".htmx-request")).to_have_count(0)  # a click on what is about to be replaced leads nowhere
    page.locator("table.rules tbody a").click()
    expect(page.locator(".eyebrow")).to_have_text("horizon.minimum-consortium")


def test_countries_are_asked_for_another_day(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/countries")
    page.get_by_label("As of").fill("2025-03-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#CH")).to_contain_text("Pending")
    letter = page.get_by_role("navigation", name="Countries by letter").get_by_role("link", name="S", exact=True)
    letter.click()
    expect(page.locator(f"{letter.get_attribute('href')} th")).to_be_in_viewport(ratio=1)


def test_the_matrix_can_be_moved_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(width=900)
    page.goto("/countries")
    matrix = page.get_by_role("region", name="Countries and groups")
    matrix.focus()
    page.keyboard.press("End")
    expect(matrix.locator("tbody tr").last).to_be_in_viewport()
    expect(matrix.locator("thead th").first).to_be_in_viewport()


CUT_OFF = """
[...document.querySelectorAll('table')].filter(one => one.getBoundingClientRect().right > innerWidth + 1).length
"""


@pytest.mark.parametrize(
    "page_address",
    [
        "/rules/horizon.minimum-consortium",
        "/countries?group=horizon_associated",
        pytest.param("/countries", marks=pytest.mark.drill),
    ],
)
def test_on_paper_everything_is_there_and_nothing_is_cut_off(open_page: OpenPage, page_address: str) -> None:
    page = open_page(width=1000)
    page.goto(page_address)
    page.emulate_media(media="print")
    assert fits(page)
    assert page.evaluate(CUT_OFF) == 0
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    assert violations(page) == []
