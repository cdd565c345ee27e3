"""The question: a call, a pool of organisations, what is agreed already and what is wished for.

An instance is plain data that survives a trip through JSON, so that a hard one becomes a saved test. Facts follow
the rules' own models; a fact that is absent is unknown.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from rules.calls import Call
from rules.codes import Role
from rules.conditions import Condition
from rules.facts import Country, Day, Facts, FactValue, Label, Organisation, Participant
from solver.splitting.budget import Budget


class Goal(StrEnum):
    """What a good consortium is good at; `docs/solver.md` has the formulas."""

    FIT = "fit"
    COMPLEMENTARITY = "complementarity"
    DIVERSITY = "diversity"
    REGIONS = "regions"
    REACH = "reach"
    PRIOR_TIES = "prior_ties"
    NEWCOMERS = "newcomers"
    COST = "cost"


class Candidate(Facts):
    """An organisation that may be proposed.

    ``fit`` says how well it suits the topic, 0 to 100; it ranks and never decides who is eligible. ``facts`` and
    ``sub_roles`` are those of a participant: null is unknown.
    """

    organisation: Organisation
    fit: Annotated[int, Field(ge=0, le=100)] = 0
    facts: dict[Label, FactValue] = {}
    sub_roles: list[Label] | None = None


class Tie(Facts):
    """Two organisations that have worked together in so many funded projects."""

    first: Label
    second: Label
    projects: Annotated[int, Field(ge=1)] = 1


class History(Facts):
    """What is known of earlier funded projects: who has worked with whom, and who is known to be in none.

    Who stands nowhere in it is neither a tie nor a newcomer: nothing is known.
    """

    ties: list[Tie] = []
    newcomers: list[Label] = []


LARGEST = 100
"""The largest size that a request may ask for."""

SMALLEST_BY_DEFAULT, LARGEST_BY_DEFAULT = 3, 8


class Size(Facts):
    """How many participants, in all roles together."""

    min: Annotated[int, Field(ge=1, le=LARGEST)] = SMALLEST_BY_DEFAULT
    max: Annotated[int, Field(ge=1, le=LARGEST)] = LARGEST_BY_DEFAULT

    @model_validator(mode="before")
    @classmethod
    def _lets_a_default_follow(cls, given: Any) -> Any:
        """A default gives way to the end that is given: what nobody asked for contradicts nothing."""
        match given:
            case {"max": int(most), **rest} if rest.get("min") is None and 1 <= most < SMALLEST_BY_DEFAULT:
                return {**given, "min": most}
            case {"min": int(least), **rest} if rest.get("max") is None and LARGEST_BY_DEFAULT < least <= LARGEST:
                return {**given, "max": least}
            case _:
                return given

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min > self.max:
            raise ValueError("the smallest size is larger than the largest")
        return self


Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class Weights(Facts):
    """How much each goal counts. Three decimals are read."""

    fit: Weight = 1
    complementarity: Weight = 1
    diversity: Weight = 1
    regions: Weight = 0
    reach: Weight = 0
    prior_ties: Weight = 0
    newcomers: Weight = 0
    cost: Weight = 0

    def thousandths(self) -> Mapping[Goal, int]:
        """The weights as integers."""
        return {goal: round(getattr(self, goal) * 1000) for goal in Goal}


class Wishes(Facts):
    """What is asked beyond the law.

    Competences (at least at that level), countries and ``max_per_country`` must be fulfilled; ecosystems, weights and
    order only say what is better. Up to ``max_associated_partners`` may be proposed who may take part as associated
    partner only. ``goals_order`` makes the goals lexicographic in place of the weights.
    """

    competences: dict[Label, Annotated[int, Field(ge=1, le=3)]] = {}
    ecosystems: list[Label] = []
    countries: list[Country] = []
    max_per_country: Annotated[int, Field(ge=1)] | None = None
    max_associated_partners: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    goals_order: Annotated[list[Annotated[Goal, Field(strict=False)]], Field(min_length=1)] | None = None
    weights: Weights = Weights()

    @field_validator("goals_order")
    @classmethod
    def _names_each_goal_once(cls, order: list[Goal] | None) -> list[Goal] | None:
        if order is not None and len(set(order)) != len(order):
            raise ValueError("a goal stands twice")
        return order


class Instance(Facts):
    """Everything a proposal depends on.

    ``members`` are agreed and keep their roles; ``lead`` names the coordinator among candidates and members. An
    organisation may be a candidate and a member: then the member's facts count, and the candidate's fit.
    ``conditions`` were read elsewhere (a topic's own text); ``snapshot`` is that text's hash.
    """

    call: Call
    as_of: Day
    facts: dict[Label, FactValue] = {}
    conditions: list[Condition] = []
    snapshot: str | None = None
    candidates: list[Candidate] = []
    lead: Label | None = None
    members: list[Participant] = []
    exclude: list[Label] = []
    size: Size = Size()
    wishes: Wishes = Wishes()
    budget: Budget = Budget()
    history: History = History()
    alternatives: Annotated[int, Field(ge=1, le=50)] = 3
    min_difference: Annotated[int, Field(ge=1, le=50)] = 2
    survive_dropout: bool = False
    unknown: Literal["ask", "avoid"] = "ask"
    time_limit_s: Annotated[float, Field(gt=0, le=3600)] = 10
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0

    @model_validator(mode="after")
    def _names_everybody_once(self) -> Self:
        candidates = [candidate.organisation.id for candidate in self.candidates]
        members = [member.id for member in self.members]
        for who, ids in (("candidate", candidates), ("member", members)):
            if len(set(ids)) != len(ids):
                twice = sorted({name for name in ids if ids.count(name) > 1})
                raise ValueError(f"{twice[0]!r} is a {who} twice")
        return self

    @model_validator(mode="after")
    def _knows_its_lead(self) -> Self:
        leads = {member.id for member in self.members if member.role is Role.COORDINATOR}
        if len(leads | ({self.lead} if self.lead else set())) > 1:
            raise ValueError("a proposal has one coordinator: lead and members name several")
        known = {candidate.organisation.id for candidate in self.candidates} | {member.id for member in self.members}
        if self.lead is not None and self.lead not in known:
            raise ValueError(f"the lead {self.lead!r} is neither a candidate nor a member")
        return self

    @model_validator(mode="after")
    def _does_not_exclude_what_is_agreed(self) -> Self:
        agreed = {member.id for member in self.members} | ({self.lead} if self.lead else set())
        if contradiction := sorted(agreed & set(self.exclude)):
            raise ValueError(f"{contradiction[0]!r} is agreed and excluded")
        return self

    @property
    def coordinator(self) -> str | None:
        """The id of the coordinator, where it is given."""
        return self.lead or next((member.id for member in self.members if member.role is Role.COORDINATOR), None)
