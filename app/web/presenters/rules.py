"""The rulebook as a list: narrowed by filters, grouped by programme and layer, counted by how sure we are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from babel.numbers import format_percent

from app.services.law.rule_lists import RuleQuery, RulesPublic
from app.web.presenters import words
from app.web.presenters.blocks import Option, Page, Row, Section
from app.web.presenters.law_words import LAYERS, calls_text, period_text
from app.web.presenters.programmes import programme_name
from app.web.presenters.rule_links import rule_href
from app.web.presenters.signs import RULE_CONFIDENCES, Badge
from app.web.presenters.topics import options
from rules.conditions import Confidence, Force
from rules.language import _, ngettext
from rules.rule import Rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the list."""

    id: str
    title: str
    href: str
    calls: str
    period: str
    force: str
    confidence: Badge


@dataclass(frozen=True, slots=True)
class LayerRules:
    """The rules of one layer of one programme."""

    anchor: str
    title: str
    intro: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """The rules of one programme."""

    anchor: str
    title: str
    layers: tuple[LayerRules, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    """The list of rules with the filters as they are set."""

    intro: str
    q: str
    filters: tuple[Filter, ...]
    found: str
    sourced: str
    counts: tuple[Row, ...]
    programmes: tuple[ProgrammeRules, ...]


NARROWING: Final = ("programme", "type_of_action", "layer", "force", "confidence", "budget_year")
"""The filters of the page, by the names they have in the address."""


def present_rules(found: RulesPublic, query: RuleQuery, *, book: Sequence[Rule], types: Sequence[str]) -> RulesPage:
    """The rules that are found; ``book`` are all there are, ``types`` the types of action to choose from."""
    told = _told(query)
    return RulesPage(
        title=_("Rules: {choice}", choice=told) if told else _("Rules"),
        section=Section.RULES,
        address="/rules",
        intro=ngettext(
            "The law as Quorum applies it: {number} rule, rule set {version}, as known on {day}. "
            "It names its source, its dates and the cases that test it.",
            "The law as Quorum applies it: {number} rules, rule set {version}, as known on {day}. "
            "Each names its source, its dates and the cases that test it.",
            len(book),
            number=words.number(len(book)),
            version=found.version,
            day=words.day(found.as_of),
        ),
        q=query.q or "",
        filters=_filters(query, book, types),
        found=ngettext("{number} rule found", "{number} rules found", len(found.items)),
        sourced=_sourced(found),
        counts=tuple(_count(confidence, count, query) for confidence, count in found.confidences.items()),
        programmes=_grouped(found.items),
    )


def _told(query: RuleQuery) -> str:
    given = query.model_dump(mode="json", exclude_none=True)
    return ", ".join(str(value) for value in given.values())


def _filters(query: RuleQuery, book: Sequence[Rule], types: Sequence[str]) -> tuple[Filter, ...]:
    chosen = {name: str(value or "") for name, value in query.model_dump(mode="json").items()}
    names = {rule.applies_to.programme: programme_name(rule.applies_to.programme) for rule in book}
    texts: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
        "programme": (_("Programme"), _("Any programme"), names),
        "type_of_action": (_("Type of action"), _("Any type"), {code: code for code in types}),
        "layer": (_("Layer"), _("Any layer"), {layer: _(LAYERS[layer][0]) for layer in LAYERS}),
        "force": (_("What follows"), _("Any force"), {force: words.FORCES[force] for force in Force}),
        "confidence": (
            _("How sure"),
            _("Any confidence"),
            {confidence: words.sentence_case(words.CONFIDENCES[confidence]) for confidence in Confidence},
        ),
        "budget_year": (
            _("In force for calls of"),
            _("Any budget year"),
            {str(year): str(year) for year in _years(book)},
        ),
    }
    return tuple(
        Filter(name, label, options(anything, choices, chosen[name]))
        for name, (label, anything, choices) in texts.items()
    )


def _years(book: Sequence[Rule]) -> Iterable[int]:
    """The years in which some rule begins or ends, and all between them."""
    days = [day for rule in book for day in (rule.effective.from_, rule.effective.until) if day]
    return range(max(days).year, min(days).year - 1, -1) if days else ()


def _sourced(found: RulesPublic) -> str:
    read = found.confidences[Confidence.SOURCED]
    if not found.items:
        return ""
    return _(
        "{read} of {total} were read in the primary text ({share}).",
        read=read,
        total=len(found.items),
        share=format_percent(read / len(found.items), locale=words.locale()),
    )


def _count(confidence: Confidence, count: int, query: RuleQuery) -> Row:
    given = query.model_dump(mode="json", exclude_none=True) | {"confidence": confidence.value}
    return Row(
        _(RULE_CONFIDENCES[confidence].word),
        words.number(count),
        href="/rules?" + urlencode(given) if count else None,
        note=_(RULE_CONFIDENCES[confidence].explained),
        badge=RULE_CONFIDENCES[confidence],
    )


def _grouped(rules: Sequence[Rule]) -> tuple[ProgrammeRules, ...]:
    names = {rule.applies_to.programme: programme_name(rule.applies_to.programme) for rule in rules}
    return tuple(
        ProgrammeRules(code.lower(), name, tuple(_layers([one for one in rules if one.applies_to.programme == code])))
        for code, name in sorted(names.items(), key=lambda entry: words.sorting(entry[1]))
    )


def _layers(rules: Sequence[Rule]) -> Iterable[LayerRules]:
    for layer, (title, intro) in LAYERS.items():
        rows = tuple(_row(rule) for rule in rules if rule.layer == layer)
        if rows:
            anchor = f"{rules[0].applies_to.programme.lower()}-{layer}"
            yield LayerRules(anchor, f"{_(title)} ({len(rows)})", _(intro), rows)


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        id=rule.id,
        title=_(rule.title),
        href=rule_href(rule.id),
        calls=calls_text(rule),
        period=period_text(rule),
        force=words.FORCES[rule.force],
        confidence=RULE_CONFIDENCES[rule.source.confidence],
    )
