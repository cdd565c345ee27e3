"""A whole fetch from the emulator, for tests."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from scrapers.captures import Capture, CaptureStore
from scrapers.portal import Config, Progress, fetch, fetch_reference_data
from tests.emulator.server import Portal
from tests.scrapers.captured import MORNING


def store_in(folder: Path) -> CaptureStore:
    """Captures below a folder, all of one morning."""
    return CaptureStore(folder, lambda: MORNING)


def fetch_from(
    portal: Portal,
    folder: Path,
    *,
    resume: bool = False,
    timeout_seconds: float = 10.0,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Sequence[Capture]:
    """Everything the emulator serves, in a hurry."""
    config = _hurried(portal.url, resume=resume, timeout_seconds=timeout_seconds)
    return asyncio.run(fetch(config, store_in(folder), on_progress))


def fetch_file_from(portal: Portal, folder: Path) -> Sequence[Capture]:
    """The emulator's file of all topics."""
    return fetch_file(portal.url, folder)


def fetch_file(url: str, folder: Path) -> Sequence[Capture]:
    """The file of all topics at an address."""
    return asyncio.run(fetch_reference_data(_hurried(url), store_in(folder)))


def _hurried(url: str, *, resume: bool = False, timeout_seconds: float = 10.0) -> Config:
    return Config(
        base_url=url, requests_per_second=500, timeout_seconds=timeout_seconds, pause_seconds=0.001, resume=resume
    )
