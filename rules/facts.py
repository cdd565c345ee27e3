"""The facts a verdict is given about: organisations and the roles in which they take part.

Input is strict: an unknown field, a wrong type or a code that does not exist is an error, and an absent fact is
unknown. Shapes and meanings are those of the public contract, section 1.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from rules.codes import (
    BENEFICIARIES,
    OUTERMOST_REGIONS,
    PUBLIC_KINDS,
    Ecosystem,
    Flag,
    Kind,
    Role,
    SizeClass,
    country_of_nuts,
    iso_country,
    may_carry,
    with_broader,
)

FactValue = bool | int | float | str | list[bool | int | float | str] | None
"""What may stand behind a named fact."""


MOST_EURO = 10**15
"""Amounts are smaller: more than the money there is would only break the arithmetic."""


def _iso_day(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("a day is written YYYY-MM-DD")
        return date.fromisoformat(value)
    return value


def _euro(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("an amount is a number of euro")
    amount = Decimal(str(value))
    if not amount.is_finite() or not 0 <= amount < MOST_EURO or amount != round(amount, 2):
        raise ValueError("an amount in euro is not negative, below 10^15 and has at most two decimals")
    return amount


def same(stated: FactValue, expected: FactValue) -> bool:
    """Whether a stated value is the expected one; 1 is not yes."""
    return stated == expected and isinstance(stated, bool) == isinstance(expected, bool)


def euro_number(amount: Decimal) -> int | float:
    """The amount as a JSON number, whole where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Country = Annotated[str, AfterValidator(iso_country)]
"""ISO 3166-1 alpha-2; ``EL`` and ``UK`` are read as ``GR`` and ``GB``."""

Day = Annotated[date, BeforeValidator(_iso_day)]
"""A calendar day, ``YYYY-MM-DD``."""

Euro = Annotated[
    Decimal,
    BeforeValidator(_euro, json_schema_input_type=float),
    PlainSerializer(euro_number, return_type=int | float, when_used="json"),
]
"""An amount in euro with at most two decimals."""


def _in_order(values: list[Any] | None) -> list[Any] | None:
    return values and sorted(set(values))


InOrder = AfterValidator(_in_order)
"""A set written as a list: order and repetition say nothing."""

Label = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(max_length=2000)]


class Facts(BaseModel):
    """Base of all input: frozen, nothing coerced, nothing ignored; a field that is null is as if it were absent."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or None not in data.values():
            return data
        needed = {name for name, field in cls.model_fields.items() if field.is_required()}
        return {
            name: value
            for name, value in data.items()
            if value is not None or name not in cls.model_fields or name in needed
        }


class Organisation(Facts):
    """A legal entity, or a body that acts like one. Every field but ``id`` may be unknown."""

    id: Label
    name: Text | None = None
    pic: Annotated[str, Field(pattern=r"^\d{9}$")] | None = None
    website: Text | None = None
    country: Country | None = None
    nuts: Annotated[str, Field(pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")] | None = None
    kinds: Annotated[list[Annotated[Kind, Field(strict=False)]] | None, InOrder] = None
    legal_personality: bool | None = None
    non_profit: bool | None = None
    public_body: bool | None = None
    sme: bool | None = None
    size_class: Annotated[SizeClass, Field(strict=False)] | None = None
    member_kinds: Annotated[list[Annotated[Kind, Field(strict=False)]] | None, InOrder] = None
    member_countries: Annotated[list[Country] | None, InOrder] = None
    control_group: Label | None = None
    controlled_from: Country | None = None
    gender_equality_plan: bool | None = None
    flags: Annotated[list[Annotated[Flag, Field(strict=False)]], InOrder] = []
    registrations: Annotated[list[Label] | None, InOrder] = None
    ecosystems: list[Annotated[Ecosystem, Field(strict=False)]] = []
    competences: dict[Label, Annotated[int, Field(ge=1, le=3)]] = {}

    @model_validator(mode="before")
    @classmethod
    def _outermost_region_is_its_state(cls, data: Any) -> Any:
        code = data.get("country") if isinstance(data, Mapping) else None
        state = OUTERMOST_REGIONS.get(code) if isinstance(code, str) else None
        if state is None:
            return data
        flags = data.get("flags", [])
        if isinstance(flags, list) and Flag.OUTERMOST_REGION not in flags:
            flags = [*flags, Flag.OUTERMOST_REGION]
        return {**data, "country": state, "flags": flags}

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.public_body is False and PUBLIC_KINDS & set(self.kinds or ()):
            raise ValueError("a public kind contradicts public_body: false")
        if self.size_class and self.sme is not None and self.sme != (self.size_class is SizeClass.SME):
            raise ValueError("sme contradicts size_class")
        self._lies_where_it_says()
        return self

    def _lies_where_it_says(self) -> None:
        if self.country is None:
            return
        if self.nuts and country_of_nuts(self.nuts) != self.country:
            raise ValueError(f"nuts {self.nuts} does not lie in {self.country}")
        for flag in self.flags:
            if not may_carry(flag, self.country):
                raise ValueError(f"the flag {flag} contradicts the country {self.country}")

    @property
    def all_kinds(self) -> frozenset[Kind] | None:
        """The kinds with the broader ones that follow; ``None`` when unknown."""
        return with_broader(frozenset(self.kinds)) if self.kinds else None

    @property
    def all_member_kinds(self) -> frozenset[Kind] | None:
        """The kinds of its members with the broader ones; an empty list says that it has no members."""
        return None if self.member_kinds is None else with_broader(frozenset(self.member_kinds))

    @property
    def is_public_body(self) -> bool | None:
        """Stated, or following from a public kind."""
        if self.public_body is None and PUBLIC_KINDS & set(self.kinds or ()):
            return True
        return self.public_body

    @property
    def is_sme(self) -> bool | None:
        """Stated, or following from the size class."""
        if self.sme is None and self.size_class is not None:
            return self.size_class is SizeClass.SME
        return self.sme

    @property
    def label(self) -> str:
        """What a sentence calls it."""
        return self.name or self.id


class Participant(Facts):
    """An organisation in a role of one proposal.

    ``sub_roles`` that are null are unknown; a list is complete, and an empty one says that none applies.
    """

    organisation: Organisation
    role: Annotated[Role, Field(strict=False)]
    sub_roles: Annotated[list[Label] | None, InOrder] = None
    facts: dict[Label, FactValue] = {}
    eu_contribution: Euro | None = None
    total_cost: Euro | None = None
    affiliated_to: Label | None = None

    @property
    def id(self) -> str:
        """The organisation's id: nobody takes part twice."""
        return self.organisation.id

    @property
    def is_beneficiary(self) -> bool:
        """The coordinator is a beneficiary."""
        return self.role in BENEFICIARIES


class InconsistentConsortium(ValueError):
    """The participants cannot form one proposal; ``pointer`` says where (a path below ``/participants``)."""

    def __init__(self, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.pointer = pointer


def check_consortium(participants: list[Participant]) -> None:
    """Refuse what no proposal can be.

    Raises:
        InconsistentConsortium: nobody takes part, somebody twice, two coordinators, or an affiliation to nobody or to
            somebody who is no beneficiary.
    """
    for refusal in inconsistencies(participants):
        raise refusal


def inconsistencies(participants: Sequence[Participant]) -> Iterator[InconsistentConsortium]:
    """Everything for which these participants can form no proposal."""
    if not participants:
        yield InconsistentConsortium("", "a consortium has at least one participant")
    seen: set[str] = set()
    codes: set[str] = set()
    coordinator: str | None = None
    for index, participant in enumerate(participants):
        pic = participant.organisation.pic
        if participant.id in seen or pic in codes:
            yield InconsistentConsortium(f"/{index}/organisation", f"{participant.id!r} takes part twice")
        seen.add(participant.id)
        codes |= {pic} if pic else set()
        if participant.role is Role.COORDINATOR:
            if coordinator is not None:
                yield InconsistentConsortium(
                    f"/{index}/role", f"{coordinator!r} coordinates already: a proposal has one coordinator"
                )
            coordinator = coordinator or participant.id
    yield from _wrong_affiliations(participants)


def _wrong_affiliations(participants: Sequence[Participant]) -> Iterator[InconsistentConsortium]:
    """An affiliated entity has its link to a beneficiary, who signs the grant agreement (General Annexes, Annex B)."""
    others = {participant.id: participant for participant in participants}
    for index, participant in enumerate(participants):
        if participant.affiliated_to is None:
            continue
        pointer, parent = f"/{index}/affiliated_to", others.get(participant.affiliated_to)
        if parent is None or parent is participant:
            yield InconsistentConsortium(pointer, f"{participant.affiliated_to!r} is no other participant")
        elif participant.role is Role.AFFILIATED_ENTITY and not parent.is_beneficiary:
            role = parent.role.replace("_", " ")
            sentence = f"{parent.id!r} takes part as {role}: an affiliated entity has its link to a beneficiary"
            yield InconsistentConsortium(pointer, sentence)
