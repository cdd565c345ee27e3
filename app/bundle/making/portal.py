"""Reads topics out of the recorded portal search, as two third parties republished it.

One of them has amounts, opening day and destination, the other how often one submits. A topic is taken when both agree
on its last day; where only one day of two stages is known, it is refused.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from app.bundle.making.clusters import BundleError
from app.bundle.records import BundledTopic, Origin
from app.clock import BRUSSELS
from scrapers.records import Budget, Deadline, DeadlineModel, Kind, PortalStatus

FEED_FILE = "portal/topics-text/eu-grants-feed-2026-08-22.json"
TEXTS_FILE = "portal/topics-text/open-topics-2026-08-10.repaired.jsonl"
ORIGIN = Origin(
    url="https://github.com/MichelNivard/eu-grants-feed/blob/cc355a7/data/grants.json",
    retrieved_on=date(2026, 8, 22),
    confidence="sourced",
)
PAGES = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"
COSME = "43252504"

Raw = Mapping[str, Any]


class PortalRecordings:
    """The two recordings, by identifier in lower case."""

    def __init__(self, shared: Path) -> None:
        grants = [grant for grant in _load(shared / FEED_FILE)["grants"] if grant["kind"]["id"] in {"1", "2"}]
        self._grants = {grant["identifier"].lower(): grant for grant in grants}
        with (shared / TEXTS_FILE).open(encoding="utf-8") as lines:
            texts = [json.loads(line) for line in lines]
        self._texts = {text["topicId"].lower(): text for text in texts}
        self._same_amount = Counter((grant["callIdentifier"], _total(grant)) for grant in grants)
        self._codes = yaml.safe_load((files("scrapers.portal") / "source.yaml").read_bytes())

    def topic(self, identifier: str) -> BundledTopic:
        """The facts of one topic.

        Raises:
            BundleError: it is not recorded, or its deadlines are not certain.
        """
        try:
            grant, text = self._grants[identifier.lower()], self._texts[identifier.lower()]
        except KeyError as error:
            raise BundleError(f"{identifier} is not in both recordings") from error
        kind = Kind(int(grant["kind"]["id"]))
        self._check_deadline(grant, text, kind)
        return BundledTopic(
            identifier=grant["identifier"],
            reference=grant["id"],
            ccm2_id=int(grant["id"].removesuffix("TOPICSen")) if kind is Kind.GRANT else None,
            kind=kind,
            call_identifier=grant["callIdentifier"],
            call_title=grant["callTitle"],
            title=grant["title"].strip(),
            programme=self._programme(grant),
            type_of_action=self._type_of_action(grant),
            portal_status=PortalStatus(self._codes["statuses"][grant["status"]["id"]]),
            opens_on=date.fromisoformat(grant["startDate"][:10]),
            deadline_model=DeadlineModel.SINGLE_STAGE if kind is Kind.GRANT else None,
            deadlines=(_deadline(grant["deadlineDate"], kind),),
            budget=self._budget(grant),
            url=PAGES + grant["identifier"].lower() if kind is Kind.GRANT else grant["url"],
            destination=grant["destination"],
            origin=ORIGIN,
        )

    def _check_deadline(self, grant: Raw, text: Raw, kind: Kind) -> None:
        if kind is Kind.EXTERNAL_ACTION:
            return
        identifier = grant["identifier"]
        if text["deadlineModel"] != "single-stage":
            raise BundleError(f"{identifier} is {text['deadlineModel']}: the recordings give one day only")
        if grant["deadlineDate"][:10] < text["deadline"]:
            raise BundleError(f"{identifier}: the later recording has the earlier deadline")

    def _programme(self, grant: Raw) -> str:
        (framework,) = grant["frameworkProgrammes"]
        entry = self._codes["programmes"][framework["id"]]
        divisions = {division["id"] for division in grant["programmeDivisions"]}
        parts = (part["abbreviation"] for part in entry.get("parts", ()) if part["division"] in divisions)
        return str(next(parts, entry["abbreviation"]))

    def _type_of_action(self, grant: Raw) -> str | None:
        if grant["actionType"] is None:
            return None
        name = " ".join(grant["actionType"].split())
        return str(self._codes["types_of_action"][name])

    def _budget(self, grant: Raw) -> Budget:
        """One amount on several topics of a call that counts no grants is one pot, which these topics share."""
        stated = grant["budget"] or {}
        total, grants = _total(grant), stated.get("expectedGrants")
        return Budget.model_validate(
            {
                "total": total,
                "grants": grants,
                "min": stated.get("minContributionEur"),
                "max": stated.get("maxContributionEur"),
                "shared": total is not None and not grants and self._same_amount[grant["callIdentifier"], total] > 1,
            }
        )


def _total(grant: Raw) -> int | None:
    return (grant["budget"] or {}).get("totalBudgetEur")


def _deadline(stated: str, kind: Kind) -> Deadline:
    """Grant topics name the day only; calls for external action the instant."""
    at = datetime.fromisoformat(stated)
    if kind is Kind.EXTERNAL_ACTION:
        return Deadline(at=at.astimezone(UTC), hour_known=True)
    return brussels_day(at.date())


def brussels_day(day: date) -> Deadline:
    """A deadline of which only the day is known."""
    return Deadline(at=datetime.combine(day, time(), BRUSSELS), hour_known=False)


def _load(path: Path) -> Any:
    return json.loads(path.read_bytes())
