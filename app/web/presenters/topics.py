"""Calls as people read them: the list with its filters, and one topic with its facts and conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from app.services.catalogue.overview import Overview
from app.services.catalogue.schemas import TopicPublic
from app.services.topics.details import WholeTopic
from app.web.presenters import words
from app.web.presenters.addresses import changes_href, propose_href, topic_href
from app.web.presenters.blocks import Link, Option, Page, Pager, Problem, Row, Section
from app.web.presenters.cascade_calls import cascade_row
from app.web.presenters.deadlines import budget_rows, deadline_row, deadline_text, money_row, stage_sentence
from app.web.presenters.eligible import eligible_rows
from app.web.presenters.programmes import programme_name, with_code
from app.web.presenters.rule_links import Replaced, present_replaced, rule_link, why_it_applies
from app.web.presenters.signs import TOPICS, Badge
from app.web.presenters.texts import TextsView, present_texts
from app.web.presenters.topic_fields import topic_field
from app.web.presenters.verdict import SourceView, present_source
from app.web.presenters.words import Texts
from rules.conditions import Condition, Force, Origin
from rules.language import N_, _, ngettext

SITES: Final = {"interreg": "interreg.eu"}
"""What the site is called where a topic's page is, by source; the others are of the portal."""

OF_THE_CONSORTIUM: Final = ("selection", "limit", "ratio", "coordinator", "each", "alternatives")
"""Kinds of requirement that look at all members together."""

INTROS: Final = Texts(
    {
        Force.ELIGIBILITY: N_("Who may take part. When one of these is not met, the proposal is not evaluated."),
        Force.ADMISSIBILITY: N_("What a proposal has to be. When one of these is not met, it is not read."),
        Force.FUNDING: N_("Who gets money, and how much. These do not decide whether a proposal is eligible."),
        Force.EVALUATION: N_("What people look at in every proposal."),
        Force.ADVICE: N_("Good to know."),
    }
)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic of a list."""

    identifier: str
    title: str
    href: str
    badge: Badge
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage(Page):
    """The list of calls with the filters as they are set."""

    intro: str
    q: str
    lead: str
    statuses: tuple[Option, ...]
    programmes: tuple[Option, ...]
    types_of_action: tuple[Option, ...]
    countries: tuple[Option, ...]
    found: str
    rows: tuple[TopicRow, ...]
    pager: Pager
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedCondition:
    """A condition of a call before anybody is judged by it."""

    anchor: str
    title: str
    unchecked: str
    kind: str
    rule: Link | None
    source: SourceView


@dataclass(frozen=True, slots=True)
class StatedPart:
    """Conditions of one force."""

    anchor: str
    title: str
    intro: str
    conditions: tuple[StatedCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage(Page):
    """One topic."""

    identifier: str
    name: str
    badge: Badge
    stage: str
    propose_href: str
    portal_href: str
    portal_name: str
    facts: tuple[Row, ...]
    parts: tuple[StatedPart, ...]
    replaced: tuple[Replaced, ...]
    no_conditions: str
    captured: tuple[Row, ...]
    changes_href: str
    texts: TextsView
    cascade_calls: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """What the list of topics is narrowed to; empty does not narrow. ``lead`` would lead the consortium."""

    q: str = ""
    status: str = ""
    programme: str = ""
    type_of_action: str = ""
    country: str = ""
    lead: str = ""
    lead_name: str = ""

    @property
    def told(self) -> str:
        """The choice in a few words."""
        where = self.country and _("open to {country}", country=words.country_name(self.country))
        lead = self.lead_name and _("for {name} to lead", name=self.lead_name)
        stage = _(TOPICS[self.status].word) if self.status in TOPICS else ""
        return ", ".join(filter(None, (lead, self.q, stage, self.programme, self.type_of_action, where)))


def present_topic_row(topic: TopicPublic, *, today: date, lead: str = "") -> TopicRow:
    """One line of a list of topics."""
    return TopicRow(
        identifier=topic.identifier,
        title=topic.title,
        href=propose_href(topic.identifier, lead=lead) if lead else topic_href(topic.identifier),
        badge=TOPICS[topic.status],
        facts=(
            deadline_row(topic, today),
            money_row(topic),
            Row(_("Programme"), programme_name(topic.programme)),
            Row(_("Type of action"), topic.type_of_action or words.not_stated()),
        ),
    )


def present_topics(
    found: Sequence[TopicPublic], choice: TopicChoice, *, overview: Overview, pager: Pager, today: date
) -> TopicsPage:
    """The filters and one page of what they leave."""
    return TopicsPage(
        title=_("Calls: {choice}", choice=choice.told) if choice.told else _("Calls"),
        section=Section.TOPICS,
        address="/topics",
        intro=_intro(choice, overview, today),
        q=choice.q,
        lead=choice.lead,
        statuses=options(_("Any stage"), {code: _(TOPICS[code].word) for code in TOPICS}, choice.status),
        programmes=options(_("Any programme"), programmes(overview), choice.programme),
        types_of_action=options(
            _("Any type"), {code: code for code in sorted(overview.types_of_action)}, choice.type_of_action
        ),
        countries=options(_("Any country"), _countries(overview), choice.country),
        found=_found(len(found), is_part=bool(pager.next or pager.first)),
        rows=tuple(present_topic_row(topic, today=today, lead=choice.lead) for topic in found),
        pager=pager,
    )


def _intro(choice: TopicChoice, overview: Overview, today: date) -> str:
    if choice.lead_name:
        return _("Choose the call that {name} would lead.", name=choice.lead_name)
    return _(
        "{topics} topics of {programmes} programmes as of {day}. A topic is what one applies to.",
        topics=words.number(overview.topics),
        programmes=words.number(len(overview.programmes)),
        day=words.day(today),
    )


def _found(count: int, *, is_part: bool) -> str:
    if is_part:
        return ngettext("{number} topic on this page", "{number} topics on this page", count)
    return ngettext("{number} topic found", "{number} topics found", count)


def options(anything: str, texts: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    """The choices of a filter, the one that does not narrow first."""
    return (
        Option("", anything, not chosen),
        *(Option(value, text, value.lower() == chosen.lower()) for value, text in texts.items()),
    )


def programmes(overview: Overview) -> dict[str, str]:
    """The programmes that the catalogue has topics of, by name, each with their number."""
    names = {code: f"{programme_name(code)} ({count})" for code, count in overview.programmes.items()}
    return dict(sorted(names.items(), key=lambda name: words.sorting(name[1])))


def _countries(overview: Overview) -> dict[str, str]:
    names = {code: words.country_name(code) for code in overview.countries}
    return dict(sorted(names.items(), key=lambda name: words.sorting(name[1])))


def present_topic(topic: WholeTopic, *, today: date) -> TopicPage:
    """The page of one topic with the conditions that apply to it, and what it says itself."""
    return TopicPage(
        title=f"{topic.identifier}: {topic.title}",
        section=Section.TOPICS,
        crumbs=(
            Link(_("Calls"), "/topics"),
            Link(programme_name(topic.programme), "/topics?" + urlencode({"programme": topic.programme})),
        ),
        identifier=topic.identifier,
        name=topic.title,
        badge=TOPICS[topic.status],
        stage=stage_sentence(topic, today),
        propose_href=propose_href(topic.identifier),
        portal_href=topic.url,
        portal_name=SITES.get(topic.source.name, ""),
        facts=(*_facts(topic), *eligible_rows(topic.stated_eligibility)),
        parts=present_stated(topic.conditions, topic.type_of_action),
        replaced=present_replaced(topic.replaced),
        no_conditions=_(
            "No condition of {programme} is encoded for this type of action and year. "
            "A verdict about it stays open and names the document to read.",
            programme=topic.programme,
        ),
        captured=tuple(_captured(topic)),
        changes_href=changes_href(identifier=topic.identifier),
        texts=present_texts(topic.texts),
        cascade_calls=tuple(cascade_row(call) for call in topic.cascade_calls),
    )


def present_stated(conditions: Sequence[Condition], of_type: str | None) -> tuple[StatedPart, ...]:
    """The conditions of a call, grouped by what follows when they are not met."""
    parts = []
    for force in Force:
        found = sorted((one for one in conditions if one.force == force), key=_weight)
        if found:
            stated = tuple(_stated(one, f"{force}-{index}", of_type) for index, one in enumerate(found, start=1))
            parts.append(StatedPart(force, f"{words.FORCES[force]} ({len(stated)})", INTROS[force], stated))
    return tuple(parts)


def _weight(condition: Condition) -> int:
    """What is said about this topic alone comes first, then what is asked of the consortium, then of each member."""
    if condition.origin != Origin.RULEBOOK:
        return 0
    return 1 if condition.requirement.kind in OF_THE_CONSORTIUM else 2


def _stated(condition: Condition, anchor: str, of_type: str | None) -> StatedCondition:
    return StatedCondition(
        anchor=anchor,
        title=_(condition.title),
        unchecked=_(condition.cannot_check or ""),
        kind=_kind(condition, of_type),
        rule=rule_link(condition.id),
        source=present_source(condition.source),
    )


def _kind(condition: Condition, of_type: str | None) -> str:
    """Why the condition stands in this call: of which calls its rule is asked, or where else it comes from."""
    if condition.origin != Origin.RULEBOOK:
        return words.sentence_case(words.ORIGINS[condition.origin])
    why = why_it_applies(condition.id, of_type)
    return _("{why}; amended for this topic", why=why) if condition.effect == "amends" else why


def _facts(topic: TopicPublic) -> list[Row]:
    deadlines = [deadline_text(deadline) for deadline in sorted(topic.deadlines, key=lambda one: one.at)]
    return [
        Row(_("Programme"), with_code(topic.programme)),
        Row(_("Call"), topic.call_identifier or words.not_stated()),
        Row(_("Type of action"), topic.type_of_action or words.not_stated()),
        Row(_("Opens"), words.day(topic.opens_on)),
        Row(_("Deadline") if len(deadlines) < 2 else _("Deadlines"), "; ".join(deadlines) or words.not_stated()),
        *budget_rows(topic),
    ]


def _captured(topic: TopicPublic) -> list[Row]:
    rows = [Row(_("Source"), topic.source.url, href=topic.source.url)] if topic.source.url else []
    rows.append(Row(_("Read on"), words.day(topic.source.retrieved_at)))
    if topic.source.sha256:
        rows.append(Row(_("SHA-256 of what was read"), topic.source.sha256))
    if topic.inherited:
        known = words.listed(topic_field(name) for name in topic.inherited)
        rows.append(Row(_("Left open there, known from another source"), known))
    if topic.gone_since:
        rows.append(Row(_("Gone from the portal since"), words.day(topic.gone_since)))
    return rows
