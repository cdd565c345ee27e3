"""Who asks by way of an assistant, and of which service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import Asker, reading, writing
from app.services.jobs.watching import JobWatch
from app.services.tenancy import authentication
from app.services.tenancy.scopes import Scope
from app.settings import Settings


@dataclass(frozen=True)
class Service:
    """What answers: the database, the settings, what follows jobs, and for how long an answer may be waited for."""

    engine: Engine
    settings: Settings
    watch: JobWatch
    longest_wait_seconds: float


@dataclass(frozen=True)
class Visit:
    """One question to the service. Without an asker it sees what everybody sees, and changes nothing."""

    service: Service
    asker: Asker | None

    @property
    def settings(self) -> Settings:
        """The settings of the service."""
        return self.service.settings

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view, for whoever asks."""
        with reading(self.service.engine, self.asker) as session:
            yield session

    @contextmanager
    def writing(self, scope: Scope) -> Iterator[Session]:
        """A change of whoever asks, committed at its end.

        Raises:
            Unauthorized: nobody has shown a key.
            Forbidden: the key lacks the scope.
        """
        self.require(scope)
        with writing(self.service.engine, self.asker) as session:
            yield session

    def require(self, scope: Scope) -> None:
        """Refuse who may not.

        Raises:
            Unauthorized: nobody has shown a key.
            Forbidden: the key lacks the scope.
        """
        authentication.require(self.asker, scope)


def asker_by(service: Service, key: str | None) -> Asker | None:
    """Who has this key, looked up anew each time: one that is revoked ends at once.

    Raises:
        Unauthorized: the key is not known, or no longer good.
    """
    if key is None:
        return None
    with reading(service.engine) as session:
        asker = authentication.asker_with(session, key)
        is_to_note = authentication.needs_noting(session, asker)
    if is_to_note:
        with writing(service.engine, asker) as session:
            authentication.note_use(session, asker)
    return asker
