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
from app.web.presenters.verdict import SourceView, present_source
from rules.conditions import Condition, Force, Origin

SITES: Final = {"interreg": "interreg.eu"}
"""What the site is called where a topic's page is, by source; the others are of the portal."""

OF_THE_CONSORTIUM: Final = ("selection", "limit", "ratio", "coordinator", "each", "alternatives")
"""Kinds of requirement that look at all members together."""

INTROS: Final = {
    Force.ELIGIBILITY: "Who may take part. When one of these is not met, the proposal is not evaluated.",
    Force.ADMISSIBILITY: "What a proposal has to be. When one of these is not met, it is not read.",
    Force.FUNDING: "Who gets money, and how much. These do not decide whether a proposal is eligible.",
    Force.EVALUATION: "What people look at in every proposal.",
    Force.ADVICE: "Good to know.",
}


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
    message: str
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
        where = self.country and f"open to {words.country_name(self.country)}"
        lead = self.lead_name and f"for {self.lead_name} to lead"
        return ", ".join(filter(None, (lead, self.q, self.status, self.programme, self.type_of_action, where)))


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
            Row("Programme", programme_name(topic.programme)),
            Row("Type of action", topic.type_of_action or words.not_stated()),
        ),
    )


def present_topics(
    found: Sequence[TopicPublic], choice: TopicChoice, *, overview: Overview, pager: Pager, today: date
) -> TopicsPage:
    """The filters and one page of what they leave."""
    told = words.counted(len(found), "topic")
    return TopicsPage(
        title=f"Calls: {choice.told}" if choice.told else "Calls",
        section=Section.TOPICS,
        address="/topics",
        intro=(
            f"Choose the call that {choice.lead_name} would lead."
            if choice.lead_name
            else f"{words.counted(overview.topics, 'topic')} of {words.counted(len(overview.programmes), 'programme')} "
            f"as of {words.day(today)}. A topic is what one applies to."
        ),
        q=choice.q,
        lead=choice.lead,
        statuses=options("Any stage", {code: TOPICS[code].word for code in TOPICS}, choice.status),
        programmes=options("Any programme", programmes(overview), choice.programme),
        types_of_action=options(
            "Any type", {code: code for code in sorted(overview.types_of_action)}, choice.type_of_action
        ),
        countries=options("Any country", _countries(overview), choice.country),
        found=f"{told} on this page" if pager.next or pager.first else f"{told} found",
        rows=tuple(present_topic_row(topic, today=today, lead=choice.lead) for topic in found),
        pager=pager,
    )


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
            Link("Calls", "/topics"),
            Link(programme_name(topic.programme), "/topics?" + urlencode({"programme": topic.programme})),
        ),
        identifier=topic.identifier,
        name=topic.title,
        badge=TOPICS[topic.status],
        stage=stage_sentence(topic, today),
        propose_href=propose_href(topic.identifier),
        portal_href=topic.url,
        portal_name=SITES.get(topic.source.name, "the Funding & Tenders Portal"),
        facts=(*_facts(topic), *eligible_rows(topic.stated_eligibility)),
        parts=present_stated(topic.conditions, topic.type_of_action),
        replaced=present_replaced(topic.replaced),
        no_conditions=(
            f"No condition of {topic.programme} is encoded for this type of action and year. "
            "A verdict about it stays open and names the document to read."
        ),
        captured=tuple(_captured(topic)),
        changes_href=changes_href(identifier=topic.identifier),
        texts=present_texts(topic.texts),
        cascade_calls=tuple(cascade_row(call) for call in topic.cascade_calls),
    )


def present_stated(conditions: Sequence[Condition], of_type: str | None) -> tuple[StatedPart, ...]:
    """The conditions of a call, grouped by what follows when they are not met."""
    parts = []
    for force, intro in INTROS.items():
        found = sorted((one for one in conditions if one.force == force), key=_weight)
        if found:
            stated = tuple(_stated(one, f"{force}-{index}", of_type) for index, one in enumerate(found, start=1))
            parts.append(StatedPart(force, f"{words.FORCES[force]} ({len(stated)})", intro, stated))
    return tuple(parts)


def _weight(condition: Condition) -> int:
    """What is said about this topic alone comes first, then what is asked of the consortium, then of each member."""
    if condition.origin != Origin.RULEBOOK:
        return 0
    return 1 if condition.requirement.kind in OF_THE_CONSORTIUM else 2


def _stated(condition: Condition, anchor: str, of_type: str | None) -> StatedCondition:
    return StatedCondition(
        anchor=anchor,
        title=condition.title,
        message=f"Cannot be checked here: {condition.cannot_check}" if condition.cannot_check else "",
        kind=_kind(condition, of_type),
        rule=rule_link(condition.id),
        source=present_source(condition.source),
    )


def _kind(condition: Condition, of_type: str | None) -> str:
    """Why the condition stands in this call: of which calls its rule is asked, or where else it comes from."""
    if condition.origin != Origin.RULEBOOK:
        return words.ORIGINS[condition.origin].capitalize()
    amended = "; amended for this topic" if condition.effect == "amends" else ""
    return f"{why_it_applies(condition.id, of_type)}{amended}"


def _facts(topic: TopicPublic) -> list[Row]:
    deadlines = [deadline_text(deadline) for deadline in sorted(topic.deadlines, key=lambda one: one.at)]
    return [
        Row("Programme", with_code(topic.programme)),
        Row("Call", topic.call_identifier or words.not_stated()),
        Row("Type of action", topic.type_of_action or words.not_stated()),
        Row("Opens", words.day(topic.opens_on)),
        Row("Deadline" if len(deadlines) < 2 else "Deadlines", "; ".join(deadlines) or words.not_stated()),
        *budget_rows(topic),
    ]


def _captured(topic: TopicPublic) -> list[Row]:
    rows = [Row("Source", topic.source.url, href=topic.source.url)] if topic.source.url else []
    rows.append(Row("Read on", words.day(topic.source.retrieved_at)))
    if topic.source.sha256:
        rows.append(Row("SHA-256 of what was read", topic.source.sha256))
    if topic.inherited:
        known = words.listed(words.in_words(name.replace(".", " ")) for name in topic.inherited)
        rows.append(Row("Left open there, known from another source", known))
    if topic.gone_since:
        rows.append(Row("Gone from the portal since", words.day(topic.gone_since)))
    return rows
