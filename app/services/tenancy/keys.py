"""Tenants and the keys they ask with: made, renewed and revoked, each time with a line in the audit log."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app import clock
from app.db.tables import ApiKey, Tenant
from app.errors import Conflict, Forbidden, NotFound
from app.repositories import tenants
from app.repositories.own import Own, whoever_asks
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page, Public
from app.services.names import Name, TenantName
from app.services.strict_json import validated
from app.services.tenancy import audit
from app.services.tenancy.authentication import NewSecret, new_secret
from app.services.tenancy.ids import new_id
from app.services.tenancy.scopes import Scope
from rules.facts import Facts

LONGEST_DAYS = 3650
LONGEST_GRACE_HOURS = 24 * 30


class TenantRequest(Facts):
    """A tenant to be made."""

    name: TenantName


class KeyRequest(Facts):
    """A key to be made."""

    name: Annotated[Name, Field(description="what it is for, in the tenant's own words")]
    scopes: list[Annotated[Scope, Field(strict=False)]] = []
    expires_in_days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None


class Rotation(Facts):
    """A key to be followed by another."""

    grace_hours: Annotated[
        int, Field(ge=0, le=LONGEST_GRACE_HOURS, description="so long both are good: programs change over in peace")
    ] = 24


class KeyPublic(Public):
    """A key as it is told: never with its secret. ``prefix`` is how it begins."""

    id: str
    prefix: str
    name: str
    scopes: Sequence[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class KeyCreated(KeyPublic):
    """A new key. ``key`` is shown this once."""

    key: str


class AskerPublic(Public):
    """Who asks, and what the key may do."""

    tenant: str
    key_id: str
    scopes: Sequence[Scope]
    expires_at: datetime | None


class TenantPublic(Public):
    """A tenant."""

    id: str
    name: str
    created_at: datetime


def create_tenant(session: Session, name: str) -> TenantPublic:
    """Make a tenant. The caller commits.

    Raises:
        Invalid: that is no name.
        Conflict: there is one of that name.
    """
    validated(TenantRequest, {"name": name})
    if tenants.find_tenant(session, name) is not None:
        raise Conflict(f"There is a tenant {name!r} already.")
    tenant = Tenant(id=new_id("ten"), name=name, created_at=clock.running())
    session.add(tenant)
    session.flush()
    audit.note(session, "create", "tenant", tenant.id, tenant_id=tenant.id)
    return _tenant_public(tenant)


def list_tenants(session: Session) -> list[TenantPublic]:
    """All tenants, by name."""
    return [_tenant_public(one) for one in tenants.every_tenant(session)]


def the_tenant(session: Session, name_or_id: str) -> TenantPublic:
    """A tenant by name or id.

    Raises:
        NotFound: there is none.
    """
    found = tenants.find_tenant(session, name_or_id)
    if found is None:
        raise NotFound(f"There is no tenant {name_or_id!r}.")
    return _tenant_public(found)


def _tenant_public(tenant: Tenant) -> TenantPublic:
    return TenantPublic.model_validate(tenant.model_dump())


def who_am_i(session: Session) -> AskerPublic:
    """Who the session works for, and what the key may do."""
    asker = whoever_asks(session)
    key = _the_key(session, asker.key_id or "")
    return AskerPublic(
        tenant=the_tenant(session, asker.tenant_id).name,
        key_id=key.id,
        scopes=[Scope(one) for one in key.scopes],
        expires_at=key.expires_at,
    )


def create_key(session: Session, request: KeyRequest) -> KeyCreated:
    """Make a key for the tenant of the session. The caller commits.

    Raises:
        Forbidden: the key that asks lacks a scope that is to be handed on.
    """
    _refuse_more_than_own(session, request.scopes)
    until = None if request.expires_in_days is None else clock.running() + timedelta(days=request.expires_in_days)
    return _new_key(session, name=request.name, scopes=request.scopes, expires_at=until)


def _refuse_more_than_own(session: Session, scopes: Iterable[Scope]) -> None:
    """An administrator hands on what tenants have; what concerns the installation, only who has it."""
    asker = whoever_asks(session)
    if asker.key_id is not None and Scope.OPERATOR in scopes and Scope.OPERATOR not in asker.scopes:
        raise Forbidden("Only a key with the scope operator can make another.")


def _new_key(session: Session, *, name: str, scopes: Sequence[Scope], expires_at: datetime | None) -> KeyCreated:
    made: NewSecret = new_secret()
    own = Own(session, ApiKey)
    row = ApiKey(
        id=new_id("key"),
        tenant_id=own.tenant_id,
        prefix=made.prefix,
        secret_sha256=made.sha256,
        name=name,
        scopes=sorted(set(scopes)),
        created_at=clock.running(),
        expires_at=expires_at,
    )
    own.add(row)
    session.flush()
    audit.note(session, "create", "key", row.id, after=key_public(row))
    return KeyCreated.model_validate(dict(key_public(row)) | {"key": made.key})


def rotate_key(session: Session, key_id: str, rotation: Rotation) -> KeyCreated:
    """Make a key that may do the same; the old one ends after a while. The caller commits.

    Raises:
        NotFound: the tenant has no such key.
        Conflict: it is over already.
        Forbidden: it may do what the asking key may not hand on.
    """
    old = _the_key(session, key_id, for_change=True)
    before, now = key_public(old), clock.running()
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= now):
        raise Conflict("This key is no longer good: make a new one instead.")
    scopes = [Scope(one) for one in old.scopes]
    _refuse_more_than_own(session, scopes)
    successor = _new_key(session, name=old.name, scopes=scopes, expires_at=old.expires_at)
    ends = now + timedelta(hours=rotation.grace_hours)
    old.expires_at = ends if old.expires_at is None else min(ends, old.expires_at)
    audit.note(session, "rotate", "key", old.id, before=before, after=key_public(old))
    return successor


def revoke_key(session: Session, key_id: str) -> KeyPublic:
    """End a key at once; one that is revoked stays so. The caller commits.

    Raises:
        NotFound: the tenant has no such key.
    """
    row = _the_key(session, key_id, for_change=True)
    if row.revoked_at is None:
        before = key_public(row)
        row.revoked_at = clock.running()
        audit.note(session, "revoke", "key", row.id, before=before, after=key_public(row))
    return key_public(row)


def get_key(session: Session, key_id: str) -> KeyPublic:
    """One key of the tenant.

    Raises:
        NotFound: the tenant has no such key.
    """
    return key_public(_the_key(session, key_id))


def list_keys(session: Session, query: Query) -> Page[KeyPublic]:
    """One page of the tenant's keys, the newest first, also those that are over."""
    found = Own(session, ApiKey).page(query.part("keys"))
    return Page(items=[key_public(row[0]) for row in found.rows], next=found.next)


def _the_key(session: Session, key_id: str, *, for_change: bool = False) -> ApiKey:
    return Own(session, ApiKey).get(key_id, "key", for_change=for_change)


def key_public(row: ApiKey) -> KeyPublic:
    """A key without its secret."""
    return KeyPublic.model_validate(row.model_dump(include=set(KeyPublic.model_fields)))
