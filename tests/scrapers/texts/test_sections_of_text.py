"""The sections of conditions of which somebody took the tags out."""

import pytest

from scrapers.texts import SectionKind, plain_text, sections, sections_of_text
from tests.scrapers.texts.pages import HEADINGS, KINDS, page, stripped
from tests.scrapers.texts.rebuilding import rebuilt, unspaced

TEXTS = tuple((heading, (f"<p>described in part {number}.</p>",)) for number, heading in enumerate(HEADINGS))
SPECIFIC = "<h4>Specific conditions</h4> <p>described in the topic</p>"


def test_headings_that_run_into_their_text_are_found() -> None:
    conditions = sections_of_text(stripped(page(TEXTS, after=SPECIFIC)))
    assert conditions.title == "General conditions"
    assert [section.kind for section in conditions.sections] == [*KINDS, "specific", "documents", "documents"]
    assert [section.heading for section in conditions.sections[:8]] == list(HEADINGS)
    assert [section.text for section in conditions.sections[:9]] == [
        *(f"described in part {number}." for number in range(8)),
        "described in the topic",
    ]
    assert conditions.unparsed == ()


def test_text_and_html_of_the_same_page_have_the_same_sections() -> None:
    html = page(TEXTS, after=SPECIFIC)
    of_text, of_html = sections_of_text(plain_text(html)), sections(html)
    assert [each.model_dump(exclude={"blocks"}) for each in of_text.sections] == [
        each.model_dump(exclude={"blocks"}) for each in of_html.sections
    ]
    assert [each.text for each in of_text.sections] == [each.text for each in of_html.sections]


@pytest.mark.parametrize(
    "sentence",
    [
        "1. Admissibility conditions, proposal page limit and layout are described in Annex A.",
        "5.Legal and financial set-up of the grants are described in Annex G.",
        "3. Other eligibility conditions as described in section 2.",
        "2.Submission and evaluation processes are described in Annex F.",
        "See Annex 4. Evaluation follows.",
        "See the specific conditions of the call and the additional documents.",
    ],
)
@pytest.mark.parametrize("below", [0, 3, 7])
def test_a_sentence_with_the_words_of_a_heading_is_none(sentence: str, below: int) -> None:
    texts = [(heading, (f"<p>{sentence}</p>",) if number == below else ()) for number, heading in enumerate(HEADINGS)]
    conditions = sections_of_text(stripped(page(texts, after=SPECIFIC)))
    assert [section.kind for section in conditions.sections[:8]] == KINDS
    assert conditions.sections[below].text == sentence


def test_a_heading_may_follow_the_figures_of_a_year() -> None:
    text = "1. Admissibility conditionsEvaluation: March 20276. Legal and financial set-up of the grantsdescribed there"
    assert [section.text for section in sections_of_text(text).sections] == [
        "Evaluation: March 2027",
        "described there",
    ]


def test_footnotes_are_kept_beside_their_sentence() -> None:
    (_, found) = sections_of_text("1. Admissibility conditionsnone2. Eligible CountriesAll[[But one.]] are.").sections
    (block,) = found.blocks
    assert (found.kind, block.html, block.text) == (SectionKind.COUNTRIES, None, "All are.")
    assert [(note.text, note.at) for note in block.footnotes] == [("But one.", 3)]


def test_a_text_without_headings_is_unparsed_and_kept() -> None:
    conditions = sections_of_text("All is described in the rules of contest.[[Version 2]]")
    assert conditions.sections == ()
    assert unspaced(rebuilt(conditions)) == "Allisdescribedintherulesofcontest.[[Version2]]"


def test_what_stands_before_the_first_heading_is_kept() -> None:
    conditions = sections_of_text("Please note the update. 1. Admissibility conditionsdescribed there")
    assert conditions.title is None
    assert [block.text for block in conditions.unparsed] == ["Please note the update."]
