"""The words of the pages for codes, days, sums and places: one word for one thing, everywhere."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from unicodedata import combining, normalize

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from app.clock import BRUSSELS
from rules.language import ENGLISH, N_, _, ngettext, spoken


class Texts(dict[str, str]):
    """Texts by what they are said of, in the language spoken. Ask by key: its values are still English."""

    def __getitem__(self, key: str) -> str:
        """The text, translated."""
        return _(super().__getitem__(key))

    def get(self, key: str, default: Any = None, /) -> Any:
        """The text, translated, or what stands in for it."""
        text = super().get(key)
        return default if text is None else _(text)


ROLES: Final = Texts(
    {
        "coordinator": N_("coordinator"),
        "beneficiary": N_("beneficiary"),
        "affiliated_entity": N_("affiliated entity"),
        "associated_partner": N_("associated partner"),
        "subcontractor": N_("subcontractor"),
        "third_party_recipient": N_("recipient of support to third parties"),
    }
)

ECOSYSTEMS: Final = Texts(
    {
        "Aerospace & Defence": N_("Aerospace & Defence"),
        "Agri-food": N_("Agri-food"),
        "Construction": N_("Construction"),
        "Cultural & Creative Industries": N_("Cultural & Creative Industries"),
        "Digital": N_("Digital"),
        "Electronics": N_("Electronics"),
        "Energy Intensive Industries": N_("Energy Intensive Industries"),
        "Energy - Renewables": N_("Energy - Renewables"),
        "Health": N_("Health"),
        "Mobility - Transport - Automotive": N_("Mobility - Transport - Automotive"),
        "Proximity, Social Economy & Civil Security": N_("Proximity, Social Economy & Civil Security"),
        "Retail": N_("Retail"),
        "Textile": N_("Textile"),
        "Tourism": N_("Tourism"),
    }
)

FORCES: Final = Texts(
    {
        "eligibility": N_("Eligibility"),
        "admissibility": N_("Admissibility"),
        "funding": N_("Funding"),
        "evaluation": N_("Looked at in evaluation"),
        "advice": N_("Advice"),
    }
)

ORIGINS: Final = Texts(
    {
        "rulebook": N_("from the rulebook"),
        "topic_text": N_("read out of the text of the topic"),
        "declared": N_("stated in the request"),
    }
)

CONFIDENCES: Final = Texts(
    {
        "sourced": N_("read in the primary text"),
        "secondary": N_("taken from a secondary source"),
        "recalled": N_("from memory, not yet checked in the primary text"),
        "uncertain": N_("uncertain"),
    }
)

EVIDENCE_CONFIDENCES: Final = Texts(
    {
        "verified": N_("verified: a source that was read names it"),
        "high": N_("high: compiled from general knowledge, not yet checked against a source"),
        "medium": N_("medium: name, seat or status may be outdated"),
    }
)

FORMALISATIONS: Final = Texts(
    {
        "own": N_("an organisation of its own"),
        "hosted": N_("a host that runs several clusters"),
        "none": N_("nobody: it is a territory without legal personality"),
        "unknown": N_("not known"),
    }
)

DENOMINATIONS: Final = Texts(
    {
        "pole": N_("competitiveness cluster (pôle)"),
        "aei": N_("innovative business group (AEI)"),
        "innovation_cluster": N_("innovation cluster"),
        "national_tech_cluster": N_("national technology cluster"),
        "regional_cluster": N_("regional cluster"),
        "industrial_district": N_("industrial district"),
        "business_association": N_("business association"),
        "technopole": N_("technopole"),
    }
)

DEADLINE_MODELS: Final = Texts(
    {
        "single-stage": N_("single stage"),
        "two-stage": N_("two stages"),
        "multiple-cut-off": N_("several cut-off dates"),
    }
)


def locale() -> Locale:
    """How days, numbers and names are written in the language spoken; English as in Europe."""
    return _locale(spoken().code)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse("en_GB" if code == ENGLISH.code else code)


def not_stated() -> str:
    """What is said in the place of what nobody has said."""
    return _("not stated")


def in_words(code: str) -> str:
    """A code of a closed list that has no entry of its own: its words are in it already."""
    return code.replace("_", " ").replace("-", " ")


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning, and as it was in all else: German has capitals inside."""
    return text[:1].upper() + text[1:]


def country_name(code: str | None) -> str:
    """The name of a country (CLDR)."""
    if code is None:
        return _("country not known")
    return str(locale().territories.get(code, code))


def sorting(name: str) -> str:
    """A key that sorts names as people do: without regard to case and accents."""
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


def listed(items: Iterable[str]) -> str:
    """``a, b and c``."""
    return format_list(list(items), locale=locale())


def either(items: Iterable[str]) -> str:
    """``a, b or c``."""
    return format_list(list(items), style="or", locale=locale())


def day(moment: date | None) -> str:
    """``22 November 2026``; an instant is told by its day in Brussels."""
    if moment is None:
        return not_stated()
    if isinstance(moment, datetime):
        moment = moment.astimezone(BRUSSELS).date()
    return format_date(moment, "long", locale=locale())


def hour(moment: datetime) -> str:
    """``17:00 Brussels time``."""
    return _("{time} Brussels time", time=f"{moment.astimezone(BRUSSELS):%H:%M}")


def euro(amount: Decimal | float | None) -> str:
    """``€9.5 million`` where that is exact, else every digit."""
    if amount is None:
        return not_stated()
    exact = Decimal(str(amount))
    millions = exact / 1_000_000
    if exact >= 1_000_000 and millions == round(millions, 3):
        return _("€{number} million", number=format_decimal(millions, locale=locale()))
    return str(
        format_currency(
            exact,
            "EUR",
            format=None if spoken() is not ENGLISH else "¤#,##0.##",
            locale=locale(),
            currency_digits=False,
        )
    )


def euro_span(least: Decimal | float | None, most: Decimal | float | None) -> str:
    """A sum from so much to so much."""
    if least is None and most is None:
        return not_stated()
    if least is None:
        return _("up to {sum}", sum=euro(most))
    if most is None:
        return _("from {sum}", sum=euro(least))
    return euro(least) if least == most else _("{least} to {most}", least=euro(least), most=euro(most))


def number(value: float) -> str:
    """``1,234``."""
    return format_decimal(value, locale=locale())


def counted(count: int, one: str, many: str | None = None) -> str:
    """``1 call``, ``2 calls``."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def budget_years(first: int | None, last: int | None) -> str:
    """``budget years 2021 to 2023``; a border that is not known is open, and no border is nothing."""
    match first, last:
        case None, None:
            return ""
        case None, _until:
            return _("budget years until {last}", last=last)
        case _from, None:
            return _("budget years from {first}", first=first)
        case begins, ends if begins == ends:
            return _("budget year {year}", year=begins)
    return _("budget years {first} to {last}", first=first, last=last)


def period(begins: date | None, ends: date | None) -> str:
    """``1 January 2021 to 31 March 2023``; a border that is not known is open, and no border is nothing."""
    match begins, ends:
        case None, None:
            return ""
        case None, _until:
            return _("until {day}", day=day(ends))
        case _from, None:
            return _("from {day}", day=day(begins))
    return _("{first} to {last}", first=day(begins), last=day(ends)) if begins != ends else day(begins)


def days_left(deadline: date, today: date) -> str:
    """How far a day is, as people say it."""
    match (deadline - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case days if days < 0:
            return ngettext("{number} day ago", "{number} days ago", -days)
        case days:
            return ngettext("in {number} day", "in {number} days", days)
