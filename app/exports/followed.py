"""A saved question as a feed of its alerts and as a calendar of its deadlines."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

from app.exports.atom import Entry, Feed, atom_of
from app.exports.calendars import Event, calendar_of, start_of
from app.services.alerts.answered import Due, Match
from app.services.alerts.feeds import Followed
from app.services.alerts.listing import AlertPublic
from app.services.alerts.raising import AlertKind

NAMESPACE: Final = UUID("9d0a1f7e-6c52-5b1f-9c1a-3f2f6f2f8c11")
"""Under which ids in feeds are made: they stay what they are whoever serves them."""

TITLES: Final[Mapping[AlertKind, str]] = {
    AlertKind.NEW_MATCH: "Can be entered",
    AlertKind.MATCH_GONE: "No longer matches",
    AlertKind.OPENED: "Open now",
    AlertKind.ROLES_CHANGED: "Other roles",
    AlertKind.DEADLINE_CHANGED: "Deadline changed",
    AlertKind.VERDICT_FLIPPED: "Verdict turned",
    AlertKind.CONDITIONS_CHANGED: "Conditions changed",
    AlertKind.UNANSWERABLE: "Cannot be answered",
}


def feed_of_alerts(followed: Followed, address: str) -> bytes:
    """The alerts as an Atom feed; ``address`` is its own."""
    return atom_of(
        Feed(
            id=_urn(followed.id),
            title=followed.name,
            address=address,
            updated=followed.updated,
            entries=[_entry(alert) for alert in followed.alerts],
        )
    )


def _entry(alert: AlertPublic) -> Entry:
    title = TITLES[alert.kind]
    return Entry(
        id=_urn(f"alert {alert.id}"),
        title=f"{title}: {alert.topic}" if alert.topic else title,
        updated=alert.raised_at,
        text=alert.sentence,
        kind=alert.kind,
    )


def calendar_of_matches(followed: Followed) -> bytes:
    """The deadlines of the calls as a calendar."""
    events = (
        _event(followed, match, place, due) for match in followed.matches for place, due in enumerate(match.deadlines)
    )
    return calendar_of(followed.name, events)


def _event(followed: Followed, match: Match, place: int, due: Due) -> Event:
    stage = f" (stage {due.stage})" if due.stage else ""
    return Event(
        uid=f"{uuid5(NAMESPACE, f'{followed.id} {match.identifier.lower()} {place}')}@quorum",
        start=start_of(due.at, hour_known=due.hour_known),
        title=f"Deadline: {match.identifier}{stage}",
        text=match.title,
        changed=due.since,
        sequence=due.sequence,
    )


def _urn(name: str) -> str:
    return uuid5(NAMESPACE, name).urn
