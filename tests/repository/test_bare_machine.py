"""The long way: what a machine without this checkout's environment needs to install and serve. Run by `make drill`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.repository.checkout import ROOT, read
from tests.repository.serving import Service, free_port, served

pytestmark = pytest.mark.drill

# A bare machine has none of our variables and caches, and its `python3` is not the one of this environment.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_", "VIRTUAL_ENV", "PYTHON"))
}
ENVIRONMENT["PATH"] = os.pathsep.join(
    part for part in os.environ["PATH"].split(os.pathsep) if part != str(Path(sys.executable).parent)
)


def _run(*command: str | Path, folder: Path = ROOT) -> str:
    result = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def _assert_serves(service: Service) -> None:
    assert httpx.get(f"{service.address}/healthz").status_code == 200
    assert httpx.get(f"{service.address}/v1/topics?limit=1").json()["items"]
    page = httpx.get(service.address, follow_redirects=True)
    assert page.status_code == 200
    for asset in re.findall(r'(?:href|src)="(/static/[^"]+|/vendor/[^"]+)"', page.text):
        assert httpx.get(f"{service.address}{asset}").status_code == 200, asset


def test_the_image_s_steps_give_a_service_that_runs_without_the_repository(tmp_path: Path) -> None:
    """The commands of the Dockerfile, with folders of our own for its absolute ones."""
    environment, requirements = tmp_path / "venv", tmp_path / "requirements.txt"
    uv = Path(sys.executable).with_name("uv")
    export = re.search(r"RUN uv (export .*?) --output-file", read("Dockerfile"))
    assert export
    _run(uv, *export[1].split(), "--output-file", requirements)
    _run(sys.executable, "-m", "venv", environment)
    pip = (environment / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "install", "--require-hashes", "--no-deps", "-r", requirements)
    _run(uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path)
    _run(*pip, "install", "--no-deps", next(tmp_path.glob("*.whl")))
    _run(*pip, "check")
    port = free_port()
    variables = ENVIRONMENT | {"QUORUM_DATA_DIR": str(tmp_path / "data")}
    command = f"exec {environment}/bin/quorum serve --host 127.0.0.1 --port {port}"
    with served(command, port=port, folder=tmp_path, output=tmp_path / "log", environment=variables) as service:
        _assert_serves(service)


def test_a_clean_clone_with_empty_caches_serves_by_make_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clone, port = tmp_path / "clone", free_port()
    _run("git", "-c", f"safe.directory={ROOT}/.git", "clone", "--quiet", "--no-local", ROOT, clone)
    caches = {name: str(tmp_path / name) for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR")}
    with served(
        f"exec make run PORT={port}",
        port=port,
        folder=clone,
        output=tmp_path / "log",
        environment=ENVIRONMENT | caches,
        patience=600,
    ) as service:
        _assert_serves(service)
    with capsys.disabled():
        print(f"\nmake run, clean clone, empty caches: {service.seconds:.1f} s to the first answer")  # noqa: T201 - a drill measures
    assert f"http://127.0.0.1:{port}" in service.output.read_text(encoding="utf-8")
    assert _run("git", "status", "--porcelain", folder=clone) == ""
