"""Judges consortia anew when the world has changed: the law, a call, what is known of members, or the day.

Each consortium is judged in a view of its own; only where its verdict says something else is there a transaction that
writes. So a run holds nobody up, can be broken off anywhere, and begins again without harm.
"""

import logging
from collections.abc import Iterator

from pydantic import BaseModel
from sqlalchemy import Engine
from sqlmodel import Session, col

from app import clock
from app.db import Asker, reading, writing
from app.db.tables import Consortium
from app.errors import NotFound
from app.repositories import consortia
from app.repositories.own import Own
from app.services.consortia.finding import the_consortium
from app.services.consortia.judging import Change, rejudge, says_something_else
from app.services.consortia.requests import question_of
from app.services.consortia.states import FOLLOWED, ConsortiumState
from app.services.following.looking import asked_about_call
from app.services.tenancy import audit
from app.settings import Settings

LOG = logging.getLogger("quorum.consortia")

PORTION = 200
"""Consortia whose ids are read at a time."""

FEW = 50
"""So many consortia are judged anew in the request that changes one of their members; the others by the next run."""


class Rejudged(BaseModel):
    """What a run did. ``next``: the consortium after which to carry on, where it did not come to the end."""

    judged: int = 0
    changed: int = 0
    flipped: int = 0
    failed: int = 0
    next: str | None = None


def rejudge_all(
    engine: Engine, settings: Settings, *, after: str | None = None, at_most: int | None = None
) -> Rejudged:
    """Judge the consortia of all tenants: at most so many, those after that one.

    One that cannot be worked on is logged and counted, so that the others do not wait for it.
    """
    done, last = Rejudged(), after
    for consortium_id, tenant_id in _followed(engine, after):
        if at_most is not None and done.judged >= at_most:
            done.next = last
            break
        _count(done, engine, settings, Asker(tenant_id=tenant_id), consortium_id)
        last = consortium_id
    return done


def _followed(engine: Engine, after: str | None) -> Iterator[tuple[str, str]]:
    while True:
        with reading(engine) as session:
            portion = consortia.ids_after(session, after, PORTION, FOLLOWED)
        yield from portion
        if len(portion) < PORTION:
            return
        after = portion[-1][0]


def _count(done: Rejudged, engine: Engine, settings: Settings, asker: Asker, consortium_id: str) -> None:
    done.judged += 1
    try:
        change = _judge(engine, settings, asker, consortium_id)
    except NotFound:
        return  # somebody has removed it meanwhile
    except Exception:
        LOG.exception("the consortium %s could not be judged anew", consortium_id)
        done.failed += 1
        return
    done.changed += change is not None
    done.flipped += change is not None and change.is_flip


def _judge(engine: Engine, settings: Settings, asker: Asker, consortium_id: str) -> Change | None:
    with reading(engine, asker) as session:
        row = the_consortium(session, consortium_id)
        if _is_over(session, settings, row) or not says_something_else(session, settings, row):
            return None
    with writing(engine, asker) as session:
        row = the_consortium(session, consortium_id, for_change=True)
        change = rejudge(session, settings, row)
        if change is not None:
            audit.note(session, "rejudge", "consortium", row.id)
        return change


def _is_over(session: Session, settings: Settings, row: Consortium) -> bool:
    """What was submitted for a call that is closed: a verdict on it changes nothing any more."""
    if row.state != ConsortiumState.SUBMITTED:
        return False
    return asked_about_call(session, settings, question_of(row)).as_of < clock.today(settings)


def rejudge_naming(session: Session, settings: Settings, organisation_id: str) -> list[Change]:
    """Judge the consortia of the tenant in which an organisation takes part, if they are few. The caller commits.

    Whoever notes something in the audit log does so afterwards: all who change consortia take these first, in the order
    of their ids, and then the end of the log, so that nobody waits for somebody who waits for them.
    """
    followed = col(Consortium.state).in_(sorted(FOLLOWED))
    rows = Own(session, Consortium).every(followed, consortia.naming(organisation_id))
    named = [row.id for row in rows if _names(row, organisation_id)]
    if len(named) > FEW:
        return []
    held = [the_consortium(session, one, for_change=True) for one in named]
    changed = [(row, change) for row in held if (change := rejudge(session, settings, row)) is not None]
    for row, _ in changed:
        audit.note(session, "rejudge", "consortium", row.id)
    return [change for _, change in changed]


def _names(row: Consortium, organisation_id: str) -> bool:
    return any(one.organisation == organisation_id for one in question_of(row).participants)
