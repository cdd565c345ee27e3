"""What a page may ask for: what an endpoint may ask for, and the day the program goes by."""

from datetime import date
from typing import Annotated

from fastapi import Depends

from app import clock
from app.api.access import View, WithSettings

__all__ = ["Today", "View", "WithSettings"]


def _today(settings: WithSettings) -> date:
    return clock.today(settings)


Today = Annotated[date, Depends(_today)]
