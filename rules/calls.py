"""A call as the law sees it, and what its identifier tells where a field is left out."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from rules.conditions import Force
from rules.facts import Day, Facts, FactValue, Label
from rules.requirements import AnyRequirement

FIRST_YEAR, LAST_YEAR = 1984, 2100
"""The framework programmes began in 1984; a call outside these years is a slip of the pen."""


def _is_of_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"a day of a call lies in the years {FIRST_YEAR} to {LAST_YEAR}")
    return day


CallDay = Annotated[Day, AfterValidator(_is_of_our_time)]


def _whole(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise ValueError("a pillar is 1, 2, 3 or 'widening'")
    return value


Pillar = Annotated[Literal[1, 2, 3, "widening"], BeforeValidator(_whole)]
"""The pillars of Horizon Europe and of Horizon 2020; some associations cover some of them only."""


class CallCondition(Facts):
    """A condition that comes with the call and not from the rulebook."""

    id: Label
    title: Label
    force: Annotated[Force, Field(strict=False)] = Force.ELIGIBILITY
    effect: Literal["adds", "replaces", "amends"] = "adds"
    amends: Label | None = None
    requirement: AnyRequirement

    @model_validator(mode="after")
    def _amends_something(self) -> Self:
        if self.effect == "amends" and self.amends is None:
            raise ValueError("a condition that amends names the condition it amends")
        return self


class Call(Facts):
    """A call that is written out in the request. What is left out is derived from the identifier or unknown."""

    identifier: Label
    programme: Label
    type_of_action: Label | None = None
    budget_year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    opens_on: CallDay | None = None
    deadline: CallDay | None = None
    grant_signature_on: CallDay | None = None
    destination: Annotated[str, Field(max_length=600)] | None = None
    pillar: Pillar | None = None
    facts: dict[Label, FactValue] = Field(default_factory=dict)
    conditions: list[CallCondition] = Field(default_factory=list)

    @model_validator(mode="after")
    def _days_make_sense(self) -> Self:
        if self.opens_on and self.deadline and self.deadline < self.opens_on:
            raise ValueError("the deadline lies before the opening day")
        if self.deadline and self.grant_signature_on and self.grant_signature_on < self.deadline:
            raise ValueError("the grant is signed before the deadline")
        return self

    @property
    def year(self) -> int | None:
        """The budget year: stated, the year in the identifier, or of several there the one of the deadline."""
        return self.budget_year or year_in_identifier(self.identifier) or self._year_of_deadline()

    def _year_of_deadline(self) -> int | None:
        named = years_in_identifier(self.identifier)
        return self.deadline.year if self.deadline and self.deadline.year in named else None

    @property
    def part(self) -> Pillar | None:
        """The pillar: stated, or told by the prefix of a Horizon Europe identifier."""
        return self.pillar if self.pillar is not None else pillar_of_identifier(self.identifier)


def year_in_identifier(identifier: str) -> int | None:
    """The one year that a portal identifier names as a part of its own, else ``None``.

    >>> year_in_identifier("HORIZON-CL4-2026-SPACE-03-31")
    2026
    """
    years = years_in_identifier(identifier)
    return years[0] if len(years) == 1 else None


def years_in_identifier(identifier: str) -> tuple[int, ...]:
    """The years that an identifier names as parts of their own; a topic may be open in several.

    >>> years_in_identifier("INFRAIA-1-2014-2015")
    (2014, 2015)
    """
    return tuple(sorted({int(year) for year in re.findall(r"(?:^|[-/])(20\d\d)(?=$|[-/])", identifier)}))


_PILLAR_BY_PREFIX: tuple[tuple[str, Literal[1, 2, 3, "widening"]], ...] = (
    (r"ERC", 1),
    (r"MSCA", 1),
    (r"INFRA", 1),
    (r"CL[1-6]", 2),
    (r"HLTH", 2),
    (r"MISS", 2),
    (r"JU", 2),
    (r"EUROHPC", 2),
    (r"EIC", 3),
    (r"EIE", 3),
    (r"EIT", 3),
    (r"WIDERA", "widening"),
    # Horizon 2020, its first editions (the legal basis that CORDIS gives for each topic); later ones do not ask
    (r"(?:FET\w*|E?INFRA\w*)", 1),
    (r"(?:BIOTEC|COMPET|ECSEL|EEB|EO|EUB|EUJ|FOF|GALILEO|ICT|INNOSUP|NMP|PROTEC|SILC|SPACE|SPIRE)", 2),
    (r"(?:BES|BG|DRS|DS|EE|EURO|FCT|GV|HCO|INSO|INT|ISIB|LCE|MG|PHC|REFLECTIVE|SC5|SCC|SFS|WASTE|WATER|YOUNG)", 3),
    (r"(?:WIDESPREAD|TWINN)", "widening"),
)


def pillar_of_identifier(identifier: str) -> Pillar | None:
    """The pillar of a topic by the part of the work programme its identifier names (recalled).

    >>> pillar_of_identifier("HORIZON-CL6-2027-01-BIODIV-01"), pillar_of_identifier("FETHPC-1-2014")
    (2, 1)
    """
    for prefix, pillar in _PILLAR_BY_PREFIX:
        if re.match(rf"(?:HORIZON-|H2020-)?{prefix}(?:-|$)", identifier, re.IGNORECASE):
            return pillar
    return None


def reference_day(call: Call, tested_on: str, as_of: date) -> date | None:
    """The day on which a rule of this call is tested; ``None`` when nothing tells it.

    ``tested_on`` is ``budget_year`` (its first day), ``deadline``, ``grant_signature`` (not before the deadline and not
    before ``as_of`` while it is still to come), ``whole_life`` (which begins on that day) or ``as_of``.
    """
    match tested_on:
        case "budget_year":
            return date(call.year, 1, 1) if call.year else None
        case "deadline":
            return call.deadline or (date(call.year, 12, 31) if call.year else None)
        case "grant_signature" | "whole_life":
            if call.grant_signature_on:
                return call.grant_signature_on
            earliest = reference_day(call, "deadline", as_of)
            return max(earliest, as_of) if earliest else None
        case "as_of":
            return as_of
        case _:
            raise ValueError(f"no such test day: {tested_on!r}")
