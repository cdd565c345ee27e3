"""What the solver said in English, said anew: its sentences are recognised by their patterns.

A sentence that is none of these, or that holds other sentences inside, stays as it is kept.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from rules.language import N_, _

WISHES: Final = (
    N_("at least {number} participants"),
    N_("at most {number} participants"),
    N_("somebody brings {competence} at level {level} or above"),
    N_("somebody is established in {country}"),
    N_("at most {number} from one country"),
    N_("at most {number} proposed as associated partners"),
)

SENTENCES: Final = (
    N_("The request asks: {wish}."),
    N_("The request excludes {names}."),
    N_("The request asks that it stays valid whoever but the coordinator drops out."),
    N_("The request avoids organisations about whose admission a question is open."),
    N_("The request names {name} as {role}."),
    N_("There is nobody to choose from."),
    N_("{programme} gives no grants to consortia."),
    N_("Do not ask that it survives a drop-out."),
    N_("Let in organisations about which a question is open."),
    N_("Ask for no budget."),
    N_("Exclude nobody."),
    N_("Do not exclude {name}."),
    N_("Allow {number} from one country."),
    N_("Allow any number from one country."),
    N_("Let {number} be proposed as associated partners."),
    N_("Do without an organisation from {country}."),
    N_("Do without {competence}."),
    N_("Let another organisation coordinate, and {name} take part as {role}."),
    N_("Let another organisation coordinate, without {name}."),
    N_("Let {name} take part as {role}."),
    N_("Go without {name}."),
    N_("Ask for at least {number} participants."),
    N_("Ask for at most {number} participants."),
    N_("Give up together: {names}."),
    N_("A fact on which its admission hangs is not known, and the request avoids the unknown."),
)
"""Conflicts, repairs and who was left out."""

_BLANK: Final = re.compile(r"\\\{(\w+)\\\}")


def reworded(text: str) -> str:
    """A sentence of the solver in the language spoken."""
    return _matching(text, SENTENCES) or _of_a_condition(text) or text


def _matching(text: str, templates: Sequence[str]) -> str | None:
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found:
            return _(template, **{name: _inside(name, said) for name, said in found.groupdict().items()})
    return None


def _inside(name: str, said: str) -> str:
    match name:
        case "role" | "programme":
            return _(said)
        case "wish":
            return _matching(said, WISHES) or said
        case _name:
            return said


def _of_a_condition(text: str) -> str | None:
    """The title of a condition, and in brackets where it stands."""
    found = re.fullmatch(r"(?P<title>.+?) \((?P<where>.+)\)\.", text)
    title = _(found["title"]) if found else ""
    return f"{title} ({found['where']})." if found and title != found["title"] else None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_BLANK.sub(r"(?P<\1>.+)", re.escape(template)))


_STANDINGS: Final = (
    N_("agreed, but may only be {role}"),
    N_("given as coordinator"),
    N_("agreed as {role}"),
    N_("proposed as coordinator"),
    N_("proposed"),
)

_REASONS: Final[Mapping[str, str]] = {
    "only": N_("the only one from {only}"),
    "alone": N_("alone brings {alone}"),
    "strengthens": N_("strengthens {strengthens}"),
    "partners": N_("has worked with {partners}"),
    "new": N_("in no funded project so far"),
    "fit": N_("fit to the topic {fit} of 100"),
    "titles": N_("counts for: {titles}"),
    "open": N_("a question about it is open"),
}

_BECAUSE: Final = re.compile(
    r"(?P<standing>agreed, but may only be [a-z -]+|given as coordinator|agreed as [a-z -]+|proposed as coordinator"
    r"|proposed)"
    r"(?:, the only one from (?P<only>[A-Z]{2}))?"
    r"(?:, alone brings (?P<alone>.+?))?"
    r"(?:, strengthens (?P<strengthens>.+?))?"
    r"(?:, has worked with (?P<partners>.+?))?"
    r"(?P<new>, in no funded project so far)?"
    r"(?:, fit to the topic (?P<fit>\d+) of 100)?"
    r"(?:, counts for: (?P<titles>.+?))?"
    r"(?P<open>, a question about it is open)?\.",
    re.IGNORECASE,
)


def reason(because: str) -> str:
    """Why an organisation is in a proposal, in the language spoken."""
    found = _BECAUSE.fullmatch(because)
    if found is None:
        return because
    standing = found["standing"][0].lower() + found["standing"][1:]
    said = [_matching(standing, _STANDINGS) or standing]
    for name, template in _REASONS.items():
        if found[name]:
            given = "; ".join(_(title) for title in found[name].split("; ")) if name == "titles" else found[name]
            said.append(_(template, **{name: given}))
    sentence = ", ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."
