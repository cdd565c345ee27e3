"""What a selection sees of a participant: the answers of its filters, and the place that keeps it apart from others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.codes import OVERSEAS_TERRITORIES
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import Selection
from rules.truth import FALSE, TRUE, Answer, disjunction

DEEMED = "deemed_establishment"
"""The fact of a participant that says whether it is deemed to sit in a country of its own."""


@dataclass(frozen=True)
class Seen:
    """A participant in a role that counts, with what the filters say of it.

    ``apart`` is the same as it would be in a country of its own, where nobody has settled whether it sits in one; it
    then counts for all that it counts for at its seat.
    """

    participant: Participant
    inside: Answer
    parts: tuple[Answer, ...]
    apart: "Seen | None" = None

    @property
    def turns(self) -> "Iterator[Seen]":
        """At its seat and, where that may be, in a country of its own."""
        yield self
        if self.apart is not None:
            yield self.apart

    @property
    def may_count(self) -> bool:
        """Whether it may satisfy the filter."""
        return self.inside.truth is not FALSE or (self.apart is not None and self.apart.inside.truth is not FALSE)

    @property
    def missing(self) -> frozenset[str]:
        """The facts on which the filters hang."""
        return frozenset[str]().union(*(one.missing for turn in self.turns for one in (turn.inside, *turn.parts)))


def see(requirement: Selection, participant: Participant, context: Context) -> Seen:
    """Ask the filters of a selection."""
    seen = _at_its_seat(requirement, participant, context)
    unsure = requirement.apart_unsure
    if unsure is None or not unsure.may_be(participant.organisation):
        return seen
    if not is_unsettled(requirement, participant, holds(unsure.where, participant, context)):
        return seen
    stated = participant.facts.get(DEEMED)
    if stated is False:
        return seen
    apart = _in_its_own_country(requirement, participant, context)
    return apart if stated is True else replace(seen, apart=apart)


def _at_its_seat(requirement: Selection, participant: Participant, context: Context) -> Seen:
    inside = holds(requirement.where, participant, context)
    if inside.truth is FALSE:
        return Seen(participant, inside, ())
    return Seen(participant, inside, tuple(holds(part.where, participant, context) for part in requirement.of_which))


def _in_its_own_country(requirement: Selection, participant: Participant, context: Context) -> Seen:
    deemed = deemed_apart(requirement, participant)
    inside, *parts = (
        disjunction(holds(where, one, context) for one in (participant, deemed))
        for where in (requirement.where, *(part.where for part in requirement.of_which))
    )
    return Seen(deemed, inside, tuple(parts))


def is_unsettled(requirement: Selection, participant: Participant, unsure: Answer) -> bool:
    """Whether it may or may not be deemed to sit apart; of whom it is not stated that it is such a body, it is none."""
    return unsure.truth is TRUE and not _is_flagged(requirement, participant)


def deemed_apart(requirement: Selection, participant: Participant) -> Participant:
    """The participant as one of those who are deemed to sit in a country of their own."""
    if requirement.apart_unsure is None:
        return participant
    flags = sorted({*participant.organisation.flags, requirement.apart_unsure.flag})
    return participant.model_copy(update={"organisation": participant.organisation.model_copy(update={"flags": flags})})


def counts_places(requirement: Selection) -> bool:
    """Whether it matters in which country or region somebody is."""
    return requirement.each_from_different != "none" or counts_countries(requirement)


def counts_countries(requirement: Selection) -> bool:
    """Whether a number of countries is asked for."""
    return bool(requirement.min_countries) or any(part.min_countries for part in requirement.of_which)


def place(requirement: Selection, participant: Participant, hopeful: bool) -> tuple[str | None, bool]:
    """The place that keeps two members apart, and whether it is known.

    ``None`` is a place that nobody shares: the JRC and its like are deemed to sit in a country of their own. An
    overseas territory may or may not be a country apart from its state, so the hopeful reading and the other one
    differ.
    """
    organisation = participant.organisation
    if _is_flagged(requirement, participant):
        return None, True
    if requirement.each_from_different == "region":
        region = organisation.nuts[:4] if organisation.nuts and len(organisation.nuts) >= 4 else None
        return region, region is not None
    return _country(organisation.country, hopeful), organisation.country is not None


def country_apart(requirement: Selection, participant: Participant, hopeful: bool) -> tuple[str | None, bool]:
    """The country in which a participant is counted, and whether it is known; ``None`` is one that nobody shares."""
    organisation = participant.organisation
    if _is_flagged(requirement, participant):
        return None, True
    return _country(organisation.country, hopeful), organisation.country is not None


def _is_flagged(requirement: Selection, participant: Participant) -> bool:
    flags = participant.organisation.flags
    return bool(flags) and not set(requirement.apart).isdisjoint(flags)


def _country(country: str | None, hopeful: bool) -> str | None:
    return country if hopeful or country is None else OVERSEAS_TERRITORIES.get(country, country)


def is_placed(requirement: Selection, participant: Participant) -> bool:
    """Whether all is known of where the participant is that the selection has to know."""
    if requirement.each_from_different != "none" and not place(requirement, participant, hopeful=False)[1]:
        return False
    return not counts_countries(requirement) or country_apart(requirement, participant, hopeful=False)[1]
