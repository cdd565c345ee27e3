"""What was worked out for one request and serves the next: kept with a pool, the longest unused forgotten."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from pydantic import BaseModel

from rules.mentions import named_facts
from rules.reads import reads_of
from rules.requirements import AnyRequirement, Filter
from solver.law import Law

T = TypeVar("T")

KEPT = 4096
"""A call has some dozen filters, most of which it shares with others of its programme."""


class Memory:
    """Values by key, at most `KEPT`."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is kept under the key, worked out where nothing is."""
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            self._kept[key] = work_out()
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        found: T = self._kept[key]
        return found


def reading_of(said: AnyRequirement | Filter, law: Law) -> Hashable:
    """All on which it hangs what a requirement or filter says of one participant: laws alike in that say the same.

    The words of it; where it names country groups the moment of the call; the facts of the proposal that it reads.
    """
    context, reads = law.signed, reads_of(said)
    lists = [where.model_dump_json() for where in context.closed_lists] if reads.lists else []
    moment = context.groups.moment(context.call, context.as_of) if reads.groups or lists else ()
    declared = tuple(repr(context.facts.get(name)) for name in sorted(named_facts(said)))
    return type(said).__name__, _words(said), tuple(lists), moment, declared


def _words(said: BaseModel) -> str:
    return said.model_dump_json(exclude_defaults=True)
