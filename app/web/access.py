"""What a page may ask for: the settings, the day, and one consistent view of the catalogue to hand to a service."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app import clock
from app.db import reading
from app.settings import Settings


def _settings(request: Request) -> Settings:
    settings = request.app.state.settings
    if not isinstance(settings, Settings):
        raise TypeError("app.state.settings is no Settings")
    return settings


def _today(settings: Annotated[Settings, Depends(_settings)]) -> date:
    return clock.today(settings)


def _session(request: Request) -> Iterator[Session]:
    with reading(request.app.state.engine) as session:
        yield session


WithSettings = Annotated[Settings, Depends(_settings)]
Today = Annotated[date, Depends(_today)]
View = Annotated[Session, Depends(_session)]
