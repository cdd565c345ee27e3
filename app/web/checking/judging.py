"""The verdict on a check, by the service that answers programs; a refusal is told at the fields of the page."""

from sqlmodel import Session

from app.errors import Invalid
from app.services.verdicts import judging
from app.services.verdicts.open_facts import open_facts
from app.settings import Settings
from app.web.checking.state import FACT, CheckState
from app.web.presenters.blocks import Problem
from app.web.presenters.check import Judgement


def judged(session: Session, settings: Settings, state: CheckState) -> tuple[Judgement | None, list[Problem]]:
    """The verdict with what would settle it; without participants there is none, or a refusal says why not."""
    if not state.partners:
        return None, []
    try:
        request = state.request
        verdict = judging.judge_request(session, request, settings)
        return Judgement(verdict, open_facts(session, request, settings)), []
    except Invalid as error:
        return None, [_problem(fault.pointer, fault.detail) for fault in error.errors] or [Problem("", error.detail)]


def _problem(pointer: str, sentence: str) -> Problem:
    first, *rest = pointer.removeprefix("/").split("/")
    match first:
        case "participants" if rest and rest[0].isdecimal():
            return Problem(f"role-{rest[0]}", sentence)
        case "as_of":
            return Problem("as_of", sentence)
        case "facts" if rest:
            return Problem("", f"{FACT}{rest[0]}: {sentence}")
        case _:
            return Problem("", sentence)
