"""The check of a consortium, walked by a person: with and without JavaScript, wide and narrow, by keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_journeys import TOPIC, fits

HOW = [pytest.param(1280, True, id="1280-script"), pytest.param(360, False, id="360-no-script")]

TABLE = "Nom;Pays;Rôle;Type\nPolitecnico di Torino;Italie;partenaire;Université\nACME;États-Unis;partenaire;PME"
START = f"/check?topic={TOPIC}"


def shown(page: Page) -> str:
    return page.get_by_role("region", name="Verdict", exact=True).inner_text()


@pytest.mark.parametrize(("width", "script"), HOW)
def test_a_consortium_is_put_in_checked_repaired_and_shared(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    name = f"{width}-{'script' if script else 'no-script'}"
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Check a consortium").click()
    page.get_by_role("searchbox").press_sequentially("textile circularity")
    if not script:
        page.get_by_role("button", name="Find the call").click()
    page.get_by_role("link", name="Textile circularity through advanced processing").click()
    _choose_techtera(page, script)
    _paste(page)
    expect(page.locator("#participants")).to_contain_text("3")
    expect(page.locator("#verdict-not-met")).to_be_visible()
    assert fits(page)
    keep_picture(page, f"journey-check-{name}")
    page.locator("section:has(#verdict-not-met) .source summary").first.click()
    page.get_by_role("link", name="Do that, and find a partner").click()
    expect(page.get_by_label("Role of ACME")).to_have_value("associated_partner")
    _type_one_in(page)
    before = shown(page)
    _answer(page)
    expect(page).to_have_url(re.compile(r"fact\.topic\.text-unread=yes"))
    assert shown(page) != before
    assert fits(page)
    keep_picture(page, f"journey-check-answered-{name}")
    address = page.url
    page.get_by_role("link", name="Keep this day in the address").click()
    expect(page).to_have_url(re.compile("as_of=2026-11-22"))
    same = shown(page)
    page.reload()
    assert shown(page) == same
    page.go_back()
    expect(page).to_have_url(address)
    _take_out(page, "ACME")
    page.get_by_role("link", name="Complete this consortium").click()
    expect(page.get_by_role("radio", name="Techtera")).to_be_checked()


def _choose_techtera(page: Page, script: bool) -> None:
    page.get_by_label("Find an organisation or a cluster").press_sequentially("techtera")
    if not script:
        page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("checkbox", name="Techtera").check()
    page.get_by_label("In which role").select_option("coordinator")
    page.get_by_role("button", name="Add those chosen").click()
    expect(page.get_by_label("Role of Techtera")).to_have_value("coordinator")


def _paste(page: Page) -> None:
    page.locator("summary", has_text="Paste a table").click()
    page.get_by_label("Rows copied from a spreadsheet").fill(TABLE.replace("Italie", "Atlantide"))
    page.get_by_role("button", name="Take these rows").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Atlantide")
    expect(page.get_by_label("Rows copied from a spreadsheet")).to_have_value(re.compile("Politecnico"))
    page.get_by_label("Rows copied from a spreadsheet").fill(TABLE)
    page.get_by_role("button", name="Take these rows").click()


def _type_one_in(page: Page) -> None:
    page.locator("summary", has_text="Type one in").click()
    page.locator("#one-name").fill("Universität Graz")
    page.locator("#one-country").fill("Österreich")
    page.locator("#one-legal_personality").select_option("yes")
    page.locator("summary", has_text="Kinds of organisation").click()
    page.get_by_label("university", exact=True).check()
    page.get_by_role("button", name="Add this participant").click()
    expect(page.get_by_label("Role of Universität Graz")).to_have_value("beneficiary")


def _answer(page: Page) -> None:
    for field in ("org.0.legal_personality", "org.1.legal_personality", "fact.proposal.topic.text-unread"):
        page.locator(f'[name="{field}"][value="yes"]').check()
    page.get_by_role("button", name="Judge with these answers").click()


def _take_out(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Take {name} out").click()
    expect(page.get_by_label(f"Role of {name}")).to_have_count(0)


def test_the_keyboard_alone_checks_a_consortium(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(START)
    _tab_to(page, "#find")
    page.keyboard.type("techtera")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Techtera")).to_be_visible()
    _tab_to(page, "[name=add]")
    page.keyboard.press("Space")
    _tab_to(page, "button:has-text('Add those chosen')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_label("Role of Techtera")).to_be_visible()
    _tab_to(page, "#role-0")
    page.keyboard.type("coord")
    _tab_to(page, "button:has-text('Judge with these roles')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"p=coord\*fr-techtera"))
    _tab_to(page, '[name="org.0.legal_personality"]')
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    _tab_to(page, "button:has-text('Judge with these answers')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"lp\.yes"))
    expect(page.get_by_role("region", name="Verdict", exact=True)).to_be_visible()


def _tab_to(page: Page, selector: str) -> None:
    """Tab until the element has the focus, and see that the focus can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector.partition(":has-text")[0]):
            text = selector.partition(":has-text('")[2].removesuffix("')")
            if not text or page.evaluate("document.activeElement.innerText") == text:
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
    pytest.fail(f"{selector!r} cannot be reached by Tab")


def test_the_exported_workbook_is_uploaded_again(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.goto(f"{START}&p=coord*fr-techtera&p=benef*~Politecnico+di+Torino*c.IT*k.university")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("xlsx")).click()
    download.value.save_as(tmp_path / "sheet.xlsx")
    page.goto(START)
    page.locator("summary", has_text="Upload a workbook").click()
    page.get_by_label("Workbook (xlsx)").set_input_files(tmp_path / "sheet.xlsx")
    page.get_by_role("button", name="Read this workbook").click()
    expect(page.get_by_label("Role of Politecnico di Torino")).to_be_visible()


def test_a_check_is_printed_with_all_of_it_open(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], tmp_path: Path
) -> None:
    page = open_page()
    page.goto(f"{START}&p=coord*fr-techtera&p=benef*~ACME*c.US&view=print")
    page.emulate_media(media="print")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("form:not(.printed)").count() == 0
    expect(page.locator("main")).to_contain_text("as_of=2026-11-22")
    keep_picture(page, "check-printed")
    page.pdf(path=tmp_path / "check.pdf")
    assert (tmp_path / "check.pdf").stat().st_size > 10_000


def test_at_two_hundred_per_cent_nothing_runs_off_to_the_side(open_page: OpenPage) -> None:
    page = open_page(width=640)
    page.goto(f"{START}&p=coord*fr-techtera&p=benef*~Politecnico+di+Torino*c.IT*k.university&edit=1")
    assert fits(page)
