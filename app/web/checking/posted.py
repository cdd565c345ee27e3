"""Each form of the check: what it says becomes the address of the check after it, or is refused and shown again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlmodel import Session

from app.errors import NotFound, QuorumError, TooLarge
from app.services.strict_json import validated
from app.services.verdicts.judging import participants_of
from app.services.verdicts.requests import ParticipantRequest
from app.settings import Settings
from app.web.checking.answers import answered
from app.web.checking.changing import in_role, name_of, stating
from app.web.checking.finding import find_partners, known_by_name
from app.web.checking.forms import Sent
from app.web.checking.state import CheckState, read_query
from app.web.checking.tables import UnreadableTable, read_table, rows_of
from app.web.checking.typed import changed, faults_of, partner_of, problem_of_refusal, typed_of
from app.web.checking.uploads import is_data_sheet, rows_of_workbook, state_of_data_sheet
from app.web.presenters.blocks import Problem
from app.web.presenters.check import Shown
from rules.codes import Role
from rules.language import _


@dataclass(frozen=True)
class Went:
    """Where to go on."""

    address: str


@dataclass(frozen=True)
class Refused:
    """What is shown again, with what has to be corrected."""

    state: CheckState
    shown: Shown


Answer = Went | Refused


@dataclass(frozen=True)
class _Asked:
    session: Session
    settings: Settings
    state: CheckState
    sent: Sent

    def went(self, state: CheckState, part: str, **more: str) -> Went:
        return Went(f"{state.address(**more)}#{part}")

    def refused(self, *problems: Problem, **shown: Any) -> Refused:
        return Refused(self.state, Shown(problems=problems, **shown))


def posted(session: Session, settings: Settings, what: str, sent: Sent) -> Answer:
    """The answer to a form.

    Raises:
        NotFound: there is no such form.
        Invalid: the state that it carries along is none.
    """
    if what not in FORMS:
        raise NotFound(_("There is no such form."))
    return FORMS[what](_Asked(session, settings, read_query(sent.first("state")), sent))


def _find(asked: _Asked) -> Answer:
    typed = asked.sent.first("find").strip()
    if len(typed) < 2:
        return asked.refused(Problem("find", _("Type at least two letters.")), opened="find")
    return asked.went(asked.state, "add", find=typed)


def _add(asked: _Asked) -> Answer:
    """Those who were chosen; who takes part already is not taken twice."""
    sent, state = asked.sent, asked.state
    typed, role = sent.first("found"), sent.first("as_role")
    chosen = [one for one in sent.fields.get("add", ()) if one not in set(map(name_of, state.partners))]
    try:
        new = [
            validated(ParticipantRequest, {"organisation": one, "role": _role(role, is_first=number == 0)})
            for number, one in enumerate(dict.fromkeys(chosen))
        ]
        after = state.having([*_led_by_one(state, role), *new])
    except QuorumError as error:
        return asked.refused(Problem("find", error.detail), opened="find")
    if not new:
        found = find_partners(asked.session, asked.settings, typed, map(name_of, state.partners))
        return asked.refused(Problem("find", _("Choose who takes part.")), opened="find", find=found)
    return asked.went(after, "participants")


def _role(text: str, *, is_first: bool) -> Role:
    """Of several who are chosen to coordinate only the first one does."""
    role = Role(text) if text in set(Role) else Role.BENEFICIARY
    return Role.BENEFICIARY if role is Role.COORDINATOR and not is_first else role


def _led_by_one(state: CheckState, role: str) -> list[ParticipantRequest]:
    """Who coordinated before is a beneficiary once somebody else is named to."""
    if role != Role.COORDINATOR.value:
        return list(state.partners)
    return [in_role(one, Role.BENEFICIARY) if one.role is Role.COORDINATOR else one for one in state.partners]


def _one(asked: _Asked) -> Answer:
    """One participant, typed in or changed."""
    typed, state = typed_of(asked.sent.fields), asked.state
    number = asked.sent.first("number")
    index = int(number) if number.isdecimal() and int(number) < len(state.partners) else None
    before = state.partners[index] if index is not None else None
    problems = faults_of(typed, needs_name=before is None or not isinstance(before.organisation, str))
    shown: dict[str, Any] = {"typed": typed, "edit": index, "opened": "one"}
    if problems:
        return asked.refused(*problems, **shown)
    try:
        if before is None or index is None:
            after = state.having([*state.partners, partner_of(typed)])
        else:
            known = participants_of(asked.session, [before.model_copy(update={"overrides": None})])[0].organisation
            partners = [*state.partners]
            partners[index] = changed(before, typed, known)
            after = state.having(partners)
    except QuorumError as error:
        return asked.refused(problem_of_refusal(error), **shown)
    return asked.went(after, "participants")


def _rows(asked: _Asked) -> Answer:
    """The roles as they were chosen, somebody taken out, or somebody to be changed."""
    sent, partners = asked.sent, []
    for index, partner in enumerate(asked.state.partners):
        chosen = sent.first(f"role-{index}")
        partners.append(in_role(partner, Role(chosen)) if chosen in set(Role) and chosen != partner.role else partner)
    gone = sent.first("remove")
    after = asked.state.having(one for index, one in enumerate(partners) if str(index) != gone)
    if sent.first("edit").isdecimal():
        return asked.went(after, "one", edit=sent.first("edit"))
    return asked.went(after, "participants")


def _paste(asked: _Asked) -> Answer:
    text, lenient = asked.sent.first("table"), bool(asked.sent.first("lenient"))
    shown = {"pasted": text, "lenient": lenient, "look_up": bool(asked.sent.first("known")), "opened": "paste"}
    try:
        return _from_rows(asked, rows_of(text), "table", lenient=lenient, shown=shown)
    except UnreadableTable as error:
        return asked.refused(Problem("table", str(error)), **shown)


def _from_rows(asked: _Asked, rows: Any, field: str, *, lenient: bool, shown: dict[str, Any]) -> Answer:
    read = read_table(rows, lenient=lenient)
    if read.faults:
        return asked.refused(*(Problem(field, fault) for fault in read.faults), **shown)
    before = [] if asked.sent.first("instead") else list(asked.state.partners)
    if any(one.role is Role.COORDINATOR for one in before):
        read_in = [in_role(one, Role.BENEFICIARY) if one.role is Role.COORDINATOR else one for one in read.partners]
    else:
        read_in = list(read.partners)
    read_in = known_by_name(asked.session, read_in) if shown["look_up"] else read_in
    try:
        after = asked.state.having([*before, *read_in])
    except QuorumError as error:
        return asked.refused(Problem(field, error.detail), **shown)
    return asked.went(after, "participants")


def _file(asked: _Asked) -> Answer:
    content, lenient = asked.sent.file, bool(asked.sent.first("lenient"))
    shown: dict[str, Any] = {"lenient": lenient, "look_up": bool(asked.sent.first("known")), "opened": "file"}
    if not content:
        return asked.refused(Problem("file", _("Choose a file.")), **shown)
    try:
        if is_data_sheet(content):
            return asked.went(state_of_data_sheet(content, asked.state.topic), "verdict")
        return _from_rows(asked, rows_of_workbook(content), "file", lenient=lenient, shown=shown)
    except UnreadableTable as error:
        return asked.refused(Problem("file", str(error)), **shown)
    except TooLarge as error:
        return asked.refused(Problem("file", error.detail), **shown)
    except QuorumError as error:
        faults = [Problem("file", fault.detail) for fault in error.errors] or [Problem("file", error.detail)]
        return asked.refused(*faults, **shown)


def _answers(asked: _Asked) -> Answer:
    after, problems = answered(asked.state, asked.sent.fields)
    if problems:
        return asked.refused(*problems, given=asked.sent.fields)
    return asked.went(after, "verdict")


def _back(asked: _Asked) -> Answer:
    """An answer taken back: it is open again."""
    number, _dot, name = asked.sent.first("take_back").partition(".")
    state = asked.state
    if number == "fact":
        return asked.went(state.stating({one: value for one, value in state.facts.items() if one != name}), "verdict")
    if not number.isdecimal() or int(number) >= len(state.partners):
        return asked.refused(Problem("", _("This is about somebody who does not take part.")))
    partners = list(state.partners)
    is_fact = name.startswith("fact.")
    fields, facts = ({}, {name.removeprefix("fact."): None}) if is_fact else ({name: None}, {})
    partners[int(number)] = stating(partners[int(number)], fields, facts)
    return asked.went(state.having(partners), "verdict")


def _day(asked: _Asked) -> Answer:
    text = asked.sent.first("as_of").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return asked.refused(Problem("as_of", _("A day is written as 2026-11-24.")))
    return asked.went(replace(asked.state, as_of=day), "verdict")


FORMS: Final[dict[str, Callable[[_Asked], Answer]]] = {
    "find": _find,
    "add": _add,
    "one": _one,
    "rows": _rows,
    "table": _paste,
    "file": _file,
    "answers": _answers,
    "back": _back,
    "day": _day,
}
