"""The audit log: what was done with which key. Each entry seals the one before it, so that nothing can be taken out."""

import hashlib
import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session, col

from app import clock
from app.db import asker_of
from app.db.tables import AuditEntry
from app.repositories import tenants
from app.repositories.own import Own
from app.services.catalogue.listing import Query, Term
from app.services.catalogue.schemas import Page, Public

BEGINNING = "0" * 64
SEALED = (
    "tenant_id",
    "key_id",
    "at",
    "action",
    "kind",
    "object_id",
    "request_id",
    "before",
    "after",
    "previous_sha256",
)
PORTION = 1000


class AuditPublic(Public):
    """One thing that was done. ``before`` and ``after`` are hashes of the thing."""

    id: int
    at: datetime
    action: str
    kind: str
    object_id: str
    key_id: str | None
    request_id: str | None
    before: str | None
    after: str | None
    sha256: str


class AuditQuery(Query):
    """Parameters of the list."""

    kind: Term | None = None
    object_id: Term | None = None


def hash_of(thing: BaseModel | None) -> str | None:
    """By what a thing is recognised without being told."""
    return None if thing is None else hashlib.sha256(thing.model_dump_json().encode()).hexdigest()


def note(
    session: Session,
    action: str,
    kind: str,
    object_id: str,
    *,
    before: BaseModel | None = None,
    after: BaseModel | None = None,
    tenant_id: str | None = None,
) -> None:
    """Add an entry for what the session is about to commit; ``tenant_id`` where the session works for nobody."""
    asker, last = asker_of(session), tenants.last_entry(session)
    entry = AuditEntry(
        tenant_id=asker.tenant_id if asker else tenant_id,
        key_id=asker.key_id if asker else None,
        at=clock.running(),
        action=action,
        kind=kind,
        object_id=object_id,
        request_id=asker.request_id if asker else None,
        before=hash_of(before),
        after=hash_of(after),
        previous_sha256=last.sha256 if last else BEGINNING,
        sha256="",
    )
    entry.sha256 = seal(entry)
    session.add(entry)
    session.flush()


def seal(entry: AuditEntry) -> str:
    """The hash over everything an entry says, and over the entry before it."""
    said: dict[str, Any] = {name: getattr(entry, name) for name in SEALED}
    said["at"] = said["at"].isoformat()
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def list_entries(session: Session, query: AuditQuery) -> Page[AuditPublic]:
    """One page of the tenant's entries, the newest first.

    Raises:
        Invalid: the cursor is none of ours.
    """
    wanted = {AuditEntry.kind: query.kind, AuditEntry.object_id: query.object_id}
    conditions = [col(column) == value for column, value in wanted.items() if value is not None]
    found = Own(session, AuditEntry).page(query.part("audit"), *conditions, key=int)
    items = [AuditPublic.model_validate(row[0].model_dump(include=set(AuditPublic.model_fields))) for row in found.rows]
    return Page(items=items, next=found.next)


def first_break(session: Session) -> int | None:
    """The first entry that does not follow from the one before it; ``None``: the log is as it was written."""
    previous, at = BEGINNING, 0
    while entries := tenants.entries_after(session, at, PORTION):
        for entry in entries:
            if entry.previous_sha256 != previous or entry.sha256 != seal(entry):
                return entry.id
            previous, at = entry.sha256, entry.id or 0
    return None
