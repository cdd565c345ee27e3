"""Is the process there, and can it work?"""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.access import WithEngine
from app.api.strict import StrictRoute
from app.errors import NotReady
from app.operations.ending import ENDING
from app.services import setup

router = APIRouter(tags=["health"], route_class=StrictRoute)


class Health(BaseModel):
    """The one thing there is to say."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def healthz() -> Health:
    """The process answers."""
    return Health()


@router.get("/readyz")
def readyz(engine: WithEngine) -> Health:
    """The database is migrated and the catalogue is loaded; 503 until then, and once the process was told to end."""
    if ENDING.is_set():
        raise NotReady("This process has been told to end.")
    if not setup.is_ready(engine):
        raise NotReady("The database is not migrated, or the catalogue is not loaded.")
    return Health()
