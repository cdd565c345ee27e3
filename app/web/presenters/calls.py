"""The calls that one cluster can enter, in four groups, with what is missing and the questions that decide most."""

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
from app.web.presenters.answers import NOTHING_STATED, Answers, Asked
from app.web.presenters.blocks import Link, Option, Page, Row, Section
from app.web.presenters.clusters import calls_href, cluster_href
from app.web.presenters.deadlines import deadline_row, money_row
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import OPEN_QUESTION, TOPICS, VERDICTS, Badge
from app.web.presenters.verdict import ConditionView, present_conditions

GROUPS: Final = {
    "could-coordinate": (
        "Could coordinate",
        "Nothing known about it speaks against it, in the lead as well. The consortium still has to be completed.",
    ),
    "could-join": (
        "Could join",
        "Nothing known about it speaks against taking part in one of the roles named, but it could not lead.",
    ),
    "question-decides": (
        "An open question decides",
        "Nothing speaks against it so far; a fact that nobody has stated, or law that nobody has encoded, decides.",
    ),
    "not-open": ("Not open to it", "A condition that decides is not met, whoever the partners are."),
}

SHOWN: Final = 10
"""So many calls of each group; all of them on the page of the group."""

SHARED_FROM: Final = 2
"""A question is asked on top when it decides at least so many calls."""

SHARED_MOST: Final = 5


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


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls with the same answer; ``all_href`` leads to all of them where not all are shown."""

    anchor: str
    title: str
    explained: str
    count: int
    calls: tuple[CallRow, ...]
    all_href: str | None


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question that decides several calls at once."""

    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsPage(Page):
    """All calls of one cluster."""

    name: str
    intro: str
    obstacle: str | None
    q: str
    programmes: tuple[Option, ...]
    statuses: tuple[Option, ...]
    orders: tuple[Option, ...]
    asked: tuple[Asked, ...]
    group: str
    groups: tuple[CallGroup, ...]
    everything_href: str | None
    shared_questions: tuple[SharedQuestion, ...]
    shared_intro: str


@dataclass(frozen=True, slots=True)
class CallChoice:
    """What the list is narrowed to and how it is ordered; empty does not narrow."""

    q: str = ""
    programme: str = ""
    status: str = ""
    order: str = "fit"
    group: str = ""
    answers: Answers = NOTHING_STATED

    def address(self, cluster_id: str, *, group: str = "") -> str:
        """The address of this choice with one group in full, or with all groups."""
        given = {
            "q": self.q,
            "programme": self.programme,
            "status": self.status,
            "order": "" if self.order == "fit" else self.order,
            "group": group,
            **self.answers.model_dump(),
        }
        kept = urlencode({name: value for name, value in given.items() if value})
        return calls_href(cluster_id) + (f"?{kept}" if kept else "")


def present_calls(
    cluster: ClusterPublic,
    found: EligibleCalls,
    choice: CallChoice,
    *,
    programmes: Mapping[str, str],
    names: Mapping[str, str],
) -> CallsPage:
    """The page: every call in exactly one group."""
    grouped: dict[str, list[EligibleCall]] = {anchor: [] for anchor in GROUPS}
    for call in ordered(found.items, choice.order):
        grouped[group_of(call)].append(call)
    shown = {choice.group: grouped[choice.group]} if choice.group in grouped else grouped
    return CallsPage(
        title=f"Calls that {cluster.name} can enter"
        + (f": {GROUPS[choice.group][0]}" if choice.group in GROUPS else ""),
        section=Section.CLUSTERS,
        address=calls_href(cluster.id),
        crumbs=(Link("My cluster", "/clusters"), Link(cluster.name, cluster_href(cluster.id))),
        name=cluster.name,
        intro=f"{words.counted(len(found.items), 'open or forthcoming call')}, judged as of {words.day(found.as_of)}.",
        obstacle=found.obstacle,
        q=choice.q,
        programmes=_options("Any programme", programmes, choice.programme),
        statuses=_options("Any stage", {code: TOPICS[code].word for code in ("open", "forthcoming")}, choice.status),
        orders=tuple(Option(code, text, code == choice.order) for code, text in ORDERS.items()),
        asked=choice.answers.asked(cluster),
        group=choice.group if choice.group in GROUPS else "",
        groups=tuple(
            _group(anchor, calls, cluster=cluster, choice=choice, names=names, today=found.as_of)
            for anchor, calls in shown.items()
        ),
        everything_href=choice.address(cluster.id) if choice.group in GROUPS else None,
        shared_questions=shared_questions(found.items),
        shared_intro=f"Each of these decides several calls for {cluster.name}.",
    )


ORDERS: Final = {"fit": "best fit first", "deadline": "next deadline first"}


def ordered(calls: Sequence[EligibleCall], order: str) -> list[EligibleCall]:
    """In the order asked for; the calls come by deadline."""
    return list(calls) if order == "deadline" else sorted(calls, key=lambda call: -call.fit.score)


def group_of(call: EligibleCall) -> str:
    """The group a call belongs to: by what is known about the organisation. What is unknown never counts as a no.

    That nobody has read a topic's own text is a question about the call: it stays on the call and moves no group.
    """
    if call.status in {"ineligible", "out_of_scope"}:
        return "not-open"
    if not call.roles or any(one.scope == "participant" and one.status in OPEN_QUESTION for one in call.conditions):
        return "question-decides"
    return "could-coordinate" if call.coordinator else "could-join"


def shared_questions(calls: Sequence[EligibleCall]) -> tuple[SharedQuestion, ...]:
    """The questions that decide the most calls, most first."""
    asked = Counter(
        question
        for call in calls
        for question in {one.question for one in call.conditions if one.question and one.status in OPEN_QUESTION}
    )
    often = sorted((-count, text) for text, count in asked.items() if count >= SHARED_FROM)
    return tuple(
        SharedQuestion(text, f"Decides {words.counted(-count, 'call')}.") for count, text in often[:SHARED_MOST]
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
    title, explained = GROUPS[anchor]
    most = len(calls) if choice.group == anchor else SHOWN
    rows = (
        _present(call, anchor, cluster, names, today=today, anchor=f"{anchor}-{index}")
        for index, call in enumerate(calls[:most], start=1)
    )
    all_href = choice.address(cluster.id, group=anchor) if len(calls) > most else None
    return CallGroup(anchor, title, explained, len(calls), tuple(rows), all_href)


def _options(anything: str, texts: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return (Option("", anything, not chosen), *(Option(code, text, code == chosen) for code, text in texts.items()))


def _present(
    call: EligibleCall, group: str, cluster: ClusterPublic, names: Mapping[str, str], *, today: date, anchor: str
) -> CallRow:
    title, because = _because(call, group)
    conditions = present_conditions(call.conditions, names, f"{anchor}-condition")
    return CallRow(
        anchor=anchor,
        identifier=call.topic.identifier,
        title=call.topic.title,
        href=topic_href(call.topic.identifier),
        programme=" · ".join(filter(None, (programme_name(call.topic.programme), call.topic.type_of_action))),
        badge=VERDICTS[call.status],
        facts=tuple(_facts(call, today)),
        needs=() if group == "not-open" else tuple(call.still_needed),
        fit=words.listed(call.fit.because),
        because_title=title,
        because=because,
        conditions=conditions,
        conditions_title=f"{words.counted(len(conditions), 'condition')} with sources",
        propose_href=None if group == "not-open" else propose_href(call.topic.identifier, lead=_lead(call, cluster)),
    )


def _facts(call: EligibleCall, today: date) -> list[Row]:
    return [
        Row("Stage", TOPICS[call.topic.status].word),
        deadline_row(call.topic, today),
        money_row(call.topic),
        Row("Could be", words.either(words.ROLES[role] for role in call.roles) or "not known"),
        Row("Funded", {True: "yes", False: "no", None: "not known"}[call.funded]),
    ]


def _because(call: EligibleCall, group: str) -> tuple[str, str]:
    """Why it is in its group: what bars it from more, else what is open."""
    refused = list(dict.fromkeys(one.title for one in call.conditions if one.status == "not_met"))
    if refused:
        return "Why not:" if group == "not-open" else "Why not more:", "; ".join(refused)
    return "Open:", "; ".join(dict.fromkeys(one.title for one in call.conditions if one.status in OPEN_QUESTION))


def _lead(call: EligibleCall, cluster: ClusterPublic) -> str | None:
    organisation = cluster.managing_organisation
    return organisation.id if organisation and call.coordinator is not False else None
