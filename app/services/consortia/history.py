"""The verdicts that a consortium has had, and what is told of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.db.tables import Consortium
from app.errors import Conflict, NotFound
from app.repositories import consortia
from app.repositories.consortia import Headed
from app.repositories.paging import is_askable
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page
from app.services.consortia.finding import the_consortium
from app.services.consortia.requests import question_of
from app.services.consortia.schemas import VerdictEntry, VerdictKept, VerdictShort
from app.services.following.kept import NOT_JUDGED, kept_verdict, opinion_of
from app.services.following.looking import look_again
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from rules.verdict import Verdict


def list_verdicts(session: Session, consortium_id: str, query: Query) -> Page[VerdictEntry]:
    """One page of the verdicts on a consortium, the newest first.

    Raises:
        NotFound: the tenant has no such consortium.
        Invalid: the cursor is none of ours.
    """
    row = the_consortium(session, consortium_id)
    found = consortia.page_of_verdicts(session, row.id, query.part(f"verdicts of {row.id}"))
    headed = [Headed(*one) for one in found.rows]
    first = consortia.number_of(session, row.id, headed[0].id) if headed else 0
    items = [VerdictEntry.model_validate(_told(one, first - place)) for place, one in enumerate(headed)]
    return Page(items=items, next=found.next)


def get_verdict(session: Session, consortium_id: str, number: int) -> VerdictKept:
    """One verdict on a consortium as it was given, by its number.

    Raises:
        NotFound: the tenant has no such consortium, or it has had fewer verdicts.
    """
    row = the_consortium(session, consortium_id)
    kept = consortia.nth_verdict(session, row.id, number) if number > 0 and is_askable(number, int) else None
    if kept is None or kept.id is None:
        raise NotFound(f"The consortium has had no verdict {number}.")
    headed = Headed(
        kept.id,
        kept.version,
        kept.because,
        kept.status,
        kept.determination_id,
        kept.judged_at,
        kept.verdict["heading"],
    )
    return VerdictKept.model_validate({**_told(headed, number), "verdict": kept_verdict(kept.verdict)})


def verdict_now(session: Session, settings: Settings, consortium_id: str) -> Verdict:
    """The verdict as of the day, given anew. Reading only: nothing is kept of it.

    Raises:
        NotFound: the tenant has no such consortium.
        Conflict: it cannot be judged.
    """
    return _judged(session, settings, the_consortium(session, consortium_id))


def request_of_consortium(session: Session, settings: Settings, consortium_id: str) -> VerdictRequest:
    """A consortium as the request for a verdict that it is.

    Raises:
        NotFound: the tenant has no such consortium.
        Conflict: it cannot be judged.
    """
    row = the_consortium(session, consortium_id)
    _judged(session, settings, row)
    return question_of(row).as_verdict()


def _judged(session: Session, settings: Settings, row: Consortium) -> Verdict:
    found = look_again(session, settings, question_of(row))
    if found.verdict is None:
        raise Conflict(f"The consortium cannot be judged. {opinion_of(found).reason}")
    return found.verdict


def last_verdicts(session: Session, rows: Sequence[Consortium]) -> dict[str, VerdictShort]:
    """The verdicts that were kept last, by consortium; without their numbers, which a list does not need."""
    found = consortia.last_headings(session, [row.id for row in rows])
    return {one: VerdictShort.model_validate(_told(headed, 0)) for one, headed in found.items()}


def last_verdict(session: Session, row: Consortium) -> VerdictShort | None:
    """The verdict that was kept last, in short."""
    headed = consortia.last_headings(session, [row.id]).get(row.id)
    if headed is None:
        return None
    return VerdictShort.model_validate(_told(headed, consortia.number_of(session, row.id, headed.id)))


def _told(headed: Headed, number: int) -> Mapping[str, Any]:
    return {
        **headed.heading,
        "number": number,
        "status": None if headed.status == NOT_JUDGED else headed.status,
        "determination_id": headed.determination_id or None,
        "judged_at": headed.judged_at,
        "version": headed.version,
        "because": headed.because,
    }
