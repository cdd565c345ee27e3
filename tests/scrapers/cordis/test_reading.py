"""Packages of CORDIS are read record by record: what is wrong costs one record, however large the file."""

import random
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers import cordis
from scrapers.cordis import Faults, Participation, Project
from scrapers.cordis.package import PackageError
from scrapers.errors import ReadingError
from scrapers.inflate import TooLargeError
from tests.scrapers.cordis.packages import organisations_csv, projects_csv, zipped


class Read:
    """Everything that a package gave."""

    def __init__(self, path: Path, max_bytes: int = 10_000_000) -> None:
        self.faults, self.unknown = Faults(), list[str]()
        with cordis.opened(path, max_bytes) as package:
            read = cordis.read_projects(package.projects, package.projects_file, self.faults, self.unknown.append)
            self.projects: list[Project] = [project for _, project in read]
            told = cordis.read_participations(
                package.organisations, package.organisations_file, self.faults, self.unknown.append
            )
            self.participations: list[Participation] = [one for _, one in told]

    @property
    def reasons(self) -> list[tuple[int, str | None, str]]:
        return [(fault.line, fault.project_id, fault.reason) for fault in self.faults.kept]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "package.zip"


def test_the_official_shape_is_read_from_the_zip(package: Path) -> None:
    read = Read(zipped(package, projects_csv({}), organisations_csv({})))

    (project,), (one,) = read.projects, read.participations
    assert (project.id, project.title, project.status) == ("101000001", 'An "example"; with marks', "SIGNED")
    assert (project.starts_on, project.ends_on) == (date(2024, 1, 1), date(2027, 12, 31))
    assert (project.total_cost, project.eu_contribution) == (Decimal("4112446.25"), Decimal("3999946.20"))
    assert project.legal_basis == ("HORIZON.2.4", "HORIZON.2.5")
    assert (one.pic, one.name, one.country, one.role, one.position) == (
        "900000001", "EXAMPLE VALLEY", "FR", "coordinator", 1,
    )  # fmt: skip
    assert (one.eu_contribution, one.net_eu_contribution, one.total_cost) == (Decimal("100000.50"), Decimal(0), None)
    assert (one.sme, one.has_ended) == (False, False)
    assert read.faults.count == 0
    assert read.unknown == []


def test_a_folder_or_one_of_its_files_is_as_good_as_the_zip(tmp_path: Path) -> None:
    (tmp_path / "project.csv").write_bytes(projects_csv({}))
    (tmp_path / "organization.csv").write_bytes(b"\xef\xbb\xbf" + organisations_csv({}).replace(b"\n", b"\r\n"))

    for path in (tmp_path, tmp_path / "project.csv", tmp_path / "organization.csv"):
        assert len(Read(path).participations) == 1


def test_a_quotation_mark_that_is_never_closed_costs_one_record(package: Path) -> None:
    broken = organisations_csv({"order": "1"}, {"order": "2", "name": "BROKEN"}, {"order": "3"})
    broken = broken.replace(b'"BROKEN"', b'"BROKEN')

    read = Read(zipped(package, projects_csv({}), broken))

    assert [one.position for one in read.participations] == [1, 3]
    assert [(line, project) for line, project, _ in read.reasons] == [(3, "101000001")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "name is empty"),
        ({"country": "FRA"}, "country: String should match"),
        ({"organisationID": "12"}, "organisationID: String should match"),
        ({"ecContribution": "many"}, "ecContribution: 'many' is no amount of euro"),
        ({"ecContribution": "1.499.998,00"}, "ecContribution: '1.499.998,00' is no amount"),
        ({"ecContribution": "-5"}, "ecContribution: '-5' is no amount of euro"),
        ({"SME": "perhaps"}, "SME: 'perhaps' is neither true nor false"),
        ({"name": "A\0B"}, "there is a NUL in the record"),
    ],
)
def test_a_record_that_cannot_be_read_is_left_out_with_its_reason(
    package: Path, changes: dict[str, str], reason: str
) -> None:
    read = Read(zipped(package, projects_csv({}), organisations_csv({}, changes, {"order": "9"})))

    assert [one.position for one in read.participations] == [1, 9]
    ((line, project, why),) = read.reasons
    assert (line, project) == (3, "101000001")
    assert why.startswith(reason)


def test_projects_whose_days_make_no_sense_are_left_out(package: Path) -> None:
    content = projects_csv({}, {"id": "101000002", "endDate": "2020-01-01"}, {"id": "101000003", "endDate": "soon"})

    read = Read(zipped(package, content, organisations_csv({})))

    assert [project.id for project in read.projects] == ["101000001"]
    # the text of each project holds a line break, so a record has two lines
    assert [(line, project) for line, project, _ in read.reasons] == [(4, "101000002"), (6, "101000003")]


def test_bytes_that_are_no_text_cost_one_record(package: Path) -> None:
    content = organisations_csv({"order": "1"}, {"order": "2", "name": "WRONG"}, {"order": "3"})

    read = Read(zipped(package, projects_csv({}), content.replace(b"WRONG", b"\xff\xfe")))

    assert [one.position for one in read.participations] == [1, 3]
    assert read.reasons == [(3, "101000001", "the record is not UTF-8: there is the byte 0xff")]


def test_a_record_of_any_length_is_left_out_without_being_taken_into_memory(package: Path) -> None:
    huge = projects_csv({}, {"id": "101000002", "objective": "x" * 30_000_000}, {"id": "101000003"})
    zipped(package, huge, organisations_csv({}))
    del huge
    tracemalloc.start()
    read = Read(package, max_bytes=50_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [project.id for project in read.projects] == ["101000001", "101000003"]
    assert read.reasons == [(4, "101000002", "the record is longer than 131072 bytes")]
    assert most < 3_000_000


def test_a_zip_that_inflates_beyond_the_limit_is_refused_where_the_limit_is(package: Path) -> None:
    zipped(package, projects_csv({}) + b"x" * 5_000_000, organisations_csv({}))

    with pytest.raises(TooLargeError, match=r"project\.csv holds more than 1000000 bytes"):
        Read(package, max_bytes=1_000_000)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_damage_anywhere_behind_the_first_line_costs_the_records_it_hits_and_nothing_else(data: st.DataObject) -> None:
    content = organisations_csv(*({"order": str(number)} for number in range(1, 21)))
    lines = content.splitlines(keepends=True)
    hit = data.draw(st.integers(1, 20))
    place = data.draw(st.integers(len('"101000001";'), len(lines[hit]) - 2))
    damage = data.draw(
        st.binary(max_size=8).filter(lambda found: b"\n" not in found) | st.sampled_from([b'"', b";", b""])
    )
    lines[hit] = lines[hit][:place] + damage + lines[hit][place + 1 :]

    faults, unknown = Faults(), list[str]()
    read = cordis.read_participations(BytesIO(b"".join(lines)), "organization.csv", faults, unknown.append)
    found = [(line, one.position) for line, one in read]

    assert [one for one in found if one[0] != hit + 1] == [(n + 1, n) for n in range(1, 21) if n != hit]
    assert len(found) + faults.count == 20


@pytest.mark.parametrize("member", ["project.csv", "organization.csv"])
def test_a_package_needs_both_files(package: Path, member: str) -> None:
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(member, projects_csv({}))

    with pytest.raises(PackageError, match="there has to be one"):
        Read(package)


def test_a_zip_of_very_many_files_is_no_package(package: Path) -> None:
    with zipfile.ZipFile(package, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}/project.csv", b"")

    with pytest.raises(PackageError, match="holds 1001 files"):
        Read(package)


def test_a_zip_that_was_damaged_on_the_way_says_so(package: Path) -> None:
    content = projects_csv(*({"id": str(101000000 + number)} for number in range(200)))
    damaged = bytearray(zipped(package, content, organisations_csv({})).read_bytes())
    damaged[300:340] = random.Random(1).randbytes(40)  # noqa: S311 - damage, not a secret
    package.write_bytes(damaged)

    with pytest.raises(PackageError, match=r"project\.csv is damaged"):
        Read(package)


def test_what_is_no_package_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "project.pdf").write_bytes(b"%PDF")
    for name, reason in [
        ("project.pdf", "neither a zip nor a CSV"),
        ("nothing.zip", "neither a zip"),
        ("x.csv", "hold"),
    ]:
        with pytest.raises(PackageError, match=reason):
            Read(tmp_path / name)


def test_a_file_with_other_columns_is_refused_and_an_unknown_column_is_reported(package: Path) -> None:
    with pytest.raises(ReadingError, match=r"project\.csv: the first column has to be id"):
        Read(zipped(package, organisations_csv({}), organisations_csv({})))

    renamed = organisations_csv({}).replace(b'"vatNumber"', b'"novelty"')
    assert Read(zipped(package, projects_csv({}), renamed)).unknown == ["organization.csv: novelty"]


@pytest.mark.parametrize(
    ("name", "projects", "participations", "faults"),
    [
        ("h2020_2014_2015_project.csv", 4542, 18_998, 1),
        ("intl_h2020_he_organization.csv", 234, 4293, 0),
        ("format_sample_he_project.csv", 100, 100, 0),
    ],
)
def test_the_excerpts_are_read(shared: Path, name: str, projects: int, participations: int, faults: int) -> None:
    read = Read(shared / "cordis" / name)

    assert (len(read.projects), len(read.participations), read.faults.count) == (projects, participations, faults)
    assert read.unknown == []


def test_the_recorded_heads_of_the_official_files_are_read(shared: Path) -> None:
    read = Read(shared / "portal" / "cordis" / "project_df_100.csv")

    assert (len(read.projects), len(read.participations), read.faults.count) == (100, 100, 0)
    assert {one.country for one in read.participations} >= {"EL", "UK"}
    assert all(one.pic and one.role and one.nuts is not None for one in read.participations if one.country == "DE")
