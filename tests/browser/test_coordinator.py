"""A coordinator's way: find the cluster, see its calls and deadlines, keep an eye on them, correct what is known."""

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.db import writing
from app.services.setup import open_database
from app.services.tenancy import keys
from app.settings import Settings
from tests.app.web.issuer import CLIENT, SECRET, issuing
from tests.browser.conftest import ROOT, OpenPage
from tests.browser.test_accessibility import LOOKS, look
from tests.browser.test_journeys import fits
from tests.repository.serving import free_port, served

CALLS = "/clusters/fr-techtera/calls"
SEEN = "!!(getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.closest('svg'))"
"""The focus has an outline or, in a picture, a stroke."""

LIST = """id,name,country,city,ecosystems
fr-own-wool,Own Wool {},FR,Lyon,Textile
it-own-silk,Own Silk {},IT,Como,Nonsense
"""
BOTH = pytest.mark.parametrize(("width", "script"), [(1280, True), (360, False)], ids=["1280-script", "360-no-script"])


@BOTH
def test_from_the_map_to_the_deadlines_of_the_calls_my_cluster_can_enter(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = open_page(width=width, javascript=script)
    name = f"{width}-{'script' if script else 'no-script'}"
    page.goto("/clusters")
    if width == 1280:
        keep_picture(page, f"coordinator-map-{name}")
        page.get_by_role("link", name="France: 60 clusters").click()
    else:
        page.locator("#countries summary").click()
        page.get_by_role("link", name="France", exact=True).click()
    expect(page).to_have_url(re.compile("country=FR"))
    page.get_by_role("searchbox").fill("lyon textile")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results h3")).to_have_text(["Techtera"])
    page.get_by_role("link", name="Techtera").click()
    page.get_by_role("link", name="The calls it can enter").click()
    expect(page.locator(".timeline a").first).to_be_attached()
    page.get_by_label("It is a legal entity").select_option("Yes")
    page.get_by_label("It is a public body").select_option("No")
    page.get_by_label("Deadline until").fill("2027-03-31")
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("legal_personality=yes.*deadline_until=2027-03-31"))
    expect(page.locator("#could-coordinate .numeric")).not_to_have_text("0")
    assert fits(page)
    keep_picture(page, f"coordinator-calls-{name}")
    _follow_a_mark(page)
    first = page.locator("section:has(#could-coordinate) article").first
    first.locator("summary").first.click()
    expect(first.locator(".source summary").first).to_be_visible()
    calendar = page.request.get(page.locator("#keep ~ p a").first.get_attribute("href") or "").text()
    assert calendar.count("BEGIN:VEVENT") == page.locator(".timeline a").count()


def _follow_a_mark(page: Page) -> None:
    """A mark of the timeline leads to its call in the list."""
    mark = page.locator('.timeline a[href="#could-coordinate-1"]')
    mark.click()
    expect(page).to_have_url(re.compile("#could-coordinate-1$"))
    expect(page.locator("#could-coordinate-1")).to_be_in_viewport()
    assert page.locator("#could-coordinate-1").inner_text() in (mark.get_attribute("aria-label") or "")


def test_the_keyboard_alone_goes_from_the_map_to_the_source_behind_a_verdict(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/clusters")
    _tab_until(page, "document.activeElement.getAttribute('aria-label') === 'Austria: 16 clusters'")
    with page.expect_navigation(url=re.compile("country=AT")):
        page.keyboard.press("Enter")
    _tab_until(page, "document.activeElement.id === 'q'")
    page.keyboard.type("ict")
    expect(page).to_have_url(re.compile("q=ict"))
    page.goto(CALLS)
    _tab_until(page, "document.activeElement.name === 'legal_personality'")
    page.keyboard.type("Yes")
    expect(page).to_have_url(re.compile("legal_personality=yes"))
    _tab_until(page, "document.activeElement.className === 'skip-past'")
    expect(page.get_by_role("link", name="Skip the timeline")).to_be_in_viewport()
    page.keyboard.press("Enter")
    _tab_until(page, "document.activeElement.matches('article summary')")
    page.keyboard.press("Enter")
    _tab_until(page, "document.activeElement.matches('article .source summary')")
    page.keyboard.press("Enter")
    expect(page.locator("details.source[open]").first).to_be_visible()


def _tab_until(page: Page, condition: str) -> None:
    """Tab until the right thing has the focus, and see that the focus can be seen."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            assert page.evaluate(SEEN)
            return
    pytest.fail(f"{condition} cannot be reached by Tab")


@pytest.fixture(scope="module")
def signed_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service answers in which people can sign in; whoever comes is vouched for."""
    folder, port = tmp_path_factory.mktemp("signing"), free_port()
    engine = open_database(Settings(data_dir=folder))
    with writing(engine) as session:
        keys.create_tenant(session, "Alpha")
    engine.dispose()
    with issuing(free_port()) as issuer:
        issuer.vouches(name="Ada", quorum_tenant="Alpha")
        environment = os.environ | {
            "QUORUM_DATA_DIR": str(folder),
            "QUORUM_TODAY": "2026-11-22",
            "QUORUM_OIDC_ISSUER": issuer.address,
            "QUORUM_OIDC_CLIENT_ID": CLIENT,
            "QUORUM_OIDC_CLIENT_SECRET": SECRET,
            "QUORUM_SESSION_SECRET": "long enough that nobody guesses it",
            "QUORUM_SESSION_INSECURE": "true",
        }
        command = f"exec {shlex.quote(str(Path(sys.executable).with_name('quorum')))} serve --port {port}"
        with served(command, port=port, folder=ROOT, output=folder / "output.txt", environment=environment) as service:
            yield service.address


def _signed_in(browser: Browser, address: str, *, width: int = 1280, script: bool = True, dark: bool = False) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport=ViewportSize(width=width, height=900),
        java_script_enabled=script,
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto("/sign-in")
    expect(page).to_have_url(re.compile("/account$"))
    return page


@BOTH
def test_who_has_signed_in_saves_a_question_corrects_a_cluster_and_imports_a_list(
    browser: Browser, signed_address: str, keep_picture: Callable[[Page, str], None], width: int, script: bool
) -> None:
    page = _signed_in(browser, signed_address, width=width, script=script)
    name = f"{width}-{'script' if script else 'no-script'}"
    page.goto(f"{CALLS}?programme=HORIZON")
    page.get_by_label("Name of the question").fill("Ours")
    page.get_by_role("button", name="Save as a question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ours")
    assert page.request.get(page.locator("#feed").inner_text()).ok
    keep_picture(page, f"coordinator-question-{name}")
    page.goto("/clusters/fr-techtera")
    page.get_by_role("link", name="Correct it").click()
    page.get_by_label("Participant code (PIC)").fill("12")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("alert").locator("a[href='#pic']").click()
    expect(page.locator("#pic")).to_be_focused()
    keep_picture(page, f"coordinator-correct-{name}")
    page.locator("#pic").fill("")
    page.get_by_label("Legal personality").select_option("Yes")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".rows h3").first).to_have_text("Techtera")
    page.get_by_role("link", name="Import a list").click()
    page.get_by_label("or its lines").fill(LIST.format(name, name))
    page.get_by_role("button", name="Look at what would happen").click()
    expect(page.locator("tbody .badge")).to_have_count(2)
    assert fits(page)
    keep_picture(page, f"coordinator-import-{name}")
    page.get_by_role("button", name="Import what is right").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".rows h3", has_text=f"Own Wool {name}")).to_be_visible()
    page.context.close()


@LOOKS
def test_axe_finds_nothing_on_the_pages_of_a_coordinator(
    browser: Browser, signed_address: str, keep_picture: Callable[[Page, str], None], width: int, dark: bool
) -> None:
    page = _signed_in(browser, signed_address, width=width, dark=dark)
    how, is_whole = f"{width}-{'dark' if dark else 'light'}", width == 1280 and not dark
    addresses = {
        "map": "/clusters?country=IS",
        "calls": f"{CALLS}?deadline_until=2026-12-31&legal_personality=yes&public_body=yes&gender_equality_plan=no",
        "correct": "/own/clusters/new?of=fr-techtera",
        "own": "/own/clusters",
        "import": "/own/import",
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        found[name] = look(page, f"coordinator-{name}-{how}", is_whole, keep_picture)
    page.get_by_label("or its lines").fill(LIST.format(how, how))
    page.get_by_role("button", name="Look at what would happen").click()
    found["preview"] = look(page, f"coordinator-preview-{how}", is_whole, keep_picture)
    page.goto(f"{CALLS}?deadline_until=2026-12-31")
    page.get_by_role("button", name="Save as a question").click()
    page.locator("#feed").wait_for()
    found["question"] = look(page, f"coordinator-question-{how}", is_whole, keep_picture)
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
