"""Writes anew what is made from the description of the API: ``make clients``."""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients import fixtures
from tests.repository.checkout import ROOT

DESCRIPTION = ROOT / "openapi.json"
TYPESCRIPT = ROOT / "clients/typescript"
MODELS = ROOT / "clients/python/quorum_client/models.py"

OPTIONS = (
    *("--input-file-type", "openapi", "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"),
    *("--use-standard-collections", "--use-union-operator", "--enum-field-as-literal", "all"),
    *("--disable-timestamp", "--use-schema-description", "--formatters", "builtin"),
)
"""Answers are plain JSON with types: an object of a class would refuse a field or a value that is newer than itself."""


def models() -> str:
    """The models of the Python client, as today's committed description has them."""
    with TemporaryDirectory() as folder:
        written = Path(folder) / "models.py"
        program = str(Path(sys.executable).with_name("datamodel-codegen"))
        subprocess.run([program, "--input", DESCRIPTION, "--output", written, *OPTIONS], check=True)
        return written.read_text("utf-8")


def main() -> None:
    """Write everything."""
    described = subprocess.run(
        [sys.executable, "-m", "app.api.documentation"], cwd=ROOT, check=True, capture_output=True
    )
    fresh = DESCRIPTION.with_name("openapi.json.fresh")
    fresh.write_bytes(described.stdout)
    fresh.replace(DESCRIPTION)  # at once: somebody may be reading it
    MODELS.write_text(models(), "utf-8")
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("No Node here: the types of the TypeScript client are as they were\n")
    else:
        subprocess.run([npm, "run", "--silent", "generate"], cwd=TYPESCRIPT, check=True)
    fixtures.write()


if __name__ == "__main__":
    main()
