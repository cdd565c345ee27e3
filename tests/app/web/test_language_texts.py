"""What a page says, it says in the language asked for: in a language of brackets, nothing but data stands outside."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest
from babel import Locale
from fastapi.testclient import TestClient
from lxml import html  # type: ignore[import-untyped]  # it ships no types

from app.bundle.read import Bundle, read
from app.languages import language
from rules.language import Language
from tests.app.web.pseudo import CLOSES, CODE, OPENS, Pseudo, with_pseudo
from tests.app.web.test_pages import ADDRESSES

SAID_IN: Final = ("title", "aria-label", "alt", "placeholder", "data-label", "label", "aria-valuetext")
"""Attributes that people read or hear."""

OURS: Final = frozenset(
    "Quorum GeoNames Natural Earth Unicode CLDR Portal EIC SME SMEs NUTS EUR CC BY OpenAPI Esperanto".split()
)
"""Names that are the same in every language."""

CODES: Final = r"https?://\S+|(?-i:\b[a-z0-9]+(?:\.[a-z0-9-]+)+)|\b\w*\d\w*(?:-\w+)*|(?-i:\b[A-Z0-9]{2,}(?:-\w+)+)"
"""Addresses, hashes, identifiers of topics and of rules."""


@pytest.fixture(autouse=True, scope="module")
def spoken() -> Iterator[None]:
    """The language is served as if there were a file of it."""
    pseudo = Pseudo()

    def found(code: str) -> Language:
        return pseudo if code == CODE else language(code)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.web.visiting.languages", with_pseudo)
        patch.setattr("app.web.visiting.language", found)
        patch.setattr("app.web.rendering.languages", with_pseudo)
        yield


@cache
def data() -> re.Pattern[str]:
    """Names of clusters, organisations, towns, topics and calls, and what CLDR says: nobody translates them for us."""
    cldr = Locale.parse(CODE)
    names = {str(name) for name in cldr.territories.values()} | set(_names(read()))
    names |= {str(month) for width in ("wide", "abbreviated") for month in cldr.months["format"][width].values()}
    names |= {"kaj", "aŭ"}
    longest_first = sorted((re.escape(name) for name in names if len(name) > 2 or name == "aŭ"), key=len, reverse=True)
    return re.compile(rf"{CODES}|(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _names(bundle: Bundle) -> Iterator[str]:
    for topic in bundle.topics:
        yield from (topic.identifier, topic.title, topic.call_identifier or "", topic.call_title or "", topic.url)
        yield from (topic.programme, topic.type_of_action or "", topic.destination or "")
    for cluster in bundle.clusters:
        yield from (cluster.id, cluster.name, *cluster.aliases, cluster.city or "", cluster.website or "")
        yield cluster.managing_organisation or ""
    for host in bundle.hosts.values():
        yield from (host.name, host.website)


def without_messages(text: str) -> str:
    """What stands outside of all brackets; brackets may stand in brackets."""
    depth, kept = 0, []
    for letter in text:
        depth += letter == OPENS
        kept.append(letter if depth == 0 else " ")
        depth -= letter == CLOSES
    return "".join(kept)


def said(page: html.HtmlElement) -> Iterator[str]:
    """Every text and every attribute that people read, but what is marked to be in another language, or a code."""
    for part in page.iter():
        if not isinstance(part.tag, str) or _is_foreign(part):
            continue
        yield from (part.get(name, "") for name in SAID_IN if part.get(name))
        yield part.text or ""
        for inner in part:
            yield inner.tail or ""


def _is_foreign(part: html.HtmlElement) -> bool:
    lines = [part, *part.iterancestors()]
    spoken = next((one.get("lang") for one in lines if one.get("lang")), CODE)
    codes = {name for one in lines for name in (one.get("class") or "").split()}
    return spoken != CODE or "code" in codes or bool({"script", "style", "code", "pre"} & {one.tag for one in lines})


def left_over(text: str) -> list[str]:
    """The words of a text that nobody could have translated and that are no data."""
    words = re.findall(r"[^\W\d_][^\W\d_]+", data().sub(" ", without_messages(text)))
    return [word for word in words if word not in OURS and not word.isupper()]


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", "/topics?status=ajar"])
def test_a_page_says_nothing_that_could_not_be_translated(pages: TestClient, address: str) -> None:
    answer = pages.get(f"/{CODE}{address}")
    found = {text.strip()[:120] for text in said(html.fromstring(answer.content)) if left_over(text)}
    assert not found, "\n".join(["in English, whatever the language:", *sorted(found)])


def test_what_was_said_in_one_language_is_not_kept_for_the_next(pages: TestClient) -> None:
    for address in ADDRESSES[::3]:
        pages.get(f"/{CODE}{address}")
        assert OPENS not in pages.get(address).text, address
