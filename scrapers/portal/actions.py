"""The field ``actions``: what kinds of action a topic has, under which agreements, and in how many stages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import Field, TypeAdapter

from scrapers.errors import ReadingError
from scrapers.portal.fields import Fields, InnerJson
from scrapers.portal.tables import source

Value = TypeVar("Value")


class _Agreement(InnerJson):
    abbreviation: str | None = None


class _Type(InnerJson):
    type_of_action: str
    type_of_mga: tuple[_Agreement, ...] = Field(default=(), alias="typeOfMGA")


class _Procedure(InnerJson):
    abbreviation: str | None = None


class _Action(InnerJson):
    types: tuple[_Type, ...] = ()
    planned_opening_date: str | None = None
    submission_procedure: _Procedure | None = None
    deadline_dates: tuple[str, ...] = ()


_ACTIONS = TypeAdapter(list[_Action])


@dataclass(frozen=True, slots=True)
class TypeOfAction:
    """A code (``HORIZON-RIA``) and its display name, None for the part that is not known."""

    code: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Actions:
    """What the field says. Dates are days as the source writes them."""

    types: tuple[TypeOfAction, ...]
    opening_days: tuple[str, ...]
    deadline_days: tuple[str, ...]
    procedures: tuple[str, ...]
    mgas: tuple[str, ...]


def read_actions(fields: Fields) -> Actions:
    """All actions of a topic, put together."""
    actions = fields.inner("actions", _ACTIONS) or []
    return Actions(
        types=_unique(_type_of_action(each.type_of_action) for action in actions for each in action.types),
        opening_days=_unique(action.planned_opening_date for action in actions if action.planned_opening_date),
        deadline_days=tuple(sorted({day for action in actions for day in action.deadline_dates})),
        procedures=_unique(
            procedure.abbreviation
            for action in actions
            if (procedure := action.submission_procedure) is not None and procedure.abbreviation
        ),
        mgas=_unique(
            agreement.abbreviation
            for action in actions
            for each in action.types
            for agreement in each.type_of_mga
            if agreement.abbreviation
        ),
    )


def types_of_action(fields: Fields, actions: Actions) -> tuple[TypeOfAction, ...]:
    """The topic's own type first, then the others.

    ``actions`` has the codes; where it is missing, the display name of the topic is looked up.
    """
    names = [_squeezed(name) for name in fields.many("typesOfAction")]
    if not actions.types:
        return tuple(TypeOfAction(source().types_of_action.get(name), name) for name in names)
    return tuple(sorted(actions.types, key=lambda each: _rank(each, names)))


def _type_of_action(written: str) -> TypeOfAction:
    """``typeOfAction`` is the code, a blank, and the display name."""
    code, _, name = _squeezed(written).partition(" ")
    if not code:
        raise ReadingError("actions: a type of action is blank")
    return TypeOfAction(code, name or None)


def _rank(each: TypeOfAction, names: Sequence[str]) -> int:
    return names.index(each.name) if each.name in names else len(names)


def _squeezed(name: str) -> str:
    """Some display names hold double blanks."""
    return " ".join(name.split())


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
