"""Participants who are alike: what a condition that looks at one of them says differs in nothing but their names.

Most of a verdict is about admission and money, participant by participant, and says the same of everybody with the
same facts. It is said once, of a stand-in whose id and name are a mark, and each participant's own are put in its
place. Who is alike is decided by everything that is known of them but what they are called and what they can do.
"""

from collections.abc import Hashable
from operator import attrgetter

from rules.facts import Participant

MARK = "\0"
"""No text of a rule or a request holds it."""

OF_NO_CONSEQUENCE = ("id", "name", "pic", "website", "ecosystems", "competences", "control_group")
"""Fields of an organisation that no condition on one participant reads: names, abilities, and ties to others."""

SINGLE = (
    "country",
    "nuts",
    "legal_personality",
    "non_profit",
    "public_body",
    "sme",
    "size_class",
    "controlled_from",
    "gender_equality_plan",
)
SEVERAL = ("kinds", "member_kinds", "member_countries", "flags", "registrations")
"""Its other fields, those that hold one fact and those that hold a list."""

_one_fact = attrgetter(*SINGLE)
_lists = attrgetter(*SEVERAL)


def likeness(participant: Participant) -> Hashable:
    """What participants who are alike have in common."""
    organisation, sub_roles = participant.organisation, participant.sub_roles
    return (
        participant.role,
        _one_fact(organisation),
        *[(*values,) if values else values is None for values in _lists(organisation)],
        sub_roles is None if not sub_roles else (*sub_roles,),
        _rarely_stated(participant),
    )


def _rarely_stated(participant: Participant) -> Hashable:
    """Facts and amounts as they are written: what is equal may be written in two ways."""
    amounts = (participant.eu_contribution, participant.total_cost)
    if not participant.facts and amounts == (None, None) and participant.affiliated_to is None:
        return None
    return repr(sorted(participant.facts.items())), *map(str, amounts), participant.affiliated_to


def stand_in(participant: Participant) -> Participant:
    """Somebody who is alike, by the name of the mark."""
    unnamed = participant.organisation.model_copy(update={"id": MARK, "name": MARK})
    return participant.model_copy(update={"organisation": unnamed})
