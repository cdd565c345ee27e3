"""Text in cells: nothing is a formula, nothing is lost."""

import re

import hypothesis
import pytest
from hypothesis import strategies as st

from app.exports.cells import CUT, LONGEST, for_csv, for_workbook, legible, looks_like_formula, unmarked
from app.exports.files import File, Format
from tests.app.exports.hostile import HOSTILE

DANGEROUS = set("=+-@\t\r\n＝＋－＠")
WITH_NUL = (*HOSTILE, "nul\0nul", "\0=1+1")


@pytest.mark.parametrize("text", WITH_NUL)
def test_a_field_of_csv_never_begins_like_a_formula(text: str) -> None:
    field = for_csv(text)
    assert field[:1] not in DANGEROUS
    assert field.lstrip()[:1] not in DANGEROUS


@pytest.mark.parametrize("text", WITH_NUL)
@pytest.mark.parametrize("write", [for_csv, for_workbook])
def test_the_mark_comes_off_again(text: str, write: object) -> None:
    assert callable(write)
    assert unmarked(write(text)) == legible(text)


@hypothesis.given(st.text(alphabet="'=+-@ \t\r\n\ufeffab１", max_size=6))
def test_marking_can_be_undone_whatever_is_marked(text: str) -> None:
    assert unmarked(for_csv(text)) == legible(text)
    assert unmarked(for_workbook(text)) == legible(text)


@pytest.mark.parametrize("text", WITH_NUL)
def test_what_is_left_is_what_xml_allows(text: str) -> None:
    assert re.fullmatch("[\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", legible(text))


def test_what_looks_like_no_formula_is_left_alone() -> None:
    for text in ("Techtera", "a=b", "L'Oréal", "'s-Hertogenbosch", "1-2", "(+)"):
        assert not looks_like_formula(text)
        assert for_csv(text) == text == for_workbook(text)


@pytest.mark.parametrize("character", ["x", "😀"])
def test_a_text_longer_than_a_cell_is_cut_where_somebody_sees_it(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    assert for_workbook(character * (LONGEST // units)) == character * (LONGEST // units)
    cut = for_workbook(character * (LONGEST + 1))
    assert cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) <= 2 * LONGEST


@pytest.mark.parametrize("title", WITH_NUL)
def test_a_file_name_is_harmless_in_a_header_and_on_a_disk(title: str) -> None:
    file = File(b"", Format.XLSX, title)
    assert re.fullmatch(
        r"""attachment; filename="[\w.-]+\.xlsx"(; filename\*=UTF-8''[\w.%-]+\.xlsx)?""", file.disposition
    )
    assert file.disposition.isascii()
    assert not set(file.name) & set('/\\:*?"<>|\r\n\0')
    assert len(file.name.encode()) <= 255
    assert not file.name.startswith(".")


def test_a_file_name_is_told_in_full_where_plain_letters_do_not_do() -> None:
    assert File(b"", Format.CSV, "Verdict ÉTÉ/1").disposition == (
        "attachment; filename=\"Verdict-ETE-1.csv\"; filename*=UTF-8''Verdict-%C3%89T%C3%89-1.csv"
    )
    assert File(b"", Format.CSV, "日本").disposition.startswith('attachment; filename="quorum.csv"; filename*=')
