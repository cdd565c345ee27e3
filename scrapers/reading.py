"""What reading the captures of one run gave, and whether that is enough to replace what we have."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from scrapers.records import Record, Text, Topic


class Ignored(StrEnum):
    """Why a row is no topic of ours. It is left out and counted."""

    NEWS = "news"
    TENDER = "tender"
    CASCADE_CALL = "cascade_call"
    LANGUAGE_COPY = "language_copy"
    STALE_COPY = "stale_copy"
    DUPLICATE = "duplicate"


class Remark(Record):
    """Something to look at about one row."""

    reference: Text
    reason: Text


class Reading(Record):
    """The records of one run and everything that is not among them.

    ``expected`` is how many rows the source said it has for what was asked, ``rows`` how many different ones came.
    ``captured`` tells for each topic identifier the SHA-256 of the capture it was read from.
    """

    topics: tuple[Topic, ...]
    quarantined: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    ignored: Mapping[Ignored, int]
    unknown_fields: Mapping[str, int]
    expected: int
    rows: int
    captured: Mapping[str, str]


class Expectations(Record):
    """When a run is too poor to be believed. Shares only, so that a small source is as good as a large one."""

    share_of_expected_rows: float = Field(ge=0, le=1)
    share_of_last_run: float = Field(ge=0, le=1)
    share_quarantined: float = Field(ge=0, le=1)


def judge_run(reading: Reading, *, last_good: int | None, expectations: Expectations) -> str | None:
    """Why this run must not replace the catalogue, as a sentence; None when it may.

    ``last_good`` is the number of topics of the last run that was accepted, None before the first.
    """
    topics, quarantined = len(reading.topics), len(reading.quarantined)
    if not topics:
        return f"no topic could be read ({reading.rows} rows came, {quarantined} of them unreadable)"
    if reading.rows < reading.expected * expectations.share_of_expected_rows:
        return f"the source says it has {reading.expected} rows and gave {reading.rows}"
    if quarantined > (topics + quarantined) * expectations.share_quarantined:
        return f"{quarantined} of {topics + quarantined} topics could not be read"
    if last_good is not None and topics < last_good * expectations.share_of_last_run:
        return f"{topics} topics were found, the last good run had {last_good}"
    return None
