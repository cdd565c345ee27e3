"""What has changed in the calls as people read it: a page by days and topics, and a feed for readers of feeds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from app.clock import BRUSSELS
from app.exports.atom import Entry, Feed
from app.services.catalogue.changes import CallChange
from app.web.presenters import words
from app.web.presenters.addresses import changes_href, topic_href
from app.web.presenters.blocks import Link, Option, Page, Pager, Section
from app.web.presenters.changed_values import Turn, turn_of
from app.web.presenters.topic_fields import gravity, topic_field
from rules.language import _, ngettext

NOTHING_SEEN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated in which nothing has happened: a feed has to say so, and it must not seem new each time."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change of one field: what it was and what it is, where both can be shown, and the same in a sentence."""

    key: int
    topic: Link
    identifier: str
    seen_at: datetime
    name: str
    field: str
    turn: Turn
    remark: str

    @property
    def heading(self) -> str:
        """The field at the head of what has become of it."""
        return words.sentence_case(self.field)

    @property
    def said(self) -> str:
        """The change in a sentence."""
        return f"{self.turn.said} {self.remark}".strip()

    @property
    def day(self) -> date:
        """The day in Brussels on which it was seen."""
        return self.seen_at.astimezone(BRUSSELS).date()


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """What has changed in a topic on a day, what matters most first."""

    topic: Link
    identifier: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day on which changes were seen."""

    day: date
    title: str
    topics: tuple[ChangedTopic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage(Page):
    """Changes, the last one first; ``feed`` is the address of the same list as a feed."""

    intro: str
    found: str
    identifier: str
    programmes: tuple[Option, ...]
    changes: tuple[ChangeView, ...]
    days: tuple[ChangedDay, ...]
    pager: Pager
    feed: str


def present_changes(
    changes: Sequence[CallChange], *, identifier: str, programmes: Sequence[Option], pager: Pager
) -> ChangesPage:
    """The page of a list of changes."""
    chosen = next((option.value for option in programmes if option.chosen), "")
    views = tuple(present_change(change) for change in changes)
    return ChangesPage(
        title=(
            _("What has changed in {topic}", topic=identifier) if identifier else _("What has changed in the calls")
        ),
        section=Section.TOPICS,
        crumbs=(Link(_("Calls"), "/topics"), *([Link(identifier, topic_href(identifier))] if identifier else ())),
        intro=_("Each difference between two readings of a source, the last one first."),
        found=(
            ngettext("{number} change", "{number} changes", len(changes)) if changes else _("No change has been seen")
        ),
        identifier=identifier,
        programmes=tuple(programmes),
        changes=views,
        days=tuple(_by_day(views)),
        pager=pager,
        address=changes_href(chosen, identifier),
        feed=changes_href(chosen, identifier, page="/changes.atom"),
    )


def _by_day(changes: Iterable[ChangeView]) -> Iterable[ChangedDay]:
    for day, seen in groupby(changes, key=lambda change: change.day):
        yield ChangedDay(day, words.day(day), tuple(_by_topic(seen)))


def _by_topic(changes: Iterable[ChangeView]) -> Iterable[ChangedTopic]:
    """The topics in the order of their last change; a topic stands once on a day."""
    found: dict[str, list[ChangeView]] = {}
    for change in changes:
        found.setdefault(change.identifier, []).append(change)
    for identifier, its_own in found.items():
        gravest_first = sorted(its_own, key=lambda change: gravity(change.name))
        yield ChangedTopic(its_own[0].topic, identifier, tuple(gravest_first))


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
    return ChangeView(
        key=change.id,
        topic=Link(change.title, topic_href(change.identifier)),
        identifier=change.identifier,
        seen_at=change.seen_at,
        name=change.field,
        field=topic_field(change.field),
        turn=turn_of(change.field, change.before, change.after),
        remark=_("Only the portal's notices say so yet.") if change.announced else "",
    )
