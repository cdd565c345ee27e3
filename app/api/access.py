"""What an endpoint may ask for: the settings, and one consistent view of the database."""

from collections.abc import Iterator
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import reading
from app.settings import Settings


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
View = Annotated[Session, Depends(_view)]
"""Reading only: what is not committed is gone at the end of the request."""
