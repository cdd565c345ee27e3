"""Programmes by their names, as the rulebook has them."""

from rules import rulebook
from rules.language import _
from rules.programmes import UnknownProgramme


def programme_name(code: str) -> str:
    """The name of a programme, or its code where the rulebook knows no name."""
    try:
        return _(rulebook.load().programmes[code].title)
    except UnknownProgramme:
        return code


def with_code(code: str) -> str:
    """The name with the portal's abbreviation behind it, where they differ."""
    name = programme_name(code)
    return name if name.upper() == code.upper() else f"{name} ({code})"
