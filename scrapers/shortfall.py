"""What a run lacks although its rows came: topics in all, or what its topics used to state.

A field that the source has renamed is missing in each topic, which no row gives away: every one can be read.
"""

from collections.abc import Mapping, Sequence

from scrapers.reading import Expectations, Reading
from scrapers.records import Budget, Topic

NOT_STATED = (None, (), Budget())
FIELDS = (
    "budget",
    "conditions_html",
    "cross_cutting",
    "deadline_model",
    "deadlines",
    "description_html",
    "destination",
    "keywords",
    "latest_infos",
    "mgas",
    "opens_on",
    "programme_division",
    "support_html",
    "type_of_action",
)
"""Fields that a topic may leave open, and of which it would be noticed if all of them did."""


def fill_rates(topics: Sequence[Topic]) -> Mapping[str, float]:
    """For each field the share of topics that state it, 0 to 1; empty where there are no topics."""
    if not topics:
        return {}
    return {name: round(sum(map(_states, topics, [name] * len(topics))) / len(topics), 4) for name in FIELDS}


def shortfall(
    reading: Reading,
    *,
    expectations: Expectations,
    last_filled: Mapping[str, float] | None = None,
    at_least: int | None = None,
) -> str | None:
    """Why this run must not replace the catalogue, as a sentence; None when it may.

    Args:
        reading: what was read.
        expectations: what the source is known for.
        last_filled: the fill rates of the last run that was accepted; None where there is none.
        at_least: how many topics there must be in any case; None for a source of which nobody knows.
    """
    if at_least is not None and reading.found < at_least:
        return f"{reading.found} topics were found, there must be at least {at_least}"
    if not is_sample(reading, expectations):
        return None
    now = fill_rates(reading.topics)
    for name, before in (last_filled or {}).items():
        if now.get(name, before) < before * expectations.share_of_last_filled:
            return f"{now[name]:.0%} of the topics state {name}, in the last good run {before:.0%} did"
    return None


def is_sample(reading: Reading, expectations: Expectations) -> bool:
    """Whether the topics that were read tell of all: not a few, not those that happen to differ, no poorer file."""
    read = len(reading.topics)
    return not reading.is_fallback and read >= expectations.filled_from_topics and read >= reading.found / 2


def _states(topic: Topic, name: str) -> bool:
    return getattr(topic, name) not in NOT_STATED
