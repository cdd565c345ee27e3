"""What the request asks beyond the law, as rows; a conflict lists them under their names in the request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.instance import Instance
from solver.matrix import Terms, add
from solver.members import Members
from solver.screening import Entrant


@dataclass(frozen=True)
class Wish:
    """A wish by its name in the request; ``rows`` adds its rows."""

    name: str
    message: str
    rows: Callable[[Members], None]


def wishes_of(instance: Instance) -> Iterator[Wish]:
    """The hard wishes of the instance that are rows (those on admission are decided in the screening)."""
    size, wishes = instance.size, instance.wishes
    yield Wish("size.min", f"at least {size.min} participants", lambda members: _size(members, at_least=size.min))
    yield Wish("size.max", f"at most {size.max} participants", lambda members: _size(members, at_most=size.max))
    for name, level in sorted(wishes.competences.items()):
        yield Wish(
            f"wishes.competences.{name}",
            f"somebody brings {name} at level {level} or above",
            _somebody(_who_brings(name, level)),
        )
    for country in sorted(set(wishes.countries)):
        yield Wish(
            f"wishes.countries.{country}",
            f"somebody is established in {country}",
            _somebody(_who_is_from(country)),
        )
    most = wishes.max_per_country
    if most is not None:
        yield Wish(
            "wishes.max_per_country",
            f"at most {most} from one country",
            lambda members: _cap_countries(members, most),
        )


def _who_brings(competence: str, level: int) -> Callable[[Entrant], bool]:
    return lambda entrant: entrant.organisation.competences.get(competence, 0) >= level


def _who_is_from(country: str) -> Callable[[Entrant], bool]:
    return lambda entrant: entrant.organisation.country == country


def _size(members: Members, at_least: int | None = None, at_most: int | None = None) -> None:
    everybody = members.present(members.entrants)
    if at_least is not None:
        members.matrix.at_least(everybody, at_least)
    if at_most is not None:
        members.matrix.at_most(everybody, at_most)


def _somebody(suits: Callable[[Entrant], bool]) -> Callable[[Members], None]:
    def rows(members: Members) -> None:
        members.matrix.at_least(members.present(filter(suits, members.entrants)), 1)

    return rows


def _cap_countries(members: Members, most: int) -> None:
    """Somebody whose country is unknown burdens every country."""
    nowhere = members.present(entrant for entrant in members.entrants if entrant.organisation.country is None)
    for terms in by_country(members).values():
        members.matrix.at_most(add(terms, nowhere), most)
    if nowhere:
        members.matrix.at_most(nowhere, most)


def by_country(members: Members) -> dict[str, Terms]:
    """How many take part from each known country."""
    countries: dict[str, list[Entrant]] = {}
    for entrant in members.entrants:
        if entrant.organisation.country is not None:
            countries.setdefault(entrant.organisation.country, []).append(entrant)
    return {country: members.present(countries[country]) for country in sorted(countries)}
