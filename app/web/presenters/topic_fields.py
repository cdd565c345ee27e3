"""The fields of a topic by the names that people know."""

from typing import Final

from app.web.presenters import words
from app.web.presenters.words import Texts
from rules.language import N_

FIELDS: Final = Texts(
    {
        "allow_partner_search": N_("search for partners on the portal"),
        "budget": N_("budget"),
        "budget.by_year": N_("by year"),
        "budget.grants": N_("number of grants"),
        "budget.max": N_("highest sum per project"),
        "budget.min": N_("lowest sum per project"),
        "budget.shared": N_("shared with other topics of the call"),
        "budget.total": N_("budget of the topic"),
        "call_identifier": N_("call"),
        "call_title": N_("title of the call"),
        "ccm2_id": N_("number on the portal"),
        "conditions_html": N_("text of the conditions"),
        "cross_cutting": N_("cross-cutting priorities"),
        "deadline_model": N_("stages"),
        "deadlines": N_("deadlines"),
        "description_html": N_("description"),
        "destination": N_("destination"),
        "destination_html": N_("text of the destination"),
        "documents": N_("documents"),
        "gone_since": N_("on the portal"),
        "identifier": N_("identifier"),
        "keywords": N_("keywords"),
        "kind": N_("kind of call"),
        "latest_infos": N_("notices"),
        "mgas": N_("model grant agreements"),
        "opens_on": N_("opening day"),
        "portal_status": N_("status on the portal"),
        "programme": N_("programme"),
        "programme_division": N_("part of the programme"),
        "reference": N_("reference"),
        "stated_eligibility": N_("who may apply, as the source lists it"),
        "submission_links": N_("links to the submission"),
        "support_html": N_("text on support"),
        "tags": N_("tags"),
        "title": N_("title"),
        "type_of_action": N_("type of action"),
        "types_of_action": N_("types of action"),
        "url": N_("address"),
    }
)

GRAVEST_FIRST: Final = (
    "deadlines",
    "opens_on",
    "portal_status",
    "gone_since",
    "conditions_html",
    "stated_eligibility",
    "type_of_action",
    "budget",
)
"""What decides whether and when somebody can apply stands before all else that has changed."""


def topic_field(name: str) -> str:
    """What people call a field."""
    return FIELDS.get(name) or words.in_words(name)


def gravity(name: str) -> tuple[int, str]:
    """A key that puts what matters most first."""
    return GRAVEST_FIRST.index(name) if name in GRAVEST_FIRST else len(GRAVEST_FIRST), name
