"""What a topic says in prose as people read it: announced deadlines, sections, notices, documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from app.services.catalogue.prose import Prose
from app.services.catalogue.schemas import DeadlinePublic
from app.services.topics.texts import NoticePublic, TopicTexts
from app.web.presenters import words
from app.web.presenters.blocks import Link
from app.web.presenters.words import Texts
from rules.language import N_, _
from scrapers.texts import Announcement, Conditions, DeadlineChange, FlashResult
from scrapers.texts import Block as BlockRead

COUNTS: Final[Mapping[str, str]] = {
    "submitted": N_("{number} submitted"),
    "inadmissible": N_("{number} inadmissible"),
    "ineligible": N_("{number} not eligible"),
    "above_threshold": N_("{number} above the threshold"),
    "below_threshold": N_("{number} below the threshold"),
    "accepted": N_("{number} accepted"),
    "reserve": N_("{number} on the reserve list"),
    "withdrawn": N_("{number} withdrawn"),
}
"""The numbers of a flash result in the order of their becoming known; translated where they are said."""

CHANGES: Final[Mapping[DeadlineChange, str]] = {
    DeadlineChange.MOVED: N_("A notice announces another deadline: {day}."),
    DeadlineChange.ADDED: N_("A notice announces a further deadline: {day}."),
    DeadlineChange.REMOVED: N_("A notice announces that the deadline of {day} falls away."),
}

ZONES: Final = Texts({"Europe/Brussels": N_("{time} (Brussels)"), "UTC": N_("{time} (UTC)")})


@dataclass(frozen=True, slots=True)
class Announced:
    """A deadline that stands in a notice only, and the sentence that says so."""

    said: str
    quote: str


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph or list with its footnotes."""

    html: Markup
    footnotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the conditions; without blocks the source says nothing under its heading, which is in English."""

    title: str
    is_its_own: bool
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class ProseView:
    """A long text under a title; ``problem`` says why it cannot be shown."""

    title: str
    html: Markup
    problem: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice: when it was published, what it says, and the numbers in it."""

    when: str
    html: Markup
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextsView:
    """All of it; what is empty is not shown."""

    announced: tuple[Announced, ...]
    prose: tuple[ProseView, ...]
    sections: tuple[SectionView, ...]
    notices: tuple[NoticeView, ...]
    documents: tuple[Link, ...]
    submission: tuple[Link, ...]


def present_texts(texts: TopicTexts) -> TextsView:
    """The texts of a topic."""
    prose = {_("What it is about"): texts.description, _("Destination"): texts.destination, _("Help"): texts.support}
    return TextsView(
        announced=tuple(_announced(each) for each in texts.announced_deadlines),
        prose=present_prose(prose),
        sections=tuple(_sections(texts.conditions)) if texts.conditions else (),
        notices=tuple(_notice(notice) for notice in texts.notices),
        documents=tuple(Link(link.title, link.url) for link in texts.documents),
        submission=tuple(
            Link(" · ".join(filter(None, (link.type_of_action, link.mga))) or _("Proposal"), link.url)
            for link in texts.submission_links
        ),
    )


def present_prose(texts: dict[str, Prose | None]) -> tuple[ProseView, ...]:
    """Texts under their titles; those that are not stated are left out."""
    return tuple(
        ProseView(
            title,
            clean(prose.html),
            _("This text cannot be shown: {why}.", why=prose.unreadable) if prose.unreadable else "",
        )
        for title, prose in texts.items()
        if prose is not None
    )


def clean(html: str | None) -> Markup:
    """HTML that went through the sanitiser, to be placed as it is."""
    return Markup(html or "")  # noqa: S704 - the services hand over sanitised HTML only


def _announced(announcement: Announcement) -> Announced:
    day = words.day(announcement.on)
    if announcement.hour:
        time = f"{announcement.hour:%H:%M}"
        zone = ZONES.get(announcement.zone or "")
        day = f"{day}, {zone.format(time=time) if zone else time}"
    return Announced(_(CHANGES[announcement.change], day=day), announcement.quote)


def _sections(conditions: Conditions) -> Iterable[SectionView]:
    for section in conditions.sections:
        yield SectionView(section.heading or _("Without a heading"), bool(section.heading), _blocks(section.blocks))
    if conditions.unparsed:
        yield SectionView(_("Under no heading"), False, _blocks(conditions.unparsed))


def _blocks(blocks: Sequence[BlockRead]) -> tuple[BlockView, ...]:
    return tuple(
        BlockView(clean(block.html) if block.html is not None else Markup.escape(block.text), _notes(block))
        for block in blocks
    )


def _notes(block: BlockRead) -> tuple[str, ...]:
    """A text with its HTML has the notes where the source put them."""
    return () if block.html is not None else tuple(note.text for note in block.footnotes)


def _notice(notice: NoticePublic) -> NoticeView:
    when = words.day(notice.published_at) if notice.published_at else _("without a date")
    numbers = tuple(filter(None, (_numbers(result) for result in notice.results)))
    return NoticeView(when=when, html=clean(notice.content.html), numbers=numbers)


def _numbers(result: FlashResult) -> str:
    """One line: of what, and how many proposals were what."""
    numbers = {text: getattr(result, name) for name, text in COUNTS.items()}
    counts = words.listed(_(text, number=number) for text, number in numbers.items() if number is not None)
    if not counts:
        return ""
    closed = _("closed on {day}", day=words.day(result.closed_on)) if result.closed_on else ""
    of = ", ".join(filter(None, (result.identifier, closed)))
    return _("{of}: proposals {counts}", of=of, counts=counts) if of else _("Proposals {counts}", counts=counts)


def due(deadlines: Sequence[DeadlinePublic]) -> str:
    """Deadlines in one line."""
    return "; ".join(
        words.day(deadline.at) + (f", {words.hour(deadline.at)}" if deadline.hour_known else "")
        for deadline in deadlines
    )
