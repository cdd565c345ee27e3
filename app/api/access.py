"""What an endpoint may ask for: the settings, one consistent view of the database, and who asks."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import Asker, bind, reading, writing
from app.errors import Unauthorized
from app.services.tenancy import authentication
from app.services.tenancy.scopes import Scope
from app.settings import Settings

SCHEME = "bearer"


def settings_of(request: Request) -> Settings:
    """The settings the service was created with."""
    return cast(Settings, request.app.state.settings)


def engine_of(request: Request) -> Engine:
    """The engine of the service, which lives as long as it does."""
    return cast(Engine, request.app.state.engine)


def _view(engine: Annotated[Engine, Depends(engine_of)]) -> Iterator[Session]:
    with reading(engine) as session:
        yield session


WithSettings = Annotated[Settings, Depends(settings_of)]
WithEngine = Annotated[Engine, Depends(engine_of)]


def asker_of_request(request: Request, engine: WithEngine, session: Annotated[Session, Depends(_view)]) -> Asker | None:
    """Who asks, by the key in the header; nobody, where there is none. The view of the request is theirs from now on.

    Raises:
        Unauthorized: the header holds no key, or one that is not good.
    """
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, key = given.partition(" ")
    if scheme.lower() != SCHEME:
        raise Unauthorized("Send the key as Authorization: Bearer qk_…")
    asker = authentication.asker_with(session, key.strip(), getattr(request.state, "request_id", None))
    is_to_note = authentication.needs_noting(session, asker)
    session.rollback()  # a view that stays open would be in the way of what the request writes
    if is_to_note:
        with writing(engine) as noting:
            authentication.note_use(noting, asker)
    request.state.tenant_id = asker.tenant_id  # for the log
    bind(session, asker)
    return asker


MaybeAsker = Annotated[Asker | None, Depends(asker_of_request)]
"""Who asks; ``None`` is anybody."""


def _seen_by(session: Annotated[Session, Depends(_view)], _asker: MaybeAsker) -> Session:
    return session


View = Annotated[Session, Depends(_seen_by)]
"""Reading only, for whoever asks: what is not committed is gone at the end of the request."""


@dataclass(frozen=True)
class Guard:
    """Lets only those pass whose key has the scope; without a scope, everybody with a key."""

    scope: Scope | None = None


class Requires(Guard):
    """Who asks, once it is clear that they may."""

    def __call__(self, asker: MaybeAsker) -> Asker:
        """Who asks."""
        return authentication.require(asker, self.scope)


@dataclass(frozen=True)
class Change:
    """Somebody's change: one transaction of theirs, committed at its end."""

    engine: Engine
    asker: Asker

    def begin(self) -> AbstractContextManager[Session]:
        """The transaction."""
        return writing(self.engine, self.asker)


class Changes(Guard):
    """What somebody who may changes, in a transaction of theirs."""

    def __call__(self, asker: MaybeAsker, engine: WithEngine) -> Change:
        """The change."""
        return Change(engine, authentication.require(asker, self.scope))


IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="ETag of what was read: the change is refused if there is a newer version"),
]
