"""The words of files for codes, days and sums; those of statuses are the words of the pages (a test compares)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from app.clock import BRUSSELS
from app.services.catalogue.schemas import DeadlinePublic
from rules.conditions import Confidence, Force, Source
from rules.entries import Status
from rules.sentences.countries import country_name
from rules.verdict import Whole

VERDICTS: Final[Mapping[Whole, str]] = {
    "eligible": "No obstacle found",
    "eligible_on_condition": "Eligible on condition",
    "ineligible": "Not eligible",
    "undetermined": "Open questions",
    "out_of_scope": "Out of scope",
}

CONDITIONS: Final[Mapping[Status, str]] = {
    Status.MET: "Met",
    Status.NOT_MET: "Not met",
    Status.CONDITIONAL: "Conditional",
    Status.UNKNOWN: "Fact missing",
    Status.NEEDS_HUMAN: "For a person",
    Status.NOT_APPLICABLE: "Does not apply",
}

FORCES: Final[Mapping[Force, str]] = {
    Force.ELIGIBILITY: "Eligibility",
    Force.ADMISSIBILITY: "Admissibility",
    Force.FUNDING: "Funding",
    Force.EVALUATION: "Looked at in evaluation",
    Force.ADVICE: "Advice",
}

CONFIDENCES: Final[Mapping[Confidence, str]] = {
    Confidence.SOURCED: "read in the primary text",
    Confidence.SECONDARY: "taken from a secondary source",
    Confidence.RECALLED: "from memory, not yet checked in the primary text",
    Confidence.UNCERTAIN: "uncertain",
}

ANSWERS: Final[Mapping[str, str]] = {
    "optimal": "Each consortium is proven: none that differs enough from those before it is better.",
    "feasible": "Each consortium satisfies the request; the time ran out before it was proven that none is better.",
    "infeasible": "No consortium can satisfy the request. This is proven.",
    "gave_up": "No consortium was found in the time allowed. That is no proof that none exists.",
}

DISCLAIMER: Final = (
    "“No obstacle found” means: nothing that has been encoded stands in the way. The granting authority decides, and "
    "the call documents prevail. A fact that nobody stated is unknown, not false. Quorum is not a service of the "
    "European Union."
)

NOT_KNOWN: Final = "not known"


def in_words(code: str) -> str:
    """A code of a closed list: its words are in it already."""
    return code.replace("_", " ")


def country(code: str | None) -> str:
    """``France (FR)``; what is no country names itself."""
    if code is None:
        return ""
    name = country_name(code).removeprefix("the ")
    return f"{name} ({code})" if name != code else code


def yes_or_no(value: bool | None) -> str:
    """Three values."""
    return {True: "yes", False: "no", None: NOT_KNOWN}[value]


def day(moment: date) -> str:
    """``22 November 2026``; an instant is told by its day in Brussels."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(BRUSSELS).date()
    return f"{moment.day} {moment:%B %Y}"


def deadline(due: DeadlinePublic) -> str:
    """``10 February 2027, 17:00 Brussels time (stage 1)``, as far as it is known."""
    hour = f", {due.at.astimezone(BRUSSELS):%H:%M} Brussels time" if due.hour_known else ""
    stage = f" (stage {due.stage})" if due.stage else ""
    return f"{day(due.at)}{hour}{stage}"


def place(source: Source) -> str:
    """Where in a document: article and page, a bare number being that of one."""
    article = f"Article {source.article}" if source.article and source.article[:1].isdigit() else source.article
    page = f"page {source.page}" if source.page and source.page[:1].isdigit() else source.page
    return ", ".join(filter(None, (article, page)))


def cited(source: Source) -> str:
    """A document and where in it."""
    return ", ".join(filter(None, (source.document, place(source))))
