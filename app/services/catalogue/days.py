"""Days as they stand in parameters."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

EARLIEST, LATEST = date(1984, 1, 1), date(2100, 12, 31)
"""From the first framework programme to a day that nobody plans for: other days are slips of the pen."""

PlausibleDay = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _as_written(value: Any) -> Any:
    """Text must be a day and nothing else: a library would take seconds since 1970, or an instant, for one."""
    if isinstance(value, date) or (isinstance(value, str) and WRITTEN.fullmatch(value)):
        return value
    raise ValueError("a day is written YYYY-MM-DD")


AskedDay = Annotated[PlausibleDay, BeforeValidator(_as_written)]
"""A day that somebody could mean, written YYYY-MM-DD."""
