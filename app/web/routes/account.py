"""Signing in and out, and the page of who has signed in."""

import hmac
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Engine

from app.api.access import WithEngine
from app.db import reading
from app.errors import Forbidden, NotFound
from app.services.alerts.listing import AlertQuery, list_alerts
from app.services.alerts.questions import list_questions
from app.services.catalogue.listing import Query
from app.services.tenancy.belongings import belongings
from app.services.tenancy.keys import the_tenant
from app.settings import Settings
from app.web.access import Today, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.account import present_account
from app.web.presenters.blocks import Pager
from app.web.rendering import render
from app.web.signing_in import person_of, provider, sessions

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

ALERTS_ON_A_PAGE: Final = 50
QUESTIONS_SHOWN: Final = 200


@router.get("/sign-in", response_class=Response)
async def sign_in(request: Request, settings: WithSettings) -> Response:
    """Go to the issuer, who knows people."""
    _require_offer(settings)
    return await provider.way_there(request, settings, str(request.url_for("signed_in")))


@router.get("/sign-in/back", response_class=Response)
async def signed_in(request: Request, settings: WithSettings, engine: WithEngine) -> Response:
    """Come back from the issuer."""
    _require_offer(settings)
    claims = await provider.claims_of(request, settings)
    tenant_id = await run_in_threadpool(_tenant_id, engine, provider.tenant_named(claims, settings))
    sessions.remember(request, name=str(claims.get("name") or claims["sub"]), tenant_id=tenant_id)
    return RedirectResponse("/account", status_code=303)


@router.get("/account", response_class=Response)
def account(
    *, request: Request, settings: WithSettings, engine: WithEngine, today: Today, cursor: str | None = None
) -> Response:
    """What one's tenant has; whoever has not signed in is asked to."""
    _require_offer(settings)
    person = person_of(request)
    if person is None:
        return RedirectResponse("/sign-in", status_code=303)
    with reading(engine, person.asker()) as session:
        alerts = list_alerts(session, AlertQuery(cursor=cursor, limit=ALERTS_ON_A_PAGE))
        page = present_account(
            person,
            belongings(session),
            alerts=alerts.items,
            questions=list_questions(session, Query(limit=QUESTIONS_SHOWN)).items,
            pager=_pager(cursor, alerts.next),
        )
    answer = render("account.html", page, today=today)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@router.post("/sign-out", response_class=Response)
def sign_out(request: Request, settings: WithSettings, token: Annotated[str, Form()] = "") -> Response:
    """Forget who has signed in, when a form of ours asks for it."""
    _require_offer(settings)
    person = person_of(request)
    if person is not None:
        if not hmac.compare_digest(token.encode(), person.token.encode()):
            raise Forbidden("This form is not from here, or from an earlier visit. Go back and try again.")
        sessions.forget(request)
    return RedirectResponse("/", status_code=303)


def _pager(cursor: str | None, following: str | None) -> Pager:
    return Pager(
        size=ALERTS_ON_A_PAGE,
        first="/account" if cursor else None,
        next="/account?" + urlencode({"cursor": following}) if following else None,
    )


def _require_offer(settings: Settings) -> None:
    if settings.oidc_issuer is None:
        raise NotFound("Signing in is not offered here.")


def _tenant_id(engine: Engine, named: str) -> str:
    with reading(engine) as session:
        try:
            return the_tenant(session, named).id
        except NotFound as error:
            raise Forbidden(f"You are known, but your tenant {named!r} is not.") from error
