"""Drifts of the source: its rows, counts and dates are no longer what they were.

A row that cannot be read is quarantined with its reason and the others go on; a run that cannot be believed is refused.
Never does anything come out of the runner as an exception, and never is the catalogue half old and half new.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import reading
from app.db.tables import IngestRun, Topic
from app.services.ingestion.runs import RunReport, ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.app.ingestion.test_ingestion import contents
from tests.emulator.server import Portal
from tests.emulator.shapes import Raw, language_copy, news, stale_copy
from tests.emulator.topics import IA, RIA, TOPICS, own_rows

SettingsOn = Callable[..., Settings]
FIRST, LATER, LATEST = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


@dataclass(frozen=True)
class Drift:
    """How one row changes, and a part of the reason it is quarantined for; "" when it is read all the same.

    ``unknown`` are fields that are reported because nobody knows them.
    """

    change: Callable[[dict[str, Any]], None]
    reason: str = ""
    unknown: Sequence[str] = ()


def put(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda metadata: metadata.update(values)


def take(*names: str) -> Callable[[dict[str, Any]], None]:
    def change(metadata: dict[str, Any]) -> None:
        for name in names:
            del metadata[name]

    return change


def rename(name: str, to: str) -> Callable[[dict[str, Any]], None]:
    def change(metadata: dict[str, Any]) -> None:
        metadata[to] = metadata.pop(name)

    return change


def within(name: str, change: Callable[[Any], None]) -> Callable[[dict[str, Any]], None]:
    """A change of the document that a field holds as a text."""

    def changed(metadata: dict[str, Any]) -> None:
        document = json.loads(metadata[name][0])
        change(document)
        metadata[name] = [json.dumps(document)]

    return changed


def amount(written: Any) -> Callable[[dict[str, Any]], None]:
    def change(overview: Any) -> None:
        (entries,) = overview["budgetTopicActionMap"].values()
        entries[0]["budgetYearMap"]["2027"] = written

    return within("budgetOverview", change)


def dated(*written: str) -> Callable[[dict[str, Any]], None]:
    return put(deadlineDate=list(written))


OF_A_ROW: Mapping[str, Drift] = {
    "a required field is missing": Drift(take("title"), "title is missing"),
    "a required field is renamed": Drift(rename("status", "topicStatus"), "status is missing"),
    "an optional field is renamed": Drift(rename("tags", "labels"), unknown=["labels"]),
    "a field is null": Drift(put(frameworkProgramme=None), "frameworkProgramme is missing"),
    "a field is a number": Drift(put(title=7), "title is not a list of texts: '7'"),
    "a field is a list of numbers": Drift(put(ccm2Id=[90000001]), "ccm2Id is not a list of texts"),
    "a list becomes an object": Drift(put(deadlineDate={"1": "2027-03-16"}), "deadlineDate is not a list of texts"),
    "a text becomes a document": Drift(put(actions=[{"types": []}]), "actions is not a list of texts"),
    "a document becomes a list": Drift(put(budgetOverview=["[]"]), "budgetOverview"),
    "a document is cut off": Drift(put(actions=['[{"types": [']), "actions"),
    "an unknown status": Drift(put(status=["31094504"]), "31094504"),
    "an unknown programme": Drift(put(frameworkProgramme=["99999999"]), "99999999"),
    "no status": Drift(put(status=[]), "status is missing"),
    "two types": Drift(put(type=["1", "6"]), "type has 2 values"),
    "an optional field is null": Drift(put(destinationGroup=None)),
    "an unknown deadline model": Drift(put(deadlineModel=["by lot"]), "by lot"),
    "a new field": Drift(put(euPriority=["yes"]), unknown=["euPriority"]),
    "a date in another zone": Drift(dated("2027-03-16T00:00:00.000+0200"), "deadlineDate"),
    "a date in another format": Drift(dated("16/03/2027"), "deadlineDate"),
    "a bare date": Drift(dated("2027-03-16"), "deadlineDate"),
    "a date in milliseconds": Drift(dated("1805155200000"), "deadlineDate"),
    "no such day": Drift(dated("2027-02-30T00:00:00.000+0000"), "deadlineDate"),
    "a deadline in the past": Drift(dated("2019-03-16T00:00:00.000+0000")),
    "a budget below zero": Drift(amount("-5000000"), "budgetOverview holds an amount that cannot be meant"),
    "a budget in words": Drift(amount("about a million"), "budgetOverview holds an amount that is none"),
    "a budget of 1e30": Drift(amount(1e30), "budgetOverview holds an amount that cannot be meant"),
    "a budget of a list": Drift(amount([5000000]), "budgetOverview"),
    "an address that runs a script": Drift(put(url=["javascript:alert(1)"]), "url is no web address"),
}
"""Drifts of one row among all others."""


@dataclass(frozen=True)
class Untrue:
    """What the source does as a whole, the state of the run, and a part of its reason."""

    does: Callable[[Portal], None]
    state: str
    reason: str = ""


def rows_from(change: Callable[[list[Raw]], Sequence[Raw]]) -> Callable[[Portal], None]:
    return lambda portal: portal.serve(change(own_rows()))


def every(change: Callable[[dict[str, Any]], None]) -> Callable[[Portal], None]:
    """The same drift in each row."""

    def changed(rows: list[Raw]) -> list[Raw]:
        for row in rows:
            change(row["metadata"])
        return rows

    return rows_from(changed)


def says(total: int) -> Callable[[Portal], None]:
    return lambda portal: setattr(portal.state, "says_total", total)


OF_THE_SOURCE: Mapping[str, Untrue] = {
    "rows occur twice": Untrue(rows_from(lambda rows: [*rows, *rows]), "failed", "the facet counts 28 rows"),
    "a topic has two rows": Untrue(rows_from(lambda rows: [*rows, _renumbered(rows[0])]), "ok"),
    "only copies are left": Untrue(
        lambda portal: portal.serve([stale_copy(RIA), language_copy(IA, "sv")]), "refused", "no topic could be read"
    ),
    "nothing is left": Untrue(lambda portal: portal.serve([]), "refused", "no topic could be read"),
    "nothing but news is left": Untrue(
        lambda portal: portal.serve([news(RIA, 1, "News.")]), "refused", "no topic could be read"
    ),
    "the total shrinks by 60 %": Untrue(
        lambda portal: portal.serve(own_rows()[: int(len(TOPICS) * 0.4)]),
        "refused",
        f"the last good run had {len(TOPICS)}",
    ),
    "the count of pages lies upwards": Untrue(says(15), "refused", "the source says it has 45 rows"),
    "the total is far beyond the window": Untrue(says(1_000_000), "failed", "was split into parts"),
    "a total below zero": Untrue(says(-1), "failed", "totalResults"),
    "facets count twice as many": Untrue(
        lambda portal: setattr(portal.state, "counts_off", 20), "failed", "the facet counts"
    ),
    "the filter is no longer heard": Untrue(
        lambda portal: setattr(portal.state, "ignores_filters", True), "failed", "the filter was ignored"
    ),
    "all statuses are renamed": Untrue(every(put(status=["open"])), "refused", "no topic could be read"),
    "all titles are missing": Untrue(
        every(lambda metadata: metadata.pop("title", None)), "refused", "no topic could be read"
    ),
    "all dates are in another format": Untrue(every(dated("16/03/2027")), "refused", "no topic could be read"),
}
"""Drifts of the source as a whole."""


def _renumbered(row: Raw) -> Raw:
    return {**row, "reference": "95555555TOPICSen"}


def test_there_are_at_least_20_drifts() -> None:
    assert len({*OF_A_ROW, *OF_THE_SOURCE}) >= 20


@pytest.fixture
def before(portal: Portal, engine: Engine, settings_on: SettingsOn) -> dict[str, list[tuple[Any, ...]]]:
    """What the catalogue has after a good run."""
    assert ingest(settings_on(portal, FIRST), engine, PORTAL).state == "ok"
    return contents(engine)


@pytest.mark.parametrize("name", OF_A_ROW)
def test_a_row_that_drifts_is_quarantined_or_read_and_stops_no_other(
    name: str, portal: Portal, engine: Engine, settings_on: SettingsOn, before: dict[str, Any]
) -> None:
    drift = OF_A_ROW[name]
    rows = own_rows()
    drift.change(next(row for row in rows if row["reference"] == RIA.reference)["metadata"])
    portal.serve(rows)

    report = ingest(settings_on(portal, LATER), engine, PORTAL)

    assert (report.state, report.gone, report.added, report.reason) == ("ok", 0, 0, None)
    assert report.quarantined == bool(drift.reason)
    run = _last(engine)
    for remark in run.details["quarantined"]:
        assert remark["reference"] == RIA.reference
        assert drift.reason in remark["reason"]
    assert set(drift.unknown) == run.details["unknown_fields"].keys()
    if drift.reason:
        assert contents(engine) == before
    assert _topics(engine) == len(TOPICS)


@pytest.mark.parametrize("name", OF_THE_SOURCE)
def test_a_source_that_drifts_is_believed_or_refused_as_a_whole(
    name: str, portal: Portal, engine: Engine, settings_on: SettingsOn, before: dict[str, Any]
) -> None:
    drift = OF_THE_SOURCE[name]
    drift.does(portal)

    report = ingest(settings_on(portal, LATER), engine, PORTAL)

    assert (report.state, report.gone) == (drift.state, 0), report.reason
    assert (report.reason is None) == (drift.state == "ok")
    assert drift.reason in (report.reason or "")
    assert (_last(engine).state, _last(engine).reason) == (report.state, report.reason)
    assert _topics(engine) == len(TOPICS)
    if drift.state != "ok":
        assert contents(engine) == before
    portal.serve(own_rows())
    assert _state_and_changes(ingest(settings_on(portal, LATEST), engine, PORTAL)) in (("ok", 0), ("ok", 1))


def _state_and_changes(report: RunReport) -> tuple[str, int]:
    return report.state, report.changed


def _last(engine: Engine) -> IngestRun:
    with reading(engine) as session:
        run = session.exec(select(IngestRun).order_by(IngestRun.id.desc())).first()  # type: ignore[union-attr]
    assert run is not None
    return run


def _topics(engine: Engine) -> int:
    with reading(engine) as session:
        return len([topic for topic in session.exec(select(Topic)) if topic.gone_since is None])
