"""How long each page takes to make, beside a page that holds nothing; in process, on the bundled catalogue.

    python -m benchmarks.pages

The empty page is the one of an address that does not exist: the frame of all pages, and a sentence. A figure is the
median of several requests in turn, without network and without packing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table

from app.api.main import create_app
from app.settings import Settings

ROUNDS = 15
GOAL_MS = 50
EMPTY = "/nothing-is-here"
TOPIC = "HORIZON-NEB-2026-01-REGEN-01"
PAGES = (
    "/",
    "/about",
    "/clusters",
    "/clusters?q=textile",
    "/clusters/fr-aerospace-valley",
    "/clusters/fr-aerospace-valley/calls",
    "/topics",
    "/topics?q=heritage&status=open",
    f"/topics/{TOPIC}",
    f"/propose?topic={TOPIC}&lead=fr-aerospace-valley",
    f"/check?topic={TOPIC}",
    f"/check?topic={TOPIC}&p=coord*fr-aerospace-valley&p=benef*~Alpha*c.IT&p=benef*~Beta*c.US",
    "/changes",
    "/cascade-calls",
    "/rules",
    "/rules/horizon.minimum-consortium",
    "/countries",
    "/countries?programme=HORIZON",
    "/countries/years",
    f"/fr/topics/{TOPIC}",
)


def main() -> None:
    """Measure, and print a table."""
    with TemporaryDirectory() as folder, _pages(Path(folder)) as pages:
        took = {address: _seconds(pages, address) for address in (EMPTY, *PAGES)}
        sizes = {address: len(pages.get(address).content) for address in took}
    table = Table(title=f"Pages, milliseconds in process (median of {ROUNDS}); goal {GOAL_MS}")
    for column in ("page", "ms", "of the empty page", "kB"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for address, seconds in took.items():
        ratio = f"{seconds / took[EMPTY]:.1f}"
        table.add_row(address, f"{seconds * 1000:.1f}", ratio, f"{sizes[address] / 1000:.0f}")
    Console(width=120).print(table)


@contextmanager
def _pages(folder: Path) -> Iterator[TestClient]:
    service = create_app(Settings(data_dir=folder, workers=0))
    with TestClient(service, headers={"accept": "text/html", "accept-encoding": "identity"}) as pages:
        yield pages


def _seconds(pages: TestClient, address: str) -> float:
    status = pages.get(address).status_code
    assert status == (404 if address == EMPTY else 200), f"{address}: {status}"
    return median(_once(pages, address) for _ in range(ROUNDS))


def _once(pages: TestClient, address: str) -> float:
    began = perf_counter()
    pages.get(address)
    return perf_counter() - began


if __name__ == "__main__":
    main()
