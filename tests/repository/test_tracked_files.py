"""What is under version control speaks of the project and of nothing else."""

import re
import subprocess

import pytest

from tests.repository.checkout import ROOT, tracked_files

LARGEST_KB = 1_500
# Folders of the machines on which people happen to work. The slash before the name keeps addresses of the web out.
FOREIGN_PATHS = re.compile(r"(?<![\w.:/-])/(?:root|work|farm|home/\w+|Users/\w+|tmp/\w+)/[\w.]")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abprs]-[\w-]{10,}"
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
OWN_PATTERNS = ROOT / "tests/repository/test_tracked_files.py"


def _texts() -> list[tuple[str, str]]:
    texts = []
    for path in tracked_files():
        if path == OWN_PATTERNS:
            continue
        try:
            texts.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # an image or the like
    return texts


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    found = _texts()
    assert len(found) > 50, "the repository was not found"
    return found


@pytest.mark.parametrize("pattern", [FOREIGN_PATHS, SECRETS], ids=["paths of a machine", "secrets"])
def test_no_file_holds(pattern: re.Pattern[str], texts: list[tuple[str, str]]) -> None:
    found = [(name, match[0]) for name, text in texts for match in pattern.finditer(text)]
    assert found == []


def test_no_python_file_is_left_unfinished(texts: list[tuple[str, str]]) -> None:
    found = [(name, match[0]) for name, text in texts if name.endswith(".py") for match in UNFINISHED.finditer(text)]
    assert found == []


def test_no_file_name_is_a_leftover() -> None:
    leftovers = re.compile(r"(\.(orig|rej|bak|swp|tmp|log|pyc|sqlite3.*)|~)$")
    assert [path.name for path in tracked_files() if leftovers.search(path.name)] == []


def test_no_file_is_larger_than_a_reviewer_can_take() -> None:
    assert [path.name for path in tracked_files() if path.stat().st_size > LARGEST_KB * 1000] == []


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "util", "common", "misc", "helpers", "helper", "manager", "stuff"}
    assert [path for path in tracked_files() if path.suffix == ".py" and path.stem in vague] == []


def test_every_example_pattern_finds_what_it_is_for() -> None:
    assert FOREIGN_PATHS.search("open('/root/project/x.csv')")
    assert FOREIGN_PATHS.search("see /home/ada/notes")
    assert not FOREIGN_PATHS.search("https://example.org/work/programme")
    assert SECRETS.search("ghp_" + "a" * 36)


def test_the_environment_is_ignored() -> None:
    for name in (".venv/bin/python", "var/quorum.sqlite3"):
        command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "check-ignore", "-q", name]
        assert subprocess.run(command, check=False).returncode == 0, name
