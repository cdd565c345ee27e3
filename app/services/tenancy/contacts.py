"""People who may be asked to join: the only personal data there is. It is told to its tenant alone, and can be erased.

Nothing about a person goes into the audit log but the id of the row, which says nothing.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db.tables import Approach, Consortium, Contact, OwnCluster
from app.errors import Conflict, invalid
from app.repositories import addresses, contacts, organisations
from app.repositories.own import Own
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page, Public
from app.services.names import Name
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from app.services.verdicts.own_organisations import own_organisations
from app.settings import Settings
from rules.facts import Day, Facts, Label

LOG = logging.getLogger("quorum.contacts")

ERASED = "(erased)"


KINDS: Mapping[type[addresses.Noted], str] = {OwnCluster: "cluster", Consortium: "consortium", Approach: "approach"}
"""What things with a note are called in the audit log."""

ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
"""Somebody at a host of several parts. Whether there is such a host nobody knows who does not write to it."""


def _address(text: str) -> str:
    local = text.strip().partition("@")[0]
    if ADDRESS.fullmatch(text.strip()) is None or not all(local.split(".")):
        raise ValueError("this is no e-mail address")
    return text.strip().lower()


Email = Annotated[str, Field(max_length=254), AfterValidator(_address)]


class ContactRequest(Facts):
    """A person, with where the address comes from and on what ground it is kept (GDPR, Articles 6 and 14)."""

    name: Name
    email: Email
    organisation: Annotated[Label, Field(description="whom the person speaks for: an id")] | None = None
    source: Name
    legal_basis: Name
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


class MentionPublic(Public):
    """Something else of a tenant in which an address stands. ``place`` is the table and the field."""

    tenant: str | None
    place: str
    id: str
    text: str


class StillThere(Public):
    """Something of a tenant in which an address stands that nobody but the tenant can take out."""

    tenant: str | None
    place: str
    id: str


class Erasure(Public):
    """What was erased: how many people, from how many notes their address was taken, and where else it still stands."""

    contacts: int
    notes: int
    still_in: Sequence[StillThere]


def create_contact(session: Session, settings: Settings, request: ContactRequest) -> ContactPublic:
    """Keep a person. The caller commits.

    Raises:
        Conflict: the tenant has that address already.
        Invalid: there is no such organisation, or the day is still to come.
    """
    own = Own(session, Contact)
    if request.obtained_on > clock.today(settings):
        raise invalid("/obtained_on", f"{request.obtained_on} is still to come")
    if request.organisation is not None:
        _require_known(session, request.organisation)
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


def _require_known(session: Session, organisation_id: str) -> None:
    """One may know somebody at a cluster that nobody can sign for: it need only be there."""
    if own_organisations(session, [organisation_id]) or organisations.find_organisations(session, [organisation_id]):
        return
    if organisations.find_cluster(session, organisation_id) is None:
        said = f"neither the catalogue nor your own clusters have an organisation or a cluster {organisation_id!r}"
        raise invalid("/organisation", said)


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
    contacts.overwrite_deleted(session)
    _take_out_of_notes(session, row.email, row.tenant_id)
    _delete(session, row)


def export(session: Session, email: str) -> list[ContactPublic | MentionPublic]:
    """Everything that is kept about a person, by all tenants (GDPR, Article 15): contacts, then all else."""
    address = email.strip().lower()
    return [*map(_public, contacts.with_email(session, address)), *_mentions(session, address)]


def _mentions(session: Session, address: str) -> list[MentionPublic]:
    found = addresses.mentions(session, address)
    return [MentionPublic(tenant=one.tenant_id, place=one.place, id=one.id, text=one.text) for one in found]


def erase(session: Session, email: str) -> Erasure:
    """Erase a person at all tenants (GDPR, Article 17). The caller commits, then has the database forget the bytes.

    Taken out of notes is the address alone. Titles, names and kept verdicts are a tenant's own words, or sealed: where
    it stands in these is told, so that somebody sees to it.
    """
    address = email.strip().lower()
    contacts.overwrite_deleted(session)
    notes, found = _take_out_of_notes(session, address), contacts.with_email(session, address)
    for row in found:
        _delete(session, row)
    session.flush()
    still_in = [StillThere(**one.model_dump(exclude={"text"})) for one in _mentions(session, address)]
    return Erasure(contacts=len(found), notes=notes, still_in=still_in)


def forget_deleted(engine: Engine) -> None:
    """After the commit: have the database forget the bytes of what was erased."""
    if not contacts.forget_deleted(engine):
        LOG.warning("somebody was reading: what was erased stays in the log of the database until that is overwritten")


def _take_out_of_notes(session: Session, email: str, tenant_id: str | None = None) -> int:
    """Put a mark in place of an address, of one tenant or of all; returns in how many notes it stood.

    Whoever has read such a thing before cannot write the address back: its version is another.
    """
    found = addresses.noted(session, email, tenant_id)
    for _, row in found:
        row.note = addresses.whole(email).sub(ERASED, row.note or "")
        row.updated_at = clock.running()
        if not isinstance(row, Approach):
            row.version += 1
    session.flush()  # what is changed is held before the end of the log: all who write take them in this order
    for whose, row in found:
        audit.note(session, "erase from", KINDS[type(row)], row.id, tenant_id=whose)
    return len(found)


def _delete(session: Session, row: Contact) -> None:
    audit.note(session, "erase", "contact", row.id, tenant_id=row.tenant_id)
    session.delete(row)


def _the_contact(session: Session, contact_id: str) -> Contact:
    return Own(session, Contact).get(contact_id, "contact")


def _public(row: Contact) -> ContactPublic:
    return ContactPublic.model_validate(row.model_dump() | {"organisation": row.organisation_id})
