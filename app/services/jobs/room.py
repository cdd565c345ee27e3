"""How many jobs may wait: a queue without an end would promise answers that come too late to be of use."""

import math
from statistics import fmean

from sqlmodel import Session

from app.db.tables import JobState
from app.errors import TooMany
from app.repositories import jobs, standings
from app.services.jobs.owning import tenant_of
from app.settings import Settings

UNKNOWN_SECONDS = 5.0
"""What a job is taken to need while none has been done."""

MOST_SECONDS = 300
"""Nobody is sent away for longer."""

OWN_KINDS = (standings.KIND,)
"""What the service asks of itself takes nobody's place."""


def require_room(session: Session, settings: Settings) -> None:
    """Refuse a job for which there is no room in the queue.

    Raises:
        TooMany: too many jobs wait, of all callers or of this one; it says when there should be room.
    """
    waiting = jobs.count(session, JobState.QUEUED, except_kinds=OWN_KINDS)
    if waiting >= settings.queue_jobs:
        raise _full(session, f"{waiting} jobs wait already.", jobs.count(session, JobState.RUNNING))
    tenant_id = tenant_of(session)
    of_caller = jobs.of_tenant(tenant_id)
    own = jobs.count(session, JobState.QUEUED, of_caller, except_kinds=OWN_KINDS)
    most = settings.queue_jobs_per_tenant if tenant_id else settings.queue_jobs_without_key
    if own >= most:
        whose = "yours" if tenant_id else "callers without a key"
        raise _full(session, f"{own} jobs of {whose} wait already.", jobs.count(session, JobState.RUNNING, of_caller))


def _full(session: Session, sentence: str, running: int) -> TooMany:
    """By then one of those that run should be done, and one of those that wait have taken its place."""
    seconds = jobs.recent_seconds(session, OWN_KINDS)
    each = fmean(seconds) if seconds else UNKNOWN_SECONDS
    wait = min(MOST_SECONDS, max(1, math.ceil(each / max(1, running))))
    return TooMany(f"{sentence} Ask again in {wait} seconds.", retry_after_seconds=wait)
