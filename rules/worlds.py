"""Where the two worlds of pending agreements differ: only there is a condition judged twice."""

from collections.abc import Iterable

from rules.context import Context
from rules.facts import Participant
from rules.groups import World
from rules.reads import groups_read
from rules.requirements import AnyRequirement
from rules.sentences.countries import country_name


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


def hangs_on(requirement: AnyRequirement, countries: frozenset[str], context: Context) -> tuple[str, ...]:
    """What has to come true of agreements with these countries for it to turn out otherwise, as clauses."""
    groups, asked = context.groups, (context.call, context.as_of)
    torn = {
        (country, pending)
        for name in groups_read(requirement, context)
        for country in countries
        for pending in groups.pending(name, country, *asked)
    }
    said = (groups[name].hangs_on.format(country=country_name(country)) for country, name in sorted(torn))
    return tuple(dict.fromkeys(said))


def _differs(group: str, country: str, context: Context) -> bool:
    key = (group, country)
    if key not in context.torn:
        asked = (group, country, context.call, context.as_of)
        answers = [context.groups.contains(*asked, world) for world in World]
        context.torn[key] = answers[0] != answers[1]
    return context.torn[key]
