"""Asks all saved questions again, and raises an alert for everything that has changed.

Each question is looked at without holding anybody up, and noted in one transaction of its own: its alerts and the
answer by which the next one is compared. So whoever is killed half-way and comes again raises each alert once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine

from app import clock
from app.db import Asker, reading, writing
from app.db.tables import SavedQuestion
from app.repositories import alerts
from app.repositories.own import Own
from app.services.alerts.answered import Answered
from app.services.alerts.asking import Asking
from app.services.alerts.comparing import Comparison
from app.services.alerts.questions import question_of
from app.services.alerts.raising import News, raise_alert
from app.settings import Settings

LOG = logging.getLogger("quorum.alerts")

MOST_ATTEMPTS = 5


class Evaluation(BaseModel):
    """What asking again came to. ``unchanged``: nothing that the answer hangs on has changed, so it was not worked out.

    ``failed`` is a fault of ours, which is logged; these questions are asked again the next time.
    """

    model_config = ConfigDict(frozen=True)

    questions: int
    unchanged: int
    alerts: int
    failed: int
    seconds: float


@dataclass(frozen=True)
class Found:
    """A new answer, what has changed since the last one, and when it was looked for."""

    answered: Answered
    news: Sequence[News]
    version: int
    before: datetime | None
    at: datetime


def evaluate_all(engine: Engine, settings: Settings) -> Evaluation:
    """Ask every saved question again. Doing so twice raises nothing twice, nor do two who do so at the same time."""
    began, unchanged, raised, failed = perf_counter(), 0, 0, 0
    with reading(engine) as session:
        questions = alerts.every_question(session)
    for question_id, tenant_id in questions:
        try:
            news = evaluate(engine, settings, question_id, Asker(tenant_id=tenant_id))
        except Exception:
            LOG.exception("the saved question %s cannot be asked", question_id)
            failed += 1
            continue
        unchanged += news is None
        raised += len(news or ())
    with writing(engine) as session:
        alerts.delete_old(session, clock.running() - timedelta(days=settings.alerts_kept_days))
    seconds = round(perf_counter() - began, 3)
    return Evaluation(questions=len(questions), unchanged=unchanged, alerts=raised, failed=failed, seconds=seconds)


def evaluate(engine: Engine, settings: Settings, question_id: str, asker: Asker) -> Sequence[News] | None:
    """Ask one question again; what has changed, or ``None`` when there was nothing to work out.

    Where somebody else was quicker, what they found may be older: then it is asked once more.
    """
    for _ in range(MOST_ATTEMPTS):
        found = look_again(engine, settings, question_id, asker)
        if found is None:
            return None
        news = note(engine, question_id, asker, found)
        if news is not None:
            return news
    return []


def look_again(engine: Engine, settings: Settings, question_id: str, asker: Asker) -> Found | None:
    """What is answered now, and what of it is news. Reading only."""
    at = clock.running()
    with reading(engine, asker) as session:
        row = Own(session, SavedQuestion).find(question_id)
        if row is None:
            return None
        asking, before = Asking(session, settings, question_of(row)), Answered.of(row)
        if before is not None and asking.stands(before):
            return None
        now = asking.answer_again().after(before)
        news = [] if before is None else Comparison(asking, row.name, before, now).news()
        return Found(now, news, row.version, row.answered_at, at)


def note(engine: Engine, question_id: str, asker: Asker, found: Found) -> Sequence[News] | None:
    """Write a new answer down and raise its alerts; ``None`` if somebody has changed or asked the question since."""
    with writing(engine, asker) as session:
        row = Own(session, SavedQuestion).find_for_change(question_id)
        if row is None or row.version != found.version or row.answered_at != found.before:
            return None
        for one in found.news:
            raise_alert(session, one, question_id=question_id)
        row.answered, row.answered_at = found.answered.model_dump(mode="json"), found.at
        return found.news
