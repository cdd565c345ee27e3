"""Jobs that are waited for."""

import time
from collections.abc import Callable, Iterator

from quorum_client.models import JobPublic

Look = Callable[[JobPublic | None], JobPublic | None]
"""The job as it stands, or nothing when it has not changed since what is known of it."""

OVER = frozenset({"succeeded", "failed", "cancelled"})


class JobCancelled(Exception):
    """A job that was asked for came to nothing because somebody stopped it."""

    def __init__(self, job: JobPublic) -> None:
        super().__init__(f"The job {job['id']} was cancelled.")
        self.job = job


class NotOver(TimeoutError):
    """The job is not over after the time that it was waited for; it goes on."""

    def __init__(self, job: JobPublic) -> None:
        super().__init__(f"The job {job['id']} is {job['state']}; it can be asked for later.")
        self.job = job


def is_over(job: JobPublic) -> bool:
    """Whether it never changes again."""
    return job["state"] in OVER


def changes(look: Look, seconds: float, every_seconds: float) -> Iterator[JobPublic]:
    """The job each time that it has changed, until it is over.

    Raises:
        NotOver: time is up.
    """
    until, job = time.monotonic() + seconds, None
    while job is None or not is_over(job):
        changed = look(job)
        if changed is not None:
            job = changed
            yield job
        elif job is not None and time.monotonic() > until:
            raise NotOver(job)
        if job is None or not is_over(job):
            time.sleep(every_seconds)
