"""The page of an answer that could not be given: what, why, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.errors import Fault
from app.web.presenters.blocks import Page, Problem
from rules.language import N_, _

HEADINGS: Final = {
    404: N_("There is nothing at this address"),
    405: N_("This address cannot be used that way"),
    422: N_("This request does not make sense yet"),
    503: N_("Quorum is not ready"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """A status for those who want it, a heading, a sentence, and what is wrong with which field.

    ``lang`` is the language of the sentence where that is not the one of the page: services tell errors in English.
    """

    status: int
    heading: str
    sentence: str
    lang: str | None
    problems: tuple[Problem, ...]


def present_error(status: int, sentence: str, faults: Sequence[Fault] = (), *, lang: str | None = None) -> ErrorPage:
    """The page for a status; the sentence is the error's own."""
    broken = N_("This did not work") if status >= 500 else N_("This request could not be answered")
    heading = _(HEADINGS.get(status, broken))
    told = [fault for fault in faults if fault.detail != sentence]
    return ErrorPage(
        title=heading,
        status=status,
        heading=heading,
        sentence=sentence,
        lang=lang,
        problems=tuple(Problem(fault.pointer.strip("/"), fault.detail) for fault in told),
    )
