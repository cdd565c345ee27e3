"""Whose a job is. One that was asked for without a key is anybody's who has its id, which nobody can guess."""

from sqlmodel import Session

from app.db import asker_of
from app.db.tables import Job
from app.errors import NotFound


def tenant_of(session: Session) -> str | None:
    """The tenant for whom the session works, if it works for one."""
    asker = asker_of(session)
    return None if asker is None else asker.tenant_id


def visible(session: Session, job: Job | None, job_id: str) -> Job:
    """The job, for whom it may be there.

    Raises:
        NotFound: there is no such job, or it is another tenant's.
    """
    if job is None or job.tenant_id not in {None, tenant_of(session)}:
        raise NotFound(f"There is no job {job_id!r}.")
    return job
