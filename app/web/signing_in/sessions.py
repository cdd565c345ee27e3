"""Who has signed in: a signed cookie that says so, for some hours."""

import secrets
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request

from app.db import Asker
from app.errors import NotReady
from app.settings import Settings

PERSON = "person"
NEEDED = ("oidc_client_id", "oidc_client_secret", "session_secret")


@dataclass(frozen=True)
class Person:
    """Somebody who has signed in, for whom the issuer has named a tenant. ``token`` shows that a form is from us."""

    name: str
    tenant_id: str
    token: str

    def asker(self) -> Asker:
        """As whom the session of the database works: a tenant's member who may read."""
        return Asker(tenant_id=self.tenant_id)


def install(service: FastAPI, settings: Settings) -> None:
    """Read and write the cookie, where signing in is offered.

    Raises:
        NotReady: it is offered but something that it takes is missing.
    """
    if settings.oidc_issuer is None:
        return
    missing = [f"QUORUM_{name.upper()}" for name in NEEDED if getattr(settings, name) is None]
    if missing or settings.session_secret is None:
        raise NotReady(f"Signing in by QUORUM_OIDC_ISSUER needs {', '.join(missing)} too.")
    try:
        from starlette.middleware.sessions import SessionMiddleware
    except ImportError as error:
        raise NotReady("Signing in needs the extra `oidc`: install quorum[oidc].") from error
    service.add_middleware(
        SessionMiddleware,
        secret_key=settings.session_secret.get_secret_value(),
        session_cookie="quorum" if settings.session_insecure else "__Host-quorum",
        max_age=settings.session_hours * 3600,
        same_site="lax",  # the way back from the issuer is a link from elsewhere, which a strict cookie would not take
        https_only=not settings.session_insecure,
    )


def person_of(request: Request) -> Person | None:
    """Who has signed in, if anybody."""
    found: dict[str, Any] | None = request.scope.get("session", {}).get(PERSON)
    return None if found is None else Person(**found)


def remember(request: Request, *, name: str, tenant_id: str) -> None:
    """Somebody has signed in. What the session held before is gone, so that nobody can have prepared it."""
    request.session.clear()
    request.session[PERSON] = {"name": name, "tenant_id": tenant_id, "token": secrets.token_urlsafe(16)}


def forget(request: Request) -> None:
    """Somebody has signed out."""
    request.session.clear()
