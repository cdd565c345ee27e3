"""The building blocks of page models: what a template places without deciding anything."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.web.presenters.signs import Badge


class Section(StrEnum):
    """Which entry of the main navigation a page belongs to."""

    CLUSTERS = "clusters"
    TOPICS = "topics"
    CHECK = "check"
    RULES = "rules"
    COUNTRIES = "countries"
    ABOUT = "about"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what stands beside it, optionally a link, a badge, a remark, and the language of what stands there."""

    name: str
    text: str
    href: str | None = None
    note: str | None = None
    badge: Badge | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the list goes on; a list that was entered in the middle also says where it begins."""

    size: int
    first: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What has to be corrected, and the id of the field it is about (empty: no field of the page)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has: its title (unique), its place in the navigation, its address."""

    title: str
    section: Section = Section.NONE
    address: str = ""
    crumbs: tuple[Link, ...] = field(default=())
