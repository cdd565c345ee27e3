"""The calls that one cluster can enter, in groups, with what is missing and the questions that decide most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from app.services.catalogue.schemas import ClusterPublic
from app.services.eligibility.eligible_calls import EligibleCall, EligibleCalls
from app.web.presenters import words
from app.web.presenters.addresses import propose_href, topic_href
from app.web.presenters.answers import Asked
from app.web.presenters.blocks import Link, Option, Page, Problem, Row, Section
from app.web.presenters.call_choice import FITS, FUNDED, ORDERS, CallChoice, ordered
from app.web.presenters.call_groups import GROUPS, NOT_OPEN, grouped
from app.web.presenters.clusters import calls_href, cluster_href
from app.web.presenters.deadlines import deadline_row, money_row
from app.web.presenters.keeping import ANYBODY, Keeping, Visitor, present_keeping
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import OPEN_QUESTION, TOPICS, VERDICTS, Badge
from app.web.presenters.timeline import Timeline, present_timeline
from app.web.presenters.verdict import ConditionView, present_conditions
from rules.language import N_, _, ngettext

SHOWN: Final = 10
"""So many calls of each group; all of them on the page of the group."""

SHARED_FROM: Final = 2
"""A question is asked on top when it decides at least so many calls."""

SHARED_MOST: Final = 5

FUNDING: Final = {True: N_("Yes"), False: N_("No"), None: N_("not known")}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call for one cluster."""

    anchor: str
    identifier: str
    title: str
    href: str
    programme: str
    badge: Badge
    facts: tuple[Row, ...]
    needs: tuple[str, ...]
    fit: str
    because_title: str
    because: str
    conditions: tuple[ConditionView, ...]
    conditions_title: str
    propose_href: str | None
    calendar_href: str | None


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls with the same answer; ``all_href`` leads to all of them where not all are shown."""

    anchor: str
    badge: Badge
    count: int
    calls: tuple[CallRow, ...]
    all_href: str | None
    all_text: str


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that decides several calls at once."""

    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsPage(Page):
    """All calls of one cluster."""

    name: str
    problems: tuple[Problem, ...]
    intro: str
    obstacle: str | None
    q: str
    programmes: tuple[Option, ...]
    statuses: tuple[Option, ...]
    deadline_from: str
    deadline_until: str
    fits: tuple[Option, ...]
    funded: tuple[Option, ...]
    orders: tuple[Option, ...]
    asked: tuple[Asked, ...]
    group: str
    groups: tuple[CallGroup, ...]
    timeline: Timeline | None
    keeping: Keeping
    everything_href: str | None
    shared_questions: tuple[SharedQuestion, ...]
    shared_intro: str


def present_calls(
    cluster: ClusterPublic,
    found: EligibleCalls,
    choice: CallChoice,
    *,
    programmes: Mapping[str, str],
    names: Mapping[str, str],
    visitor: Visitor = ANYBODY,
    problems: tuple[Problem, ...] = (),
) -> CallsPage:
    """The page: every call in exactly one group."""
    shown = grouped(ordered(found.items, choice.order), choice.group)
    is_one = choice.group in GROUPS
    return CallsPage(
        title=_title(cluster, choice),
        section=Section.CLUSTERS,
        address=calls_href(cluster.id),
        crumbs=(Link(_("My cluster"), "/clusters"), Link(cluster.name, cluster_href(cluster.id))),
        name=cluster.name,
        problems=problems,
        intro=_intro(len(found.items), found.as_of),
        obstacle=found.obstacle,
        q=choice.q,
        programmes=_options(_("Any programme"), programmes, choice.programme),
        statuses=_options(_("Any stage"), {code: TOPICS[code].word for code in ("open", "forthcoming")}, choice.status),
        deadline_from=str(choice.deadline_from or ""),
        deadline_until=str(choice.deadline_until or ""),
        fits=_options(_("Any fit"), FITS, choice.fit),
        funded=tuple(Option(code, _(text), code == choice.funded) for code, text in FUNDED.items()),
        orders=tuple(Option(code, _(text), code == choice.order) for code, text in ORDERS.items()),
        asked=choice.answers.asked(cluster),
        group=choice.group if is_one else "",
        groups=tuple(
            _group(anchor, calls, cluster=cluster, choice=choice, names=names, today=found.as_of)
            for anchor, calls in shown.items()
        ),
        timeline=present_timeline(shown, _places(shown, cluster.id, choice), cluster=cluster.name, today=found.as_of),
        keeping=present_keeping(cluster, choice, shown, visitor),
        everything_href=choice.address(cluster.id) if is_one else None,
        shared_questions=shared_questions(found.items),
        shared_intro=_("Each of these decides several calls for {name}.", name=cluster.name),
    )


def _title(cluster: ClusterPublic, choice: CallChoice) -> str:
    title = _("Calls that {name} can enter", name=cluster.name)
    if choice.group not in GROUPS:
        return title
    return _("{title}: {group}", title=title, group=_(GROUPS[choice.group].word))


def _intro(count: int, as_of: date) -> str:
    return ngettext(
        "{number} open or forthcoming call, judged as of {day}.",
        "{number} open or forthcoming calls, judged as of {day}.",
        count,
        day=words.day(as_of),
    )


def _places(groups: Mapping[str, Sequence[EligibleCall]], cluster_id: str, choice: CallChoice) -> dict[str, str]:
    """Where each call stands in the list: on this page, or on that of its group."""
    places: dict[str, str] = {}
    for anchor, calls in groups.items():
        whole = choice.group == anchor
        elsewhere = choice.address(cluster_id, group=anchor)
        for index, call in enumerate(calls, start=1):
            here = whole or index <= SHOWN
            places[call.topic.identifier] = f"{'' if here else elsewhere}#{anchor}-{index}"
    return places


def shared_questions(calls: Sequence[EligibleCall]) -> tuple[SharedQuestion, ...]:
    """The questions that decide the most calls, most first."""
    asked = Counter(
        question
        for call in calls
        for question in {one.question for one in call.conditions if one.question and one.status in OPEN_QUESTION}
    )
    often = sorted((-count, text) for text, count in asked.items() if count >= SHARED_FROM)
    return tuple(
        SharedQuestion(text, ngettext("Decides {number} call.", "Decides {number} calls.", -count))
        for count, text in often[:SHARED_MOST]
    )


def _group(
    anchor: str,
    calls: Sequence[EligibleCall],
    *,
    cluster: ClusterPublic,
    choice: CallChoice,
    names: Mapping[str, str],
    today: date,
) -> CallGroup:
    most = len(calls) if choice.group == anchor else SHOWN
    rows = (
        _present(call, anchor, cluster, names, today=today, anchor=f"{anchor}-{index}")
        for index, call in enumerate(calls[:most], start=1)
    )
    all_href = choice.address(cluster.id, group=anchor) if len(calls) > most else None
    all_text = _("All {number}: {group}", number=words.number(len(calls)), group=_(GROUPS[anchor].word))
    return CallGroup(anchor, GROUPS[anchor], len(calls), tuple(rows), all_href, all_text)


def _options(anything: str, texts: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return (Option("", anything, not chosen), *(Option(code, _(text), code == chosen) for code, text in texts.items()))


def _present(
    call: EligibleCall, group: str, cluster: ClusterPublic, names: Mapping[str, str], *, today: date, anchor: str
) -> CallRow:
    title, because = _because(call, group)
    conditions = present_conditions(call.conditions, names, f"{anchor}-condition")
    is_closed = group == NOT_OPEN
    calendar = "/v1/topic-deadlines.ics?" + urlencode({"identifier": call.topic.identifier})
    return CallRow(
        anchor=anchor,
        identifier=call.topic.identifier,
        title=call.topic.title,
        href=topic_href(call.topic.identifier),
        programme=" · ".join(filter(None, (programme_name(call.topic.programme), call.topic.type_of_action))),
        badge=VERDICTS[call.status],
        facts=tuple(_facts(call, today)),
        needs=() if is_closed else tuple(call.still_needed),
        fit=words.listed(call.fit.because),
        because_title=title,
        because=because,
        conditions=conditions,
        conditions_title=ngettext(
            "{number} condition with sources", "{number} conditions with sources", len(conditions)
        ),
        propose_href=None if is_closed else propose_href(call.topic.identifier, lead=_lead(call, cluster)),
        calendar_href=calendar if call.deadline and not is_closed else None,
    )


def _facts(call: EligibleCall, today: date) -> list[Row]:
    return [
        Row(_("Stage"), _(TOPICS[call.topic.status].word)),
        deadline_row(call.topic, today),
        money_row(call.topic),
        Row(_("Could be"), words.either(words.ROLES[role] for role in call.roles) or _("not known")),
        Row(_("Funded"), _(FUNDING[call.funded])),
        Row(_("Fit"), _("{score} of 100", score=call.fit.score)),
    ]


def _because(call: EligibleCall, group: str) -> tuple[str, str]:
    """Why it is in its group: what bars it from more, else what is open."""
    refused = list(dict.fromkeys(one.title for one in call.conditions if one.status == "not_met"))
    if refused:
        return _("Why not:") if group == NOT_OPEN else _("Why not more:"), "; ".join(refused)
    return _("Open:"), "; ".join(dict.fromkeys(one.title for one in call.conditions if one.status in OPEN_QUESTION))


def _lead(call: EligibleCall, cluster: ClusterPublic) -> str | None:
    organisation = cluster.managing_organisation
    return organisation.id if organisation and call.coordinator is not False else None
