"""The law of one call on one day, made ready once for any number of consortia.

A verdict has two halves: what follows from the call, the day and the rulebook, and what follows from the participants.
The first half is a `Reading`. The last few hundred are kept, each under everything that it was made of, so that no
reading is ever taken for another; nothing in one changes after it was made.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from rules.amending import closed_list
from rules.calls import Call
from rules.conditions import Condition
from rules.context import Context, Declarations, Statement
from rules.filters import statement
from rules.groups import World
from rules.identity import AskedOfCall
from rules.judging.admission import bar_of
from rules.mentions import named_groups, parts
from rules.requirements import Admit, Filter
from rules.resolution import Resolution, resolve
from rules.rulebook import Rulebook

KEPT = 512
"""Readings in memory, some 100 kB each at most."""


@dataclass(frozen=True)
class Reading:
    """A call as the law sees it: its conditions, and what they are judged against.

    Neither knows what is declared about the proposal: the call of a reading states no facts.
    """

    resolution: Resolution
    rulebook: Rulebook
    as_of: date
    context: Context
    asked: AskedOfCall

    @cached_property
    def edition(self) -> str | None:
        """The work programme by whose text the call is judged."""
        coverage = self.resolution.programme.coverage(self.resolution.call, self.as_of)
        return coverage.told if coverage else None


def read_law(call: Call, rulebook: Rulebook, as_of: date, extra: tuple[Condition, ...] = ()) -> Reading:
    """The reading of a call with the conditions that were read elsewhere.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    stated = (value for name, value in call if name not in ("facts", "conditions"))
    own = (condition.model_dump_json() for condition in call.conditions)
    read = (condition.model_dump_json() for condition in extra)
    return _read(_Question((id(rulebook), as_of, *stated, *own, "and", *read), call, rulebook, as_of, extra))


@dataclass(frozen=True)
class _Question:
    """What a reading is made of; two questions with one key have one answer."""

    key: tuple[object, ...]
    call: Call = field(compare=False)
    rulebook: Rulebook = field(compare=False)
    as_of: date = field(compare=False)
    extra: tuple[Condition, ...] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _read(question: _Question) -> Reading:
    call = question.call.model_copy(update={"facts": {}})
    resolution = resolve(call, question.rulebook, question.as_of, question.extra)
    context = context_of(resolution, question.rulebook, question.as_of, {})
    vars(context)["base"] = context  # frozen for everybody else
    _make_ready(resolution, context)
    asked = AskedOfCall.of(resolution.call, question.extra)
    return Reading(resolution, question.rulebook, question.as_of, context, asked)


def context_of(resolution: Resolution, rulebook: Rulebook, as_of: date, facts: Declarations) -> Context:
    """What the conditions of a call are judged against, when this is declared about the proposal."""
    deciding = [entry.condition for entry in resolution.conditions if entry.condition.decides]
    return Context(
        call=resolution.call,
        groups=rulebook.groups,
        as_of=as_of,
        facts=facts,
        names=rulebook.vocabulary.facts,
        sub_roles=rulebook.vocabulary.sub_roles_said,
        registrations=rulebook.vocabulary.registrations,
        regions=rulebook.vocabulary.regions,
        closed_lists=tuple(filter(None, (closed_list(condition.requirement) for condition in deciding))),
    )


def _make_ready(resolution: Resolution, context: Context) -> None:
    """Turn filters and bars into functions, but where they name a group there is not: the judge refuses that."""
    for applicable in resolution.conditions:
        for part in parts(applicable.condition.requirement):
            if isinstance(part, Filter | Admit) and all(group in context.groups for group in named_groups(part)):
                for world in World:
                    _make(part, context.in_world(world))


def _make(part: Filter | Admit, context: Context) -> Statement:
    return statement(part, context) if isinstance(part, Filter) else bar_of(part, context)
