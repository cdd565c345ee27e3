"""Moves a consortium from state to state. Who agrees in spite of an ineligible verdict names what is not met."""

from sqlmodel import Session

from app.db.tables import Consortium
from app.errors import Conflict, Fault
from app.services.consortia.keeping import for_change, noted, raised
from app.services.consortia.requests import StateRequest, question_of
from app.services.consortia.schemas import ConsortiumPublic
from app.services.consortia.states import MAY_BE_EMPTY, NEEDS_VERDICT, ConsortiumState, require_move
from app.services.following.differing import in_words
from app.services.following.kept import opinion_of
from app.services.following.looking import look_again
from app.settings import Settings
from rules.conditions import DECIDING
from rules.entries import Status
from rules.verdict import Verdict


def move_consortium(
    session: Session, settings: Settings, consortium_id: str, request: StateRequest, if_match: str | None = None
) -> ConsortiumPublic:
    """Let a consortium go to another state. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium.
        PreconditionFailed: it has changed since it was read.
        Conflict: there is no such move, nobody takes part, or the verdict stands against it; ``errors`` says what.
    """
    row = for_change(session, settings, consortium_id, if_match)
    require_move(ConsortiumState(row.state), request.state)
    if request.state not in MAY_BE_EMPTY and not question_of(row).participants:
        raise Conflict(f"Nobody takes part yet: somebody has to before the consortium is {request.state}.")
    if request.state in NEEDS_VERDICT:
        _require_verdict(session, settings, row, request)
    else:
        _require_nothing_acknowledged(request, f"It becomes {request.state} whatever the verdict")
    row.state = request.state
    raised(row)
    return noted(session, f"move to {request.state}", row)


def _require_verdict(session: Session, settings: Settings, row: Consortium, request: StateRequest) -> None:
    found = look_again(session, settings, question_of(row))
    if found.verdict is None:
        reason = opinion_of(found).reason
        raise Conflict(f"The consortium cannot be judged, and so it cannot become {request.state}. {reason}")
    if found.verdict.status != "ineligible":
        _require_nothing_acknowledged(request, f"The verdict is {in_words(found.verdict.status)}")
        return
    unmet = _unmet(found.verdict)
    if set(request.acknowledged or ()) != set(unmet):
        raise Conflict(
            f"The verdict is ineligible. To make it {request.state} all the same, name in `acknowledged` "
            f"all that is not met: {', '.join(unmet)}.",
            errors=[Fault(pointer="/acknowledged", detail=one) for one in unmet],
        )


def _require_nothing_acknowledged(request: StateRequest, because: str) -> None:
    """Who names what is not met has seen another verdict than the one that stands."""
    named = sorted(set(request.acknowledged or ()))
    if named:
        raise Conflict(
            f"{because}: there is nothing to acknowledge. Look again, and leave `acknowledged` out.",
            errors=[Fault(pointer="/acknowledged", detail=f"{one} is not to be acknowledged") for one in named],
        )


def _unmet(verdict: Verdict) -> list[str]:
    """The ids of the conditions because of which a verdict is ineligible."""
    deciding = (one for one in verdict.conditions if one.force in DECIDING)
    return sorted({one.id for one in deciding if one.status is Status.NOT_MET})
