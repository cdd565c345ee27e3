"""From the header of a request to who asks. Of a key's secret only the hash is kept: it has 256 random bits."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app import clock
from app.db import Asker
from app.db.tables import ApiKey
from app.errors import Forbidden, Unauthorized
from app.repositories import tenants
from app.repositories.searching import is_storable
from app.services.tenancy.scopes import Scope

KIND = "qk"
PREFIX_BYTES, SECRET_BYTES = 4, 32
USE_IS_NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class NewSecret:
    """A key as it is shown once, and what is kept of it."""

    key: str
    prefix: str
    sha256: str


def new_secret() -> NewSecret:
    """A key that nobody has."""
    prefix, secret = secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    return NewSecret(f"{KIND}_{prefix}_{secret}", prefix, _hash(secret))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def asker_with(session: Session, key: str, request_id: str | None = None) -> Asker:
    """Who asks with this key.

    Raises:
        Unauthorized: nobody has such a key, or it has expired or been revoked. Which of these, it does not say.
    """
    kind, _, rest = key.partition("_")
    prefix, _, secret = rest.partition("_")
    row = tenants.key_with_prefix(session, prefix) if kind == KIND and is_storable(prefix) else None
    expected = row.secret_sha256 if row is not None else _hash("")
    is_right = hmac.compare_digest(_hash(secret.encode("utf-8", "replace").decode()), expected)
    if row is None or not is_right or not is_good(row, clock.running()):
        raise Unauthorized("This key is not known, or no longer good.")
    return Asker(tenant_id=row.tenant_id, key_id=row.id, scopes=tuple(row.scopes), request_id=request_id)


def is_good(key: ApiKey, now: datetime) -> bool:
    """Whether a key may still be used."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def needs_noting(session: Session, asker: Asker) -> bool:
    """Whether the use of the key is worth a line: not each of thousands a minute."""
    key = session.get(ApiKey, asker.key_id)
    return key is not None and (key.last_used_at is None or clock.running() - key.last_used_at > USE_IS_NOTED_EVERY)


def note_use(session: Session, asker: Asker) -> None:
    """Remember that the key was used. The caller commits."""
    key = session.get(ApiKey, asker.key_id)
    if key is not None:
        key.last_used_at = clock.running()


def require(asker: Asker | None, scope: Scope | None) -> Asker:
    """Let nobody pass who has shown no key, or one that is not for this.

    Raises:
        Unauthorized: there was no key.
        Forbidden: the key lacks the scope.
    """
    if asker is None:
        raise Unauthorized("This needs a key: send it as Authorization: Bearer qk_…")
    if scope is not None and scope not in asker.scopes:
        raise Forbidden(f"This needs a key with the scope {scope.value}.")
    return asker
