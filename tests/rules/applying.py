"""A repair carried out as somebody would who reads it: the changes alone say what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.codes import Kind, Role
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
    about |= {"kinds": asked["kind_in"]} if "kind_in" in asked else {}
    about |= {"nuts": asked["region_in"][0]} if "region_in" in asked else {}
    about |= {"size_class": asked["size_in"][0]} if "size_in" in asked else {}
    about |= {"registrations": [asked["registration"]]} if "registration" in asked else {}
    about |= {"flags": [asked["flag"]]} if "flag" in asked else {}
    if Kind.PUBLIC_BODY in asked.get("kind_in", ()):
        about["public_body"] = True
    newcomer = Organisation.model_validate(
        {"id": f"added{number}", "country": country, "controlled_from": country, **BLAMELESS, **about}
    )
    role = change.role or Role.BENEFICIARY
    others = [_stepped_down(participant) if role is Role.COORDINATOR else participant for participant in participants]
    sub_roles = [asked["sub_role"]] if "sub_role" in asked else []
    there = Participant(organisation=newcomer, role=role, sub_roles=sub_roles, facts=asked.get("facts", {}))
    return [*others, there]


def _stepped_down(participant: Participant) -> Participant:
    role = Role.BENEFICIARY if participant.role is Role.COORDINATOR else participant.role
    return participant.model_copy(update={"role": role})
