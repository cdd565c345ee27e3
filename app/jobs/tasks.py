"""What comes round in this program: the name under which it stands in the database, when, and what is done."""

from datetime import timedelta

from sqlalchemy import Engine

from app.db import writing
from app.jobs.schedule import Task, every
from app.services import jobs
from app.settings import Settings

HOUR = timedelta(hours=1)


def delete_expired_jobs(engine: Engine, settings: Settings) -> None:
    """Delete jobs that have been over for long enough, so many in a transaction."""
    while True:
        with writing(engine) as session:
            if not jobs.delete_expired(session, settings):
                return


TASKS: dict[str, Task] = {
    "expired-jobs": Task(delete_expired_jobs, every(HOUR)),
}
"""By name. Whoever adds work gives it a name that stays: it is the key of its row."""
