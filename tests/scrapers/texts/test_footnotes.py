"""Footnotes beside the sentence they belong to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.texts import Block, Conditions, sections_of_text
from scrapers.texts.conditions import Piece, blocks
from tests.scrapers.texts.rebuilding import rebuilt, unspaced


def read(*paragraphs: str) -> tuple[Block, ...]:
    return blocks([Piece(html=f"<p>{text}</p>", text=text) for text in paragraphs])


def notes(*paragraphs: str) -> list[list[tuple[str, int, bool]]]:
    return [[(note.text, note.at, note.closed) for note in block.footnotes] for block in read(*paragraphs)]


def test_a_footnote_is_taken_out_of_its_sentence_and_kept_where_it_stood() -> None:
    (block,) = read("Only ports[[Sea ports.]] may apply. Others[[All.]] may not.")
    assert block.text == "Only ports may apply. Others may not."
    assert [(block.text[: note.at], note.text) for note in block.footnotes] == [
        ("Only ports", "Sea ports."),
        ("Only ports may apply. Others", "All."),
    ]
    assert block.html == "<p>Only ports[[Sea ports.]] may apply. Others[[All.]] may not.</p>"


def test_taking_a_footnote_out_leaves_no_double_blank_and_glues_no_words() -> None:
    assert [block.text for block in read("one [[x]] two", "one[[x]]two", "[[x]] one", "one [[x]]")] == [
        "one two",
        "one two",
        "one",
        "one",
    ]


def test_a_footnote_that_goes_across_paragraphs_joins_them() -> None:
    first, second = read("Suppliers may not.[[The guarantees: a) this;", "b) that.]]", "Next.")
    assert (first.text, first.html) == (
        "Suppliers may not.",
        "<p>Suppliers may not.[[The guarantees: a) this;</p><p>b) that.]]</p>",
    )
    assert [(note.text, note.closed) for note in first.footnotes] == [("The guarantees: a) this;\nb) that.", True)]
    assert (second.text, second.footnotes) == ("Next.", ())


def test_a_footnote_in_a_footnote_stays_in_it() -> None:
    assert notes("one[[two [[three]] four]] five") == [[("two [[three]] four", 3, True)]]


def test_a_bracket_inside_a_footnote_ends_with_it() -> None:
    assert notes("one[[two [three]]] four") == [[("two [three]", 3, True)]]


@pytest.mark.parametrize(
    ("paragraphs", "texts", "found"),
    [
        (["one [[two three", "four"], ["one", "four"], [[("two three", 3, False)], []]),
        (["one [[two [[three]] four", "five"], ["one four", "five"], [[("two [[three", 4, True)], []]),
        (["one ]] two", "three"], ["one ]] two", "three"], [[], []]),
        (["one [[", "two [[three]] four"], ["one", "two four"], [[("", 3, False)], [("three", 4, True)]]),
        (["one [[two", "three [[four]] five]]", "six"], ["one", "six"], [[("two\nthree [[four]] five", 3, True)], []]),
    ],
    ids=["never closed", "one of two closed", "never opened", "opened at the end", "closed twice later on"],
)
def test_unbalanced_brackets_lose_no_text(
    paragraphs: list[str], texts: list[str], found: list[list[tuple[str, int, bool]]]
) -> None:
    assert [block.text for block in read(*paragraphs)] == texts
    assert notes(*paragraphs) == found


@settings(max_examples=500)
@given(st.lists(st.text("[] ab\u00e9.", min_size=1).filter(str.strip), max_size=6))
def test_however_brackets_are_set_every_character_comes_once_and_in_order(paragraphs: list[str]) -> None:
    conditions = Conditions(title=None, sections=(), unparsed=read(*paragraphs))
    assert unspaced(rebuilt(conditions)) == unspaced("".join(paragraphs))


def test_many_brackets_that_are_never_closed_are_read_in_one_go() -> None:
    conditions = sections_of_text("[[a " * 50_000)
    assert len(conditions.unparsed) == 1
    assert len(conditions.unparsed[0].footnotes) == 1
