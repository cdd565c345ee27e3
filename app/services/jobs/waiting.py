"""How long a caller wants to wait for the answer of a job, instead of coming back for it."""

import re

MOST_SECONDS = 60
WAITS = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?:$|[,;\s])", re.IGNORECASE)


def seconds_asked(prefer: str | None) -> int | None:
    """What the header ``Prefer`` asks for; RFC 7240: a preference that is not understood is as if it were not there."""
    asked = WAITS.search(prefer or "")
    return min(int(asked[1]), MOST_SECONDS) if asked else None
