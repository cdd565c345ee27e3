"""The test run itself: closed to the network, and able to tolerate no skips."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.org"])
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_connection_leaves_the_machine(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(SocketConnectBlockedError):
        client.connect((address, 80))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_the_loopback_is_open(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as server, socket.socket(family) as client:
        server.bind((address, 0))
        server.listen(1)
        client.connect(server.getsockname())


def _run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    return subprocess.run(
        [*command, f"--rootdir={folder}", *options, str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


RECORDINGS = "def test_reads(shared):\n    assert shared.is_dir()\n"


@pytest.mark.parametrize(
    "content",
    [RECORDINGS, "import pytest\npytest.skip('whole file', allow_module_level=True)\n"],
    ids=["one test", "a whole file"],
)
def test_a_run_that_forbids_skips_fails_on_a_skip(tmp_path: Path, content: str) -> None:
    (tmp_path / "test_sample.py").write_text(content, encoding="utf-8")
    tolerant, strict = _run(tmp_path), _run(tmp_path, "--forbid-skips")
    assert "1 skipped" in tolerant.stdout
    assert strict.returncode != 0
    assert "skips are forbidden in this run" in strict.stdout


def test_a_run_that_forbids_skips_accepts_recordings(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(RECORDINGS, encoding="utf-8")
    result = _run(tmp_path, "--forbid-skips", "--shared", str(tmp_path))
    assert result.returncode == 0, result.stdout
    assert "1 passed" in result.stdout


def test_recordings_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    result = _run(tmp_path, "--shared", str(tmp_path / "nowhere"))
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
