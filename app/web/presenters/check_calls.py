"""The choice of the call for which a consortium is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.services.catalogue.schemas import TopicPublic
from app.web.checking.partners import write_partner
from app.web.checking.state import FORM, CheckState
from app.web.presenters.blocks import Page, Section
from app.web.presenters.deadlines import stage_sentence
from app.web.presenters.signs import TOPICS, Badge
from rules.language import _, ngettext


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call to choose."""

    identifier: str
    title: str
    href: str
    badge: Badge
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsPage(Page):
    """The search, and what it found; ``hidden`` is carried along: who takes part was put in before the call."""

    q: str
    hidden: tuple[tuple[str, str], ...]
    told: str
    calls: tuple[CallRow, ...]


def present_calls(found: Sequence[TopicPublic], state: CheckState, q: str, *, more: bool, today: date) -> CallsPage:
    """The page; without a search it lists calls that are open."""
    form = (("form", FORM),) if state.partners else ()
    return CallsPage(
        title=_("Check a consortium"),
        section=Section.CHECK,
        address="/check",
        q=q.strip(),
        hidden=(*form, *(("p", write_partner(one)) for one in state.partners)),
        told=_told(len(found), q, more=more),
        calls=tuple(
            CallRow(
                one.identifier,
                one.title,
                replace(state, topic=one.identifier).address(),
                TOPICS[one.status],
                stage_sentence(one, today),
            )
            for one in found
        ),
    )


def _told(count: int, q: str, *, more: bool) -> str:
    if not q.strip():
        return _("Some calls that are open")
    if more:
        return ngettext("The first call found", "The first {number} calls found", count)
    return ngettext("{number} call found", "{number} calls found", count)
