"""Brings calls of the Interreg programmes into the catalogue, from a saved answer of the index behind interreg.eu."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from app.services.ingestion.runs import RunReport, ingest
from app.settings import Settings
from scrapers import interreg
from scrapers.captures import Capture, CaptureStore
from scrapers.portal import Config, Progress
from scrapers.sources import Source

MAX_BYTES = 64 * 1024 * 1024


def import_interreg(settings: Settings, engine: Engine, content: bytes, name: str) -> RunReport:
    """Import an answer of the index. It is kept as a capture, read, judged, and only then written, like every source.

    What it does not list has not vanished: it may be one page of many.

    Args:
        settings: where captures are kept, and the clock.
        engine: the catalogue.
        content: the answer, JSON.
        name: the file, for the record; nobody else is shown it.
    """

    async def fetch(_config: Config, store: CaptureStore, _progress: Callable[[Progress], None]) -> Sequence[Capture]:
        run = store.begin(interreg.source().name)
        run.keep(url=interreg.source().address, request={"file": name}, body=content)
        return run.finish()

    if len(content) > MAX_BYTES:
        reason = f"{name} is longer than {MAX_BYTES} bytes"
        return RunReport(source=interreg.source().name, state="refused", reason=reason)
    return ingest(
        settings,
        engine,
        Source(
            name=interreg.source().name,
            title=interreg.source().title,
            fetch=fetch,
            parse=lambda captures, _known: interreg.parse(captures),
            expectations=interreg.source().expect,
        ),
    )
