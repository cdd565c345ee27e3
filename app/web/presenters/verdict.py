"""A verdict as people read it: the sentence, what is not met, what is open, what is met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.web.presenters import words
from app.web.presenters.blocks import Link, Row
from app.web.presenters.rule_links import Replaced, present_replaced, rule_link
from app.web.presenters.signs import CONDITIONS, VERDICTS, Badge
from rules.conditions import DECIDING, Source
from rules.language import N_, _, ngettext
from rules.verdict import Judged, Verdict

Names = Mapping[str, str]
"""What to call a participant, by id."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a condition is written and how far that can be trusted."""

    document: str
    place: str
    url: str | None
    quote: str | None
    trust: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One condition with its answer; the same answer about several participants is told once."""

    anchor: str
    title: str
    badge: Badge
    who: str
    rows: tuple[Row, ...]
    question: str | None
    assumptions: tuple[str, ...]
    kind: str
    rule: Link | None
    source: SourceView


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions that are read together; a folded part can be opened."""

    anchor: str
    title: str
    intro: str
    conditions: tuple[ConditionView, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The model of the verdict macro."""

    badge: Badge
    sentence: str
    basis: str
    parts: tuple[Part, ...]
    repairs: tuple[str, ...]
    replaced: tuple[Replaced, ...]
    determination_id: str


PARTS: Final = (
    ("not-met", N_("Not met"), "", ("not_met",), False),
    (
        "open",
        N_("Open questions"),
        N_("Until these are answered, nobody can say yes."),
        ("unknown", "needs_human"),
        False,
    ),
    ("conditional", N_("Met on condition"), "", ("conditional",), False),
    ("met", N_("Met"), "", ("met",), True),
    ("not-applicable", N_("Does not apply here"), "", ("not_applicable",), True),
)
"""Anchor, title, introduction, statuses, and whether it is folded; the words are translated where they are said."""


def present_verdict(verdict: Verdict, names: Names, *, prefix: str = "verdict") -> VerdictView:
    """The page model; ``prefix`` keeps anchors apart where a page shows several verdicts."""
    deciding = [one for one in verdict.conditions if one.force in DECIDING]
    others = [one for one in verdict.conditions if one.force not in DECIDING and one.status != "not_applicable"]
    parts = [
        Part(f"{prefix}-{anchor}", _headed(_(title), found), _(intro), found, folded)
        for anchor, title, intro, statuses, folded in PARTS
        if (found := present_conditions([c for c in deciding if c.status in statuses], names, f"{prefix}-{anchor}"))
    ]
    if others:
        found = present_conditions(others, names, f"{prefix}-other")
        intro = _("These never change the verdict: funding, what evaluators look at, and advice.")
        parts.append(Part(f"{prefix}-other", _headed(_("Also to know"), found), intro, found, folded=True))
    return VerdictView(
        badge=VERDICTS[verdict.status],
        sentence=verdict.summary,
        basis=_basis(verdict),
        parts=tuple(parts),
        repairs=tuple(repair.message for repair in verdict.repairs),
        replaced=present_replaced(verdict.replaced),
        determination_id=verdict.determination_id,
    )


def present_conditions(
    conditions: Iterable[Judged], names: Names, prefix: str = "condition"
) -> tuple[ConditionView, ...]:
    """The conditions in the order given, with what differs only in the participant told together."""
    together: dict[tuple[object, ...], list[Judged]] = {}
    for condition in conditions:
        key = (condition.id, condition.status, condition.scope, _without(condition.question, condition, names))
        together.setdefault(key, []).append(condition)
    return tuple(_present(group, names, f"{prefix}-{index}") for index, group in enumerate(together.values(), start=1))


def present_source(source: Source) -> SourceView:
    """Where it is written: the place in the document, the words, and how sure we are."""
    place = [article_text(source.article), _page(source.page)]
    sure = words.CONFIDENCES[source.confidence]
    return SourceView(
        document=source.document,
        place=", ".join(filter(None, place)),
        url=source.url,
        quote=source.quote,
        trust=_("How sure: {sure}, checked on {day}.", sure=sure, day=words.day(source.checked_on))
        if source.checked_on
        else _("How sure: {sure}.", sure=sure),
    )


def _present(group: Sequence[Judged], names: Names, anchor: str) -> ConditionView:
    first = group[0]
    alone = len(group) == 1
    participants = [names.get(one.participant, one.participant) for one in group if one.participant]
    asks_people = first.requirement.kind == "judgement"  # what is needed is then the question
    rows = [
        (_("Needed"), "" if asks_people else first.needed),
        (_("Found"), _shared(group, names)),
        (_("Missing"), first.missing if alone and not asks_people else ""),
    ]
    counted = [names.get(one, one) for one in first.counted]
    return ConditionView(
        anchor=anchor,
        title=first.title,
        badge=CONDITIONS[first.status],
        who=words.listed(participants),
        rows=(
            *(Row(name, text) for name, text in rows if text),
            *([Row(_("Counted"), words.listed(counted))] if counted else []),
        ),
        question=_question(group, names),
        assumptions=_assumptions(group, names),
        kind=f"{words.FORCES[first.force]}; {words.ORIGINS[first.origin]}",
        rule=rule_link(first.id),
        source=present_source(first.source),
    )


def _shared(group: Sequence[Judged], names: Names) -> str:
    """What was found, when the same was found about all of them."""
    found = {_without(one.found, one, names, stand_in=_("each of them")) for one in group}
    return group[0].found if len(group) == 1 else found.pop() if len(found) == 1 else ""


def _assumptions(group: Sequence[Judged], names: Names) -> tuple[str, ...]:
    """What was taken for granted, once where it is the same about all of them."""
    if len(group) == 1:
        return tuple(group[0].assumptions)
    told = (_without(text, one, names, stand_in=_("each of them")) for one in group for text in one.assumptions)
    return tuple(dict.fromkeys(told))


def _question(group: Sequence[Judged], names: Names) -> str | None:
    asked = list(
        dict.fromkeys(_without(one.question, one, names, stand_in=_("each of them")) for one in group if one.question)
    )
    return group[0].question if len(group) == 1 else " ".join(asked) or None


def _without(text: str | None, condition: Judged, names: Names, *, stand_in: str = "…") -> str:
    """The text without the name of the participant, so that two that differ only in it are seen to be one."""
    name = names.get(condition.participant or "", condition.participant)
    return (text or "").replace(name, stand_in) if name else text or ""


def _basis(verdict: Verdict) -> str:
    return ngettext(
        "{decided} of {number} deciding condition decided for {call}; law and call as of {day}, rules {rules}.",
        "{decided} of {number} deciding conditions decided for {call}; law and call as of {day}, rules {rules}.",
        verdict.total,
        decided=verdict.decided,
        call=verdict.topic or _("the call as described"),
        day=words.day(verdict.as_of),
        rules=verdict.ruleset,
    )


def _headed(title: str, conditions: Sequence[ConditionView]) -> str:
    return _("{title} ({number})", title=title, number=len(conditions))


def article_text(article: str | None) -> str | None:
    """The place in a document; a bare number is that of an article."""
    return _("Article {number}", number=article) if article is not None and article[:1].isdigit() else article


def _page(page: str | None) -> str | None:
    return _("page {number}", number=page) if page is not None and page[:1].isdigit() else page
