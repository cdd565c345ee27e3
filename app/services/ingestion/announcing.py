"""Deadlines that the notices of a call announce, and the call's own dates do not say yet.

The portal writes that a deadline moves into prose, often days before the date itself changes, sometimes in no other
place. Only the last notice that speaks of deadlines counts: what an older one announced has come, or was overtaken.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.clock import BRUSSELS
from scrapers.records import Deadline
from scrapers.texts import Announcement, DeadlineChange, ParseError, announced_deadlines, plain_text


@dataclass(frozen=True)
class Told:
    """A notice: when it was published or changed last (``None``: not stated), and its HTML."""

    at: datetime | None
    html: str


def announced(deadlines: Sequence[Deadline], notices: Iterable[Told], names: Collection[str]) -> list[Announcement]:
    """What is announced of a topic's deadlines beyond what they are.

    ``names`` are the identifiers of the topic and of its call: an announcement that names only others is not meant.
    """
    stated = {due.at.astimezone(BRUSSELS).date() for due in deadlines}
    return [each for each in _last_of(notices, {name.lower() for name in names}) if _is_new(each, stated)]


def _last_of(notices: Iterable[Told], names: Collection[str]) -> list[Announcement]:
    """The announcements of the last notice that has any; of several of the same moment, all."""
    found = [(notice.at, each) for notice in notices for each in _of_notice(notice, names)]
    dated = [at for at, _ in found if at is not None]
    last = max(dated, default=None)
    return list(dict.fromkeys(each for at, each in found if at == last))


def _of_notice(notice: Told, names: Collection[str]) -> list[Announcement]:
    try:
        found = announced_deadlines(plain_text(notice.html))
    except ParseError:
        return []
    return [each for each in found if not each.identifiers or {name.lower() for name in each.identifiers} & set(names)]


def _is_new(announcement: Announcement, stated: Collection[date]) -> bool:
    if announcement.on is None:
        return False
    return (announcement.on in stated) == (announcement.change is DeadlineChange.REMOVED)


def after(deadlines: Sequence[Mapping[str, Any]], announcements: Sequence[Announcement]) -> list[dict[str, Any]]:
    """The deadlines that are announced, in the form in which changes of deadlines are kept.

    Which of several deadlines moves is not said plainly enough to guess, so the old ones are left away; of those
    that stay after one is removed, all are listed.
    """
    removed = {each.on for each in announcements if each.change is DeadlineChange.REMOVED}
    stay = [dict(due) for due in deadlines if datetime.fromisoformat(due["at"]).date() not in removed]
    standing = (each for each in announcements if each.change is not DeadlineChange.REMOVED)
    new = [_deadline(each) for each in standing if each.on is not None]
    return new or stay


def _deadline(announcement: Announcement) -> dict[str, Any]:
    """An hour without its zone is no hour that anybody could rely on."""
    hour_known = announcement.hour is not None and announcement.zone is not None
    zone = ZoneInfo(announcement.zone) if announcement.zone is not None and hour_known else BRUSSELS
    hour = announcement.hour if announcement.hour is not None and hour_known else time()
    if announcement.on is None:
        raise AssertionError("only an announcement with a day is new")
    at = datetime.combine(announcement.on, hour, zone).astimezone(BRUSSELS)
    return {"at": at.isoformat(), "hour_known": hour_known, "stage": announcement.stage}
