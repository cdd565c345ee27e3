"""Where the two worlds of pending agreements differ: only there is a condition judged twice."""

from collections.abc import Iterable

from rules.context import Context
from rules.facts import Participant
from rules.groups import World
from rules.judging.finding import Agreement
from rules.reads import groups_read
from rules.requirements import AnyRequirement


def hopeful(participants: Iterable[Participant], context: Context) -> frozenset[str]:
    """The countries of seat or control of which an agreement was ever pending."""
    organisations = [participant.organisation for participant in participants]
    seats = {organisation.country for organisation in organisations}
    seats |= {organisation.controlled_from for organisation in organisations}
    return frozenset(country for country in seats if country is not None and context.groups.is_hopeful(country))


def is_torn(requirement: AnyRequirement, countries: frozenset[str], context: Context) -> bool:
    """Whether pending agreements with these countries can change what the requirement finds in this call."""
    return bool(countries) and any(
        _differs(group, country, context) for group in groups_read(requirement, context) for country in countries
    )


def hangs_on(requirement: AnyRequirement, countries: frozenset[str], context: Context) -> tuple[Agreement, ...]:
    """What has to come true of agreements with these countries for it to turn out otherwise."""
    groups, asked = context.groups, (context.call, context.as_of)
    torn = {
        (country, pending)
        for name in groups_read(requirement, context)
        for country in countries
        for pending in groups.pending(name, country, *asked)
    }
    return tuple(dict.fromkeys(Agreement(country, groups[name].hangs_on) for country, name in sorted(torn)))


def _differs(group: str, country: str, context: Context) -> bool:
    key = (group, country)
    if key not in context.torn:
        asked = (group, country, context.call, context.as_of)
        answers = [context.groups.contains(*asked, world) for world in World]
        context.torn[key] = answers[0] != answers[1]
    return context.torn[key]
