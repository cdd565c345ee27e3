"""The sections of conditions in HTML."""

import pytest

from scrapers.texts import SectionKind, plain_text, sections
from tests.scrapers.texts.pages import DOCUMENTS, HEADINGS, KINDS, below, page, section
from tests.scrapers.texts.rebuilding import rebuilt, unspaced

TEXTS = tuple((heading, (f"<p>text {number}</p>",)) for number, heading in enumerate(HEADINGS))


def test_the_template_gives_its_sections_in_order() -> None:
    conditions = sections(page(TEXTS))
    assert conditions.title == "General conditions"
    assert [section.kind for section in conditions.sections] == [*KINDS, "specific", "documents", "documents"]
    assert [section.number for section in conditions.sections[:8]] == ["1", "2", "3", "4", "5a", "5b", "5c", "6"]
    assert [section.heading for section in conditions.sections[:8]] == list(HEADINGS)
    assert [section.text for section in conditions.sections[:8]] == [f"text {number}" for number in range(8)]
    assert conditions.unparsed == ()


def test_what_follows_the_numbered_sections_without_a_heading_are_the_specific_conditions() -> None:
    (specific,) = sections(page(TEXTS)).of(SectionKind.SPECIFIC)
    assert (specific.heading, specific.number, specific.text) == (None, None, "see the topic")


def test_specific_conditions_may_have_a_heading() -> None:
    (specific,) = sections(page(TEXTS, after="<h4>Specific conditions</h4><p>none here</p>")).of(SectionKind.SPECIFIC)
    assert (specific.heading, specific.text) == ("Specific conditions", "none here")


def test_documents_keep_their_headings() -> None:
    documents = sections(page(TEXTS)).of(SectionKind.DOCUMENTS)
    assert [(each.heading, each.text) for each in documents] == [
        (DOCUMENTS, "a form"),
        ("Additional documents:", "a guide"),
    ]


def test_a_section_may_have_several_sibling_elements_and_each_paragraph_is_a_block() -> None:
    html = ("<p>one</p><p>two</p>", "<ul><li>three</li><li>four</li></ul>", "loose <b>five</b><p>six</p>")
    (found,) = sections(page([*TEXTS[:2], (HEADINGS[2], html), *TEXTS[3:]])).of(SectionKind.OTHER_ELIGIBILITY)
    assert [block.text for block in found.blocks] == ["one", "two", "- three\n- four", "loose five", "six"]
    assert [block.html for block in found.blocks[2:4]] == ["<ul><li>three</li><li>four</li></ul>", "loose <b>five</b>"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("1. Admissibility and Eligibility Conditions", SectionKind.ADMISSIBILITY_AND_ELIGIBILITY),
        ("1. Admissibility Conditions, proposal page limit and layout", SectionKind.ADMISSIBILITY),
        ("1. Admissibility conditions", SectionKind.ADMISSIBILITY),
        ("2. Eligible countries:", SectionKind.COUNTRIES),
        ("2. Elibility", SectionKind.ELIGIBILITY),
        ("3. Other Eligibility Conditions", SectionKind.OTHER_ELIGIBILITY),
        ("3. other elibility criteria", SectionKind.OTHER_ELIGIBILITY),
        ("3. Proposal submission and description", SectionKind.SUBMISSION),
        ("5. Evaluation and award: Indicative timeline for evaluation and grant agreement", SectionKind.TIMELINE),
        ("5. Evaluation:", SectionKind.EVALUATION),
        ("6. Legal and financial setup of the grants", SectionKind.LEGAL_AND_FINANCIAL),
        ("7. Open Science", SectionKind.OTHER),
        ("7. Something new", SectionKind.OTHER),
        ("7. Specific conditions", SectionKind.SPECIFIC),
        ("Eligible Countries", SectionKind.COUNTRIES),
        ("Call document and annexes:", SectionKind.DOCUMENTS),
    ],
)
def test_headings_are_known_by_number_and_words(heading: str, kind: SectionKind) -> None:
    (found,) = sections(f"<div>{section(heading, ['<p>text</p>'])}</div>").sections
    assert (found.kind, found.heading, found.text) == (kind, heading, "text")


def test_programmes_may_swap_the_parts_of_the_evaluation() -> None:
    swapped = [
        ("5a. Evaluation and award: Submission and evaluation processes", ("<p>how</p>",)),
        ("5b. Evaluation and award: Award criteria, scoring and thresholds", ("<p>by what</p>",)),
    ]
    found = sections(page([*TEXTS[:4], *swapped, *TEXTS[6:]])).sections[4:6]
    assert [(each.number, each.kind, each.text) for each in found] == [
        ("5a", SectionKind.EVALUATION_PROCESS, "how"),
        ("5b", SectionKind.AWARD_CRITERIA, "by what"),
    ]


def test_headings_without_text_are_sections_without_blocks_and_say_nothing_about_eligibility() -> None:
    listed = [
        *TEXTS[:1],
        *((heading, ()) for heading in HEADINGS[1:7]),
        (HEADINGS[7], ("<p>all of it: appendix 7</p>",)),
    ]
    conditions = sections(page(listed, after=""))
    assert [len(each.blocks) for each in conditions.sections[:8]] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert not conditions.states_eligibility
    assert sections(page(TEXTS)).states_eligibility


def test_a_heading_in_a_paragraph_is_one_when_it_has_number_and_words_and_nothing_else() -> None:
    html = (
        "<p><strong>1. Admissibility conditions</strong></p><p>one</p><p>2. Eligible countries</p><p>two</p>"
        "<p>3. Other eligible conditions are described elsewhere</p>"
    )
    assert [(each.number, each.text) for each in sections(html).sections] == [
        ("1", "one"),
        ("2", "two\n3. Other eligible conditions are described elsewhere"),
    ]


def test_numbered_steps_inside_a_section_do_not_begin_one() -> None:
    steps = ("<h4>1. Register</h4><p>first</p><h4>2. Eligible countries</h4><p>second</p>",)
    (found,) = sections(page([*TEXTS[:4], (HEADINGS[4], steps)], after="")).of(SectionKind.AWARD_CRITERIA)
    assert found.text == "1. Register\nfirst\n2. Eligible countries\nsecond"


def test_headings_that_are_not_marked_up_are_found_in_the_text() -> None:
    conditions = sections(f"<table><tr><td>{'<br>'.join([HEADINGS[0], 'one', HEADINGS[1], 'two'])}</td></tr></table>")
    assert [(each.number, each.text) for each in conditions.sections] == [("1", "one"), ("2", "two")]


@pytest.mark.parametrize("html", ["<p>one [[two]]</p><p>three</p>", "<h4>Podmínky přípustnosti</h4><p>one</p>"])
def test_without_any_section_everything_is_unparsed_and_kept(html: str) -> None:
    conditions = sections(html)
    assert (conditions.title, conditions.sections) == (None, ())
    assert unspaced(rebuilt(conditions)) == unspaced(plain_text(html))


def test_what_stands_before_the_first_section_is_kept_as_unparsed() -> None:
    conditions = sections(f"<p>read this first</p>{page(TEXTS)}")
    assert [block.text for block in conditions.unparsed] == ["read this first"]
    assert len(conditions.sections) == 11


def test_html_of_blocks_is_sanitised_and_its_text_stays_text() -> None:
    html = '<p onclick="x">5 &lt; 6 &amp; &lt;script&gt;<script>bad()</script></p>'
    (found,) = sections(f"<h4>1. Admissibility conditions</h4>{below([html])}1 &lt; 2").sections
    assert [block.html for block in found.blocks] == ["<p>5 &lt; 6 &amp; &lt;script&gt;</p>", "1 &lt; 2"]
    assert found.text == "5 < 6 & <script>\n1 < 2"


def test_nothing_at_all_gives_nothing() -> None:
    conditions = sections("")
    assert (conditions.title, conditions.sections, conditions.unparsed) == (None, (), ())
