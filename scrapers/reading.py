"""What reading the captures of one run gave, and whether that is enough to replace what we have."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from scrapers.records import CascadeCall, News, Record, Text, Topic


class Ignored(StrEnum):
    """Why a row is no record of ours. It is left out and counted. News and cascade calls are read now."""

    NEWS = "news"
    TENDER = "tender"
    CASCADE_CALL = "cascade_call"
    LANGUAGE_COPY = "language_copy"
    STALE_COPY = "stale_copy"
    DUPLICATE = "duplicate"


class Asked(StrEnum):
    """What a source is asked for, each by a question of its own."""

    TOPICS = "topics"
    CASCADE_CALLS = "cascade_calls"
    NEWS = "news"


class Remark(Record):
    """Something to look at: about one row, or about the counts of what ``asked`` names."""

    reference: Text
    reason: Text
    asked: Asked = Asked.TOPICS


class Came(Record):
    """How many rows the source said it has for what was asked, and how many different ones came."""

    expected: int = Field(ge=0)
    rows: int = Field(ge=0)


class Reading(Record):
    """The records of one run and everything that is not among them.

    ``expected`` is how many rows the source said it has for the topics, ``rows`` how many different ones came;
    ``besides`` is the same for what was asked for beside the topics.
    ``captured`` tells for each topic identifier the SHA-256 of the capture it was read from, ``captured_besides`` for
    each reference of a cascade call or a notice.
    ``unchanged`` are topics that were not read again, since their rows have the digests they had: identifier in lower
    case and reference. ``digests`` are those of the rows that were read, by reference, for the next reading.
    With ``is_fallback`` a source was read that states less (no descriptions, conditions and budgets, no calls for
    external action): what it leaves open is not taken back, and what it does not list has not vanished.
    """

    topics: tuple[Topic, ...]
    quarantined: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    ignored: Mapping[Ignored, int]
    unknown_fields: Mapping[str, int]
    expected: int
    rows: int
    captured: Mapping[str, str]
    cascade_calls: tuple[CascadeCall, ...] = ()
    news: tuple[News, ...] = ()
    besides: Mapping[Asked, Came] = Field(default_factory=dict)
    captured_besides: Mapping[str, str] = Field(default_factory=dict)
    is_fallback: bool = False
    unchanged: Mapping[str, str] = Field(default_factory=dict)
    digests: Mapping[str, str] = Field(default_factory=dict)

    @property
    def found(self) -> int:
        """How many topics there are, read now or before."""
        return len(self.topics) + len(self.unchanged)


class Expectations(Record):
    """When a run is too poor to be believed. Shares only, so that a small source is as good as a large one."""

    share_of_expected_rows: float = Field(ge=0, le=1)
    share_of_last_run: float = Field(ge=0, le=1)
    share_quarantined: float = Field(ge=0, le=1)
    share_off_facets: float = Field(ge=0, le=1, default=1)
    share_off_facets_refused: float = Field(ge=0, le=1, default=1)
    share_of_last_filled: float = Field(ge=0, le=1, default=0.5)
    filled_from_topics: int = Field(gt=0, default=50)


def judge_run(reading: Reading, *, last_good: int | None, expectations: Expectations) -> str | None:
    """Why this run must not replace the catalogue, as a sentence; None when it may.

    ``last_good`` is the number of topics of the last run that was accepted, None before the first.
    """
    topics = reading.found
    quarantined = sum(remark.asked is Asked.TOPICS for remark in reading.quarantined)
    if not topics:
        return f"no topic could be read ({reading.rows} rows came, {quarantined} of them unreadable)"
    if reading.rows < reading.expected * expectations.share_of_expected_rows:
        return f"the source says it has {reading.expected} rows and gave {reading.rows}"
    for asked, came in reading.besides.items():
        if came.rows < came.expected * expectations.share_of_expected_rows:
            return f"the source says it has {came.expected} rows of {asked.replace('_', ' ')} and gave {came.rows}"
    if quarantined > (topics + quarantined) * expectations.share_quarantined:
        return f"{quarantined} of {topics + quarantined} topics could not be read"
    if last_good is not None and topics < last_good * expectations.share_of_last_run:
        return f"{topics} topics were found, the last good run had {last_good}"
    return None
