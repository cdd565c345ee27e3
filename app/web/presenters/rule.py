"""One rule as a lawyer reads it: what it asks, of which calls, when, its rank, where it is written, and its cases."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import yaml

from app.services.law.rule_details import RulePublic
from app.services.law.rule_sentences import alternatives
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Row, Section
from app.web.presenters.countries import group_href
from app.web.presenters.law_words import CHANGED, CONSEQUENCES, EFFECTS, LAYERS, OVERRIDES, TEST_DAYS, period_text
from app.web.presenters.programmes import with_code
from app.web.presenters.rule_cases import CaseView, present_cases
from app.web.presenters.rule_links import rule_href
from app.web.presenters.signs import RULE_CONFIDENCES, Badge
from app.web.presenters.verdict import article_text
from rules.language import N_, _
from rules.mentions import named_groups
from rules.requirements import AnyRequirement, Judgement
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class NamedCalls:
    """Topics, patterns of them, or destinations that a rule names; topics that are in the catalogue have a link."""

    title: str
    links: tuple[Link, ...]
    others: tuple[str, ...]
    is_code: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Page):
    """One rule."""

    id: str
    name: str
    badge: Badge
    standing: str
    says: str
    alternatives: tuple[str, ...]
    roles: str
    notes: tuple[Row, ...]
    groups: tuple[Link, ...]
    machine_form: str
    scope: tuple[Row, ...]
    named: tuple[NamedCalls, ...]
    dates: tuple[Row, ...]
    rank: tuple[Row, ...]
    source: tuple[Row, ...]
    quote: str | None
    cases: tuple[CaseView, ...]
    no_cases: str


WIDTH: Final = 96
"""Columns of the machine form, so that it can be read on paper."""


def present_rule(rule: RulePublic, *, book: Rulebook, in_catalogue: Container[str]) -> RulePage:
    """The page of one rule; ``in_catalogue`` are its topics that have a page, in lower case."""
    scope = rule.applies_to
    programme = with_code(scope.programme)
    lead, listed = _alternatives(alternatives(rule, book))
    return RulePage(
        title=f"{_(rule.title)} ({rule.id})",
        section=Section.RULES,
        crumbs=(Link(_("Rules"), "/rules"), Link(programme, "/rules?" + urlencode({"programme": scope.programme}))),
        id=rule.id,
        name=_(rule.title),
        badge=RULE_CONFIDENCES[rule.source.confidence],
        standing=f"{_(LAYERS[rule.layer][0])} · {words.FORCES[rule.force]} · {period_text(rule)}",
        says=lead or _(rule.says),
        alternatives=listed,
        roles=_roles(rule.requirement),
        notes=tuple(_notes(rule)),
        groups=tuple(
            Link(_(book.groups[name].title), group_href(scope.programme, name))
            for name in sorted(named_groups(rule.requirement))
        ),
        machine_form=machine_form(rule.requirement),
        scope=tuple(_scope(rule)),
        named=tuple(_named(rule, in_catalogue)),
        dates=tuple(_dates(rule)),
        rank=tuple(_rank(rule, book)),
        source=tuple(_source(rule)),
        quote=rule.source.quote,
        cases=present_cases(rule.cases),
        no_cases=_("No case tests this rule on its own yet."),
    )


def _alternatives(sets: Sequence[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    """What stands before the list and the items of it; a single set is a list of what holds together."""
    if len(sets) == 1:
        return _("All of these hold:"), tuple(sets[0])
    return (_("One of these holds:") if sets else ""), tuple(" ".join(parts) for parts in sets)


def machine_form(requirement: AnyRequirement) -> str:
    """The requirement as it stands in the file of the rule."""
    written = requirement.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return yaml.safe_dump({"kind": requirement.kind} | written, sort_keys=False, allow_unicode=True, width=WIDTH)


def _roles(requirement: AnyRequirement) -> str:
    """In which roles somebody is looked at, where the requirement says so; the coordinator is a beneficiary."""
    roles = getattr(requirement, "roles", ())
    return words.listed(words.ROLES[role] for role in roles)


def _notes(rule: RulePublic) -> Iterable[Row]:
    requirement = rule.requirement
    if isinstance(requirement, Judgement):
        yield Row(_("Who decides"), _(requirement.decided_by))
        if requirement.evidence:
            yield Row(_("Evidence"), _(requirement.evidence))
    if getattr(requirement, "assumed", False):
        yield Row(_("Assumed"), _("Where nobody states it, it is taken to be kept, and the answer says so."))
    if rule.cannot_check:
        yield Row(_("Cannot be checked here"), _(rule.cannot_check))
    if rule.review:
        yield Row(_("Still to be looked up"), rule.review, lang="en")


def _scope(rule: RulePublic) -> Iterable[Row]:
    scope = rule.applies_to
    yield Row(_("Programme"), with_code(scope.programme))
    yield Row(_("Types of action"), words.listed(scope.types_of_action or ()) or _("every type of action"))
    if scope.identifiers is None and scope.matching is None:
        yield Row(_("Topics"), _("every topic"))


def _named(rule: RulePublic, known: Container[str]) -> Iterable[NamedCalls]:
    scope = rule.applies_to
    for title, named in (
        (N_("Only these topics ({count})"), scope.identifiers),
        (N_("Only topics whose identifier is like ({count})"), scope.matching),
        (N_("Except these topics ({count})"), scope.except_identifiers),
    ):
        if named:
            links = tuple(Link(one, topic_href(one)) for one in named if one.lower() in known)
            others = tuple(one for one in named if one.lower() not in known)
            yield NamedCalls(_(title, count=len(named)), links, others)
    if scope.except_destinations:
        count = len(scope.except_destinations)
        yield NamedCalls(
            _("Except these destinations ({count})", count=count), (), scope.except_destinations, is_code=False
        )


def _dates(rule: RulePublic) -> Iterable[Row]:
    yield Row(_("Applies to"), period_text(rule))
    yield Row(_("Tested on"), TEST_DAYS[rule.tested_on])
    yield Row(_("In force from"), words.day(rule.effective.from_))
    until = rule.effective.until
    yield Row(_("In force until"), words.day(until) if until else _("no end is known"))
    if rule.known_from:
        yield Row(_("Published on"), words.day(rule.known_from), note=_("an earlier question does not see it"))
    if rule.known_until:
        yield Row(_("Revised after"), words.day(rule.known_until), note=_("a later question sees the revised text"))


def _rank(rule: RulePublic, book: Rulebook) -> Iterable[Row]:
    name, explained = LAYERS[rule.layer]
    yield Row(_("Layer"), _(name), note=_(explained))
    yield Row(_("What follows"), words.FORCES[rule.force], note=CONSEQUENCES[rule.force])
    yield Row(_("May be overridden"), OVERRIDES[rule.overridable_by])
    for target in rule.of:
        yield Row(EFFECTS[rule.effect], _(book.rule(target).title), href=rule_href(target), note=target)
    for change in rule.changed_by:
        yield Row(CHANGED[change.effect], _(change.title), href=rule_href(change.id), note=change.id)


def _source(rule: RulePublic) -> Iterable[Row]:
    source = rule.source
    yield Row(_("Document"), source.document, href=source.url, lang="en")
    if source.article and (place := article_text(source.article)):
        yield Row(_("Place"), place, lang=None if source.article[:1].isdigit() else "en")
    if source.page:
        yield Row(_("Page"), source.page, lang=None if source.page[:1].isdigit() else "en")
    yield Row(_("Checked on"), words.day(source.checked_on))
    how_sure = RULE_CONFIDENCES[source.confidence]
    yield Row(_("How sure"), _(how_sure.explained), badge=how_sure)
