"""Who asks, the keys of a tenant, and what was done with them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from app.api.access import Change, Changes, Requires, View
from app.api.strict import StrictRoute
from app.services.catalogue import listing
from app.services.catalogue.schemas import Page
from app.services.tenancy import audit, keys
from app.services.tenancy.audit import AuditPublic, AuditQuery
from app.services.tenancy.keys import AskerPublic, KeyCreated, KeyPublic, KeyRequest, Rotation
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1", tags=["keys"], route_class=StrictRoute)
administrators = [Depends(Requires(Scope.ADMIN))]
Administration = Annotated[Change, Depends(Changes(Scope.ADMIN))]


@router.get("/me", dependencies=[Depends(Requires())])
def who_am_i(view: View) -> AskerPublic:
    """The tenant that the key belongs to, and what it may do."""
    return keys.who_am_i(view)


@router.post("/keys", status_code=status.HTTP_201_CREATED)
def create_key(change: Administration, request: KeyRequest) -> KeyCreated:
    """Make a key. The key itself is in this answer and nowhere else: only its hash is kept."""
    with change.begin() as session:
        return keys.create_key(session, request)


@router.get("/keys", dependencies=administrators)
def list_keys(view: View, query: Annotated[listing.Query, Query()]) -> Page[KeyPublic]:
    """The tenant's keys, the newest first, also those that are over."""
    return keys.list_keys(view, query)


@router.get("/keys/{key_id}", dependencies=administrators)
def get_key(view: View, key_id: str) -> KeyPublic:
    """One key of the tenant."""
    return keys.get_key(view, key_id)


@router.post("/keys/{key_id}/rotation", status_code=status.HTTP_201_CREATED)
def rotate_key(change: Administration, key_id: str, rotation: Rotation) -> KeyCreated:
    """Make another key that may do the same. The old one stays good for some hours: programs change over in peace."""
    with change.begin() as session:
        return keys.rotate_key(session, key_id, rotation)


@router.delete("/keys/{key_id}")
def revoke_key(change: Administration, key_id: str) -> KeyPublic:
    """End a key at once."""
    with change.begin() as session:
        return keys.revoke_key(session, key_id)


@router.get("/audit", dependencies=administrators)
def list_audit(view: View, query: Annotated[AuditQuery, Query()]) -> Page[AuditPublic]:
    """What was done with the tenant's keys, the last first."""
    return audit.list_entries(view, query)
