"""Who was asked to join a consortium, by whom to reach them, and what they answered."""

from collections.abc import Sequence

from pydantic import BaseModel
from sqlmodel import Session

from app import clock
from app.db.tables import Approach, Consortium
from app.errors import Conflict, NotFound, invalid
from app.repositories import consortia
from app.services.catalogue import overview
from app.services.consortia.finding import the_consortium
from app.services.consortia.keeping import compose, for_change, public
from app.services.consortia.requests import ApproachRequest, ApproachState, question_of
from app.services.consortia.schemas import Approaches, ApproachPublic, ConsortiumPublic
from app.services.tenancy import audit
from app.services.tenancy.contacts import get_contact
from app.services.tenancy.ids import new_id
from app.services.verdicts import acting
from app.services.verdicts.judging import participants_of
from app.services.verdicts.own_organisations import own_organisations
from app.settings import Settings

KIND = "app"


class _Noted(BaseModel):
    """What the audit log seals of an approach: not whom of its people somebody has asked."""

    organisation: str
    role: str
    state: str


def list_approaches(session: Session, consortium_id: str) -> Approaches:
    """Everybody who was, or is to be, asked.

    Raises:
        NotFound: the tenant has no such consortium.
    """
    rows = consortia.approaches_of(session, the_consortium(session, consortium_id).id)
    names = _names(session, rows)
    return Approaches(items=[_public(row, names) for row in rows])


def get_approach(session: Session, consortium_id: str, approach_id: str) -> ApproachPublic:
    """One approach.

    Raises:
        NotFound: the tenant has no such consortium, or it has no such approach.
    """
    return _told(session, _the_approach(session, the_consortium(session, consortium_id), approach_id))


def create_approach(
    session: Session, settings: Settings, consortium_id: str, request: ApproachRequest
) -> ApproachPublic:
    """Note somebody who was, or is to be, asked. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium.
        Conflict: that organisation is noted already.
        Invalid: there is no such organisation or contact, or the day is still to come.
        NoLegalEntity: the organisation is a cluster that nobody can sign for.
    """
    consortium = the_consortium(session, consortium_id, for_change=True)
    row = _new(consortium, request.organisation, request.role)
    _write(session, settings, row, request)
    session.add(row)
    session.flush()
    return _noted(session, "create", row)


def _write(session: Session, settings: Settings, row: Approach, request: ApproachRequest) -> None:
    acting.actor(session, request.organisation, "/organisation")  # who could not sign cannot join either
    _refuse_second(session, row, request)
    if request.asked_on is not None and request.asked_on > clock.today(settings):
        raise invalid("/asked_on", f"{request.asked_on} is still to come")
    if request.contact is not None:
        _require_contact(session, request.contact)
    row.organisation_id, row.role, row.state = request.organisation, request.role, request.state
    row.asked_on, row.contact_id, row.note = request.asked_on, request.contact, request.note
    row.updated_at = clock.running()


def _refuse_second(session: Session, row: Approach, request: ApproachRequest) -> None:
    for other in consortia.approaches_of(session, row.consortium_id):
        if other.id != row.id and other.organisation_id == request.organisation:
            raise Conflict(f"{request.organisation!r} is noted already: change that approach ({other.id}).")


def _require_contact(session: Session, contact_id: str) -> None:
    try:
        get_contact(session, contact_id)
    except NotFound as error:
        raise invalid("/contact", error.detail) from error


def replace_approach(
    session: Session, settings: Settings, consortium_id: str, approach_id: str, request: ApproachRequest
) -> ApproachPublic:
    """Let an approach be as it is stated now, as a whole. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium, or it has no such approach.
        Conflict: that organisation is noted already.
        Invalid: there is no such organisation or contact, or the day is still to come.
        NoLegalEntity: the organisation is a cluster that nobody can sign for.
    """
    row = _the_approach(session, the_consortium(session, consortium_id, for_change=True), approach_id)
    _write(session, settings, row, request)
    return _noted(session, "replace", row)


def remove_approach(session: Session, consortium_id: str, approach_id: str) -> None:
    """Forget that somebody was asked. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium, or it has no such approach.
    """
    row = _the_approach(session, the_consortium(session, consortium_id, for_change=True), approach_id)
    audit.note(session, "remove", "approach", row.id, before=_sealed(row))
    session.delete(row)


def join(
    session: Session, settings: Settings, consortium_id: str, approach_id: str, if_match: str | None = None
) -> ConsortiumPublic:
    """Take who has agreed into the participants, in the role for which they were asked. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium, or it has no such approach.
        PreconditionFailed: the consortium has changed since it was read.
        Conflict: they have not agreed, take part already, or who takes part stands.
        Invalid: they cannot take part with the others.
    """
    consortium = for_change(session, settings, consortium_id, if_match)
    row = _the_approach(session, consortium, approach_id)
    if row.state != ApproachState.AGREED:
        raise Conflict(f"{row.organisation_id!r} has not agreed yet: the approach is {row.state.replace('_', ' ')}.")
    joining = acting.actor(session, row.organisation_id, "/organisation").organisation.id
    if joining in {one.id for one in participants_of(session, question_of(consortium).participants)}:
        raise Conflict(f"{row.organisation_id!r} takes part already.")
    seat = {"organisation": row.organisation_id, "role": row.role}
    compose(session, settings, consortium, [*consortium.request.get("participants", []), seat], "join")
    return public(session, consortium)


def declined(session: Session, consortium: Consortium) -> list[str]:
    """The organisations that do not want to join."""
    rows = consortia.approaches_of(session, consortium.id)
    return [row.organisation_id for row in rows if row.state == ApproachState.DECLINED]


def note_to_ask(session: Session, consortium: Consortium, organisation_id: str, role: str) -> None:
    """Note somebody who is to be asked, unless they are noted already. The caller commits."""
    if any(row.organisation_id == organisation_id for row in consortia.approaches_of(session, consortium.id)):
        return
    row = _new(consortium, organisation_id, role)
    session.add(row)
    session.flush()
    audit.note(session, "create", "approach", row.id, after=_sealed(row))


def _new(consortium: Consortium, organisation_id: str, role: str) -> Approach:
    return Approach(
        id=new_id(KIND),
        consortium_id=consortium.id,
        organisation_id=organisation_id,
        role=role,
        state=ApproachState.TO_ASK,
        updated_at=clock.running(),
    )


def _the_approach(session: Session, consortium: Consortium, approach_id: str) -> Approach:
    row = consortia.find_approach(session, consortium.id, approach_id)
    if row is None:
        raise NotFound(f"The consortium has no approach {approach_id!r}.")
    return row


def _noted(session: Session, action: str, row: Approach) -> ApproachPublic:
    audit.note(session, action, "approach", row.id, after=_sealed(row))
    return _told(session, row)


def _sealed(row: Approach) -> _Noted:
    return _Noted(organisation=row.organisation_id, role=row.role, state=row.state)


def _told(session: Session, row: Approach) -> ApproachPublic:
    return _public(row, _names(session, [row]))


def _names(session: Session, rows: Sequence[Approach]) -> dict[str, str]:
    """How those are called who are still known."""
    ids = sorted({row.organisation_id for row in rows})
    own = {one: organisation.label for one, organisation in own_organisations(session, ids).items()}
    return own | {one: placed.name for one, placed in overview.placed(session, ids).items()}


def _public(row: Approach, names: dict[str, str]) -> ApproachPublic:
    same = row.model_dump(include=set(ApproachPublic.model_fields))
    known = {"organisation": row.organisation_id, "name": names.get(row.organisation_id), "contact": row.contact_id}
    return ApproachPublic.model_validate(same | known)
