"""What came of a run, in short: the result of its job."""

from datetime import date

from app.services.catalogue.schemas import Public


class RunSummary(Public):
    """How many organisations were judged for how many calls, and how often each status came out."""

    as_of: date
    topics: int
    organisations: int
    statuses: dict[str, int]
