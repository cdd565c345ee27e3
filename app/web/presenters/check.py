"""The check of a consortium as a page: who takes part, the verdict, what is open as a form, and what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.services.catalogue.schemas import TopicPublic
from app.services.verdicts.open_facts import OpenFacts
from app.web.checking.state import MOST_PARTNERS, CheckState
from app.web.checking.typed import TypedPartner
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Option, Page, Problem, Row, Section
from app.web.presenters.check_form import PartnerForm, present_form, role_options
from app.web.presenters.check_partners import Known, PartnerRow, present_partners
from app.web.presenters.check_questions import QuestionsView, present_questions
from app.web.presenters.check_repairs import RepairView, complete_href, present_repairs
from app.web.presenters.check_stated import StatedRow, present_stated, stated_by_name
from app.web.presenters.deadlines import stage_sentence
from app.web.presenters.signs import TOPICS, Badge
from app.web.presenters.verdict import Part, VerdictView, present_verdict
from rules.codes import Role
from rules.language import N_, _
from rules.verdict import Verdict

FILES = (("xlsx", N_("Workbook, with a sheet for partners to fill in (xlsx)")), ("docx", N_("One page (docx)")))


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for partners found; ``told`` is empty where nothing was searched for."""

    typed: str = ""
    told: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict with what to do about it."""

    verdict: VerdictView
    urgent: tuple[Part, ...]
    behind: tuple[Part, ...]
    questions: QuestionsView
    repairs: tuple[RepairView, ...]
    facts: tuple[Row, ...]
    pinned_href: str
    is_pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(Page):
    """The page; ``state`` is carried along by every form."""

    topic_identifier: str
    topic_title: str
    topic_href: str
    badge: Badge
    stage: str
    state: str
    as_of: str
    whole_address: str
    other_call_href: str
    print_href: str
    screen_href: str
    is_for_print: bool
    complete_href: str
    complete_note: str
    files: tuple[Link, ...]
    partners: tuple[PartnerRow, ...]
    most: int
    found: Found
    add_roles: tuple[Option, ...]
    form: PartnerForm
    pasted: str
    lenient: bool
    look_up: bool
    opened: str
    result: Result | None
    stated: tuple[StatedRow, ...]
    problems: tuple[Problem, ...]

    def error_of(self, field: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((problem.text for problem in self.problems if problem.field == field), "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and what would settle what is open."""

    verdict: Verdict
    found: OpenFacts


NOBODY = TypedPartner()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows besides the state: searches, what was put into forms, and what is wrong with it."""

    find: Found = Found()
    typed: TypedPartner = NOBODY
    edit: int | None = None
    role: str = ""
    pasted: str = ""
    lenient: bool = False
    look_up: bool = True
    opened: str = ""
    given: Mapping[str, Sequence[str]] | None = None
    problems: Sequence[Problem] = ()
    for_print: bool = False
    host: str = ""


def present_check(
    state: CheckState, topic: TopicPublic, judged: Judgement | None, known: Known, *, shown: Shown, today: date
) -> CheckPage:
    """The page of a check."""
    rows = present_partners(state, known, judged.verdict if judged else None, judged.found if judged else None)
    ids = list(judged.found.participants) if judged else []
    outside = sum(not isinstance(one.organisation, str) for one in state.partners)
    address = replace(state, as_of=judged.verdict.as_of).address() if judged else state.address()
    usual = Role.BENEFICIARY if any(one.role is Role.COORDINATOR for one in state.partners) else Role.COORDINATOR
    heading = _("Check a consortium for {topic}", topic=topic.identifier)
    return CheckPage(
        title=_("Error: {title}", title=heading) if shown.problems else heading,
        section=Section.CHECK,
        address=state.address(),
        crumbs=(Link(_("Calls"), "/topics"), Link(topic.identifier, topic_href(topic.identifier))),
        topic_identifier=topic.identifier,
        topic_title=topic.title,
        topic_href=topic_href(topic.identifier),
        badge=TOPICS[topic.status],
        stage=stage_sentence(topic, today),
        state=state.query,
        as_of=state.as_of.isoformat() if state.as_of else "",
        whole_address=f"{shown.host}{address}",
        other_call_href=replace(state, topic="", as_of=None, facts={}).address(),
        print_href=state.address(view="print"),
        screen_href=state.address(),
        is_for_print=shown.for_print,
        complete_href=complete_href(state, ids) if judged else "",
        complete_note=_("Those that are not in the catalogue cannot come along.") if outside else "",
        files=tuple(Link(_(text), state.address(f"/check/export.{one}")) for one, text in FILES) if judged else (),
        partners=rows,
        most=MOST_PARTNERS,
        found=shown.find,
        add_roles=role_options(shown.role or usual),
        form=present_form(
            TypedPartner(role=usual) if shown.typed == NOBODY else shown.typed, shown.edit, rows, shown.problems
        ),
        pasted=shown.pasted,
        lenient=shown.lenient,
        look_up=shown.look_up,
        opened=shown.opened or ("" if state.partners else "find"),
        result=_result(judged, state, shown) if judged else None,
        stated=present_stated(state, judged.found, judged.verdict) if judged else stated_by_name(state),
        problems=tuple(shown.problems),
    )


def _result(judged: Judgement, state: CheckState, shown: Shown) -> Result:
    verdict, labels = judged.verdict, {one.id: one.organisation.label for one in judged.found.participants.values()}
    view = present_verdict(verdict, labels)
    urgent = tuple(part for part in view.parts if part.anchor.endswith("-not-met"))
    behind = tuple(replace(part, folded=not shown.for_print) for part in view.parts if part not in urgent)
    errors = {problem.field: problem.text for problem in shown.problems}
    pinned = replace(state, as_of=verdict.as_of)
    return Result(
        verdict=view,
        urgent=urgent,
        behind=behind,
        questions=present_questions(judged.found, verdict, errors, shown.given or {}),
        repairs=present_repairs(verdict.repairs, state, list(judged.found.participants)),
        facts=(
            Row(_("Law and call as of"), words.day(verdict.as_of)),
            Row(_("Rules"), verdict.ruleset),
            *([Row(_("Work programme"), verdict.edition, lang="en")] if verdict.edition else []),
            Row(_("Determination"), verdict.determination_id),
        ),
        pinned_href=pinned.address(),
        is_pinned=state.as_of is not None,
    )
