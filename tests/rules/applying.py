"""A repair carried out as somebody would who reads it: the changes alone say what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.codes import PUBLIC_KINDS, Kind, Role
from rules.facts import FactValue, Organisation, Participant
from rules.mending import Change

BLAMELESS: Mapping[str, Any] = {
    "kinds": [Kind.COMPANY],
    "legal_personality": True,
    "public_body": False,
    "non_profit": False,
    "gender_equality_plan": True,
    "registrations": [],
    "member_kinds": [],
}
AMOUNTS = ("eu_contribution", "total_cost")
AS_IT_IS = ("non_profit", "public_body", "legal_personality", "gender_equality_plan")

LISTS = {"kinds": "kind_in", "member_kinds": "member_kind_in", "registrations": "registration", "flags": "flag"}


def applied(
    changes: Sequence[Change], participants: Sequence[Participant], facts: Mapping[str, FactValue]
) -> tuple[list[Participant], dict[str, FactValue]]:
    """The consortium and what is declared about its proposal after the changes."""
    mended, declared = list(participants), dict(facts)
    for number, change in enumerate(changes):
        match change.op:
            case "remove":
                mended = [participant for participant in mended if participant.id != change.participant]
            case "set_role":
                mended = [_with_role(participant, change) for participant in mended]
            case "add":
                mended = _with_newcomer(change, mended, number)
            case "set_fact" if change.participant is None:
                declared[change.where["fact"]] = change.value
            case "set_fact":
                mended = [_with_fact(participant, change) for participant in mended]
    return mended, declared


def _with_role(participant: Participant, change: Change) -> Participant:
    """The new role; whoever coordinated before makes room for a new coordinator."""
    makes_room = change.role is Role.COORDINATOR and participant.role is Role.COORDINATOR
    role = change.role if participant.id == change.participant else Role.BENEFICIARY if makes_room else participant.role
    return participant.model_copy(update={"role": role})


def _with_fact(participant: Participant, change: Change) -> Participant:
    name = change.where["fact"]
    if participant.id != change.participant:
        return participant
    if name in AMOUNTS:
        return Participant.model_validate({**participant.model_dump(mode="json"), name: change.value})
    if name in Organisation.model_fields:
        organisation = participant.organisation.model_copy(update={name: change.value})
        return participant.model_copy(update={"organisation": organisation})
    return participant.model_copy(update={"facts": {**participant.facts, name: change.value}})


def _with_newcomer(change: Change, participants: list[Participant], number: int) -> list[Participant]:
    asked = change.where
    taken = {participant.organisation.country for participant in participants}
    country = next((code for code in asked["country_in"] if code not in taken), asked["country_in"][0])
    about: dict[str, Any] = {name: asked[name] for name in AS_IT_IS if name in asked}
    about |= {fact: held for fact, name in LISTS.items() if (held := _all_asked(asked, name))}
    about |= {"nuts": asked["region_in"][0]} if "region_in" in asked else {}
    about |= {"size_class": asked["size_in"][0]} if "size_in" in asked else {}
    if not PUBLIC_KINDS.isdisjoint(about.get("kinds", ())):
        about["public_body"] = True
    newcomer = Organisation.model_validate(
        {"id": f"added{number}", "country": country, "controlled_from": country, **BLAMELESS, **about}
    )
    role = change.role or Role.BENEFICIARY
    others = [_stepped_down(participant) if role is Role.COORDINATOR else participant for participant in participants]
    there = Participant(
        organisation=newcomer, role=role, sub_roles=_all_asked(asked, "sub_role"), facts=asked.get("fact", {})
    )
    return [*others, there]


def _all_asked(asked: Mapping[str, Any], name: str) -> list[Any]:
    """What the filter asks by this name, itself and in ``all``; of several that would do the first."""
    values = [part[name] for part in (asked, *asked.get("all", ())) if name in part]
    return [value[0] if isinstance(value, list) else value for value in values]


def _stepped_down(participant: Participant) -> Participant:
    role = Role.BENEFICIARY if participant.role is Role.COORDINATOR else participant.role
    return participant.model_copy(update={"role": role})
