"""What of the portal's HTML is kept."""

import pytest

from scrapers.texts import ParseError, plain_text, sanitised, sections
from scrapers.texts.limits import MAX_CHARACTERS


def test_scripts_handlers_styles_and_their_content_are_gone() -> None:
    html = '<p onclick="run()" style="color:red">one<script>two()</script><style>p{}</style></p><!-- three -->'
    assert sanitised(html) == "<p>one</p>"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVa\tScript:x", "&#106;avascript:x", "data:text/html,x", "vbscript:x", "//x.eu"],
)
def test_a_link_to_anything_but_a_page_loses_its_address(address: str) -> None:
    assert sanitised(f'<a href="{address}">text</a>') == '<a rel="noopener">text</a>'


def test_a_link_keeps_its_absolute_address_and_hands_over_no_window() -> None:
    assert (
        sanitised('<a href="https://europa.eu/a?b=1&amp;c=2" target="_blank" rel="opener">text</a>')
        == '<a href="https://europa.eu/a?b=1&amp;c=2" rel="noopener">text</a>'
    )


def test_an_element_that_is_not_listed_leaves_its_text() -> None:
    assert sanitised("<form><p>one <font>two</font><img src=x onerror=y></p></form>") == "<p>one two</p>"


def test_the_mark_of_a_heading_in_a_description_is_kept_and_other_classes_are_not() -> None:
    html = '<span class="topicdescriptionkind other">Scope:</span><p class="eui">text</p>'
    assert sanitised(html) == '<span class="topicdescriptionkind">Scope:</span><p class="">text</p>'


def test_the_sign_for_greater_in_an_attribute_leaves_nothing_in_the_text() -> None:
    assert plain_text('<div class="eui-u-mt-l>"><h4>Conditions</h4>text</div>') == "Conditions\ntext"


def test_an_opened_and_closed_break_is_one_break() -> None:
    assert sanitised("one<br></br>two<br/>three<br> </br>four") == "one<br>two<br>three<br>four"


def test_half_a_surrogate_pair_is_marked_as_unreadable_and_two_halves_are_put_together() -> None:
    assert sanitised("a\ud800b \ud83d\ude00") == "a\ufffdb \U0001f600"


@pytest.mark.parametrize(
    "html",
    [
        "x" * (MAX_CHARACTERS + 1),
        "<div>" * 65,
        "<b>" * 65,
        "<b id=1></i>" * 65,
        "<b>" * 60 + "<p>" * 20_000,
        "<p></p>" * 200_000,
    ],
    ids=["long", "deep", "deep by formatting", "closed by another name", "formatting taken up again", "busy"],
)
def test_what_would_take_long_to_read_is_refused(html: str) -> None:
    for reader in (sanitised, plain_text, sections):
        with pytest.raises(ParseError):
            reader(html)


@pytest.mark.parametrize("html", ["<p>one" * 5_000, "<ul>" + "<li>one" * 5_000, "<table>" + "<tr><td>one" * 5_000])
def test_elements_that_are_not_closed_are_not_deep(html: str) -> None:
    assert plain_text(html).count("one") == 5_000


@pytest.mark.parametrize("html", ["<table><tr><td>" * 60, "<ul><li>" * 60, "<div><span>" * 30, "<blockquote><b>" * 30])
def test_what_is_just_not_too_deep_is_read(html: str) -> None:
    assert plain_text(f"{html}word").endswith("word")
    assert "word" in sections(f"{html}word").unparsed[0].text
