"""The organisations that only the tenant sees for whom a session works; to anybody else there are none."""

from collections.abc import Iterable

from sqlmodel import Session, col

from app.db import asker_of
from app.db.tables import OwnCluster
from app.repositories.own import Own
from app.repositories.searching import is_storable
from app.services.strict_json import validated
from rules.facts import Organisation


def organisation_of(row: OwnCluster) -> Organisation:
    """The organisation that acts for a cluster of a tenant."""
    return validated(Organisation, {"id": row.id} | row.facts)


def own_organisations(session: Session, ids: Iterable[str] | None = None) -> dict[str, Organisation]:
    """Those of these ids that are the tenant's own; without ids, all of them."""
    if asker_of(session) is None:
        return {}
    named = [] if ids is None else [col(OwnCluster.id).in_(list(filter(is_storable, ids)))]
    return {row.id: organisation_of(row) for row in Own(session, OwnCluster).every(*named)}
