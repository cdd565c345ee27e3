"""The lock file is complete, current and names the public index only."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.checkout import ROOT, read

HOSTS = {"pypi.org", "files.pythonhosted.org"}


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    return tomllib.loads(read("uv.lock"))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def test_only_the_public_index_is_named() -> None:
    addresses = re.findall(r"\w+://[^\s\"']+", read("uv.lock"))
    assert addresses
    assert {urlsplit(address).hostname for address in addresses} <= HOSTS


def test_nothing_comes_from_a_folder() -> None:
    text = read("uv.lock")
    assert "file:" not in text
    assert not re.search(r"\b(path|directory|git) = ", text)


def test_every_package_but_ours_comes_from_the_index_with_a_hash_for_each_file(lock: dict[str, Any]) -> None:
    ours = [package for package in lock["package"] if "registry" not in package["source"]]
    assert [(package["name"], package["source"]) for package in ours] == [("quorum", {"editable": "."})]
    for package in lock["package"]:
        if package not in ours:
            files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
            assert files, package["name"]
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"]) for file in files), package["name"]


def test_the_lock_knows_every_dependency_of_the_project(lock: dict[str, Any], project: dict[str, Any]) -> None:
    locked = {package["name"] for package in lock["package"]}
    declared = [
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    assert {canonicalize_name(Requirement(line).name) for line in declared} <= locked


def test_the_makefile_the_dockerfile_and_the_project_name_the_same_uv(project: dict[str, Any]) -> None:
    named = [re.findall(r"(?m)^(?:ARG )?UV_VERSION ?:?= ?(\S+)", read(name)) for name in ("Makefile", "Dockerfile")]
    pinned = [line.removeprefix("uv==") for line in project["dependency-groups"]["dev"] if line.startswith("uv==")]
    assert [pinned, pinned] == named


def test_the_export_for_the_image_holds_hashes_and_no_address() -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "export", "--no-header", "--frozen", "--no-dev", "--no-emit-project", "--offline", "--quiet"]
    exported = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--hash=sha256:" in exported
    assert "://" not in exported
    assert "-e ." not in exported


def test_the_bill_of_materials_names_what_is_locked_for_the_service_with_a_hash_each(
    tmp_path: Path, lock: dict[str, Any]
) -> None:
    made = tmp_path / "sbom.cdx.json"
    subprocess.run(["make", "--no-print-directory", "sbom", f"SBOM={made}"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(made.read_text("utf-8"))
    named = {(one["name"], one["version"]) for one in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert named < {(package["name"], package["version"]) for package in lock["package"]}
    assert {"fastapi", "ortools", "sqlmodel", "distributed", "mcp"} <= {name for name, _ in named}
    assert not {"pytest", "mypy"} & {name for name, _ in named}
    assert all(each["hashes"] for one in bill["components"] for each in one["externalReferences"])
