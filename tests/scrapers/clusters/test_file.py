"""A list of clusters is read line by line, and each fault is named with its line, its column and its reason."""

from pathlib import Path

import pytest

from scrapers.clusters import COLUMNS, ClusterRecord, read

HEADER = "id,name,country,city,lat,lon,ecosystems,aliases,managing_organisation"
LINE = "fr-example,Example Valley,FR,Lyon,45.7,4.8,Digital;Health,Old Name;Older Name,"


def only(text: str | bytes) -> ClusterRecord:
    file = read(text if isinstance(text, bytes) else text.encode())
    assert file.errors == ()
    (line,) = file.lines
    return line.record


def fault(text: str | bytes) -> tuple[int, str | None, str]:
    file = read(text if isinstance(text, bytes) else text.encode())
    (error,) = file.errors
    return error.line, error.column, error.reason


def test_a_line_becomes_a_record_and_an_empty_cell_is_not_stated() -> None:
    record = only(f"{HEADER}\n{LINE}\n")

    assert (record.name, record.country, record.lat, record.lon) == ("Example Valley", "FR", 45.7, 4.8)
    assert record.ecosystems == ("Digital", "Health")
    assert record.aliases == ("Old Name", "Older Name")
    assert record.managing_organisation is None
    assert record.legal_entity is None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_the_ends_of_lines_make_no_difference(mark: bytes, end: str) -> None:
    assert only(mark + f"{HEADER}{end}{LINE}{end}{end}".encode()) == only(f"{HEADER}\n{LINE}\n")


def test_semicolons_separate_as_well_as_commas() -> None:
    cells = 'fr-example;Example Valley;FR;Lyon;45,7;4,8;"Digital;Health";"Old Name;Older Name";'
    spreadsheet = f"{HEADER.replace(',', ';')}\n{cells}\n"

    assert only(spreadsheet) == only(f"{HEADER}\n{LINE}\n")


def test_columns_may_stand_in_any_order() -> None:
    assert only("country,name,id\nFR,Example Valley,fr-example\n").name == "Example Valley"


def test_na_is_namibia_and_codes_come_in_small_letters_too() -> None:
    assert only("id,name,country\nna-example,Example,NA\n").country == "NA"
    assert only("id,name,country\ngr-example,Example,el\n").country == "EL"


def test_unknown_is_as_good_as_not_stated() -> None:
    assert only("id,name,country,legal_entity\nfr-a,A,FR,unknown\n").legal_entity is None
    assert only("id,name,country,legal_entity\nfr-a,A,FR,no\n").legal_entity == "no"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"id": ""}, "id", "is empty"),
        ({"name": " "}, "name", "is empty"),
        ({"id": "Example"}, "id", "does not look like"),
        ({"id": "fr/example"}, "id", "does not look like"),
        ({"country": ""}, "country", "country is empty"),
        ({"country": "France"}, "country", "no code of two letters"),
        ({"lat": "91"}, "lat", "not between -90 and 90"),
        ({"lon": "-180.5"}, "lon", "not between -180 and 180"),
        ({"lat": "nan"}, "lat", "no number of degrees"),
        ({"lat": ""}, "lat", "belong together"),
        ({"nuts2_2021": "Lyon"}, "nuts2_2021", "does not look like the NUTS code"),
        ({"website": "javascript:alert(1)"}, "website", "no address"),
        ({"website": "www.example.org"}, "website", "no address"),
        ({"legal_entity": "maybe"}, "legal_entity", "none of yes, no, unknown"),
        ({"cordis_pic": "12345"}, "cordis_pic", "PIC of nine digits"),
        ({"cordis_activity_type": "XYZ"}, "cordis_activity_type", "none of HES"),
        ({"confidence": "sure"}, "confidence", "none of verified"),
        ({"kind": "Pôle"}, "kind", "does not look like"),
        ({"name": "x" * 301}, "name", "at most 300"),
        ({"name": "Two\nlines"}, "name", "line break"),
        ({"city": "Ly\x00on"}, "city", "control character"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_line_column_and_reason(row: dict[str, str], column: str, reason: str) -> None:
    good = {"id": "fr-example", "name": "Example", "country": "FR", "lat": "45", "lon": "4"}
    cells = dict.fromkeys(COLUMNS, "") | good | row
    quoted = ",".join(f'"{cell}"' for cell in cells.values())

    line, named, why = fault(f"{','.join(COLUMNS)}\n{quoted}\n")

    assert (line, named) == (2, column)
    assert reason in why


def test_all_faults_of_a_file_are_told_and_the_other_lines_are_read() -> None:
    file = read(b"id,name,country\nfr-a,A,FR\nb,,FR\nfr-c,C,FR\n")

    assert [line.number for line in file.lines] == [2, 4]
    assert [(error.line, error.column) for error in file.errors] == [(3, "id"), (3, "name")]


def test_a_line_with_too_many_or_too_few_cells_is_a_fault() -> None:
    assert fault("id,name,country\nfr-a,A,FR,x\n") == (2, None, "the line has 4 cells, the first line has 3")
    assert fault("id,name,country\nfr-a,A\n") == (2, None, "the line has 2 cells, the first line has 3")


def test_the_line_of_a_record_after_one_of_several_lines_is_counted_right() -> None:
    assert fault('id,name,country\nfr-a,"A\nB\nC",FR\n')[0] == 2
    assert [error.line for error in read(b'id,name,country\nfr-a,"A\nB",FR\nb,B,FR\n').errors] == [2, 4]


def test_an_id_stands_in_a_list_once() -> None:
    assert fault("id,name,country\nfr-a,A,FR\nfr-a,B,FR\n") == (3, "id", "fr-a stands on line 2 already")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", (1, "id", "the column id is missing")),
        (b"id,country\n", (1, "name", "the column name is missing")),
        (b"id,name\n", (1, "country", "the column country is missing")),
        (b"id,name,country,name\n", (1, "name", "the column name stands there twice")),
        (b"id,name,country\nfr-a,Caf\xe9,FR\n", (2, None, "the file is not UTF-8: there is the byte 0xe9")),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_has_one_error(content: bytes, error: tuple[int, str, str]) -> None:
    assert read(content).lines == ()
    assert fault(content) == error


def test_a_column_that_nobody_knows_is_refused_with_those_there_are() -> None:
    line, column, reason = fault("id,name,country,colour\nfr-a,A,FR,red\n")

    assert (line, column) == (1, "colour")
    assert "managing_organisation" in reason


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line() -> None:
    line, column, reason = fault('id,name,country\nfr-a,A,FR\nfr-b,"B,FR\nfr-c,C,FR\n')

    assert (line, column) == (3, None)
    assert "no CSV" in reason


def test_the_whole_list_can_be_read(shared: Path) -> None:
    file = read((shared / "clusters" / "clusters.csv").read_bytes())

    assert len(file.lines) == 582
    assert file.errors == ()


def test_a_file_that_is_longer_than_any_list_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.clusters.file.MAX_BYTES", 40)
    read_file = read(f"{HEADER}\n{LINE}\n".encode())
    assert read_file.lines == ()
    assert [error.reason for error in read_file.errors] == ["the file is longer than 40 bytes"]
