"""What has changed in the calls as people read it: a page, and a feed for readers of feeds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from app.exports.atom import Entry, Feed
from app.services.catalogue.changes import CallChange
from app.web.presenters import words
from app.web.presenters.addresses import changes_href, topic_href
from app.web.presenters.blocks import Link, Option, Page, Pager, Section

FIELDS: Final = {
    "call_identifier": "call",
    "conditions_html": "text of the conditions",
    "description_html": "description",
    "gone_since": "on the portal",
    "latest_infos": "notices",
    "opens_on": "opening day",
    "portal_status": "status on the portal",
    "cross_cutting": "cross-cutting priorities",
    "url": "address",
}
"""Fields by the name that people know; any other is called by its own."""

TEXTS: Final = ("conditions_html", "description_html", "latest_infos")
"""Too long to show before and after: that they changed is said, and the topic's page has the new one."""

MOST_WORDS: Final = 60

NOTHING_SEEN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated in which nothing has happened: a feed has to say so, and it must not seem new each time."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: of which topic, what it was and what it is."""

    key: int
    topic: Link
    identifier: str
    seen: str
    seen_at: datetime
    field: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage(Page):
    """Changes, the last one first; ``feed`` is the address of the same list as a feed."""

    intro: str
    found: str
    identifier: str
    programmes: tuple[Option, ...]
    changes: tuple[ChangeView, ...]
    pager: Pager
    feed: str


def present_changes(
    changes: Sequence[CallChange], *, identifier: str, programmes: Sequence[Option], pager: Pager
) -> ChangesPage:
    """The page of a list of changes."""
    chosen = next((option.value for option in programmes if option.chosen), "")
    return ChangesPage(
        title=f"What has changed in {identifier}" if identifier else "What has changed in the calls",
        section=Section.TOPICS,
        crumbs=(Link("Calls", "/topics"), *([Link(identifier, topic_href(identifier))] if identifier else ())),
        intro="Each difference between two readings of a source, the last one first.",
        found=words.counted(len(changes), "change") if changes else "No change has been seen",
        identifier=identifier,
        programmes=tuple(programmes),
        changes=tuple(present_change(change) for change in changes),
        pager=pager,
        address=changes_href(chosen, identifier),
        feed=changes_href(chosen, identifier, page="/changes.atom"),
    )


def feed_of_changes(page: ChangesPage, *, base: str) -> Feed:
    """The same for readers of feeds; ``base`` is the address of the service, since a feed is read elsewhere."""
    return Feed(
        id=base + page.feed,
        title=page.title,
        address=base + page.feed,
        updated=page.changes[0].seen_at if page.changes else NOTHING_SEEN,
        entries=[_entry(change, base) for change in page.changes],
        page=base + page.address,
    )


def _entry(change: ChangeView, base: str) -> Entry:
    return Entry(
        id=f"{base}/changes#change-{change.key}",
        title=f"{change.identifier}: {change.field}",
        updated=change.seen_at,
        text=f"{change.topic.text}. {change.said}",
        page=base + change.topic.href,
    )


def present_change(change: CallChange) -> ChangeView:
    """One change in words."""
    said = _said(change)
    return ChangeView(
        key=change.id,
        topic=Link(change.title, topic_href(change.identifier)),
        identifier=change.identifier,
        seen=words.day(change.seen_at),
        seen_at=change.seen_at,
        field=FIELDS.get(change.field, words.in_words(change.field)),
        said=f"{said} Only the portal's notices say so yet." if change.announced else said,
    )


def _said(change: CallChange) -> str:
    if change.field == "gone_since":
        return "Back on the portal." if change.after is None else "No longer on the portal."
    if change.field in TEXTS:
        return "The text has changed."
    show = SHOWN.get(change.field, _value)
    now, before = show(change.after), show(change.before)
    if now == before:  # what is shown first is the same
        now, before = _value(change.after), _value(change.before)
    return f"Now {now}; before, {before}."


def _deadlines(value: Any) -> str:
    said = [
        words.day(datetime.fromisoformat(due["at"]))
        + (f", {words.hour(datetime.fromisoformat(due['at']))}" if due.get("hour_known") else "")
        for due in value or ()
    ]
    return words.listed(said) if said else words.not_stated()


def _budget(value: Any) -> str:
    stated = value if isinstance(value, Mapping) else {}
    total = stated.get("total")
    return words.euro(None if total is None else Decimal(str(total)))


def _value(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return words.not_stated()
        case bool():
            return "yes" if value else "no"
        case list():
            said = ", ".join(_value(one) for one in value)
        case Mapping():
            said = ", ".join(f"{words.in_words(str(name))} {_value(one)}" for name, one in value.items())
        case _:
            said = str(value)
    parts = said.split()
    return " ".join(parts[:MOST_WORDS]) + (" …" if len(parts) > MOST_WORDS else "")


SHOWN: Final[Mapping[str, Callable[[Any], str]]] = {"deadlines": _deadlines, "budget": _budget}
