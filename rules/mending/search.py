"""The search for repairs: each move is judged; two are tried in a row where one does not settle it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from rules.assessment import telling_entries
from rules.context import Context
from rules.entries import Entry
from rules.facts import InconsistentConsortium, Participant, check_consortium
from rules.language import _
from rules.mending.adding import Law
from rules.mending.changes import Plan, Repair
from rules.mending.moves import moves
from rules.mending.newcomers import newcomers_under
from rules.resolution import Resolution

Failure = tuple[str, str | None]
"""What is not met: the id of the condition, and of whom."""

MOST_JUDGED = 120
"""So many plans are judged for one verdict: whoever asks is waiting."""

MOST_MOVES = 30
"""So many moves are tried for one condition, and half as many again after each that helped half-way."""

MOST_OFFERED = 3
"""So many ways to mend one condition are offered."""

MOST_HALF_WAYS = 3
"""From so many half-way points a second move is tried."""


class Court:
    """The law of the call, before which plans are judged, as long as there is time (`MOST_JUDGED`)."""

    def __init__(self, resolution: Resolution, context: Context) -> None:
        self._resolution = resolution
        self._context = context
        self._left = MOST_JUDGED
        self.law = Law(context, newcomers_under(resolution, context))

    @property
    def has_time(self) -> bool:
        """Whether more plans may be judged."""
        return self._left > 0

    def failures(self, plan: Plan) -> dict[Failure, Entry] | None:
        """What is not met; ``None`` where the plan is no consortium."""
        self._left -= 1
        try:
            check_consortium(list(plan.participants))
        except InconsistentConsortium:
            return None
        return failures(telling_entries(self._resolution, plan.participants, self._context.about(plan.facts)))


def failures(entries: Sequence[Entry]) -> dict[Failure, Entry]:
    """The conditions that decide and are not met."""
    return {(e.condition.id, e.participant): e for e in entries if e.status == "not_met" and e.decides}


def repairs_for(
    resolution: Resolution, participants: Sequence[Participant], context: Context, entries: Sequence[Entry]
) -> Iterator[Repair]:
    """What mends the whole; where nothing does, what settles one condition without breaking another, and says so.

    For a single condition the first ways that are found are offered, for several one way for all of them.
    """
    court = Court(resolution, context)
    start, failed = Plan(participants, context.facts), failures(entries)
    if len(failed) == 1:
        ((failure, entry),) = failed.items()
        yield from (plan.repair() for plan in islice(_mended(failure, entry, start, {failure}, court), MOST_OFFERED))
        return
    whole = _all_mended(start, failed, court)
    if whole is not None:
        yield whole.repair()
        return
    for failure, entry in failed.items():
        for plan in islice(_mended(failure, entry, start, set(failed), court), 1):
            yield plan.repair(of_only=_(entry.condition.title))


def _all_mended(start: Plan, failed: dict[Failure, Entry], court: Court) -> Plan | None:
    """One repair after the other until nothing fails any more."""
    plan, left = start, failed
    for _turn in failed:
        if not left:
            break
        failure, entry = next(iter(left.items()))
        mended = next(_mended(failure, entry, plan, set(left), court), None)
        if mended is None:
            return None
        plan, left = mended, court.failures(mended) or {}
    return plan if not left else None


def _mended(failure: Failure, entry: Entry, plan: Plan, before: set[Failure], court: Court) -> Iterator[Plan]:
    """The plans that settle the failure, break nothing else and leave nobody's place as coordinator empty."""
    half_ways: list[tuple[Plan, Entry]] = []
    found: list[Plan] = []
    for proposed in islice(_moves(entry, plan, court), MOST_MOVES):
        if not proposed.is_of_one_mind or any(smaller.is_part_of(proposed) for smaller in found):
            continue
        after = court.failures(proposed) if court.has_time else None
        if after is None:
            continue
        if failure not in after and set(after) <= before and proposed.is_led >= plan.is_led:
            found.append(proposed)
            yield proposed
        open_ones = [after[failure]] if failure in after else [e for f, e in after.items() if f not in before]
        if len(half_ways) < MOST_HALF_WAYS and len(open_ones) == 1:
            half_ways.append((proposed, open_ones[0]))
    for half_way, still_open in [] if found else half_ways:
        for proposed in islice(_moves(still_open, half_way, court), MOST_MOVES // 2):
            after = court.failures(proposed) if court.has_time and proposed.is_of_one_mind else None
            if after is None or failure in after or not set(after) <= before:
                continue
            if proposed.is_led >= plan.is_led:
                yield proposed
                return


def _moves(entry: Entry, plan: Plan, court: Court) -> Iterator[Plan]:
    return moves(entry.condition.requirement, entry.participant, plan, court.law)
