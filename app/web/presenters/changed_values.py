"""What a field of a topic was and what it is, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from app.web.presenters import words
from app.web.presenters.signs import TOPICS
from app.web.presenters.topic_fields import FIELDS
from rules.language import _

TEXTS: Final = ("conditions_html", "description_html", "destination_html", "support_html", "latest_infos")
"""Too long to show before and after: that they changed is said, and the topic's page has the new one."""

MOST_WORDS: Final = 60

SUMS: Final = ("total", "min", "max")


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence, and what stood before and stands now where both are short enough to be shown (else empty)."""

    said: str
    before: str = ""
    now: str = ""


def turn_of(field: str, before: Any, after: Any) -> Turn:
    """What has become of a field."""
    if field == "gone_since":
        return Turn(_("Back on the portal.") if after is None else _("No longer on the portal."))
    if field in TEXTS:
        return Turn(_("The text has changed."))
    show = SHOWN.get(field, _value)
    was, now = show(before), show(after)
    if was == now:  # what is shown first is the same
        was, now = _value(before), _value(after)
    return Turn(_("Now {now}; before, {before}.", now=now, before=was), was, now)


def _deadlines(value: Any) -> str:
    said = [_deadline(datetime.fromisoformat(due["at"]), bool(due.get("hour_known"))) for due in value or ()]
    return words.listed(said) if said else words.not_stated()


def _deadline(at: datetime, hour_known: bool) -> str:
    return f"{words.day(at)}, {words.hour(at)}" if hour_known else words.day(at)


def _budget(value: Any) -> str:
    stated = value if isinstance(value, Mapping) else {}
    total = stated.get("total")
    return words.euro(None if total is None else Decimal(str(total)))


def _day(value: Any) -> str:
    return words.day(date.fromisoformat(value[:10])) if isinstance(value, str) else words.not_stated()


def _stages(value: Any) -> str:
    return words.DEADLINE_MODELS.get(value) or _value(value)


def _status(value: Any) -> str:
    return _(TOPICS[value].word) if value in TOPICS else _value(value)


def _value(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return words.not_stated()
        case bool():
            return _("yes") if value else _("no")
        case list():
            said = ", ".join(_value(one) for one in value)
        case Mapping():
            said = ", ".join(_part(str(name), one) for name, one in value.items())
        case _:
            said = str(value)
    parts = said.split()
    return " ".join(parts[:MOST_WORDS]) + (" …" if len(parts) > MOST_WORDS else "")


def _part(name: str, value: Any) -> str:
    """A part of the budget by its name; of any other value, as its source has it."""
    told = FIELDS.get(f"budget.{name}") or words.in_words(name)
    return f"{told}: {words.euro(Decimal(str(value))) if name in SUMS and value is not None else _value(value)}"


SHOWN: Final[Mapping[str, Callable[[Any], str]]] = {
    "deadlines": _deadlines,
    "budget": _budget,
    "opens_on": _day,
    "deadline_model": _stages,
    "portal_status": _status,
}
"""How a field is shown first; where that is the same before and after, every part of it is."""
