"""How the service stands, in a few numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.db.tables import JobState
from app.repositories import figures
from app.services.catalogue.source_states import source_states


@dataclass(frozen=True)
class Figures:
    """``ages`` and ``catalogue_age`` are in seconds; a source that was never read as a whole has no age."""

    jobs: Mapping[str, int]
    waiting_seconds: float
    ages: Mapping[str, float]
    revision: int
    catalogue_age: float


def figures_of(session: Session, now: datetime) -> Figures:
    """The numbers at an instant."""
    counts = figures.jobs_by_state(session)
    first, (revision, changed_at) = figures.first_queued_at(session), figures.revision(session)
    read = ((state.source, state.read_at) for state in source_states(session))
    return Figures(
        jobs={state.value: counts.get(state, 0) for state in JobState},
        waiting_seconds=0.0 if first is None else (now - first).total_seconds(),
        ages={source: (now - at).total_seconds() for source, at in read if at is not None},
        revision=revision,
        catalogue_age=(now - changed_at).total_seconds(),
    )
