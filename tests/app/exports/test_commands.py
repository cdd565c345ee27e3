"""The command line: exports of requests and answers, and sheets read back."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import quorum
from tests.app.asking import FRENCH_POLE, TOPIC, participant
from tests.app.exports.filling import filled
from tests.app.loaded import TODAY


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("commands")


@pytest.fixture(autouse=True)
def environment(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUORUM_DATA_DIR", str(data_dir))
    monkeypatch.setenv("QUORUM_TODAY", TODAY.isoformat())


def run(*arguments: str, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(quorum, list(arguments), input=given)


@pytest.mark.parametrize("as_format", ["xlsx", "docx", "csv", "ics", "json"])
def test_a_request_for_a_verdict_becomes_a_file(tmp_path: Path, asked: dict[str, Any], as_format: str) -> None:
    output = tmp_path / f"out.{as_format}"
    done = run("export", "-", "--output", str(output), given=json.dumps(asked))
    assert (done.exit_code, done.output) == (0, "")
    assert output.stat().st_size > 100
    named = run("export", "-", "--format", as_format, given=json.dumps(asked))
    if as_format in {"csv", "ics", "json"}:
        assert named.stdout_bytes == output.read_bytes()


def test_an_answer_of_propose_becomes_a_file(tmp_path: Path) -> None:
    guest = participant("guest", "PT", gender_equality_plan=None)
    asked = {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"max": 4}, "alternatives": 1, "members": [guest]}
    answer = run("propose", "-", given=json.dumps(asked)).stdout
    request, output = tmp_path / "asked.json", tmp_path / "out.xlsx"
    request.write_text(json.dumps(asked), "utf-8")
    done = run("export", "-", "--output", str(output), "--request", str(request), given=answer)
    assert (done.exit_code, done.output) == (0, "")
    book = openpyxl.load_workbook(output)
    rows = book["Partner matrix"].iter_rows(min_row=2, values_only=True)
    assert {str(row[2]): row[3] for row in rows}["guest"] == "Portugal (PT)"
    read = json.loads(run("import", "data-sheet", str(output)).stdout)
    assert [one["organisation"] for one in read["participants"] if not isinstance(one["organisation"], str)] == [
        {key: value for key, value in guest["organisation"].items() if value is not None}
    ]


@pytest.fixture(scope="module")
def with_a_guest(data_dir: Path) -> tuple[dict[str, Any], str]:
    """A request that writes a participant out, and its answer, which has no more than the id."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUORUM_DATA_DIR", str(data_dir))
        environment.setenv("QUORUM_TODAY", TODAY.isoformat())
        asked = {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"max": 4}, "alternatives": 1}
        asked |= {"candidates": [participant(f"guest-{code}", code)["organisation"] for code in ("PT", "DE", "IT")]}
        return asked, run("propose", "-", given=json.dumps(asked)).stdout


@pytest.mark.parametrize("as_format", ["xlsx", "docx", "csv"])
def test_what_only_the_request_knows_is_not_left_out_in_silence(
    tmp_path: Path, with_a_guest: tuple[dict[str, Any], str], as_format: str
) -> None:
    asked, answer = with_a_guest
    output = tmp_path / f"out.{as_format}"
    refused = run("export", "-", "--output", str(output), given=answer)
    assert (refused.exit_code, refused.stdout, output.exists()) == (2, "", False)
    assert "--request" in refused.stderr
    assert "'guest-DE'" in refused.stderr
    request = tmp_path / "asked.json"
    request.write_text(json.dumps(asked), "utf-8")
    done = run("export", "-", "--output", str(output), "--request", str(request), given=answer)
    assert (done.exit_code, done.output) == (0, "")


def test_a_request_that_does_not_write_them_out_either_is_said(
    tmp_path: Path, with_a_guest: tuple[dict[str, Any], str]
) -> None:
    asked, answer = with_a_guest
    request = tmp_path / "asked.json"
    request.write_text(json.dumps(asked | {"candidates": []}), "utf-8")
    done = run("export", "-", "--format", "csv", "--request", str(request), given=answer)
    assert done.exit_code == 0
    assert "told by id: 'guest-" in done.stderr


@pytest.mark.parametrize("as_format", ["json", "ics"])
def test_what_tells_of_no_participant_needs_no_request(
    with_a_guest: tuple[dict[str, Any], str], as_format: str
) -> None:
    done = run("export", "-", "--format", as_format, given=with_a_guest[1])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout


def test_a_sheet_comes_back_as_a_request_that_verdicts_takes(tmp_path: Path, content: bytes) -> None:
    sheet = tmp_path / "back.xlsx"
    sheet.write_bytes(filled(content, {("three", "country"): "Italy"}))
    read = run("import", "data-sheet", str(sheet))
    assert read.exit_code == 0
    assert read.stderr == "three: country: unknown becomes IT\n"
    assert json.loads(run("verdicts", "-", given=read.stdout).stdout)["status"] == "ineligible"


def test_wrong_cells_are_named_and_nothing_comes_out(content: bytes) -> None:
    wrong = filled(content, {("two", "country"): "Atlantis", ("three", "sme"): "well"})
    read = run("import", "data-sheet", "-", given=wrong)
    assert (read.exit_code, read.stdout) == (1, "")
    assert read.stderr.count("quorum: Data collection, cell ") == 2


@pytest.mark.parametrize(
    ("arguments", "given", "code", "said"),
    [
        (("export", "-"), "{}", 2, "--format"),
        (("export", "-", "--output", "x.pdf"), "{}", 2, "--format"),
        (("export", "-", "--format", "xlsx"), "{", 1, "no JSON"),
        (("export", "-", "--format", "xlsx"), "{}", 1, "participants"),
        (("export", "-", "--format", "xlsx"), '{"proposals": 1}', 1, "/status"),
        (("export", "/nowhere", "--format", "csv"), None, 2, "cannot be read"),
        (("import", "data-sheet", "-"), "PK", 1, "no workbook"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], given: str | None, code: int, said: str) -> None:
    done = run(*arguments, given=given)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr


def test_an_output_that_cannot_be_written_is_said(asked: dict[str, Any], tmp_path: Path) -> None:
    done = run("export", "-", "--output", str(tmp_path / "nowhere" / "x.csv"), given=json.dumps(asked))
    assert (done.exit_code, "cannot be written" in done.stderr) == (2, True)


def test_the_page_of_a_proposal_can_be_chosen(tmp_path: Path) -> None:
    answer = run("propose", "-", given=json.dumps({"topic": TOPIC, "size": {"max": 4}, "alternatives": 2})).stdout
    pages = []
    for number in ("1", "2"):
        page = run("export", "-", "--format", "docx", "--proposal", number, given=answer)
        pages.append([row.cells[0].text for row in docx.Document(BytesIO(page.stdout_bytes)).tables[0].rows])
    assert pages[0] != pages[1]
    assert run("export", "-", "--format", "docx", "--proposal", "3", given=answer).exit_code == 1
