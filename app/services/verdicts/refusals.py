"""What the rule engine refuses, told at its place in the request."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import invalid
from app.services.verdicts.topic_calls import Asked
from rules import rulebook
from rules.calls import Call
from rules.facts import InconsistentConsortium
from rules.groups import UnknownGroup
from rules.mentions import named_groups
from rules.naming import UnknownName
from rules.programmes import UnknownProgramme
from rules.resolution import ImpossibleAmendment, resolve


@contextmanager
def refusals(asked: Asked, participants_at: str = "/participants") -> Iterator[None]:
    """What the rule engine refuses, as faults of the request that has its participants at that place.

    Raises:
        Invalid: with the place in the request.
    """
    try:
        yield
    except InconsistentConsortium as error:
        raise invalid(f"{participants_at}{error.pointer}", str(error)) from error
    except UnknownName as error:
        raise invalid(error.pointer.replace("/participants", participants_at, 1), str(error)) from error
    except UnknownProgramme as error:
        raise invalid("/topic" if asked.in_catalogue else "/call/programme", str(error.args[0])) from error
    except UnknownGroup as error:
        raise invalid(_unknown_group(asked.call), str(error.args[0])) from error
    except ImpossibleAmendment as error:
        raise invalid(_impossible_amendment(asked), str(error)) from error


def _unknown_group(call: Call) -> str:
    """The first condition of the call that names a group which the rulebook does not have."""
    groups = rulebook.load().groups
    for index, condition in enumerate(call.conditions):
        if any(name not in groups for name in named_groups(condition.requirement)):
            return f"/call/conditions/{index}/requirement"
    return "/call/conditions"


def _impossible_amendment(asked: Asked) -> str:
    """The first condition of the call with which it no longer resolves."""
    conditions = asked.call.conditions
    for index in range(len(conditions)):
        shorter = asked.call.model_copy(update={"conditions": conditions[: index + 1]})
        try:
            resolve(shorter, rulebook.load(), asked.as_of, asked.conditions)
        except ImpossibleAmendment:
            return f"/call/conditions/{index}"
    return "/call/conditions"
