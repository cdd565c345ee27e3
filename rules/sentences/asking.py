"""A question made of the clause that a fact is: "it hosts a team" becomes "Does Acme host a team?".

Only clauses of which that is certain to be English are turned round; of the others, and in other languages, it is asked
whether they are true.
"""

import re

from rules.language import N_, _, in_english

THE_PROPOSAL = N_("The proposal")
"""Whom a question is about that is about no participant."""

_IS = re.compile(r"(?P<subject>it|the \w+) (?P<verb>is|can|may|will) (?P<rest>.+)")
_DOES = re.compile(
    r"(?P<subject>it|the \w+) (?P<verb>[a-z]+s)(?: and (?P<other>(?!is\b|has\b|was\b)[a-z]+s))? (?P<rest>.+)"
)
_MORE_VERBS = re.compile(r"\b(?:and|or) (?:has|is|[a-z]+[^s\W]s) ")
_ANOTHER_SUBJECT = re.compile(r"\b(?:is|are)\b")
_BASES = {"has": "have", "does": "do", "goes": "go"}


def yes_or_no(clause: str, name: str) -> str:
    """The question whether a clause is true; ``name`` is whom "it" stands for."""
    about_it = clause.startswith("it ")
    if not in_english():
        return _is_it_true(clause, name)
    return (_turned(clause, name) if about_it or name == THE_PROPOSAL else None) or _is_it_true(clause, name)


def measure(said: str, name: str, *, is_list: bool) -> str:
    """The question about a measure: what is the duration of the project in months?"""
    if not in_english():
        about_all = name == THE_PROPOSAL
        return _("What holds: {measure}?", measure=said) if about_all else _(_OF_ONE, name=name, measure=said)
    is_number_of_many = not is_list and said.split(maxsplit=1)[0].endswith("s")
    what = f"What is the {'number of ' if is_number_of_many else ''}{said}?"
    asked = f"Which are the {said}?" if is_list else what
    return asked if name == THE_PROPOSAL else f"For {name}: {asked[0].lower()}{asked[1:]}"


_OF_ONE = N_("What holds of {name}: {measure}?")


def _is_it_true(clause: str, name: str) -> str:
    if name == THE_PROPOSAL:
        return _("Is it true that {clause}?", clause=clause)
    return _("Is it true of {name} that {clause}?", name=name, clause=clause)


def _turned(clause: str, name: str) -> str | None:
    subject = name[0].lower() + name[1:] if name == THE_PROPOSAL else name
    is_it = clause.startswith("it ")
    found = _IS.fullmatch(clause)
    if found:
        return f"{found['verb'].capitalize()} {subject if is_it else found['subject']} {found['rest']}?"
    found = _DOES.fullmatch(clause)
    if not found or _MORE_VERBS.search(found["rest"]) or (not is_it and _ANOTHER_SUBJECT.search(found["rest"])):
        return None
    other = f" and {_base(found['other'])}" if found["other"] else ""
    return f"Does {subject if is_it else found['subject']} {_base(found['verb'])}{other} {found['rest']}?"


def _base(verb: str) -> str:
    """The infinitive of a third person: engages, has, passes, applies."""
    if verb in _BASES:
        return _BASES[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zes")) else verb[:-1]
