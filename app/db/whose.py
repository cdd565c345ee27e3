"""For whom a session works.

A session that is bound to somebody sees what belongs to that tenant, besides what everybody sees. One that is not bound
sees nothing private: there is no way to ask for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

BOUND = "quorum asker"


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Somebody who has shown who they are: their tenant, by which key, and what that key may do.

    ``key_id`` is ``None`` where the program works for a tenant by itself: a job, or the command line.
    """

    tenant_id: str
    key_id: str | None = None
    scopes: Sequence[str] = ()
    request_id: str | None = None


def bind(session: Session, asker: Asker | None) -> None:
    """Let the session work for somebody."""
    session.info[BOUND] = asker


def asker_of(session: Session) -> Asker | None:
    """For whom the session works, if for anybody."""
    asker: Asker | None = session.info.get(BOUND)
    return asker
