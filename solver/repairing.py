"""What would make an impossible request possible: small changes, each of them tried before it is offered.

First each wish of the conflict alone; where that does not help, a smallest set of wishes; where the law and the pool
leave nothing, newcomers without blemish from countries that count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from rules.codes import Kind, Role
from rules.facts import Organisation, Participant
from rules.repairs import Change
from rules.sentences import join
from solver.cpsat import maximise
from solver.instance import Candidate, Instance, Size
from solver.matrix import Terms, value, weighted
from solver.members import Members
from solver.problem import Problem, problem_of
from solver.search import Limits
from solver.solution import Repair

LARGEST = 100
"""The largest size that a request may ask for."""


@dataclass(frozen=True)
class Remedy:
    """A changed request with the words and the steps of the change."""

    instance: Instance
    message: str
    changes: tuple[Change, ...]


def repairs_for(problem: Problem, conflict: Sequence[str], limits: Limits) -> Iterator[Repair]:
    """Repairs of the request, the smallest kind that helps."""
    single = [remedy for name in conflict for remedy in _first_that_helps(problem, name, limits)]
    if single:
        yield from (Repair(message=remedy.message, changes=remedy.changes) for remedy in single)
        return
    for remedy in (*_several(problem, limits), *_newcomers(problem, limits)):
        if _helps(remedy, problem, limits):
            yield Repair(message=remedy.message, changes=remedy.changes)
            return


def _helps(remedy: Remedy, problem: Problem, limits: Limits) -> bool:
    changed = problem_of(remedy.instance, problem.rulebook)
    return _optimum(changed, changed.members(changed.readings[-1]), {}, limits) is not None


def _optimum(problem: Problem, members: Members, objective: Terms, limits: Limits) -> list[int] | None:
    outcome = maximise(
        members.matrix,
        objective,
        seconds=limits.seconds_left,
        seed=problem.instance.seed,
        cancelled=limits.cancelled,
    )
    return outcome.values


def _first_that_helps(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    remedies = _remedies(problem, name, limits)
    yield from islice((remedy for remedy in remedies if _helps(remedy, problem, limits)), 1)


def _remedies(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    """What could be changed about one wish, the mildest change first."""
    instance = problem.instance
    match name.split(".", 2):
        case ["size", _]:
            yield from _other_size(problem, name, limits)
        case ["wishes", "max_per_country"]:
            for most in range((instance.wishes.max_per_country or 0) + 1, instance.size.max):
                yield _relaxed(instance, name, f"Allow {most} from one country.", most)
            yield _relaxed(instance, name, "Allow any number from one country.")
        case ["wishes", "competences", competence]:
            yield _relaxed(instance, name, f"Do without {competence}.")
        case ["wishes", "countries", country]:
            yield _relaxed(instance, name, f"Do without an organisation from {country}.")
        case ["lead"]:
            yield from _other_lead(instance)
        case ["members", *_]:
            yield from _other_role(instance, name.removeprefix("members."))
        case ["exclude"]:
            for excluded in sorted(set(instance.exclude)):
                others = [other for other in instance.exclude if other != excluded]
                change = Change(op="add", participant=excluded)
                yield Remedy(_with(instance, exclude=others), f"Do not exclude {excluded}.", (change,))
            yield _relaxed(instance, name, "Exclude nobody.")
        case ["unknown"]:
            yield _relaxed(instance, name, "Let in organisations about which a question is open.", "ask")


def _other_size(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    """The nearest size that is possible."""
    sign = -1 if name == "size.max" else 1
    members = problem.members(problem.readings[-1], frozenset({name}))
    size = members.present(members.entrants)
    values = _optimum(problem, members, weighted([(sign, size)]), limits)
    number = value(size, values) if values else 0
    if not 1 <= number <= LARGEST:
        return
    old = problem.instance.size
    new, said = (Size(min=old.min, max=number), "at most") if sign < 0 else (Size(min=number, max=old.max), "at least")
    change = Change(op="relax", condition=name, value=number)
    yield Remedy(_with(problem.instance, size=new), f"Ask for {said} {number} participants.", (change,))


def _other_lead(instance: Instance) -> Iterator[Remedy]:
    lead = instance.coordinator or ""
    organisation = _organisation(instance, lead)
    without = _with(instance, lead=None, members=[member for member in instance.members if member.id != lead])
    for role in (Role.BENEFICIARY, Role.ASSOCIATED_PARTNER):
        agreed = Participant(organisation=organisation, role=role)
        yield Remedy(
            _with(without, members=[*without.members, agreed]),
            f"Let another organisation coordinate, and {organisation.label} take part as {_said(role)}.",
            (Change(op="set_role", participant=lead, role=role),),
        )
    change = Change(op="remove", participant=lead)
    excluded = _with(without, exclude=[*instance.exclude, lead])
    yield Remedy(excluded, f"Let another organisation coordinate, without {organisation.label}.", (change,))


def _other_role(instance: Instance, member: str) -> Iterator[Remedy]:
    agreed = next(other for other in instance.members if other.id == member)
    others = [other for other in instance.members if other.id != member]
    if agreed.role is not Role.ASSOCIATED_PARTNER:
        lower = agreed.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
        change = Change(op="set_role", participant=member, role=Role.ASSOCIATED_PARTNER)
        message = f"Let {agreed.organisation.label} take part as associated partner."
        yield Remedy(_with(instance, members=[*others, lower]), message, (change,))
    without = _with(instance, members=others, exclude=[*instance.exclude, member])
    yield Remedy(without, f"Go without {agreed.organisation.label}.", (Change(op="remove", participant=member),))


def _several(problem: Problem, limits: Limits) -> Iterator[Remedy]:
    """A smallest set of wishes to give up together: all of them, and then back with each that does no harm."""
    names = [name for *_, wishes in [list(problem.names())] for name in wishes]
    given_up = frozenset(names)
    if not names or _impossible_without(problem, given_up, limits):
        return
    for name in names:
        if not _impossible_without(problem, given_up - {name}, limits):
            given_up -= {name}
    remedies = [_relaxed(problem.instance, name, name) for name in sorted(given_up)]
    instance = problem.instance
    for name in sorted(given_up):
        instance = _relaxed(instance, name, name).instance
    changes = tuple(change for remedy in remedies for change in remedy.changes)
    yield Remedy(instance, f"Give up together: {join(sorted(given_up))}.", changes)


def _impossible_without(problem: Problem, dropped: frozenset[str], limits: Limits) -> bool:
    return _optimum(problem, problem.members(problem.readings[-1], dropped), {}, limits) is None


def _relaxed(instance: Instance, name: str, message: str, number: int | str | None = None) -> Remedy:
    """The request without one wish, or with another number in it."""
    change = Change(op="relax", condition=name, value=number)
    return Remedy(_without(instance, name, number), message, (change,))


def _without(instance: Instance, name: str, number: int | str | None) -> Instance:  # noqa: PLR0911  # one wish a line
    wishes = instance.wishes
    match name.split(".", 2):
        case ["size", "min"]:
            return _with(instance, size=Size(min=1, max=instance.size.max))
        case ["size", "max"]:
            return _with(instance, size=Size(min=instance.size.min, max=LARGEST))
        case ["wishes", "max_per_country"]:
            return _with(instance, wishes=wishes.model_copy(update={"max_per_country": number}))
        case ["wishes", "competences", competence]:
            kept = {other: level for other, level in wishes.competences.items() if other != competence}
            return _with(instance, wishes=wishes.model_copy(update={"competences": kept}))
        case ["wishes", "countries", country]:
            left = [other for other in wishes.countries if other != country]
            return _with(instance, wishes=wishes.model_copy(update={"countries": left}))
        case ["lead"]:
            members = [member for member in instance.members if member.role is not Role.COORDINATOR]
            return _with(instance, lead=None, members=[other for other in members if other.id != instance.lead])
        case ["members", *_]:
            agreed = name.removeprefix("members.")
            return _with(instance, members=[member for member in instance.members if member.id != agreed])
        case ["exclude"]:
            return _with(instance, exclude=[])
        case ["unknown"]:
            return _with(instance, unknown="ask")
        case _:
            raise LookupError(f"there is no wish {name!r}")


def _with(instance: Instance, **changes: object) -> Instance:
    return instance.model_copy(update=changes)


def _organisation(instance: Instance, identifier: str) -> Organisation:
    agreed = (member.organisation for member in instance.members)
    known = (*agreed, *(candidate.organisation for candidate in instance.candidates))
    return next(organisation for organisation in known if organisation.id == identifier)


def _said(role: Role) -> str:
    return role.replace("_", " ")


def _newcomers(problem: Problem, limits: Limits) -> Iterator[Remedy]:
    """As few organisations without blemish as would do, added to the pool."""
    known = {entrant.id for entrant in problem.entrants}
    spotless = [
        Candidate(organisation=organisation) for organisation in _spotless(problem) if organisation.id not in known
    ]
    enlarged = _with(problem.instance, candidates=[*problem.instance.candidates, *spotless])
    larger = problem_of(enlarged, problem.rulebook)
    members = larger.members(larger.readings[-1])
    added = {candidate.organisation.id: candidate.organisation for candidate in spotless}
    values = _optimum(
        larger, members, weighted([(-1, members.present(e for e in members.entrants if e.id in added))]), limits
    )
    if values is None:
        return
    chosen = [added[placed.entrant.id] for placed in members.chosen(values) if placed.entrant.id in added]
    changes = tuple(Change(op="add", role=Role.BENEFICIARY, where=_wanted(organisation)) for organisation in chosen)
    said = join(f"one {_described(organisation)}" for organisation in chosen)
    yield Remedy(enlarged, f"Add to the pool organisations that are not in it, for instance {said}.", changes)


def _spotless(problem: Problem) -> Iterator[Organisation]:
    """An organisation from each country that a group of the rulebook names, of each kind and size the call names."""
    law = problem.law
    named = [entry.condition.requirement.model_dump() for entry in law.compositions]
    kinds = sorted(set(_mentioned(named, "kind_in"))) or [Kind.OTHER]
    sizes: list[str | None] = [*sorted(set(_mentioned(named, "size_in")))] or [None]
    codes = {
        code
        for group in law.signed.groups
        for code in law.signed.groups.countries(group.id, law.signed.call, law.signed.as_of)
    }
    registrations = sorted(set(_mentioned(named, "registration")))
    for country, kind, size in product(sorted(codes), kinds, sizes):
        yield Organisation.model_validate(
            {
                "id": f"newcomer-{country}-{kind}" + (f"-{size}" if size else ""),
                "country": country,
                "kinds": [kind],
                "legal_personality": True,
                "non_profit": True,
                "size_class": size,
                "gender_equality_plan": True,
                "controlled_from": country,
                "registrations": registrations,
            }
        )


def _mentioned(data: object, key: str) -> Iterator[str]:
    if isinstance(data, dict):
        for name, inner in data.items():
            if name == key and inner is not None:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _mentioned(inner, key)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from _mentioned(inner, key)


def _wanted(organisation: Organisation) -> dict[str, list[str]]:
    kinds = [kind for kind in organisation.kinds or () if kind is not Kind.OTHER]
    size = [organisation.size_class] if organisation.size_class else []
    wanted = {
        "country_in": [organisation.country or ""],
        "kind_in": list(map(str, kinds)),
        "size_in": list(map(str, size)),
    }
    return {name: values for name, values in wanted.items() if values}


def _described(organisation: Organisation) -> str:
    what = [kind.replace("_", " ") for kind in organisation.kinds or () if kind is not Kind.OTHER]
    size = [organisation.size_class.replace("_", " ")] if organisation.size_class else []
    return " ".join([*size, *(what or ["organisation"]), "established in", str(organisation.country)])
