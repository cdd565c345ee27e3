"""HTML as plain text."""

import pytest

from scrapers.texts import plain_text


def test_each_block_is_a_line() -> None:
    assert (
        plain_text("<div>one<p>two</p>three</div><h4>four</h4><section>five</section>") == "one\ntwo\nthree\nfour\nfive"
    )


def test_blanks_are_single_and_byte_order_marks_are_gone() -> None:
    assert plain_text("<p>\ufeffone&#xa0;&nbsp; two\n three\u200b\ufeff.</p>\r\n<p>&#xa0;</p>") == "one two three."


def test_inline_elements_do_not_divide_words() -> None:
    assert plain_text("<p><b>Par</b>tner<sup>2</sup></p>") == "Partner2"


def test_lists_keep_bullets_and_numbers() -> None:
    html = (
        '<ul><li>one</li><li><p>two</p></li></ul><ol start="3"><li>three</li><li>four<ul><li>five</li></ul></li></ol>'
    )
    assert plain_text(html) == "- one\n- two\n3. three\n4. four\n- five"


def test_the_editors_bulleted_list_is_one_though_it_is_written_as_numbered() -> None:
    assert plain_text('<ol><li data-list="bullet"><span></span>74 proposals</li></ol>') == "- 74 proposals"


def test_an_item_without_text_leaves_no_bullet_for_what_follows() -> None:
    assert plain_text("<ul><li> </li></ul><p>one</p>") == "one"


@pytest.mark.parametrize("start", ["x", "-1", "99999999", "²"])
def test_a_list_with_a_strange_first_number_begins_with_one(start: str) -> None:
    assert plain_text(f'<ol start="{start}"><li>one</li></ol>') == "1. one"


def test_the_cells_of_a_row_stand_side_by_side_and_an_empty_one_keeps_its_place() -> None:
    head = "<tr><td></td><th>A</th><th>B</th></tr>"
    html = f"<table>{head}<tr><td><p>one</p><p>more</p></td><td>1</td><td> </td></tr></table>"
    assert plain_text(html) == "| A | B\none more | 1 |"


def test_breaks_are_lines() -> None:
    assert plain_text("one<br></br>two<br>three") == "one\ntwo\nthree"


@pytest.mark.parametrize("text", ["https://europa.eu/page", "file.html", "", "   ", "<?xml version='1.0'?>"])
def test_what_is_no_html_is_read_without_complaint(text: str) -> None:
    assert plain_text(text) == ("" if text.startswith("<") else text.strip())
