"""Every page, wide and narrow, light and dark: axe finds nothing, and nothing runs off to the side."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

ADDRESSES = {
    "home": "/",
    "about": "/about",
    "clusters": "/clusters?q=aero",
    "clusters-none": "/clusters?q=nothing+is+called+that",
    "cluster": "/clusters/fr-aerospace-valley",
    "cluster-hosted": "/clusters/at-it-cluster",
    "cluster-territory": "/clusters/it-distretto-tessile-di-prato",
    "calls": "/clusters/fr-techtera/calls?legal_personality=yes",
    "calls-none": "/clusters/it-distretto-tessile-di-prato/calls",
    "topics": "/topics?status=open",
    "topic": "/topics/HORIZON-CL4-2027-01-MAT-PROD-08",
    "propose": "/propose?topic=HORIZON-CL4-2027-01-MAT-PROD-08&lead=fr-aerospace-valley&find_member=textile&country=IT",
    "check-call": "/check?q=textile",
    "check-empty": "/check?topic=HORIZON-CL4-2027-01-MAT-PROD-08&find=prato",
    "check": "/check?topic=HORIZON-CL4-2027-01-MAT-PROD-08&p=coord*fr-techtera&p=benef*~X*c.IT&p=benef*~Y*c.US&edit=1",
    "check-refused": "/check?topic=HORIZON-CL4-2027-01-MAT-PROD-08&p=coord*fr-techtera&p=coord*nobody",
    "check-print": "/check?topic=HORIZON-CL4-2027-01-MAT-PROD-08&p=coord*fr-techtera&p=benef*~ACME*c.US&view=print",
    "changes": "/changes",
    "cascade-calls": "/cascade-calls",
    "rules": "/rules?programme=HORIZON&layer=regulation",
    "rules-none": "/rules?q=nothing+is+called+that",
    "rule": "/rules/horizon.minimum-consortium",
    "rule-of-topics": "/rules/horizon.topics.multi-actor-approach",
    "countries": "/countries",
    "countries-past": "/countries?programme=H2020&as_of=2017-06-30&group=h2020_associated",
    "country-years": "/countries/years",
    "country-group": "/countries?group=horizon_associated",
    "error": "/nowhere",
}


LOOKS = pytest.mark.parametrize(
    ("width", "dark"),
    [
        pytest.param(1280, False, id="1280-light"),
        pytest.param(360, True, id="360-dark"),
        pytest.param(1280, True, id="1280-dark", marks=pytest.mark.drill),
        pytest.param(360, False, id="360-light", marks=pytest.mark.drill),
    ],
)
"""In the suite both widths and both colours, in the drill all combinations."""

SEEN: dict[str, Any] = {
    "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
}
"""All that can be wrong on a narrow page or in the dark, and is right on a wide one in the light."""


WHOLE: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
"""All that axe looks for; the size of targets (WCAG 2.2 AA) it looks at only when it is asked to."""


def violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    found = Axe().run(page, options=options or WHOLE).response["violations"]
    return [f"{one['id']}: {node['html']} ({node['failureSummary']})" for one in found for node in one["nodes"]]


def look(page: Page, name: str, is_whole: bool, keep_picture: Callable[[Page, str], None]) -> list[str]:
    """What is wrong with the page as it stands, some of its folded parts opened."""
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 12).forEach(one => { one.open = true })")
    keep_picture(page, name)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return violations(page, None if is_whole else SEEN) + (["it is wider than the window"] if wide > window else [])


@LOOKS
def test_axe_finds_nothing_on_any_page_and_nothing_runs_off_to_the_side(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    found, how, is_whole = {}, f"{width}-{'dark' if dark else 'light'}", width == 1280 and not dark
    for name, address in ADDRESSES.items():
        page.goto(address)
        found[name] = look(page, f"{name}-{how}", is_whole, keep_picture)
    assert {name: faults for name, faults in found.items() if faults} == {}


ASKED = "/propose?topic=HORIZON-CL4-2027-01-MAT-PROD-08&lead=fr-techtera"


@LOOKS
def test_axe_finds_nothing_on_answers_and_on_a_form_with_faults(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    found, how, is_whole = {}, f"{width}-{'dark' if dark else 'light'}", width == 1280 and not dark
    for name, wish, ready in (
        ("proposal", "&country=IT&country=MA&budget=2000000", "#proposal"),
        ("infeasible", "&country=IT&country=IS&country=TR&size_min=2&size_max=2", "#conflict"),
        ("faults", "&size_min=x&member=nobody&country=ZZ", "#error-summary"),
    ):
        page.goto(ASKED + wish)
        page.get_by_role("button", name="Propose consortia").click()
        page.locator(ready).wait_for(timeout=60_000)
        found[name] = look(page, f"{name}-{how}", is_whole, keep_picture)
        if name == "proposal":
            page.get_by_role("link", name="Side by side").click()
            page.locator("#side-by-side").wait_for()
            found["side-by-side"] = look(page, f"side-by-side-{how}", is_whole, keep_picture)
            page.get_by_role("link", name="Proposal 1").first.click()
            page.get_by_role("button", name="What if one drops out?").click()
            page.locator("#drilled").wait_for(timeout=60_000)
            found["drill"] = look(page, f"drill-{how}", is_whole, keep_picture)
    assert {name: faults for name, faults in found.items() if faults} == {}
