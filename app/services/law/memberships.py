"""Groups of countries that the rules of a programme ask about, and who belongs to them on a day."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.services.law.rule_lists import programme_id
from rules import rulebook
from rules.groups import Group, Member
from rules.mentions import named_groups
from rules.rule import Rule
from rules.rulebook import Rulebook

Membership = Literal["barred", "in_force", "pending", "uncertain", "announced", "ended", "none"]

STRENGTHS: Sequence[Membership] = ("barred", "in_force", "pending", "uncertain", "announced", "ended")
"""Of several ways into a group, the first of these counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A membership as it stands on a day; ``member`` is the line of the law that says so.

    ``barred``: on that day a rule bars the country from the programme, whatever list it stands on.
    """

    group: Group
    member: Member
    day: date
    barred: bool = False

    @property
    def begins(self) -> date | None:
        """The first day, for a membership by budget years the first of January."""
        member = self.member
        return member.from_day or (date(member.from_year, 1, 1) if member.from_year else None)

    @property
    def ends(self) -> date | None:
        """The last day."""
        member = self.member
        return member.until_day or (date(member.until_year, 12, 31) if member.until_year else None)

    @property
    def status(self) -> Membership:
        """Where the membership stands on the day."""
        member = self.member
        if self.ends is not None and self.day > self.ends:
            return "ended"
        if self.barred:
            return "barred"
        if member.uncertain:
            return "uncertain"
        if member.pending or (member.applied_from is not None and self.day < member.applied_from):
            return "pending"
        return "announced" if self.begins is not None and self.day < self.begins else "in_force"

    def is_stronger_than(self, other: "Place | None") -> bool:
        """Whether this way into a group counts more than another."""
        return other is None or STRENGTHS.index(self.status) < STRENGTHS.index(other.status)


@dataclass(frozen=True, slots=True)
class AskedGroups:
    """Groups that the rules for many calls ask about, with those they are made of, and all others that are asked about.

    Aside are groups of single topics, those of other programmes, and those that differ from a general one only in who
    else than a country belongs to them.
    """

    general: tuple[Group, ...]
    aside: tuple[Group, ...]

    @property
    def all(self) -> tuple[Group, ...]:
        """Both."""
        return self.general + self.aside


def groups_of(programme: str | None) -> AskedGroups:
    """The groups that the rules of a programme name, directly or through others; without one, all groups.

    Raises:
        Invalid: no programme goes by that name.
    """
    book = rulebook.load()
    name = None if programme is None else programme_id(programme)
    rules = [rule for rule in book.rules if name is None or rule.applies_to.programme == name]
    named = {group for group in named_by(filter(is_default, rules)) if not _is_of_another(group, name, book)}
    wanted = {group.id for group in book.groups} if name is None else _reached(named_by(iter(rules)), book)
    general = _once([book.groups[group] for group in (*sorted(named), *sorted(_reached(named, book) - named))])
    return AskedGroups(general, tuple(book.groups[one] for one in sorted(wanted - {group.id for group in general})))


def is_default(rule: Rule) -> bool:
    """Whether a rule is about the calls of a programme at large: neither of a topic nor narrowed to named calls."""
    return rule.layer != "topic" and rule.applies_to.identifiers is None and rule.applies_to.matching is None


def named_by(rules: Iterator[Rule]) -> set[str]:
    """The groups that rules name themselves."""
    return {group for rule in rules for group in named_groups(rule.requirement)}


def _is_of_another(group: str, programme: str | None, book: Rulebook) -> bool:
    """Groups of a programme begin with its name."""
    others = (other.id for other in book.programmes if other.id != programme)
    return programme is not None and any(group.startswith(f"{other.lower()}_") for other in others)


def _once(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Of groups of the same countries, the first."""
    first: dict[object, Group] = {}
    for group in groups:
        first.setdefault((group.members, group.union_of), group)
    return tuple(first.values())


def _reached(names: set[str], book: Rulebook) -> set[str]:
    """The groups of these names and all that they are made of."""
    return names.union(*(_reached(set(book.groups[name].union_of), book) for name in names))


def programmes_with_groups() -> list[str]:
    """The programmes whose rules ask about groups of countries."""
    return sorted({rule.applies_to.programme for rule in rulebook.load().rules if named_groups(rule.requirement)})


def places(group: Group, day: date, barred: AbstractSet[str] = frozenset()) -> list[Place]:
    """The members of a group as they stand on a day; one that comes in through others is told by its strongest way."""
    own = [Place(group, member, day, member.country in barred) for member in group.members if _is_known(member, day)]
    listed = {(place.member.country, place.member.scope) for place in own}
    inherited: dict[tuple[str, str], Place] = {}
    for part in group.union_of:
        for place in places(rulebook.load().groups[part], day, barred):
            key = (place.member.country, place.member.scope)
            if key not in listed and place.is_stronger_than(inherited.get(key)):
                inherited[key] = Place(group, place.member, day, place.barred)
    return own + list(inherited.values())


def _is_known(member: Member, day: date) -> bool:
    return (member.known_from or date.min) <= day <= (member.known_until or date.max)
