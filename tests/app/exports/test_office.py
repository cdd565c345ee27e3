"""LibreOffice opens what we write, and what it saves is read back: run by `make drill`, which installs it."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session

from app.exports.cells import for_workbook, legible, unmarked
from app.exports.concept import concept_of
from app.exports.data_sheet.reading import read_data_sheet
from app.exports.dossier import Dossier
from app.exports.gathering import dossier_of_proposals
from app.exports.tables import participants_table
from app.exports.workbook import workbook_of
from app.services.proposals import proposing
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC
from tests.app.exports.filling import filled
from tests.app.exports.test_workbook import hostile_dossier

pytestmark = pytest.mark.drill

Convert = Callable[[bytes, str, str], Path]
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Each sheet a file of its own: commas, quotes, UTF-8, and cells as they are shown."""


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("needs LibreOffice: soffice is not on the path")
    return found


@pytest.fixture
def convert(office: str, tmp_path: Path) -> Convert:
    def to(content: bytes, suffix: str, wanted: str) -> Path:
        source, out = tmp_path / f"file.{suffix}", tmp_path / "out"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        reading = ["--infilter=CSV:44,34,76,1"] if suffix == "csv" else []  # commas, quotes, UTF-8
        command = [office, profile, "--headless", *reading, "--convert-to", wanted, "--outdir", str(out), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        assert list(out.iterdir()), done.stdout + done.stderr
        return out

    return to


def pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def table(file: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(file.read_text("utf-8-sig"), newline="")))


def proposed(session: Session, settings: Settings, most: int) -> Dossier:
    wanted = {"min": most, "max": most}
    asked = ProposalRequest.model_validate({"topic": TOPIC, "lead": FRENCH_POLE, "size": wanted, "alternatives": 2})
    return dossier_of_proposals(session, settings, proposing.propose(session, asked, settings), asked)


@pytest.mark.parametrize("members", [3, 5, 8])
def test_the_page_of_a_usual_consortium_is_one_page(
    convert: Convert, session: Session, settings: Settings, members: int
) -> None:
    out = convert(concept_of(proposed(session, settings, members)), "docx", "pdf")
    assert pages(out / "file.pdf") == 1


def test_the_page_of_a_verdict_with_everything_wrong_is_one_page(convert: Convert, dossier: Dossier) -> None:
    assert pages(convert(concept_of(dossier), "docx", "pdf") / "file.pdf") == 1


def test_a_page_of_hostile_texts_is_opened(convert: Convert, session: Session, settings: Settings) -> None:
    out = convert(concept_of(hostile_dossier(session, settings)), "docx", "txt:Text (encoded):UTF8")
    told = " ".join((out / "file.txt").read_text("utf-8-sig").split())
    for text in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "日本語の組織", "😀", "../../etc/passwd"):
        assert text in told


def test_every_sheet_is_opened_with_what_was_written(convert: Convert, dossier: Dossier) -> None:
    out = convert(workbook_of(dossier), "xlsx", SHEETS)
    written = {sheet.title for sheet in openpyxl.load_workbook(BytesIO(workbook_of(dossier)))}
    assert {file.stem.removeprefix("file-") for file in out.iterdir()} >= written - {"Request"}
    matrix = table(out / "file-Partner matrix.csv")
    assert [row[2] for row in matrix[1:]] == [seat.id for seat in dossier.teams[0].seats]
    assert [row[6] for row in matrix[1:]] == ["", "250000.25", "", ""]
    verdict = table(out / "file-Verdict.csv")
    shown = [row[14] for row in verdict[5:] if row[14]]
    assert shown == [condition.id for condition in dossier.teams[0].verdict.conditions]


def test_no_hostile_text_is_worked_out(convert: Convert, session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    matrix = table(convert(workbook_of(dossier), "xlsx", SHEETS) / "file-Partner matrix.csv")
    shown = [" ".join(unmarked(row[1]).split()) for row in matrix[1:]]
    assert shown == [" ".join(unmarked(for_workbook(seat.name)).split()) for seat in dossier.teams[0].seats]


def test_no_field_of_a_table_is_worked_out(convert: Convert, session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    out = convert(participants_table(dossier), "csv", "xlsx")
    sheet: Any = openpyxl.load_workbook(out / "file.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    names = [unmarked(str(sheet.cell(row, 4).value or "")) for row in range(2, sheet.max_row + 1)]
    plain = [legible(seat.name) for seat in dossier.teams[0].seats]
    same = sum(" ".join(a.split()) == " ".join(b.split()) for a, b in zip(names, plain, strict=True))
    assert same >= len(plain) - 2  # two are made of what openpyxl takes for escapes


def test_a_sheet_that_it_saves_says_what_it_said(convert: Convert, dossier: Dossier) -> None:
    saved = (convert(workbook_of(dossier), "xlsx", "xlsx:Calc MS Excel 2007 XML") / "file.xlsx").read_bytes()
    sheet = read_data_sheet(saved)
    assert sheet.changes == ()
    assert sheet.request == read_data_sheet(workbook_of(dossier)).request


def test_a_filled_sheet_that_it_saves_says_what_was_filled_in(convert: Convert, dossier: Dossier) -> None:
    answers = {
        ("three", "country"): "Italy (IT)",
        ("three", "legal_personality"): "yes",
        ("three", "pic"): "999999999",
        ("three", "eu_contribution"): 1234.56,
        (FRENCH_POLE, "country"): None,
    }
    content = filled(workbook_of(dossier), answers, {"own-question": "yes"})
    saved = (convert(content, "xlsx", "xlsx:Calc MS Excel 2007 XML") / "file.xlsx").read_bytes()
    assert read_data_sheet(saved) == read_data_sheet(content)
    assert len(read_data_sheet(saved).changes) == 6


def test_hostile_texts_survive_being_saved(convert: Convert, session: Session, settings: Settings) -> None:
    content = workbook_of(hostile_dossier(session, settings))
    saved = (convert(content, "xlsx", "xlsx:Calc MS Excel 2007 XML") / "file.xlsx").read_bytes()
    assert read_data_sheet(saved).changes == ()
    assert read_data_sheet(saved).request == read_data_sheet(content).request


def test_the_workbook_is_printed(convert: Convert, session: Session, settings: Settings) -> None:
    assert pages(convert(workbook_of(proposed(session, settings, 4)), "xlsx", "pdf") / "file.pdf") >= 6
