"""From a page model to an HTML answer: templates, assets with their hash in the address, and the headers of a page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from app.languages import languages
from app.web.presenters import words
from app.web.presenters.blocks import Page, Section
from app.web.visiting import Visit, here, visit
from rules.language import N_, _, spoken

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).parent

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""Nothing is loaded from elsewhere; the browser is asked to see to it. What holds for every answer is added to it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says besides its own content."""

    today: date
    visit: Visit = field(default_factory=visit)
    languages: Mapping[str, str] = field(default_factory=lambda: languages())  # noqa: PLW0108 - as it is found now
    sections: tuple[tuple[str, str, Section], ...] = (
        (N_("My cluster"), "/clusters", Section.CLUSTERS),
        (N_("Calls"), "/topics", Section.TOPICS),
        (N_("Check a consortium"), "/check", Section.CHECK),
        (N_("Rules"), "/rules", Section.RULES),
        (N_("Countries"), "/countries", Section.COUNTRIES),
        (N_("About the data"), "/about", Section.ABOUT),
    )


def render(template: str, page: Page, *, today: date, status: int = 200) -> HTMLResponse:
    """A whole page, or a fragment that has its own address; both from the same model."""
    html = _templates().get_template(template).render(page=page, site=Site(today=today))
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def phrase(message: str, /, **given: object) -> Markup:
    """A text of a template in the language spoken; what is put into it is escaped, as it is elsewhere in a template."""
    said = escape(_(message))
    return said.format(**given) if given else said


def phrases(one: str, many: str, number: int, /, **given: object) -> Markup:
    """The same for a number of things."""
    return escape(spoken().ngettext(one, many, number)).format(**{"number": words.number(number), **given})


def asset(path: str) -> str:
    """The address of a served file below ``app/web``; it changes with the content, so that it can be kept for ever."""
    return f"/{path}?v={_digest(path)}"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]


@cache
def _templates() -> "Environment":
    # with the first page: programs ask for none
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

    templates = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["day"] = words.day
    # with the context, or the answer for a constant address would be compiled into the template once and for all
    templates.filters["here"] = pass_context(lambda _context, address: here(address))
    templates.globals |= {"asset": asset, "_": phrase, "ngettext": phrases}
    return templates
