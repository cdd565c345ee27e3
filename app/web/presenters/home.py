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


def present_home(overview: Overview, manifest: Manifest) -> HomePage:
    """The first page: the two journeys, what is in here, how an answer reads."""
    ahead = overview.statuses.get("open", 0) + overview.statuses.get("forthcoming", 0)
    most_first = sorted(overview.countries.items(), key=lambda one: (-one[1], words.country_name(one[0])))
    return HomePage(
        title="Eligible calls and consortia for clusters",
        address="/",
        data_sentence=data_sentence(manifest),
        figures=(
            Row("Topics", words.number(overview.topics)),
            Row("Open or forthcoming", words.number(ahead)),
            Row("Programmes", words.number(len(overview.programmes))),
            Row("Clusters", words.number(overview.clusters)),
            Row("Their countries", words.number(len(overview.countries))),
        ),
        countries=tuple(
            Row(words.country_name(code), words.number(count), href="/clusters?" + urlencode({"country": code}))
            for code, count in most_first
        ),
        legend=tuple(VERDICTS.values()),
    )


def present_about(overview: Overview, manifest: Manifest, sources: Sequence[SourceState]) -> AboutPage:
    """The page about the data."""
    programmes = ", ".join(f"{programme_name(code)} {count}" for code, count in sorted(overview.programmes.items()))
    stages = ", ".join(f"{overview.statuses.get(code, 0)} {code}" for code in ("open", "forthcoming", "closed"))
    return AboutPage(
        title="What Quorum knows, and from when",
        section=Section.ABOUT,
        address="/about",
        data_sentence=data_sentence(manifest),
        held=(
            Row("Topics", f"{words.number(overview.topics)}: {stages}"),
            Row("Topics by programme", programmes),
            Row("Clusters", f"{words.number(overview.clusters)} in {len(overview.countries)} countries"),
            *(Row(_loaded_name(one.name), f"as of {words.day(one.as_of)}") for one in overview.loaded),
            *map(_source_row, sources),
        ),
        sources=tuple(Row(note.what, note.licence, href=note.url) for note in manifest.sources),
        confidences=tuple(CONFIDENCES.values()),
        verdicts=tuple(VERDICTS.values()),
    )


def data_sentence(manifest: Manifest) -> str:
    """What the bundled data is, in the words of the bundle, and of which day."""
    return f"{manifest.statement} Bundled data as of {words.day(manifest.as_of)}."


def _source_row(source: SourceState) -> Row:
    """Of which day a source is known; a later attempt that changed nothing is told of."""
    known = "never read as a whole" if source.read_at is None else f"as of {words.day(source.read_at)}"
    attempt = f"Tried again on {words.day(source.attempted_at)}, without success: {source.reason}"
    return Row(f"Read from {source.source}", known, note=None if source.state == "ok" else attempt)


def _loaded_name(name: str) -> str:
    return "Bundled data" if name == BUNDLE else f"Data set {name}"
