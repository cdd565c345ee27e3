"""What the form for consortia holds, all of it in the address, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from app.web.presenters.blocks import Problem
from rules.language import _

LARGEST: Final = 100
"""The largest size that a request may ask for."""

MOST_ALTERNATIVES: Final = 10
UNKNOWNS: Final = ("ask", "avoid")
EXTRA_GOALS: Final = ("prior_ties", "newcomers", "regions", "reach")
"""What counts only where somebody says so."""

_SEARCHES: Final = frozenset({"find_lead", "find_member", "find_exclude"})
_GROUPED: Final = re.compile(r"\d{1,3}([ .,'\u00a0\u202f])\d{3}(\1\d{3})*")
_SUM: Final = re.compile(r"\d{1,15}(\.\d{1,2})?")
_PERCENT: Final = re.compile(r"\d{1,3}([.,]\d{1,2})?")


class Field(NamedTuple):
    """A field of the state as a form sends it."""

    name: str
    value: str


class ProposeState(BaseModel):
    """What the form holds, as it comes from the address or from the form; nothing is checked yet."""

    model_config = ConfigDict(frozen=True)

    topic: str = ""
    lead: str = ""
    member: list[str] = []
    partner: list[str] = []
    """Those who are in as associated partners."""
    exclude: list[str] = []
    country: list[str] = []
    only: list[str] = []
    """Countries from which everybody comes who joins."""
    most_per_country: str = ""
    ecosystem: list[str] = []
    competence: str = ""
    """Names, with commas between them."""
    also: list[str] = []
    """Goals that count besides those that always do."""
    size_min: str = "3"
    size_max: str = "6"
    budget: str = ""
    share_participant: str = ""
    share_country: str = ""
    """Percent of the budget."""
    survive: str = ""
    unknown: str = "ask"
    alternatives: str = "3"
    find_lead: str = ""
    find_member: str = ""
    find_exclude: str = ""

    @property
    def address(self) -> str:
        """The address that brings this state back; what is at its default is left out."""
        return "/propose?" + urlencode(self.fields())

    def fields(self, *, without: Iterable[str] = ()) -> list[Field]:
        """The state as a form would send it, without what is at its default."""
        given = self.model_dump(exclude_defaults=True, exclude={*_SEARCHES, *without})
        return [
            Field(name, one)
            for name, value in given.items()
            for one in (value if isinstance(value, list) else [value])
            if one
        ]

    @property
    def competences(self) -> list[str]:
        """The names of the competences, each once."""
        return list(dict.fromkeys(filter(None, (name.strip() for name in self.competence.split(",")))))

    @property
    def settled(self) -> list[str]:
        """Everybody who is in already."""
        return list(dict.fromkeys(filter(None, [self.lead, *self.member, *self.partner])))


@dataclass(frozen=True, slots=True)
class Size:
    """How many participants, in all roles."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be chosen: the organisation that would take part, or the cluster that has none."""

    id: str
    name: str
    note: str
    bar: str = ""
    """Why it cannot take part; empty where nothing is known against it."""


def read_size(state: ProposeState) -> tuple[Size | None, list[Problem]]:
    """The size that is wished, or what is wrong with it."""
    problems = []
    numbers: dict[str, int] = {}
    wrong = {
        "size_min": _("The smallest number of participants is a number from 1 to {most}.", most=LARGEST),
        "size_max": _("The largest number of participants is a number from 1 to {most}.", most=LARGEST),
    }
    for field, sentence in wrong.items():
        number = read_count(getattr(state, field))
        if number is None:
            problems.append(Problem(field, sentence))
        else:
            numbers[field] = number
    if problems:
        return None, problems
    size = Size(numbers["size_min"], numbers["size_max"])
    if size.least > size.most:
        return None, [Problem("size_max", _("The largest number of participants is not below the smallest."))]
    return size, []


def read_count(text: str) -> int | None:
    """A number of participants; ``None`` where it is none."""
    said = text.strip()
    return int(said) if said.isdecimal() and 1 <= int(said) <= LARGEST else None


def read_sum(text: str) -> Decimal | None:
    """A sum in euro as people write it (``2 500 000``, ``2,500,000``, ``2500000``); ``None`` where it is none."""
    said = text.strip().removeprefix("€").removesuffix("€").strip()
    if _GROUPED.fullmatch(said):
        said = re.sub(r"\D", "", said)
    return Decimal(said) if _SUM.fullmatch(said) and Decimal(said) > 0 else None


def read_percent(text: str) -> Decimal | None:
    """A share of the whole, from percent (``40``, ``33.3 %``); ``None`` where it is none."""
    said = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(said):
        return None
    share = Decimal(said.replace(",", ".")) / 100
    return share if 0 < share <= 1 else None


def check_state(state: ProposeState, *, chosen: Mapping[str, Candidate], countries: Mapping[str, str]) -> list[Problem]:
    """What has to be corrected before consortia can be asked for."""
    size, problems = read_size(state)
    problems += _people(state, chosen)
    if size and len(state.settled) > size.most:
        problems.append(
            Problem("size_max", _("{number} participants are in already; allow at least so many.",
                                  number=len(state.settled)))
        )  # fmt: skip
    for field in ("country", "only"):
        for code in getattr(state, field):
            if code not in countries:
                sentence = _("No cluster of the catalogue is established in {code}.", code=repr(code))
                problems.append(Problem(field, sentence))
    return problems + _figures(state) + _choices(state)


def _people(state: ProposeState, chosen: Mapping[str, Candidate]) -> list[Problem]:
    problems = []
    for field, ids in (("lead", filter(None, [state.lead])), ("member", [*state.member, *state.partner])):
        for one in ids:
            unknown = _("The catalogue has no organisation {name}.", name=repr(one))
            bar = chosen[one].bar if one in chosen else unknown
            problems += [Problem(field, bar)] if bar else []
    if state.lead and state.lead in [*state.member, *state.partner]:
        problems.append(Problem("member", _("The lead is in already; take it out of the other members.")))
    if twice := set(state.member) & set(state.partner):
        problems += [Problem("member", _("{name} is in twice, in two roles.", name=_name(one, chosen)))
                     for one in sorted(twice)]  # fmt: skip
    for one in dict.fromkeys(state.exclude):
        if one in state.settled:
            sentence = _("{name} is both in and left out; choose one of the two.", name=_name(one, chosen))
            problems.append(Problem("exclude", sentence))
        elif one not in chosen:
            problems.append(Problem("exclude", _("The catalogue has no organisation {name}.", name=repr(one))))
    return problems


def _name(one: str, chosen: Mapping[str, Candidate]) -> str:
    return chosen[one].name if one in chosen else one


def _figures(state: ProposeState) -> list[Problem]:
    problems = []
    if state.budget.strip() and read_sum(state.budget) is None:
        problems.append(Problem("budget", _("Write the sum in euro with digits only, such as 2500000.")))
    for field in ("share_participant", "share_country"):
        text = getattr(state, field)
        if text.strip() and read_percent(text) is None:
            problems.append(Problem(field, _("A share is a number of percent, above 0 and up to 100.")))
    if state.most_per_country.strip() and read_count(state.most_per_country) is None:
        sentence = _("How many may come from one country is a number from 1 to {most}.", most=LARGEST)
        problems.append(Problem("most_per_country", sentence))
    return problems


def _choices(state: ProposeState) -> list[Problem]:
    problems = []
    if state.unknown not in UNKNOWNS:
        problems.append(Problem("unknown", _("Choose what to do with facts that nobody has stated.")))
    if state.alternatives not in map(str, range(1, MOST_ALTERNATIVES + 1)):
        problems.append(Problem("alternatives", _("Ask for 1 to {most} proposals.", most=MOST_ALTERNATIVES)))
    if not set(state.also) <= set(EXTRA_GOALS):
        problems.append(Problem("also", _("Choose among the goals of the list.")))
    return problems
