"""The first page and the page about the data: what is in here, and of which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from app.bundle.records import Manifest
from app.services.catalogue.overview import Overview
from app.services.catalogue.source_states import SourceState
from app.web.presenters import words
from app.web.presenters.blocks import Page, Row, Section
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import CONFIDENCES, VERDICTS, Badge
from rules.language import N_, _, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The first page."""

    data_sentence: str
    figures: tuple[Row, ...]
    countries: tuple[Row, ...]
    legend: tuple[Badge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    """What the program knows, and from when."""

    data_sentence: str
    held: tuple[Row, ...]
    sources: tuple[Row, ...]
    confidences: tuple[Badge, ...]
    verdicts: tuple[Badge, ...]


BUNDLE: Final = "bundle"

STATEMENT: Final = N_(
    "Demonstration data compiled by the project, not a register: facts of topics as the portal stated them in summer "
    "2026, and clusters from public pages and general knowledge, each with its evidence. Ingest the portal for the "
    "calls of today."
)
"""What the bundle says of itself, so that it can be translated."""


def present_home(overview: Overview, manifest: Manifest) -> HomePage:
    """The first page: the two journeys, what is in here, how an answer reads."""
    ahead = overview.statuses.get("open", 0) + overview.statuses.get("forthcoming", 0)
    most_first = sorted(overview.countries.items(), key=lambda one: (-one[1], words.country_name(one[0])))
    return HomePage(
        title=_("Eligible calls and consortia for clusters"),
        address="/",
        data_sentence=data_sentence(manifest),
        figures=(
            Row(_("Topics"), words.number(overview.topics)),
            Row(_("Open or forthcoming"), words.number(ahead)),
            Row(_("Programmes"), words.number(len(overview.programmes))),
            Row(_("Clusters"), words.number(overview.clusters)),
            Row(_("Their countries"), words.number(len(overview.countries))),
        ),
        countries=tuple(
            Row(words.country_name(code), words.number(count), href="/clusters?" + urlencode({"country": code}))
            for code, count in most_first
        ),
        legend=tuple(VERDICTS.values()),
    )


def present_about(overview: Overview, manifest: Manifest, sources: Sequence[SourceState]) -> AboutPage:
    """The page about the data."""
    programmes = ", ".join(
        f"{programme_name(code)} {words.number(count)}" for code, count in sorted(overview.programmes.items())
    )
    return AboutPage(
        title=_("What Quorum knows, and from when"),
        section=Section.ABOUT,
        address="/about",
        data_sentence=data_sentence(manifest),
        held=(
            Row(_("Topics"), _topics(overview)),
            Row(_("Topics by programme"), programmes),
            Row(_("Clusters"), _clusters(overview)),
            *(Row(_loaded_name(one.name), _("as of {day}", day=words.day(one.as_of))) for one in overview.loaded),
            *map(_source_row, sources),
        ),
        sources=tuple(Row(note.what, note.licence, href=note.url, lang="en") for note in manifest.sources),
        confidences=tuple(CONFIDENCES.values()),
        verdicts=tuple(VERDICTS.values()),
    )


def data_sentence(manifest: Manifest) -> str:
    """What the bundled data is, in the words of the bundle, and of which day."""
    return _("{statement} Bundled data as of {day}.", statement=_(manifest.statement), day=words.day(manifest.as_of))


def _topics(overview: Overview) -> str:
    return _(
        "{total}: {open} open, {forthcoming} forthcoming, {closed} closed",
        total=words.number(overview.topics),
        **{code: overview.statuses.get(code, 0) for code in ("open", "forthcoming", "closed")},
    )


def _clusters(overview: Overview) -> str:
    number = words.number(overview.clusters)
    return ngettext(
        "{clusters} in {number} country", "{clusters} in {number} countries", len(overview.countries), clusters=number
    )


def _source_row(source: SourceState) -> Row:
    """Of which day a source is known; a later attempt that changed nothing is told of."""
    known = _("never read as a whole") if source.read_at is None else _("as of {day}", day=words.day(source.read_at))
    attempt = _(
        "Tried again on {day}, without success: {reason}", day=words.day(source.attempted_at), reason=source.reason
    )
    return Row(_("Read from {source}", source=source.source), known, note=None if source.state == "ok" else attempt)


def _loaded_name(name: str) -> str:
    return _("Bundled data") if name == BUNDLE else _("Data set {name}", name=name)
