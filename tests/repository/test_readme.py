"""Every command and every request that the README shows is run as printed, and answers as printed."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.repository.checkout import ROOT, read
from tests.repository.console import Example, difference, examples, request
from tests.repository.serving import Service, free_port, served

PRINTED_ADDRESS = "http://127.0.0.1:8000"
START = "QUORUM_TODAY=2026-11-22 make run"
EXAMPLES = examples(read("README.md"))
OVER_HTTP = [example for example in EXAMPLES if example.command.startswith("curl ")]
BY_MAKE = [example for example in EXAMPLES if re.match(r"([A-Z_]+=\S+ )*make ", example.command)]
EXPORTS = [example for example in EXAMPLES if example.command.startswith("export ")]
ON_THE_COMMAND_LINE = [example for example in EXAMPLES if example not in [*OVER_HTTP, *BY_MAKE, *EXPORTS]]


def _name(example: Example) -> str:
    return example.command.splitlines()[0][:60]


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"QUORUM_DATA_DIR": str(folder / "data")}


def _exported() -> dict[str, str]:
    return dict(word.split("=", 1) for example in EXPORTS for word in shlex.split(example.command)[1:])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service as the README starts it, but for the port and the folder of the data."""
    folder, port = tmp_path_factory.mktemp("service"), free_port()
    command, output = f"{START} PORT={port}", folder / "log"
    with served(command, port=port, folder=ROOT, output=output, environment=_environment(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of the README find their data: nothing at first."""
    return tmp_path_factory.mktemp("commands")


def test_the_readme_shows_enough() -> None:
    assert {"make run", "make test", START} <= {example.command for example in BY_MAKE}
    assert len(OVER_HTTP) >= 3
    assert len(ON_THE_COMMAND_LINE) >= 3
    assert all(example.answer for example in [*OVER_HTTP, *ON_THE_COMMAND_LINE])


@pytest.mark.parametrize("example", BY_MAKE, ids=_name)
def test_make_knows(example: Example) -> None:
    command = [
        "sh",
        "-c",
        f"{example.command} --dry-run",
    ]  # `make test` cannot run inside itself; `make run` runs below
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_make_run_says_in_one_line_where_it_serves(service: Service) -> None:
    said = [line for line in service.output.read_text(encoding="utf-8").splitlines() if service.address in line]
    assert len(said) == 1


@pytest.mark.parametrize("example", OVER_HTTP, ids=_name)
def test_the_request_is_answered_as_printed(example: Example, service: Service) -> None:
    asked = request(example.command)
    assert asked.url.startswith(PRINTED_ADDRESS)
    url = service.address + asked.url.removeprefix(PRINTED_ADDRESS)
    answer = httpx.request(asked.method, url, headers=asked.headers, content=asked.content, timeout=30)
    assert answer.is_success, answer.text
    assert difference(example.answer, answer.text) is None


@pytest.mark.parametrize("example", ON_THE_COMMAND_LINE, ids=_name)
def test_the_command_prints_what_the_readme_shows(example: Example, folder: Path) -> None:
    result = subprocess.run(
        ["sh", "-c", example.command],
        cwd=ROOT,
        env=_environment(folder) | _exported(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert difference(example.answer, result.stdout) is None


def test_the_commands_are_those_of_this_environment() -> None:
    assert (ROOT / ".venv").resolve() == Path(sys.prefix).resolve()
