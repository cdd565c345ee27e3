"""Answers to open questions, put into the check: fields are named by `app.web.checking.questions`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import QuorumError
from app.exports.data_sheet.entries import Number, WrongEntry
from app.web.checking.changing import in_role, stating
from app.web.checking.questions import ORGANISATION_FACTS, SEAT_FACTS
from app.web.checking.state import CheckState
from app.web.checking.understanding import NotUnderstood, country_of
from app.web.presenters.blocks import Problem
from rules import rulebook
from rules.codes import Role
from rules.declared import DeclaredFact
from rules.facts import FactValue
from rules.language import _

NONE: Final = "-"
"""The choice that says that none applies."""

Given = Mapping[str, Sequence[str]]
"""The fields of a form with what was put into each."""


class WrongAnswer(ValueError):
    """What was put into a field is no answer to its question."""


def answered(state: CheckState, given: Given) -> tuple[CheckState, list[Problem]]:
    """The state with the answers, and what is wrong with those that cannot be taken.

    Raises:
        TooMuch: an address cannot hold them.
    """
    partners, facts, problems = list(state.partners), dict(state.facts), list[Problem]()
    for field, texts in _one_by_one(given).items():
        kind, _dot, rest = field.partition(".")
        said = [text.strip() for text in texts if text.strip()]
        if not said or kind not in ("org", "seat", "fact", "part", "lead"):
            continue
        try:
            number, name = (said[0], "role") if kind == "lead" else _place(rest)
            if number == "proposal":
                facts[name] = fact_value(name, said)
            else:
                index = _index(number, len(partners))
                partners[index] = _stated(partners, index, kind, name, said)
        except WrongAnswer as error:
            problems.append(Problem(field, str(error)))
        except QuorumError as error:
            problems.append(Problem(field, error.errors[0].detail if error.errors else error.detail))
    return state.having(partners).stating(facts), problems


def _one_by_one(given: Given) -> Given:
    """The answers with those that were given for all (``all.sme``) at each of whom (``of.sme``) it was not answered."""
    single = dict(given)
    for field, texts in given.items():
        kind, _dot, name = field.partition(".")
        if kind == "all" and any(text.strip() for text in texts):
            for number in given.get(f"of.{name}", ()):
                own = f"org.{number}.{name}"
                single[own] = given[own] if any(given.get(own, ())) else texts
    return single


def _place(rest: str) -> tuple[str, str]:
    number, _dot, name = rest.partition(".")
    return number, name


def _index(number: str, count: int) -> int:
    if not number.isdecimal() or int(number) >= count:
        raise WrongAnswer(_("This is about somebody who does not take part."))
    return int(number)


def _stated(partners: Sequence[Any], index: int, kind: str, name: str, said: Sequence[str]) -> Any:
    partner = partners[index]
    match kind:
        case "lead":
            return in_role(partner, Role.COORDINATOR)
        case "part":
            known = [one for one in partner.sub_roles or [] if one not in said]
            return stating(partner, {"sub_roles": [*known, *(one for one in said if one != NONE)]})
        case "org" if name in ORGANISATION_FACTS:
            return stating(partner, {name: _organisation_value(name, said)})
        case "seat" if name in SEAT_FACTS:
            return stating(partner, {name: number_of(said[0], euro=True) if name != "affiliated_to" else said[0]})
        case "fact":
            return stating(partner, {}, {name: fact_value(name, said)})
        case _:
            raise WrongAnswer(_("There is no such question."))


def _organisation_value(name: str, said: Sequence[str]) -> Any:
    match ORGANISATION_FACTS[name]:
        case "yes_or_no":
            return yes_or_no(said[0])
        case "country":
            return _country(said[0])
        case "kinds":
            return list(said)
        case "several":
            return [one for one in said if one != NONE]
        case _:
            return said[0]


def _country(text: str) -> str:
    try:
        return country_of(text)
    except NotUnderstood as error:
        raise WrongAnswer(str(error)) from error


def fact_value(name: str, said: Sequence[str]) -> FactValue:
    """The value of a declared fact, or the answer to a judgement.

    Raises:
        WrongAnswer: it is of another type.
    """
    fact: DeclaredFact | None = rulebook.load().vocabulary.facts.get(name)
    match fact.type if fact else "yes_or_no":
        case "number":
            return number_of(said[0])
        case "text":
            return said[0]
        case "list":
            listed = said if fact and fact.choices else [one.strip() for one in said[0].split(",") if one.strip()]
            return [one for one in listed if one != NONE]
        case _:
            return yes_or_no(said[0])


def yes_or_no(text: str) -> bool:
    """Yes or no.

    Raises:
        WrongAnswer: it is neither.
    """
    if text not in ("yes", "no"):
        raise WrongAnswer(_("Answer with yes or no."))
    return text == "yes"


def number_of(text: str, *, euro: bool = False) -> int | float:
    """A number.

    Raises:
        WrongAnswer: it is none.
    """
    try:
        number = Number(euro=euro).read(text)
    except WrongEntry as error:
        raise WrongAnswer(
            _("Write a number, without separators between thousands, and a point before decimals.")
        ) from error
    if number is None:
        raise WrongAnswer(_("Write a number, without separators between thousands, and a point before decimals."))
    return number
