"""The columns of the data sheet: which fact each holds, where it stands in a request, and which a call asks for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from app.exports.data_sheet.entries import Country, Digits, Entry, Number, OneOf, SeveralOf, Shown, YesOrNo
from rules.codes import Flag, Kind, Role, SizeClass
from rules.declared import DeclaredFact, Vocabulary
from rules.entries import Status
from rules.facts import Participant
from rules.mentions import parts
from rules.requirements import Filter, Fund, Limit, Money, Selection, Span
from rules.verdict import Judged

FACT: Final = "fact:"
"""How the key of a declared fact begins."""

OPEN: Final = frozenset({Status.UNKNOWN, Status.NEEDS_HUMAN})
UNSETTLED: Final = OPEN | {Status.NOT_MET, Status.CONDITIONAL}


class Place(StrEnum):
    """Where a fact stands in the entry of a participant."""

    ORGANISATION = "organisation"
    SEAT = "seat"
    FACT = "fact"


@dataclass(frozen=True, eq=False)
class Column:
    """One fact of a participant; ``key`` is its name in the interface."""

    key: str
    label: str
    entry: Entry
    place: Place = Place.ORGANISATION
    hint: str = ""

    @property
    def name(self) -> str:
        """The name of the field or of the declared fact."""
        return self.key.removeprefix(FACT)

    def stated(self, participant: Participant) -> Any:
        """What is stated of a participant, as JSON has it; ``None`` is unknown."""
        source = participant.organisation if self.place is Place.ORGANISATION else participant
        dumped = source.model_dump(mode="json", include={"facts" if self.place is Place.FACT else self.name})
        value = dumped["facts"].get(self.name) if self.place is Place.FACT else dumped[self.name]
        return None if value == [] and self.name in EMPTY_IS_UNKNOWN else value

    def shown(self, participant: Participant) -> Shown:
        """The cell of a participant."""
        value = self.stated(participant)
        return None if value is None else self.entry.show(value)


EMPTY_IS_UNKNOWN: Final = frozenset({"kinds", "flags"})
"""Lists of which an empty one says no more than none at all: their cell is empty, whether or not none was written."""


def columns_of(vocabulary: Vocabulary) -> Mapping[str, Column]:
    """Every column there can be but those of declared facts, by key, in their order."""
    kinds = SeveralOf.of(OneOf.of([kind.value for kind in Kind]), can_be_none=True)
    flags = SeveralOf.of(OneOf.of([flag.value for flag in Flag]), can_be_none=True)
    countries = Country.any()
    known = SeveralOf.of(OneOf.of(sorted(vocabulary.registrations)), can_be_none=True)
    columns = (
        Column("name", "Name", Entry(), hint="as in the register"),
        Column("role", "Role", OneOf.of([role.value for role in Role]), Place.SEAT),
        Column("country", "Country of establishment", countries, hint="where the registered seat is"),
        Column("pic", "PIC", Digits(), hint="nine digits; the Commission's number of the organisation"),
        Column("kinds", "Kinds of organisation", kinds, hint="all that apply, with semicolons between"),
        Column("legal_personality", "Legal personality", YesOrNo(), hint="can it sign a contract in its own name?"),
        Column("public_body", "Public body", YesOrNo()),
        Column("non_profit", "Non-profit", YesOrNo()),
        Column("sme", "SME", YesOrNo(), hint="Recommendation 2003/361/EC"),
        Column("size_class", "Size", OneOf.of([size.value for size in SizeClass])),
        Column("nuts", "NUTS region", Entry(), hint="NUTS 2021 code of the seat, as FRK26"),
        Column("gender_equality_plan", "Gender equality plan", YesOrNo(), hint="in place when the grant is signed"),
        Column("controlled_from", "Controlled from", countries, hint="country of ultimate control"),
        Column("control_group", "Control group", Entry(), hint="the same word for organisations under one control"),
        Column("member_kinds", "Kinds of its members", SeveralOf.of(kinds.one, can_be_none=True)),
        Column("member_countries", "Countries of its members", SeveralOf.of(countries, can_be_none=True)),
        Column("flags", "Declarations", flags, hint="only what holds"),
        Column("registrations", "Registrations", known, hint="none where it holds none"),
        Column("sub_roles", "Part in the project", SeveralOf.of(Entry(), can_be_none=True), Place.SEAT),
        Column("affiliated_to", "Affiliated to", Entry(), Place.SEAT, hint="id of the beneficiary"),
        Column("total_cost", "Total cost (EUR)", Number(euro=True), Place.SEAT),
        Column("eu_contribution", "EU contribution (EUR)", Number(euro=True), Place.SEAT),
    )
    return {column.key: column for column in columns}


CORE: Final = frozenset(
    "name role country pic kinds legal_personality sme gender_equality_plan controlled_from total_cost "
    "eu_contribution".split()
)
"""What is asked of every partner, whatever the call."""

_READ_BY_FILTERS: Final[Mapping[str, frozenset[str]]] = {
    "country_in": frozenset({"country"}),
    "headquarters_in": frozenset({"country"}),
    "region_in": frozenset({"nuts"}),
    "kind_in": frozenset({"kinds"}),
    "size_in": frozenset({"sme", "size_class"}),
    "member_kind_in": frozenset({"member_kinds"}),
    "non_profit": frozenset({"non_profit"}),
    "public_body": frozenset({"public_body"}),
    "legal_personality": frozenset({"legal_personality"}),
    "gender_equality_plan": frozenset({"gender_equality_plan"}),
    "flag": frozenset({"flags"}),
    "registration": frozenset({"registrations"}),
    "controlled_from_in": frozenset({"controlled_from"}),
    "sub_role": frozenset({"sub_roles"}),
}


def fields_read(condition: Judged) -> frozenset[str]:
    """The fields of participants that a condition looks at; declared facts by their key."""
    return frozenset(field for part in parts(condition.requirement) for field in _read_by(part))


def _read_by(part: object) -> Iterator[str]:
    match part:
        case Filter():
            for name in part.model_fields_set:
                yield from _READ_BY_FILTERS.get(name, ())
            yield from (f"{FACT}{name}" for name in part.fact or ())
        case Selection():
            yield from ["control_group"] if part.independent else []
            yield from ["nuts"] if part.each_from_different == "region" else []
        case Limit():
            yield from ["control_group"] if part.independent or part.per == "control_group" else []
            yield from ["nuts"] if part.per == "region" else []
        case Money() | Fund():
            yield from ("eu_contribution", "total_cost")
        case _:
            pass


Sort = Literal["yes_or_no", "number", "text", "list"]
"""What may stand behind the name of a declared fact."""


def entry_of_sort(sort: Sort, choices: Sequence[str] = ()) -> Entry:
    """What may stand in the cell of a declared fact."""
    match sort:
        case "yes_or_no":
            return YesOrNo()
        case "number":
            return Number()
        case "text":
            return Entry(choices=choices)
        case "list":
            return SeveralOf.of(Entry(choices=choices), can_be_none=True)


def sort_of(entry: Entry) -> Sort:
    """The other way round."""
    match entry:
        case YesOrNo():
            return "yes_or_no"
        case Number():
            return "number"
        case SeveralOf():
            return "list"
        case _:
            return "text"


def entry_of(fact: DeclaredFact | None) -> Entry:
    """What may be answered to the question for a declared fact; one that nobody describes is a yes or no."""
    return YesOrNo() if fact is None else entry_of_sort(fact.type, fact.choices)


def entry_like(value: object) -> Entry:
    """What may stand beside a value; a span is one of numbers."""
    match value:
        case bool():
            return YesOrNo()
        case int() | float() | Span():
            return Number()
        case list():
            return entry_of_sort("list")
        case _:
            return Entry()


def fact_column(key: str, vocabulary: Vocabulary, like: object = None) -> Column:
    """The column of a declared fact of participants; one that nobody describes is ``like`` a value that it has."""
    fact = vocabulary.facts.get(key.removeprefix(FACT))
    label = fact.says if fact else key.removeprefix(FACT).replace("_", " ")
    entry = entry_of(fact) if fact or like is None else entry_like(like)
    return Column(key, f"{label[:1].upper()}{label[1:]}", entry, Place.FACT, hint="declared by the partner")


def chosen(
    conditions: Iterable[Judged], participants: Iterable[Participant], vocabulary: Vocabulary
) -> tuple[Column, ...]:
    """The columns of a data sheet: what every partner is asked, what this call looks at, and what was declared."""
    conditions, participants = list(conditions), list(participants)
    every = columns_of(vocabulary)
    read = {field for one in conditions if one.status is not Status.NOT_APPLICABLE for field in fields_read(one)}
    read |= {"affiliated_to" for one in participants if one.role is Role.AFFILIATED_ENTITY}
    unsettled = {field for one in conditions if one.status in UNSETTLED for field in fields_read(one)}
    declared = {f"{FACT}{name}": value for one in participants for name, value in one.facts.items()}
    facts = sorted({*declared, *(field for field in unsettled if field.startswith(FACT))})

    def is_wanted(column: Column) -> bool:
        is_stated = column.place is Place.SEAT and any(column.stated(one) is not None for one in participants)
        return column.key in CORE or column.key in read or is_stated

    return (*filter(is_wanted, every.values()), *(fact_column(key, vocabulary, declared.get(key)) for key in facts))
