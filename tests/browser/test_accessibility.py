"""Every page, wide and narrow, light and dark: axe finds nothing, and nothing runs off to the side."""

from collections.abc import Callable

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
    "topics": "/topics?status=open",
    "topic": "/topics/HORIZON-CL4-2027-01-MAT-PROD-08",
    "propose": "/propose?topic=HORIZON-CL4-2027-01-MAT-PROD-08&lead=fr-aerospace-valley&find_member=textile&country=IT",
    "error": "/nowhere",
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']} ({node['failureSummary']})" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_any_page_and_nothing_runs_off_to_the_side(
    open_page: OpenPage, keep_picture: Callable[[Page, str], None], width: int, dark: bool
) -> None:
    page = open_page(width=width, dark=dark)
    found = {}
    for name, address in ADDRESSES.items():
        page.goto(address)
        for details in page.locator("details:not([open]) > summary").all()[:3]:
            details.click()
        keep_picture(page, f"{name}-{width}-{'dark' if dark else 'light'}")
        found[name] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[name].append("the page is wider than the window")
    assert {name: faults for name, faults in found.items() if faults} == {}
