"""The TypeScript client: generated from today's description, strictly typed, and at work against a running service."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import Running
from tests.repository.checkout import ROOT

CLIENT = ROOT / "clients/typescript"
PATIENCE = 240


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with what npm installs, so that tests beside each other do not share a folder."""
    if shutil.which("npm") is None:
        pytest.skip("needs Node 20 with npm: npm is not on the path")
    folder = tmp_path_factory.mktemp("typescript") / "client"
    shutil.copytree(CLIENT, folder, ignore=shutil.ignore_patterns("node_modules", "build", "dist"))
    if (CLIENT / "node_modules/.locked").exists():  # `make clients-install` has been here
        (folder / "node_modules").symlink_to(CLIENT / "node_modules")
    else:
        run("npm", "ci", "--ignore-scripts", "--prefer-offline", folder=folder)
    (folder / "test/readme.ts").write_text(_example(), "utf-8")  # compiled with the rest, as strictly
    return folder


def _example() -> str:
    (example,) = re.findall(r"(?s)```ts\n(.*?)```", (CLIENT / "README.md").read_text("utf-8"))
    return str(example).replace("@quorum/client", "../src/index.js")


def run(*command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_types_are_those_of_the_description(built: Path) -> None:
    shutil.copy(ROOT / "openapi.json", built / "openapi.json")
    fresh = built / "fresh.d.ts"
    command = json.loads((built / "package.json").read_text("utf-8"))["scripts"]["generate"].split()
    assert command[0] == "openapi-typescript"
    options = [word for word in command[1:] if not re.search(r"openapi\.json$|^--output$|schema\.d\.ts$", word)]
    run(str(built / "node_modules/.bin" / command[0]), "openapi.json", *options, "--output", fresh.name, folder=built)
    committed = (CLIENT / "src/schema.d.ts").read_text("utf-8")
    assert fresh.read_text("utf-8") == committed, "the API has changed: make clients"


def test_it_compiles_strictly_and_works_against_the_running_service(built: Path, running: Running) -> None:
    told = run("npm", "test", folder=built, QUORUM_URL=running.address, QUORUM_KEY=running.key)
    assert re.search(r"(?m)^[#ℹ] fail 0$", told), told
    passed = re.search(r"(?m)^[#ℹ] pass (\d+)$", told)
    assert passed is not None
    assert int(passed[1]) == len(re.findall(r"(?m)^(?:  )?test\(", _tests())) + 1, "one stands in a loop of two"


def _tests() -> str:
    return (CLIENT / "test/client.test.ts").read_text("utf-8")


def test_what_is_locked_names_no_host_and_has_a_hash_for_each_package() -> None:
    lock = json.loads((CLIENT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")]
    assert "omit-lockfile-registry-resolved=true" in (CLIENT / ".npmrc").read_text("utf-8").splitlines()
    assert not re.search(r"registry\s*=", (CLIENT / ".npmrc").read_text("utf-8"))
