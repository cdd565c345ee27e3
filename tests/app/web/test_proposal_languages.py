"""An answer that was found in one language is read in another: its pages say nothing that could not be translated."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]  # it ships no types

from tests.app.web.pseudo import CODE, with_pseudo
from tests.app.web.test_language_texts import left_over, said, spoken  # noqa: F401 - a fixture by import
from tests.app.web.test_proposal_pages import GOOD, ask, wait_for


@pytest.fixture(autouse=True, scope="module")
def listed() -> Iterator[None]:
    """The language stands in the list of languages of each page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.web.rendering.languages", with_pseudo)
        yield


@pytest.fixture(scope="module")
def found(pages: TestClient) -> str:
    wishes = {"budget": "2000000", "survive": "yes", "only": ["FR", "IT", "ES", "PT"]}  # whose names are plain words
    address = ask(pages, **GOOD | wishes)
    wait_for(pages, address)
    return address


def in_english(pages: TestClient, address: str) -> list[str]:
    """What is still said in English at an address."""
    answer = pages.get(f"/{CODE}{address}")
    assert answer.status_code == 200
    own_name = with_pseudo()[CODE]
    texts = {text.strip() for text in said(html.fromstring(answer.content))} - {own_name}
    return sorted(text[:120] for text in texts if left_over(text))


@pytest.mark.parametrize("show", ["1", "all"])
def test_a_proposal_that_was_found_in_english_is_read_in_another_language(
    pages: TestClient, found: str, show: str
) -> None:
    assert in_english(pages, f"{found}?show={show}") == []


def test_a_drill_is_read_in_another_language(pages: TestClient, found: str) -> None:
    address = pages.post(f"{found}/drill?proposal=1").headers["location"]
    wait_for(pages, address.partition("?")[0])
    assert in_english(pages, address) == []


def test_what_is_impossible_and_what_would_help_are_read_in_another_language(pages: TestClient) -> None:
    address = ask(pages, **GOOD | {"country": ["IT", "IS", "TR"], "size_min": "2", "size_max": "2"})
    wait_for(pages, address)
    assert in_english(pages, address) == []
