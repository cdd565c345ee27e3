"""How the sources stand: when each was last read as a whole, and what came of the last attempt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from app.clock import BRUSSELS
from app.db.tables import IngestRun
from app.repositories import ingests
from app.services.catalogue.schemas import Public


class SourceState(Public):
    """One source. ``read_at`` is of which moment the catalogue has it; ``null``: never read as a whole.

    ``state`` and ``reason`` are those of the last attempt; one that failed or was refused has changed nothing.
    """

    source: str
    read_at: datetime | None
    found: int | None
    attempted_at: datetime
    state: Literal["ok", "refused", "failed"]
    reason: str | None


def source_states(session: Session) -> Sequence[SourceState]:
    """Every source that was ever tried, by name."""
    return [_state(run, ingests.last_good_run(session, run.source)) for run in ingests.last_runs(session)]


def _state(last: IngestRun, good: IngestRun | None) -> SourceState:
    return SourceState.model_validate(
        {
            "source": last.source,
            "read_at": None if good is None else good.started_at.astimezone(BRUSSELS),
            "found": None if good is None else good.found,
            "attempted_at": last.started_at.astimezone(BRUSSELS),
            "state": last.state,
            "reason": last.reason,
        }
    )
