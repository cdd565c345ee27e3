"""Files that are no workbook, or more than one: nothing is believed of what they say of themselves."""

import subprocess
import sys
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from app.errors import Invalid, Overloaded, QuorumError, TooLarge
from app.exports.data_sheet import opening
from app.exports.data_sheet.reading import read_data_sheet

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """The workbook with another part in the place of one."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return written.getvalue()


def rows(*numbers: int, column: str = "A", more: str = "") -> str:
    told = "".join(f'<row r="{one}"><c r="{column}{one}"><v>1</v></c></row>' for one in numbers)
    return f"<worksheet {MAIN}><sheetData>{told}</sheetData>{more}</worksheet>"


NO_WORKBOOK: dict[str, bytes] = {
    "nothing": b"",
    "two letters": b"PK",
    "a table": b"id,name\r\n1,a\r\n",
    "the old format, or an encrypted one": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}
BROKEN_PARTS: dict[str, tuple[str, str]] = {
    "cut": (BOOK, "<workbook"),
    "a file by an entity, in the book": (BOOK, ENTITY + f"<workbook {MAIN}>&a;</workbook>"),
    "a file by an entity, in a text": (STRINGS, ENTITY + f"<sst {MAIN}><si><t>&a;</t></si></sst>"),
    "entities of entities": (STRINGS, BILLION + f"<sst {MAIN}><si><t>&c;</t></si></sst>"),
    "no texts": (STRINGS, f"<sst {MAIN}/>"),
    "no XML": (SHEET, "{}"),
    "no cell": (SHEET, rows(1, column="?")),
    "no row": (SHEET, rows(-1)),
    "no types": ("[Content_Types].xml", "<Types/>"),
    "no relations": ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
}
BOMBS: dict[str, tuple[str, str]] = {
    "blanks": (SHEET, " " * (opening.MAX_UNPACKED + 1)),
    "texts": (STRINGS, f"<sst {MAIN}>{'<si/>' * (opening.MAX_ELEMENTS + 1)}</sst>"),
    "styles": (STYLES, f"<styleSheet {MAIN}>{'<xf/>' * opening.MAX_OTHERS}</styleSheet>"),
    "merged cells": (SHEET, rows(more="<mergeCell/>" * opening.MAX_OTHERS)),
    "depth": (SHEET, "<a>" * opening.MAX_OTHERS + "</a>" * opening.MAX_OTHERS),
    "one row too many": (SHEET, rows(5, opening.MAX_ROWS + 1)),
    "the last row": (SHEET, rows(5, opening.LAST_ROW)),
    "a row beyond the last": (SHEET, rows(5, 1_000_000_000)),
    "one column too many": (SHEET, rows(5, column="CC")),
}


@pytest.mark.parametrize("name", NO_WORKBOOK)
def test_what_is_no_workbook_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        read_data_sheet(NO_WORKBOOK[name])


@pytest.mark.parametrize("name", BROKEN_PARTS)
def test_what_cannot_be_read_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(Invalid):
        read_data_sheet(with_part(content, *BROKEN_PARTS[name]))


@pytest.mark.parametrize("part", [0.5, 0.9, 0.999])
def test_what_was_cut_is_refused(content: bytes, part: float) -> None:
    with pytest.raises(Invalid):
        read_data_sheet(content[: int(len(content) * part)])


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_more_than_any_data_sheet_is_too_large(content: bytes, name: str) -> None:
    with pytest.raises(TooLarge):
        read_data_sheet(with_part(content, *BOMBS[name]))


def test_a_file_that_is_larger_than_any_is_not_opened() -> None:
    with pytest.raises(TooLarge):
        read_data_sheet(b"\0" * (opening.MAX_BYTES + 1))


def test_a_zip_with_too_many_parts_is_too_large(content: bytes) -> None:
    written = BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive:
        for number in range(opening.MAX_PARTS):
            archive.writestr(f"x{number}", "")
    with pytest.raises(TooLarge):
        read_data_sheet(written.getvalue())


def test_a_part_that_lies_about_its_size_is_counted_while_it_is_unpacked(content: bytes) -> None:
    lying = bytearray(with_part(content, SHEET, b" " * (opening.MAX_UNPACKED + 1)))
    size = (opening.MAX_UNPACKED + 1).to_bytes(4, "little")
    assert lying.count(size) == 2  # before the part, and in the directory
    with pytest.raises((TooLarge, Invalid)):
        read_data_sheet(bytes(lying.replace(size, (100).to_bytes(4, "little"))))


def test_empty_rows_down_to_the_last_one_are_none(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read(SHEET).decode()
    styled = f'<row r="{opening.LAST_ROW}"><c r="A{opening.LAST_ROW}" s="1"/></row></sheetData>'
    extended = with_part(content, SHEET, sheet.replace("</sheetData>", styled))
    assert read_data_sheet(extended).request == read_data_sheet(content).request


def broken(content: bytes, random: Random) -> bytes:
    """Changed within a part, so that the checks of the zip do not notice."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        name = random.choice([one for one in archive.namelist() if not one.startswith("docProps")])
        part = bytearray(archive.read(name))
    for _ in range(random.choice([1, 3, 20])):
        at = random.randrange(len(part))
        part[at : at + random.choice([0, 1, 5])] = random.choice([b"", b"<", b'"', b"9", b"\0", b"&x;", b"-1", b"=a"])
    return with_part(content, name, bytes(part))


def outcome(content: bytes) -> int:
    """The status of the answer."""
    try:
        read_data_sheet(content)
    except QuorumError as error:
        return error.status
    return 200


def test_bytes_that_are_changed_anywhere_give_a_request_or_a_refusal(content: bytes) -> None:
    random = Random(20261122)  # noqa: S311 - the same changes each time
    outcomes = Counter(outcome(broken(content, random)) for _ in range(100))
    assert outcomes.keys() <= {200, 413, 422}
    assert min(outcomes[200], outcomes[422]) > 10


def test_one_workbook_is_read_at_a_time(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0)
    with opening._READING, pytest.raises(Overloaded):
        read_data_sheet(content)
    assert outcome(content) == 200


READ_ONE = """
import sys
from pathlib import Path

from app.exports.data_sheet.reading import read_data_sheet

before = set(sys.modules)
assert not {"openpyxl", "xlsxwriter", "docx", "icalendar"} & before
read_data_sheet(Path(sys.argv[1]).read_bytes())
assert "openpyxl" in sys.modules
import numpy

assert numpy.zeros(1) == 0
print(*sorted(name for name in set(sys.modules) - before if "." not in name), sep="\\n")
"""


def test_reading_one_loads_no_numpy_and_leaves_it_loadable(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(content)
    without_numpy = READ_ONE.replace("import numpy\n\nassert numpy.zeros(1) == 0\n", "")
    for script in (READ_ONE, without_numpy):
        done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "openpyxl" in done.stdout.split()
    assert "numpy" not in done.stdout.split()
