"""Open questions as fields of a form: which fact of whom is asked for, in which field, and of which sort."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.services.verdicts.open_facts import OpenCondition, OpenFacts
from rules.declared import DeclaredFact

Sort = Literal["yes_or_no", "kinds", "country", "size", "several", "number", "text", "partner"]

OF_PROPOSAL: Final = "proposal"
"""In the place of the number of a participant."""

ORGANISATION_FACTS: Final[dict[str, Sort]] = {
    "country": "country",
    "kinds": "kinds",
    "legal_personality": "yes_or_no",
    "gender_equality_plan": "yes_or_no",
    "public_body": "yes_or_no",
    "non_profit": "yes_or_no",
    "sme": "yes_or_no",
    "size_class": "size",
    "controlled_from": "country",
    "nuts": "text",
    "member_kinds": "several",
    "registrations": "several",
}
"""Facts of an organisation that can be answered, as the rule engine names them."""

SEAT_FACTS: Final[dict[str, Sort]] = {"eu_contribution": "number", "total_cost": "number", "affiliated_to": "partner"}

DECLARED_OF_PARTICIPANT: Final = frozenset({"deemed_establishment"})
"""Facts that are declared, though they are asked for like those of an organisation."""

FIELD_ORDER: Final = (*ORGANISATION_FACTS, *SEAT_FACTS)


@dataclass(frozen=True)
class Asked:
    """One question: ``about`` is the number of a participant, ``None`` the proposal.

    ``fact`` is as the engine names it. ``field`` is the name of the form's field; without one it
    cannot be answered here. ``conditions`` wait for it.
    """

    fact: str
    about: int | None
    field: str
    sort: Sort
    decides: bool
    conditions: tuple[str, ...]
    choices: tuple[str, ...] = ()


def asked_by(found: OpenFacts) -> Sequence[Asked]:
    """What is asked, once each: what the verdict hangs on first, and of that what settles most."""
    numbers = {one: number for number, one in enumerate(found.participants)}
    asked: dict[tuple[str, int | None], Asked] = {}
    for condition in found.conditions:
        for fact, about in _missing(condition, numbers):
            key = ("sub_roles" if fact.startswith("sub_role:") else fact, about)
            asked[key] = _merged(asked.get(key), _question(fact, about, condition, found))
    return sorted(asked.values(), key=lambda one: (not one.decides, one.about is None, _rank(one.fact)))


def _rank(fact: str) -> tuple[int, str]:
    return (FIELD_ORDER.index(fact), "") if fact in FIELD_ORDER else (len(FIELD_ORDER), fact)


def _missing(condition: OpenCondition, numbers: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    if condition.waits_for_an_opinion:
        yield condition.id, None
    for who, facts in condition.missing:
        about = None if who is None else numbers.get(who)
        for fact in _first_of_all(facts):
            yield fact, about


def _first_of_all(facts: Iterable[str]) -> Sequence[str]:
    """Facts of the organisation before statements that matter only if those turn out badly."""
    plain = sorted(fact for fact in facts if not fact.startswith("fact:"))
    return plain or sorted(facts)


def _question(fact: str, about: int | None, condition: OpenCondition, found: OpenFacts) -> Asked:
    name = fact.removeprefix("fact:")
    where = OF_PROPOSAL if about is None else str(about)
    field, sort, choices = "", "text", ()  # type: str, Sort, tuple[str, ...]
    if condition.waits_for_an_opinion and fact == condition.id:
        field, sort = f"fact.{where}.{fact}", "yes_or_no"
    elif fact.startswith("fact:") or fact in DECLARED_OF_PARTICIPANT:
        declared = found.words.facts.get(name)
        field, sort = f"fact.{where}.{name}", _sort_of(declared)
        choices = declared.choices if declared else ()
    elif fact == "coordinator":
        field, sort = "lead", "partner"
    elif fact.startswith("sub_role:") and about is not None:
        field, sort, choices = f"part.{where}", "several", (fact.removeprefix("sub_role:"),)
    elif fact in ORGANISATION_FACTS and about is not None:
        field, sort = f"org.{where}.{fact}", ORGANISATION_FACTS[fact]
    elif fact in SEAT_FACTS and about is not None:
        field, sort = f"seat.{where}.{fact}", SEAT_FACTS[fact]
    return Asked(fact, about, field, sort, condition.decides, (condition.id,), choices)


def _sort_of(fact: DeclaredFact | None) -> Sort:
    if fact is None or fact.type == "yes_or_no":
        return "yes_or_no"
    return "number" if fact.type == "number" else "several" if fact.type == "list" and fact.choices else "text"


def _merged(before: Asked | None, now: Asked) -> Asked:
    if before is None:
        return now
    return Asked(
        fact=before.fact,
        about=before.about,
        field=before.field,
        sort=before.sort,
        decides=before.decides or now.decides,
        conditions=tuple(dict.fromkeys((*before.conditions, *now.conditions))),
        choices=tuple(dict.fromkeys((*before.choices, *now.choices))),
    )
