"""Fixtures for any test that needs a portal. A conftest that imports them by name offers them to its tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.recordings import recorded_rows
from tests.emulator.server import Portal, running
from tests.emulator.topics import own_rows

__all__ = ["portal", "portal_server", "portal_with_recordings"]


@pytest.fixture(scope="session")
def portal_server() -> Iterator[Portal]:
    """One emulator for the whole run; ask for `portal` instead, which starts from a known state."""
    with running() as portal:
        yield portal


@pytest.fixture
def portal(portal_server: Portal) -> Portal:
    """The emulator with our own topics."""
    portal_server.serve(own_rows())
    return portal_server


@pytest.fixture
def portal_with_recordings(portal: Portal, shared: Path) -> Portal:
    """The emulator with the recordings."""
    portal.serve(recorded_rows(shared))
    return portal
