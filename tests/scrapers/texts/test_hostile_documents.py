"""Ten thousand documents through each reader: nothing but a declared error, nothing that runs, nothing lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from scrapers.texts import (
    ParseError,
    announced_deadlines,
    flash_results,
    plain_text,
    sanitised,
    sections,
    sections_of_text,
)
from tests.scrapers.texts.hostile import DOCUMENTS, Findings, damaged_pages, hostile_html, hostile_text
from tests.scrapers.texts.rebuilding import blocks, characters, texts

many = settings(max_examples=DOCUMENTS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def unless_refused(reader: Callable[[str], Any], document: str) -> Any:
    """What the reader makes of it; None where it declares that it does not read it."""
    try:
        return reader(document)
    except ParseError:
        return None


@many
@given(hostile_html)
@example("<p><select><p>")
@example("<p><object><p>")
def test_sanitised_html_holds_nothing_that_runs_and_stays_as_it_is(html: str) -> None:
    clean = unless_refused(sanitised, html)
    if clean is not None:
        assert Findings(clean).found == []
        assert sanitised(clean) == clean


@many
@given(hostile_html)
def test_plain_text_is_one_line_a_block_and_not_longer_than_the_document(html: str) -> None:
    text = unless_refused(plain_text, html)
    if text is not None:
        assert all(line == " ".join(line.split()) != "" for line in text.split("\n") if text)
        assert len(text) <= 2 * len(html)


@many
@given(hostile_html)
def test_sections_of_anything_hold_each_character_once_and_nothing_that_runs(html: str) -> None:
    conditions = unless_refused(sections, html)
    if conditions is not None:
        assert characters(texts(conditions)) == characters(plain_text(html))
        assert all(Findings(block.html or "").found == [] for block in blocks(conditions))
        assert sum(1 for _ in blocks(conditions)) <= len(html)


@many
@given(damaged_pages())
def test_sections_of_a_damaged_page_hold_each_character_once(html: str) -> None:
    """Not each word: where a heading lost its beginning, words on both sides of it run into each other."""
    conditions = sections(html)
    assert characters(texts(conditions)) == characters(plain_text(html))


@many
@given(hostile_text)
@example("1. Admissibility conditionsone" * 50)
def test_sections_of_any_text_hold_each_character_once(text: str) -> None:
    conditions = sections_of_text(text)
    assert characters(texts(conditions)) == characters(as_read(text))


def as_read(text: str) -> str:
    """The text as the reader takes it: without the rest of a tag at its front and without signs of no width."""
    rest = text.lstrip()
    return re.sub("[\ufeff\u200b\u2060\u00ad]", "", rest.removeprefix('">'))


@many
@given(hostile_text)
def test_announcements_of_any_text_are_quotations_of_it(text: str) -> None:
    found = announced_deadlines(text)
    assert len(found) <= len(text)
    assert all(text[each.start : each.end] == each.quote for each in found)


@many
@given(hostile_text)
def test_flash_results_of_any_text_are_stated_in_it(text: str) -> None:
    found = flash_results(text)
    assert len(found) <= len(text)
    assert all(
        any(value is not None for value in each.model_dump(exclude={"identifier", "closed_on"}).values())
        for each in found
    )


@pytest.mark.parametrize("reader", [announced_deadlines, flash_results])
def test_a_notice_that_is_too_long_is_refused(reader: Callable[[str], Any]) -> None:
    assert reader("x" * 200_000) == []
    with pytest.raises(ParseError):
        reader("x" * 200_001)
