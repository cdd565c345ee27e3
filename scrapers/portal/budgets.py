"""The field ``budgetOverview``: the money of a whole call, of which a topic has some lines.

A line may serve several topics. Then each of them shows the whole amount, and no topic has it for itself.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from pydantic import Field, TypeAdapter

from scrapers.errors import ReadingError
from scrapers.portal.fields import Fields, InnerJson
from scrapers.records import Budget

Amount = str | int | float | None
FIELD = "budgetOverview"
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")


class _Entry(InnerJson):
    action: str
    expected_grants: int | str | None = None
    min_contribution: Amount = None
    max_contribution: Amount = None
    budget_year_map: Mapping[str, Amount] = Field(default_factory=dict)
    deadline_model: str | None = None

    def serves(self, identifier: str) -> bool:
        """``action`` begins with the identifier of the topic, a dash, and the type of action."""
        return self.action.upper().startswith(f"{identifier.upper()} - ")

    @property
    def topic(self) -> str:
        return self.action.partition(" - ")[0].upper()

    def by_year(self) -> Mapping[int, Decimal]:
        years = {_year(year): euro(amount, FIELD) for year, amount in self.budget_year_map.items()}
        return {year: amount for year, amount in years.items() if amount is not None}


class _Overview(InnerJson):
    budget_topic_action_map: dict[str, list[_Entry]]


_OVERVIEW = TypeAdapter(_Overview)


def read_budget(fields: Fields, identifier: str) -> Budget:
    """What a topic gives. Zero means "not stated" in this source."""
    ours = _lines(fields, identifier)
    entries = [entry for line in ours for entry in line if entry.serves(identifier)]
    by_year = _sum_by_year(_of_line(line, identifier) for line in ours)
    return Budget(
        total=sum(by_year.values(), Decimal()) or None,
        grants=sum(_grants(entry) for entry in entries) or None,
        min=min(_stated(entry.min_contribution for entry in entries), default=None),
        max=max(_stated(entry.max_contribution for entry in entries), default=None),
        shared=any(_is_pot(line) and len({entry.topic for entry in line}) > 1 for line in ours),
        by_year=by_year,
    )


def deadline_models(fields: Fields, identifier: str) -> frozenset[str]:
    """How often one submits, as the lines of a topic say it."""
    lines = _lines(fields, identifier)
    return frozenset(
        entry.deadline_model for line in lines for entry in line if entry.serves(identifier) and entry.deadline_model
    )


def _lines(fields: Fields, identifier: str) -> list[list[_Entry]]:
    overview = fields.inner(FIELD, _OVERVIEW)
    lines = overview.budget_topic_action_map.values() if overview else ()
    return [line for line in lines if any(entry.serves(identifier) for entry in line)]


def euro(written: Amount, field: str) -> Decimal | None:
    """An amount; None when it is not stated, which the source also writes as 0 or leaves blank."""
    text = str(written if written is not None else 0).strip() or "0"
    try:
        amount = Decimal(text.replace(",", "") if THOUSANDS.fullmatch(text) else text)
    except InvalidOperation:
        raise ReadingError(f"{field} holds an amount that is none: {text[:40]!r}") from None
    if not amount.is_finite() or not 0 <= amount < 10**12:
        raise ReadingError(f"{field} holds an amount that cannot be meant: {text[:40]!r}")
    return amount or None


def _of_line(line: Sequence[_Entry], identifier: str) -> Mapping[int, Decimal]:
    """What a line gives the topic: a pot counts once, however many of the topic's actions draw on it."""
    ours = [entry.by_year() for entry in line if entry.serves(identifier)]
    return ours[0] if _is_pot(line) else _sum_by_year(ours)


def _is_pot(line: Sequence[_Entry]) -> bool:
    """The same amount on every entry of a line is one amount."""
    amounts = [entry.by_year() for entry in line]
    return len(line) > 1 and bool(amounts[0]) and all(amount == amounts[0] for amount in amounts)


def _sum_by_year(parts: Iterable[Mapping[int, Decimal]]) -> Mapping[int, Decimal]:
    total: dict[int, Decimal] = {}
    for part in parts:
        for year, amount in part.items():
            total[year] = total.get(year, Decimal()) + amount
    return dict(sorted(total.items()))


def _stated(amounts: Iterable[Amount]) -> list[Decimal]:
    return [amount for written in amounts if (amount := euro(written, FIELD)) is not None]


def _grants(entry: _Entry) -> int:
    text = str(entry.expected_grants if entry.expected_grants is not None else 0).strip() or "0"
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ReadingError(f"budgetOverview expects {text[:40]} grants")
    return int(text)


def _year(written: str) -> int:
    if not re.fullmatch(r"20\d\d", written):
        raise ReadingError(f"budgetOverview has a year that is none: {written!r}")
    return int(written)
