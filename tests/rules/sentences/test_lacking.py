"""What a sentence says to be missing is what meets the requirement when it is added, and nothing less does."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest

from rules import cases
from rules.assessment import assess
from rules.cases import WrittenCase
from rules.context import Context
from rules.facts import Participant
from rules.judging import judge_requirement
from rules.judging.lacking import lacking
from rules.judging.looks import certain
from rules.judging.seen import place, see
from rules.judging.selection import wanted_of
from rules.mending.newcomers import Newcomers
from rules.reading import read_law
from rules.requirements import AnyRequirement, Filter, Ratio, Selection, leaves_of
from rules.rulebook import load
from rules.truth import Truth

BY_FILE: dict[str, list[WrittenCase]] = {}
for _written in cases.load():
    BY_FILE.setdefault(_written.file.rpartition("/")[0], []).append(_written)


Unmet = tuple[Selection | Ratio, Sequence[Participant], Context]


def unmet(folder: str) -> Iterator[Unmet]:
    """The minimums and shares of the law that do not certainly hold of a case, and those of whom they do not hold."""
    for written in BY_FILE[folder]:
        case = written.case
        reading = read_law(case.call, load(), case.as_of, case.conditions)
        context = reading.context.about(dict(case.facts))
        there = assess(reading.resolution, case.participants, context).effective
        leaves = (leaf for one in reading.resolution.conditions for leaf in leaves_of(one.condition.requirement))
        for leaf in leaves:
            if isinstance(leaf, Selection | Ratio) and not holds(leaf, there, context):
                yield leaf, there, context


def holds(requirement: AnyRequirement, participants: Sequence[Participant], context: Context) -> bool:
    return judge_requirement(requirement, "the.condition", participants, context)[0].truth is Truth.TRUE


def said_to_be_missing(requirement: AnyRequirement, there: Sequence[Participant], context: Context) -> str:
    return judge_requirement(requirement, "the.condition", there, context)[0].missing


def number_in(said: str) -> int:
    return sum(map(int, re.findall(r"(\d+) more", said)))


def newcomers(
    wanted: Sequence[Filter], requirement: Selection | Ratio, there: Sequence[Participant], context: Context
) -> list[Participant] | None:
    """Somebody for each filter, each from a country of its own; ``None`` where nobody in the world will do."""
    taken = (
        {place(requirement, one, hopeful=False)[0] for one in there} if isinstance(requirement, Selection) else set()
    )
    found: list[Participant] = []
    for index, where in enumerate(wanted):
        role = next(role for role in reversed(requirement.roles) if role in (where.role_in or requirement.roles))
        offer = Newcomers(context, []).offer(where, role, taken)
        if offer is None:
            return None
        found.append(offer.seated(offer.countries[0], index))
        taken |= {place(requirement, found[-1], hopeful=False)[0]} if isinstance(requirement, Selection) else set()
    return found


def lacked(requirement: Selection, there: Sequence[Participant], context: Context) -> list[Filter] | None:
    """What each of those who are missing has to be."""
    pool = [see(requirement, one, context) for one in there if one.role in requirement.roles]
    found = lacking(requirement, wanted_of(requirement, len(pool)), certain(requirement, pool), context.groups)
    if found is None:
        return None
    parts = [[requirement.of_which[index].where for index in sorted(served)] for served in found.newcomers]
    return [Filter(all_of=(requirement.where, *own)) for own in parts]


@pytest.mark.parametrize("folder", BY_FILE)
def test_a_minimum_is_met_by_exactly_those_who_are_said_to_be_missing(folder: str) -> None:
    for requirement, there, context in unmet(folder):
        if not isinstance(requirement, Selection) or requirement.min == "all":
            continue
        wanted = lacked(requirement, there, context)
        said = said_to_be_missing(requirement, there, context)
        assert wanted is not None
        assert number_in(said) == len(wanted), said
        added = newcomers(wanted, requirement, there, context)
        if added is not None:
            assert holds(requirement, [*there, *added], context), said
            fewer = combinations(added, len(added) - 1)
            assert not any(holds(requirement, [*there, *some], context) for some in fewer), said


@pytest.mark.parametrize("folder", BY_FILE)
def test_a_share_is_reached_by_exactly_those_who_are_said_to_be_missing(folder: str) -> None:
    for requirement, there, context in unmet(folder):
        if isinstance(requirement, Ratio):
            said = said_to_be_missing(requirement, there, context)
            wanted = [Filter(all_of=(requirement.of, requirement.where))] * number_in(said)
            added = newcomers(wanted, requirement, there, context)
            assert added is not None
            assert holds(requirement, [*there, *added], context) or unknown_decides(requirement, there, context), said
            assert not holds(requirement, [*there, *added[1:]], context), said


def unknown_decides(requirement: Ratio, there: Sequence[Participant], context: Context) -> bool:
    return bool(judge_requirement(requirement, "the.condition", there, context)[0].asks)
