"""The words of the pages for codes, days, sums and places: one word for one thing, everywhere."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from unicodedata import combining, normalize

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from app.clock import BRUSSELS

LOCALE: Final = Locale.parse("en_GB")
NOT_STATED: Final = "not stated"

ROLES: Final = {
    "coordinator": "coordinator",
    "beneficiary": "beneficiary",
    "affiliated_entity": "affiliated entity",
    "associated_partner": "associated partner",
    "subcontractor": "subcontractor",
    "third_party_recipient": "recipient of support to third parties",
}

FORCES: Final = {
    "eligibility": "Eligibility",
    "admissibility": "Admissibility",
    "funding": "Funding",
    "evaluation": "Looked at in evaluation",
    "advice": "Advice",
}

ORIGINS: Final = {
    "rulebook": "from the rulebook",
    "topic_text": "read out of the text of the topic",
    "declared": "stated in the request",
}

CONFIDENCES: Final = {
    "sourced": "read in the primary text",
    "secondary": "taken from a secondary source",
    "recalled": "from memory, not yet checked in the primary text",
    "uncertain": "uncertain",
}

EVIDENCE_CONFIDENCES: Final = {
    "verified": "verified: a source that was read names it",
    "high": "high: compiled from general knowledge, not yet checked against a source",
    "medium": "medium: name, seat or status may be outdated",
}

FORMALISATIONS: Final = {
    "own": "an organisation of its own",
    "hosted": "a host that runs several clusters",
    "none": "nobody: it is a territory without legal personality",
    "unknown": "not known",
}

DENOMINATIONS: Final = {
    "pole": "competitiveness cluster (pôle)",
    "aei": "innovative business group (AEI)",
    "innovation_cluster": "innovation cluster",
    "national_tech_cluster": "national technology cluster",
    "regional_cluster": "regional cluster",
    "industrial_district": "industrial district",
    "business_association": "business association",
    "technopole": "technopole",
}

DEADLINE_MODELS: Final = {
    "single-stage": "single stage",
    "two-stage": "two stages",
    "multiple-cut-off": "several cut-off dates",
}


def in_words(code: str) -> str:
    """A code of a closed list that has no entry of its own: its words are in it already."""
    return code.replace("_", " ").replace("-", " ")


def country_name(code: str | None) -> str:
    """The name of a country in English (CLDR)."""
    if code is None:
        return "country not known"
    return str(LOCALE.territories.get(code, code))


def sorting(name: str) -> str:
    """A key that sorts names as people do: without regard to case and accents."""
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


def listed(items: Iterable[str]) -> str:
    """``a, b and c``."""
    return format_list(list(items), locale=LOCALE)


def either(items: Iterable[str]) -> str:
    """``a, b or c``."""
    return format_list(list(items), style="or", locale=LOCALE)


def day(moment: date | None) -> str:
    """``22 November 2026``; an instant is told by its day in Brussels."""
    if moment is None:
        return NOT_STATED
    if isinstance(moment, datetime):
        moment = moment.astimezone(BRUSSELS).date()
    return format_date(moment, "d MMMM y", locale=LOCALE)


def hour(moment: datetime) -> str:
    """``17:00 Brussels time``."""
    return f"{moment.astimezone(BRUSSELS):%H:%M} Brussels time"


def euro(amount: Decimal | float | None) -> str:
    """``€9.5 million`` where that is exact, else every digit."""
    if amount is None:
        return NOT_STATED
    exact = Decimal(str(amount))
    millions = exact / 1_000_000
    if exact >= 1_000_000 and millions == round(millions, 3):
        return f"€{format_decimal(millions, locale=LOCALE)} million"
    return str(format_currency(exact, "EUR", format="¤#,##0.##", locale=LOCALE, currency_digits=False))


def euro_span(least: Decimal | float | None, most: Decimal | float | None) -> str:
    """A sum from so much to so much."""
    if least is None and most is None:
        return NOT_STATED
    if least is None:
        return f"up to {euro(most)}"
    if most is None:
        return f"from {euro(least)}"
    return euro(least) if least == most else f"{euro(least)} to {euro(most)}"


def number(value: float) -> str:
    """``1,234``."""
    return format_decimal(value, locale=LOCALE)


def counted(count: int, one: str, many: str | None = None) -> str:
    """``1 call``, ``2 calls``."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def span(begins: str, ends: str, *, of: str = "") -> str:
    """``budget years 2021 to 2023``; a border that is empty is open, and two that are the same are one."""
    unit = f"{of} " if of else ""
    if begins and ends:
        return f"{unit}{begins} to {ends}" if begins != ends else f"{unit.replace('years', 'year')}{begins}"
    return f"{unit}from {begins}" if begins else f"{unit}until {ends}" if ends else ""


def days_left(deadline: date, today: date) -> str:
    """How far a day is, as people say it."""
    match (deadline - today).days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
        case days if days < 0:
            return f"{counted(-days, 'day')} ago"
        case days:
            return f"in {counted(days, 'day')}"
