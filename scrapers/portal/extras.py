"""Fields of a topic that lead on: model grant agreements and the places where proposals are drafted."""

from collections.abc import Callable
from datetime import date

from pydantic import TypeAdapter

from scrapers.portal.actions import Actions
from scrapers.portal.deadlines import brussels_day, day
from scrapers.portal.fields import WEB, Fields, InnerJson
from scrapers.portal.tables import source
from scrapers.records import SubmissionLink


class _Link(InnerJson):
    url: str | None = None
    criterion_code: str | None = None
    mga_code: str | None = None
    start_date: str | int | None = None
    end_date: str | int | None = None


_LINKS = TypeAdapter(list[_Link])


def agreements(fields: Fields, actions: Actions, remark: Callable[[str], None]) -> tuple[str, ...]:
    """The codes of model grant agreements: ``actions`` has them; where it is missing, the numbers are looked up."""
    numbers = fields.many("typeOfMGAs")
    if actions.mgas:
        return actions.mgas
    for unknown in (number for number in numbers if number not in source().mgas):
        remark(f"no code is known for the model grant agreement {unknown}")
    return tuple(source().mgas[number] for number in numbers if number in source().mgas)


def submission_links(fields: Fields, remark: Callable[[str], None]) -> tuple[SubmissionLink, ...]:
    """The drafting places of the field ``links``; it is empty unless the call is open."""
    links = fields.inner("links", _LINKS) or []
    for link in links:
        if link.url and not link.url.startswith(WEB):
            remark(f"links: no web address: {link.url[:80]!r}")
    return tuple(
        SubmissionLink(
            url=link.url,
            type_of_action=link.criterion_code or None,
            mga=link.mga_code or None,
            opens_on=_day(link.start_date),
            closes_on=_day(link.end_date),
        )
        for link in links
        if link.url and link.url.startswith(WEB)
    )


def _day(written: str | int | None) -> date | None:
    """In milliseconds, as a day, or as the index writes times."""
    if written is None or not (text := str(written).strip()):
        return None
    return brussels_day(text, "links") if "T" in text else day(text, "links")
