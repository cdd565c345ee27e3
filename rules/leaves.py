"""The kinds of requirement that stand for themselves; `rules.requirements` has them all."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.codes import BENEFICIARIES, Flag, Kind, Role
from rules.facts import FactValue, Label, Organisation
from rules.where import EVERYONE, Filter, Roles, Said

MOST_ASKED = 100
"""No law asks for a set of more participants; looking for the repair of what lacks a million would never end."""

Count = Annotated[int, Field(ge=0)]
Least = Annotated[int, Field(ge=1, le=MOST_ASKED)]
Share = Annotated[float, Field(ge=0, le=1)]


class Requirement(Said):
    """Base of the kinds."""


class Part(Said):
    """A sub-group that the chosen set must contain."""

    min: Least
    min_countries: Least | None = None
    where: Filter = EVERYONE


class Unsettled(Said):
    """Those of whom nobody has settled whether they are in law what the holders of a flag are.

    The fact ``deemed_establishment`` of a participant settles it. Who is not stated to be such a body is none.
    """

    flag: Annotated[Flag, Field(strict=False)]
    where: Filter

    def may_be(self, organisation: Organisation) -> bool:
        """Whether it is worth asking the filter: hardly any organisation is of these kinds or on these registers."""
        if self._named is None:
            return True
        kinds, registers = self._named
        held = organisation.registrations
        return not kinds.isdisjoint(organisation.kinds or ()) or (bool(held) and not registers.isdisjoint(held or ()))

    @cached_property
    def _named(self) -> tuple[frozenset[Kind], frozenset[str]] | None:
        """The kinds and the registers of which one is needed; ``None`` where the filter is made otherwise."""
        ways = self.where.any_of if self.where.any_of and self.where.model_fields_set == {"any_of"} else (self.where,)
        kinds = frozenset(kind for way in ways for kind in way.kind_in or ())
        registers = frozenset(way.registration for way in ways if way.registration)
        is_plain = all(way.kind_in or way.registration for way in ways)
        return (kinds, registers) if is_plain and Kind.PUBLIC_BODY not in kinds else None


class Selection(Requirement):
    """There is a set of at least ``min`` participants, apart and independent as asked, with these sub-groups in it.

    The heart of EU law, and a *selection*: taking the first of each country gives wrong answers when control groups
    cross borders. ``apart`` names flags whose holders are deemed to sit in a country of their own, ``apart_unsure``
    those of whom it is open whether they are: the selection is judged with them at their seat and apart.
    """

    kind: Literal["selection"] = "selection"
    min: Least | Literal["all"]
    each_from_different: Literal["country", "region", "none"] = "none"
    min_countries: Least | None = None
    independent: bool = False
    where: Filter = EVERYONE
    roles: Roles = BENEFICIARIES
    of_which: Annotated[tuple[Part, ...], Field(strict=False)] = ()
    count_in_several: bool = True
    apart: Annotated[tuple[Annotated[Flag, Field(strict=False)], ...], Field(strict=False)] = ()
    apart_unsure: Unsettled | None = None

    @model_validator(mode="after")
    def _is_unsure_of_some_apart(self) -> Self:
        if self.apart_unsure is not None and self.apart_unsure.flag not in self.apart:
            raise ValueError("apart_unsure names one of the flags of apart")
        return self


class Limit(Requirement):
    """At most (or exactly) so many participants, in all or per country, region or control group."""

    kind: Literal["limit"] = "limit"
    max: Count | None = None
    exactly: Annotated[int, Field(ge=0, le=MOST_ASKED)] | None = None
    per: Literal["consortium", "country", "region", "control_group"] = "consortium"
    where: Filter = EVERYONE
    roles: Roles = BENEFICIARIES
    independent: bool = False

    @model_validator(mode="after")
    def _has_one_number(self) -> Self:
        if (self.max is None) == (self.exactly is None):
            raise ValueError("a limit has either max or exactly")
        return self


class Ratio(Requirement):
    """Those who satisfy ``where`` are at least or at most this share of those who satisfy ``of``."""

    kind: Literal["ratio"] = "ratio"
    where: Filter
    of: Filter = EVERYONE
    min_share: Share | None = None
    max_share: Share | None = None
    rounding: Literal["none", "up", "down"] = "none"
    roles: Roles = BENEFICIARIES

    @model_validator(mode="after")
    def _has_a_share(self) -> Self:
        if self.min_share is None and self.max_share is None:
            raise ValueError("a ratio has min_share or max_share")
        return self


class Coordinator(Requirement):
    """Who may coordinate. A consortium without a coordinator is a draft: unknown."""

    kind: Literal["coordinator"] = "coordinator"
    where: Filter = EVERYONE


class Admit(Requirement):
    """Who may take which role.

    ``permit`` adds to who may (it amends an ``allow_only``), ``allow_only`` closes the list, ``deny`` bars,
    ``downgrade`` lets in with the lower role ``to``. ``unless`` is a filter that lifts the bar and needs a positive
    answer.
    """

    kind: Literal["admit"] = "admit"
    where: Filter
    roles: Roles = tuple(Role)
    effect: Literal["permit", "allow_only", "deny", "downgrade"]
    to: Annotated[Role, Field(strict=False)] | None = None
    unless: Filter | None = None

    @model_validator(mode="after")
    def _downgrades_to_something(self) -> Self:
        if (self.effect == "downgrade") != (self.to is not None):
            raise ValueError("downgrade, and only downgrade, names the role it leads to")
        return self


class Rate(Said):
    """A share of eligible cost and limits of the contribution in euro, for those who satisfy ``where``."""

    where: Filter = EVERYONE
    rate: Share
    min: Count | None = None
    max: Count | None = None


class Fund(Requirement):
    """Who gets money and how much of the cost; the first matching rate counts, none means unfunded."""

    kind: Literal["fund"] = "fund"
    rates: Annotated[tuple[Rate, ...], Field(strict=False, min_length=1)]
    roles: Roles = (*BENEFICIARIES, Role.AFFILIATED_ENTITY)


class Money(Requirement):
    """How the budget is split.

    ``assumed``: as long as no beneficiary states an amount it is taken to be kept, and the answer says so.
    """

    kind: Literal["money"] = "money"
    of: Literal["eu_contribution", "total_cost", "third_party_support"]
    where: Filter = EVERYONE
    per: Literal["participant", "country", "group", "recipient"] = "participant"
    min_share: Share | None = None
    max_share: Share | None = None
    min: Count | None = None
    max: Count | None = None
    assumed: bool = False


class Span(Said):
    """From so many to so many, both included, and from so many different countries at least."""

    min: Count | None = None
    max: Count | None = None
    countries: Count | None = None

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.min is None and self.max is None and self.countries is None:
            raise ValueError("a span says min, max or countries")
        return self


class Declared(Requirement):
    """Something outside the consortium that only the applicant knows.

    ``assumed``: where nobody states it, it is taken as expected, and the answer says so. That is for what every
    applicant confirms and hardly anybody breaks; where it decides who may apply, it stays unknown.
    """

    kind: Literal["declared"] = "declared"
    fact: Label
    expected: FactValue | Span = True
    assumed: bool = False


class Judgement(Requirement):
    """Something that only people decide."""

    kind: Literal["judgement"] = "judgement"
    question: Label
    decided_by: Label
    evidence: Label | None = None


class Refer(Requirement):
    """Rules that stand in another document; what is not encoded there is undetermined."""

    kind: Literal["refer"] = "refer"
    to: Label
