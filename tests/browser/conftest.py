"""The real service on a free port of this machine, and a Chromium that looks at it."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, sync_playwright

from tests.repository.serving import free_port, served

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the service answers; its database is loaded from the bundle, its day is that of the bundle."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    environment = os.environ | {"QUORUM_DATA_DIR": str(folder), "QUORUM_TODAY": "2026-11-22"}
    command = f"exec {shlex.quote(str(Path(sys.executable).with_name('quorum')))} serve --host 127.0.0.1 --port {port}"
    with served(command, port=port, folder=ROOT, output=folder / "output.txt", environment=environment) as service:
        yield service.address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """A new page of a width, with or without JavaScript, light or dark; it may not ask anybody but the service."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    complaints: list[str] = []

    def listen(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            strangers.append(request.url)

    def open_one(*, width: int = 1280, javascript: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=ViewportSize(width=width, height=900),
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert strangers == [], "a page asked another server"
    assert complaints == [], "a script of a page failed"


@pytest.fixture
def keep_picture() -> Callable[[Page, str], None]:
    """Keeps what a page looks like for people to look at; never committed."""
    ARTEFACTS.mkdir(exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)

    return keep
