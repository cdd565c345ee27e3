"""A whole fetch from the emulator, for tests."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from scrapers.captures import Capture, CaptureStore
from scrapers.portal import Config, Progress, fetch
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
    config = Config(
        base_url=portal.url,
        requests_per_second=500,
        timeout_seconds=timeout_seconds,
        pause_seconds=0.001,
        resume=resume,
    )
    return asyncio.run(fetch(config, store_in(folder), on_progress))
