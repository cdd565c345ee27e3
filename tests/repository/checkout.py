"""What the tests of this folder read: the repository itself."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked_files() -> list[Path]:
    """Every file under version control that is in the working tree, also when the checkout belongs to someone else."""
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def read(path: str) -> str:
    """A text file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")
