"""Our licence is whole, and material of others has its licence and its hash beside it."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from tests.repository.checkout import ROOT, read, tracked_files

VENDOR = ROOT / "app/web/vendor"
MADE_BY_US = {"README.md", "SHA256SUMS", "build.mjs", "package.json", "package-lock.json", ".npmrc"}


def test_the_licence_is_the_eupl_in_full() -> None:
    text = read("LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = re.findall(r"(?m)^(\d+)\. ?[A-Z]", text)
    assert articles == [str(number) for number in range(1, 16)]
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_the_package_declares_that_licence_and_ships_both_files() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert project["license"] == "EUPL-1.2"
    assert project["license-files"] == ["LICENSE", "NOTICE"]


@pytest.mark.parametrize(
    "source", ["GeoNames", "CORDIS", "Natural Earth", "world-atlas", "htmx", "Funding & Tenders Portal", "2011/833/EU"]
)
def test_the_notice_names(source: str) -> None:
    assert source in read("NOTICE")


def _foreign_files() -> list[Path]:
    return [path for path in tracked_files() if path.is_relative_to(VENDOR) and path.name not in MADE_BY_US]


def _hashes() -> dict[str, str]:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def test_every_foreign_file_has_a_licence_beside_it() -> None:
    files = [path for path in _foreign_files() if path.name != "LICENSE"]
    assert files
    for path in files:
        assert (path.parent / "LICENSE").stat().st_size > 200, path


def test_every_foreign_file_is_the_one_whose_hash_was_noted() -> None:
    noted = _hashes()
    served = {str(path.relative_to(VENDOR)) for path in _foreign_files() if path.name != "LICENSE"}
    assert set(noted) == served
    for name, digest in noted.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_the_notice_names_every_foreign_folder() -> None:
    notice = read("NOTICE").casefold()
    for folder in {path.parent for path in _foreign_files()}:
        licence = (folder / "LICENSE").read_text(encoding="utf-8")
        assert licence.strip()
        assert folder.name.split("-")[0] in notice, folder
