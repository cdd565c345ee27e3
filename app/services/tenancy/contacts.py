"""People who may be asked to join: the only personal data there is. It is told to its tenant alone, and can be erased.

Nothing about a person goes into the audit log but the id of the row, which says nothing.
"""

import logging
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db.tables import Contact
from app.errors import Conflict
from app.repositories import contacts
from app.repositories.own import Own
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page, Public
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from rules.facts import Day, Facts, Label

LOG = logging.getLogger("quorum.contacts")

ERASED = "(erased)"


def _address(text: str) -> str:
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or "." not in domain or any(character.isspace() for character in text.strip()):
        raise ValueError("this is no e-mail address")
    return text.strip().lower()


Email = Annotated[str, Field(max_length=254), AfterValidator(_address)]


class ContactRequest(Facts):
    """A person, with where the address comes from and on what ground it is kept (GDPR, Articles 6 and 14)."""

    name: Label
    email: Email
    organisation: Annotated[Label, Field(description="whom the person speaks for: an id")] | None = None
    source: Label
    legal_basis: Label
    obtained_on: Day


class ContactPublic(Public):
    """A person as the tenant keeps them."""

    id: str
    name: str
    email: str
    organisation: str | None
    source: str
    legal_basis: str
    obtained_on: date
    created_at: datetime


class Erasure(Public):
    """What was erased: how many people, and from how many notes their address was taken."""

    contacts: int
    notes: int


def create_contact(session: Session, request: ContactRequest) -> ContactPublic:
    """Keep a person. The caller commits.

    Raises:
        Conflict: the tenant has that address already.
    """
    own = Own(session, Contact)
    if contacts.with_email(session, request.email, own.tenant_id):
        raise Conflict("A contact with this address is there already.")
    row = Contact(
        id=new_id("per"),
        tenant_id=own.tenant_id,
        organisation_id=request.organisation,
        created_at=clock.running(),
        **request.model_dump(exclude={"organisation"}),
    )
    own.add(row)
    session.flush()
    audit.note(session, "create", "contact", row.id)
    return _public(row)


def get_contact(session: Session, contact_id: str) -> ContactPublic:
    """One person.

    Raises:
        NotFound: the tenant has no such contact.
    """
    return _public(_the_contact(session, contact_id))


def list_contacts(session: Session, query: Query) -> Page[ContactPublic]:
    """One page of the tenant's contacts, the newest first."""
    found = Own(session, Contact).page(query.part("contacts"))
    return Page(items=[_public(row[0]) for row in found.rows], next=found.next)


def remove_contact(session: Session, contact_id: str) -> None:
    """Forget a person, and take their address out of the tenant's notes. The caller commits.

    Raises:
        NotFound: the tenant has no such contact.
    """
    row = _the_contact(session, contact_id)
    _erase(session, row)


def export(session: Session, email: str) -> list[ContactPublic]:
    """Everything that is kept about a person, by all tenants (GDPR, Article 15)."""
    return [_public(row) for row in contacts.with_email(session, email.strip().lower())]


def erase(session: Session, email: str) -> Erasure:
    """Erase a person at all tenants (GDPR, Article 17). The caller commits, then has the database forget the bytes."""
    found = contacts.with_email(session, email.strip().lower())
    return Erasure(contacts=len(found), notes=sum(_erase(session, row) for row in found))


def forget_deleted(engine: Engine) -> None:
    """After the commit: have the database forget the bytes of what was erased."""
    if not contacts.forget_deleted(engine):
        LOG.warning("somebody was reading: what was erased stays in the log of the database until that is overwritten")


def _erase(session: Session, row: Contact) -> int:
    contacts.overwrite_deleted(session)
    notes = contacts.take_out_of_notes(session, row.tenant_id, row.email, ERASED)
    session.flush()  # what is changed is held before the end of the log: all who write take them in this order
    audit.note(session, "erase", "contact", row.id, tenant_id=row.tenant_id)
    session.delete(row)
    return notes


def _the_contact(session: Session, contact_id: str) -> Contact:
    return Own(session, Contact).get(contact_id, "contact")


def _public(row: Contact) -> ContactPublic:
    return ContactPublic.model_validate(row.model_dump() | {"organisation": row.organisation_id})
