"""Which program answers: an answer kept by somebody else must not outlive the code that made it."""

import hashlib
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

PACKAGES = ("app", "rules", "scrapers")
"""What an answer depends on. The solver is not among them: what it says is never kept."""


@cache
def fingerprint() -> str:
    """Short name of the program that is installed: the same wherever the same wheel is, another after every change."""
    record = distribution("quorum").read_text("RECORD") or ""
    stated = record if "app/api/main.py" in record else _of_files(Path(__file__).parents[2])
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def _of_files(root: Path) -> str:
    """A program that runs from its sources has no record of its files: their sizes and times stand in for it."""
    files = (path for package in PACKAGES for path in (root / package).rglob("*.*") if path.suffix in {".py", ".yaml"})
    return "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files))
