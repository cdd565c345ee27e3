"""Prose of the portal as records: HTML and text in, no network, no database. English only where words are read."""

from scrapers.texts.announcements import Announcement, DeadlineChange, announced_deadlines
from scrapers.texts.conditions import Block, Conditions, Section
from scrapers.texts.flash import FlashResult, flash_results
from scrapers.texts.footnotes import Footnote
from scrapers.texts.headings import ELIGIBILITY_KINDS, SectionKind
from scrapers.texts.limits import ParseError
from scrapers.texts.markup import sanitised
from scrapers.texts.reading import plain_text, sections, sections_of_text

__all__ = [
    "ELIGIBILITY_KINDS",
    "Announcement",
    "Block",
    "Conditions",
    "DeadlineChange",
    "FlashResult",
    "Footnote",
    "ParseError",
    "Section",
    "SectionKind",
    "announced_deadlines",
    "flash_results",
    "plain_text",
    "sanitised",
    "sections",
    "sections_of_text",
]
