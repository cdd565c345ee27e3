"""What could be changed about one wish of a request, the mildest change first. Nothing is tried here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.mending import Change
from solver.instance import LARGEST, Candidate, Instance, Size, Wishes
from solver.splitting.budget import Budget


@dataclass(frozen=True)
class Remedy:
    """A changed request with the words and the steps of the change; ``newcomers`` join the pool."""

    instance: Instance
    message: str
    changes: tuple[Change, ...]
    newcomers: tuple[Candidate, ...] = ()


GIVEN_UP: Mapping[str, tuple[object, str]] = {
    "survive_dropout": (False, "Do not ask that it survives a drop-out."),
    "unknown": ("ask", "Let in organisations about which a question is open."),
    "budget": (Budget(), "Ask for no budget."),
    "exclude": ([], "Exclude nobody."),
}
"""Fields of a request that are asked or not: the value of each that asks nothing, in words."""


def remedies_of(instance: Instance, name: str) -> Iterator[Remedy]:
    """What could be changed about one wish. Which other size would do takes solving: `repairing` finds out."""
    match name.split(".", 2):
        case ["wishes", *wish]:
            yield from _other_wish(instance, name, wish)
        case ["lead"]:
            yield from _other_lead(instance)
        case ["members", *_]:
            yield from _other_role(instance, name.removeprefix("members."))
        case ["exclude"]:
            for excluded in sorted(set(instance.exclude)):
                others = [other for other in instance.exclude if other != excluded]
                change = Change(op="add", participant=excluded)
                yield Remedy(changed(instance, exclude=others), f"Do not exclude {excluded}.", (change,))
    if name in GIVEN_UP:
        value, message = GIVEN_UP[name]
        yield relaxed(instance, name, message, value if isinstance(value, str) else None)


def _other_wish(instance: Instance, name: str, wish: list[str]) -> Iterator[Remedy]:
    match wish:
        case ["max_per_country"]:
            for most in range((instance.wishes.max_per_country or 0) + 1, instance.size.max):
                yield relaxed(instance, name, f"Allow {most} from one country.", most)
            yield relaxed(instance, name, "Allow any number from one country.")
        case ["max_associated_partners"]:
            for most in range(instance.wishes.max_associated_partners + 1, instance.size.max + 1):
                yield relaxed(instance, name, f"Let {most} be proposed as associated partners.", most)
        case ["competences", competence]:
            yield relaxed(instance, name, f"Do without {competence}.")
        case ["countries", country]:
            yield relaxed(instance, name, f"Do without an organisation from {country}.")


def _other_lead(instance: Instance) -> Iterator[Remedy]:
    lead = instance.coordinator or ""
    organisation = _organisation(instance, lead)
    without = changed(instance, lead=None, members=[member for member in instance.members if member.id != lead])
    for role in (Role.BENEFICIARY, Role.ASSOCIATED_PARTNER):
        agreed = Participant(organisation=organisation, role=role)
        yield Remedy(
            changed(without, members=[*without.members, agreed]),
            f"Let another organisation coordinate, and {organisation.label} take part as {_said(role)}.",
            (Change(op="set_role", participant=lead, role=role),),
        )
    change = Change(op="remove", participant=lead)
    excluded = changed(without, exclude=[*instance.exclude, lead])
    yield Remedy(excluded, f"Let another organisation coordinate, without {organisation.label}.", (change,))


def _other_role(instance: Instance, member: str) -> Iterator[Remedy]:
    agreed = next(other for other in instance.members if other.id == member)
    others = [other for other in instance.members if other.id != member]
    if agreed.role is not Role.ASSOCIATED_PARTNER:
        lower = agreed.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
        change = Change(op="set_role", participant=member, role=Role.ASSOCIATED_PARTNER)
        message = f"Let {agreed.organisation.label} take part as associated partner."
        yield Remedy(changed(instance, members=[*others, lower]), message, (change,))
    without = changed(instance, members=others, exclude=[*instance.exclude, member])
    yield Remedy(without, f"Go without {agreed.organisation.label}.", (Change(op="remove", participant=member),))


def relaxed(instance: Instance, name: str, message: str, number: int | str | None = None) -> Remedy:
    """The request without one wish, or with another number in it."""
    change = Change(op="relax", condition=name, value=number)
    return Remedy(_without(instance, name, number), message, (change,))


def _without(instance: Instance, name: str, number: int | str | None) -> Instance:
    if name in GIVEN_UP:
        return changed(instance, **{name: GIVEN_UP[name][0]})
    match name.split(".", 2):
        case ["size", "min"]:
            return changed(instance, size=Size(min=1, max=instance.size.max))
        case ["size", "max"]:
            return changed(instance, size=Size(min=instance.size.min, max=LARGEST))
        case ["wishes", *wish]:
            return changed(instance, wishes=_wishes_without(instance.wishes, wish, number))
        case ["lead"]:
            members = [member for member in instance.members if member.role is not Role.COORDINATOR]
            return changed(instance, lead=None, members=[other for other in members if other.id != instance.lead])
        case ["members", *_]:
            agreed = name.removeprefix("members.")
            return changed(instance, members=[member for member in instance.members if member.id != agreed])
        case _:
            raise LookupError(f"there is no wish {name!r}")


def _wishes_without(wishes: Wishes, wish: list[str], number: int | str | None) -> Wishes:
    match wish:
        case ["max_per_country"]:
            return wishes.model_copy(update={"max_per_country": number})
        case ["max_associated_partners"]:
            return wishes.model_copy(update={"max_associated_partners": LARGEST if number is None else number})
        case ["competences", competence]:
            kept = {other: level for other, level in wishes.competences.items() if other != competence}
            return wishes.model_copy(update={"competences": kept})
        case ["countries", country]:
            left = [other for other in wishes.countries if other != country]
            return wishes.model_copy(update={"countries": left})
        case _:
            raise LookupError(f"there is no wish {'.'.join(wish)!r}")


def changed(instance: Instance, **changes: object) -> Instance:
    """The request with other fields."""
    return instance.model_copy(update=changes)


def _organisation(instance: Instance, identifier: str) -> Organisation:
    agreed = (member.organisation for member in instance.members)
    known = (*agreed, *(candidate.organisation for candidate in instance.candidates))
    return next(organisation for organisation in known if organisation.id == identifier)


def _said(role: Role) -> str:
    return role.replace("_", " ")
