"""What comes round in this program: the name under which it stands in the database, when, and what is done."""

from datetime import timedelta

from sqlalchemy import Engine

from app.db import writing
from app.jobs.schedule import Task, daily, every
from app.services import jobs
from app.services.alerts.evaluating import evaluate_all
from app.services.consortia.rejudging import rejudge_all
from app.services.standings import runs
from app.settings import Settings

HOUR = timedelta(hours=1)


def delete_expired_jobs(engine: Engine, settings: Settings) -> None:
    """Delete jobs that have been over for long enough, so many in a transaction."""
    while True:
        with writing(engine) as session:
            if not jobs.delete_expired(session, settings):
                return


def rejudge_consortia(engine: Engine, settings: Settings) -> None:
    """Judge the consortia of all tenants anew: a day has passed, or the program has another law."""
    rejudge_all(engine, settings)


def ask_saved_questions(engine: Engine, settings: Settings) -> None:
    """Ask the saved questions of all tenants again; where nothing has changed that costs next to nothing."""
    evaluate_all(engine, settings)


def ask_for_standings(engine: Engine, settings: Settings) -> None:
    """Have every cluster judged for every call ahead, by a job."""
    with writing(engine) as session:
        runs.ask_for_run(session, settings)


TASKS: dict[str, Task] = {
    "nightly-standings": Task(ask_for_standings, daily(lambda settings: settings.nightly_at)),
    "expired-jobs": Task(delete_expired_jobs, every(HOUR)),
    "consortia": Task(rejudge_consortia, every(HOUR)),
    "saved-questions": Task(ask_saved_questions, every(HOUR)),
}
"""By name. Whoever adds work gives it a name that stays: it is the key of its row."""
