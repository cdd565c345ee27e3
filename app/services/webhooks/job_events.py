"""Jobs that are over, for the webhooks of their tenant."""

from sqlmodel import Session

from app.db.tables import Job
from app.services.webhooks.events import Event, tell


def tell_job_finished(session: Session, job: Job) -> None:
    """Tell of a job that is over, in the transaction that ends it. The result is left to be fetched."""
    if job.tenant_id is None:
        return  # nobody's: there is no one to tell
    finished_at = job.finished_at.isoformat() if job.finished_at else None
    data = {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "finished_at": finished_at,
        "job": f"/v1/jobs/{job.id}",
    }
    tell(session, job.tenant_id, Event.JOB_FINISHED, f"job-{job.id}", data)
