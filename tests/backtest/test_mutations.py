"""What the mutations do to a consortium, on one that is made up."""

from collections.abc import Sequence

import pytest

from rules.calls import Call
from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.verdict import Case
from tests.backtest.judging import AS_OF, answer
from tests.backtest.measuring import measure
from tests.backtest.mutations import (
    MUTATIONS,
    Minimum,
    as_if_in_horizon_europe,
    before_association,
    member_states,
    minimum_of,
    since_association,
    under_one_control,
)


def consortium(countries: Sequence[str], topic: str = "ICT-07-2015", type_of_action: str = "RIA") -> Case:
    members = [
        Participant(
            organisation=Organisation(id=f"p{index}", country=country, legal_personality=True),
            role=Role.BENEFICIARY if index else Role.COORDINATOR,
        )
        for index, country in enumerate(countries)
    ]
    return Case(Call(identifier=topic, programme="H2020", type_of_action=type_of_action), members, AS_OF, {})


def met(case: Case) -> Minimum:
    minimum = minimum_of(answer(case))
    assert minimum is not None
    return minimum


@pytest.mark.parametrize("name", [name for name in MUTATIONS if name != "no Member State"])
def test_each_mutation_breaks_the_minimum_and_nothing_but_it(name: str) -> None:
    case = consortium(["DE", "FR", "IT", "NO", "US"])
    broken = MUTATIONS[name](case, met(case))
    assert broken is not None
    assert answer(broken).failed() == ("h2020.minimum-consortium",)


@pytest.mark.parametrize("name", list(MUTATIONS))
def test_each_mutation_breaks_the_minimum_of_horizon_europe(name: str) -> None:
    case = as_if_in_horizon_europe(consortium(["DE", "FR", "IT", "NO", "US"]))
    broken = MUTATIONS[name](case, met(case))
    assert broken is not None
    assert "horizon.minimum-consortium" in answer(broken).failed()


def test_horizon_2020_asks_for_no_member_state_and_is_not_broken_without() -> None:
    case = consortium(["DE", "FR", "IT"])
    assert MUTATIONS["no Member State"](case, met(case)) is None


def test_a_single_applicant_can_only_be_broken_by_its_role() -> None:
    case = consortium(["DE"], "ERC-StG-2015", "ERC-STG")
    applied = [name for name, mutation in MUTATIONS.items() if mutation(case, met(case))]
    assert applied == ["needed beneficiaries as associated partners"]


def test_only_the_needed_members_stay_under_one_control() -> None:
    case = consortium(["DE", "DE", "FR", "IT", "NO"])
    broken = under_one_control(case, met(case))
    assert broken is not None
    assert len(broken.participants) == 3
    assert [p.organisation.control_group for p in broken.participants] == ["one", "one", None]


def test_the_year_before_an_association_fails_and_the_year_itself_does_not() -> None:
    case = consortium(["DE", "FR", "IT", "PL"])
    before, since = before_association(case, met(case)), since_association(case, met(case))
    assert before is not None
    assert since is not None
    assert before.call.year == (since.call.year or 0) - 1
    assert [answer(one).minimum for one in (before, since)] == ["not_met", "met"]


def test_a_consortium_that_does_not_meet_its_minimum_is_not_broken_further() -> None:
    assert minimum_of(answer(consortium(["DE", "FR"]))) is None


def test_the_united_kingdom_is_no_member_state_of_today() -> None:
    assert len(member_states()) == 27
    assert "GB" not in member_states()


def test_nothing_to_measure_is_no_failure() -> None:
    figures = measure([])
    assert (figures.total, figures.share_ineligible, figures.share_caught) == (0, 0.0, 1.0)
