"""One requirement before one consortium, written down in few words."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from rules.calls import Call
from rules.context import Context
from rules.facts import FactValue, Organisation, Participant
from rules.judging import Finding, judge_requirement
from rules.requirements import AnyRequirement
from rules.rulebook import load
from rules.sentences import Words
from rules.verdict import Case, Verdict
from rules.verdict import judge as judge_case
from tests.rules.consortia import DAY

REQUIREMENT: TypeAdapter[Any] = TypeAdapter(AnyRequirement)
OF_THE_PARTICIPATION = ("sub_roles", "facts", "eu_contribution", "total_cost")


def one(country: str | None, index: int, **facts: Any) -> Participant:
    """The participant ``o<index>``; the first one coordinates unless its role is given."""
    role = facts.pop("role", "coordinator" if index == 0 else "beneficiary")
    about_the_role = {key: facts.pop(key) for key in OF_THE_PARTICIPATION if key in facts}
    organisation = Organisation.model_validate({"id": f"o{index}", "country": country, **facts})
    return Participant.model_validate({"organisation": organisation, "role": role, **about_the_role})


def consortium(*countries: str | None, **facts: Any) -> list[Participant]:
    """Participants of these countries who have the same facts."""
    return [one(country, index, **facts) for index, country in enumerate(countries)]


def people(*facts: Mapping[str, Any]) -> list[Participant]:
    """Participants who have these facts; the country is not known where none is given."""
    return [one(index=index, **{"country": None, **own}) for index, own in enumerate(facts)]


def requirement(written: Mapping[str, Any]) -> AnyRequirement:
    """The requirement as a rule writes it."""
    return REQUIREMENT.validate_python(written)  # type: ignore[no-any-return]


def context(**facts: FactValue) -> Context:
    """A call of the second pillar of 2026, about which these facts are declared."""
    rulebook = load()
    call = Call(identifier="CASE", programme="HORIZON", budget_year=2026, deadline=DAY, pillar=2)
    names = rulebook.vocabulary
    return Context(
        call,
        rulebook.groups,
        DAY,
        facts,
        names.facts,
        sub_roles=names.sub_roles_said,
        registrations=names.registrations,
        regions=names.regions,
    )


def words() -> Words:
    """What the rulebook calls things."""
    return context().words


def judge(written: Mapping[str, Any], participants: list[Participant], **facts: Any) -> list[Finding]:
    """What is found of a requirement, by itself."""
    return judge_requirement(requirement(written), "the.condition", participants, context(**facts))


def found(written: Mapping[str, Any], participants: list[Participant], **facts: Any) -> Finding:
    """The same where it is one finding for the consortium."""
    (finding,) = judge(written, participants, **facts)
    return finding


def verdict_on(
    conditions: Mapping[str, Mapping[str, Any]], participants: list[Participant], **facts: FactValue
) -> Verdict:
    """A verdict by conditions of the call alone: of this programme the rulebook knows nothing but the name."""
    own = [{"id": name, "title": name.capitalize(), "requirement": written} for name, written in conditions.items()]
    call = Call.model_validate({"identifier": "CASE", "programme": "EDF", "budget_year": 2026, "conditions": own})
    return judge_case(Case(call, participants, DAY, facts), load())
