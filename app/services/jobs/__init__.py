"""Jobs: put work into the queue, look how it stands, stop it. The row in the database is the truth."""

from app.services.jobs.asking import (
    WORK,
    JobQuery,
    accept,
    asked_before,
    cancel_job,
    enqueue,
    get_document,
    get_job,
    get_job_and_question,
    get_job_request,
    list_jobs,
    submit_proposal,
)
from app.services.jobs.ending import ON_FINISH, changed, delete_expired, finish
from app.services.jobs.presenting import JobDocument, JobList, JobPublic, JobSummary
from app.services.jobs.repeating import HEADER, Once, creating, once

__all__ = [
    "HEADER",
    "ON_FINISH",
    "WORK",
    "JobDocument",
    "JobList",
    "JobPublic",
    "JobQuery",
    "JobSummary",
    "Once",
    "accept",
    "asked_before",
    "cancel_job",
    "changed",
    "creating",
    "delete_expired",
    "enqueue",
    "finish",
    "get_document",
    "get_job",
    "get_job_and_question",
    "get_job_request",
    "list_jobs",
    "once",
    "submit_proposal",
]
