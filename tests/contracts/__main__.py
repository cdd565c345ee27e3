"""``python -m tests.contracts`` names what breaks; with ``--release``, today's description is what callers rely on."""

import json
import sys
from pathlib import Path

from app.api.documentation import text_of
from app.api.main import create_app
from tests.contracts.breaking import breaking_changes

RELEASED = Path(__file__).with_name("openapi-v1.json")


def main(arguments: list[str]) -> int:
    """Exit 1 when something breaks that is not released with it."""
    today = create_app().openapi()
    breaks = breaking_changes(json.loads(RELEASED.read_text("utf-8")), today) if RELEASED.exists() else []
    for one in breaks:
        sys.stdout.write(f"{one}\n")
    if arguments == ["--release"]:
        RELEASED.write_text(text_of(today), "utf-8")
        sys.stdout.write(f"{len(breaks)} breaks released in {RELEASED.name}\n")
        return 0
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
