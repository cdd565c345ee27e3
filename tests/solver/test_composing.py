"""Conditions made of others: where they are trivially possible, where impossible, and what they force."""

from typing import Any

import pytest

from solver import Solution, propose
from solver.instance import Candidate
from tests.solver.making import call, candidate, ids, instance, member, no_rules


def solve(*pool: Candidate, asks: dict[str, Any] | list[dict[str, Any]], **fields: Any) -> Solution:
    requirements = asks if isinstance(asks, list) else [asks]
    return propose(instance(*pool, asking=call(*requirements), **fields), no_rules())


def chosen(solution: Solution) -> set[str]:
    assert solution.status == "optimal"
    return ids(solution.proposals[0])


def firm(name: str, country: str | None, fit: int = 0, **facts: Any) -> Candidate:
    return candidate(name, country, fit, kinds=["company"], **facts)


def school(name: str, country: str | None, fit: int = 0, **facts: Any) -> Candidate:
    return candidate(name, country, fit, kinds=["university"], **facts)


A_SCHOOL = {"kind": "selection", "min": 1, "where": {"kind_in": ["university"]}}
ONE, TWO = {"min": 1, "max": 1}, {"min": 2, "max": 2}


class TestEach:
    EACH_A_SCHOOL = {"kind": "each", "for_each": "country", "require": A_SCHOOL}

    def test_every_country_that_is_there_has_what_is_required(self) -> None:
        pool = [firm("fr", "FR", 90), school("fr-school", "FR"), firm("de", "DE", 80)]
        assert chosen(solve(*pool, asks=self.EACH_A_SCHOOL, size=TWO)) == {"fr", "fr-school"}

    def test_a_country_that_lacks_it_stays_away(self) -> None:
        assert solve(firm("fr", "FR"), firm("de", "DE"), asks=self.EACH_A_SCHOOL).status == "infeasible"

    def test_a_country_whose_participants_are_in_other_roles_is_asked_nothing(self) -> None:
        partner = member("de", "DE", "associated_partner", kinds=["company"])
        solution = solve(school("fr-school", "FR"), asks=self.EACH_A_SCHOOL, members=[partner])
        assert chosen(solution) == {"fr-school", "de"}

    def test_who_may_be_of_any_country_is_a_burden_to_each(self) -> None:
        asks = {"kind": "each", "require": {"kind": "limit", "max": 1, "where": {"kind_in": ["company"]}}}
        nowhere = firm("nowhere", None, 90)
        assert chosen(solve(firm("fr", "FR"), nowhere, asks=asks, size=ONE)) == {"nowhere"}
        assert solve(firm("fr", "FR"), nowhere, asks=asks, size=TWO).status == "infeasible"
        assert chosen(solve(school("fr", "FR"), nowhere, asks=asks, size=TWO)) == {"fr", "nowhere"}

    def test_who_may_be_of_any_country_helps_none_but_its_own(self) -> None:
        nowhere = school("nowhere", None)
        assert solve(firm("fr", "FR"), nowhere, asks=self.EACH_A_SCHOOL, size=TWO).status == "infeasible"
        assert chosen(solve(school("fr", "FR"), nowhere, asks=self.EACH_A_SCHOOL, size=TWO)) == {"fr", "nowhere"}

    def test_of_a_share_they_are_taken_as_what_makes_it_worse(self) -> None:
        half = {"kind": "ratio", "min_share": 0.5, "where": {"kind_in": ["company"]}}
        asks = {"kind": "each", "require": half}
        pool = [firm("fr", "FR"), firm("nowhere", None), firm("adrift", None)]
        assert chosen(solve(*pool, asks=asks, size={"min": 3, "max": 3})) == {"fr", "nowhere", "adrift"}
        lost = [school("lost", None), firm("fr2", "FR")]
        assert solve(pool[0], lost[0], asks=asks, size=TWO).status == "infeasible"


class TestWhen:
    def test_what_follows_is_asked_where_the_condition_holds(self) -> None:
        asks = {"kind": "when", "where": {"kind_in": ["company"]}, "then": A_SCHOOL}
        pool = [firm("a", "FR", 90), firm("b", "FR", 80), school("c", "FR"), candidate("d", "FR", kinds=["agency"])]
        assert chosen(solve(*pool, asks=asks, size=TWO)) == {"a", "c"}
        assert chosen(solve(*pool[::3], asks=asks, size=ONE)) == {"d"}

    def test_otherwise_is_asked_where_it_does_not(self) -> None:
        asks = {
            "kind": "when",
            "participants": {"min": 3},
            "then": {"kind": "limit", "max": 0, "where": {"kind_in": ["company"]}},
            "otherwise": A_SCHOOL,
        }
        pool = [firm("a", "FR", 90), firm("b", "FR", 80), school("c", "FR")]
        assert chosen(solve(*pool, asks=asks)) == {"a", "c"}
        assert solve(*pool, asks=asks, size={"min": 3, "max": 3}).status == "infeasible"

    def test_countries_are_counted_as_the_condition_says(self) -> None:
        asks = {
            "kind": "when",
            "participants": {"countries": 2},
            "then": {"kind": "limit", "max": 0},
            "otherwise": {"kind": "limit", "max": 9},
        }
        pool = [firm("fr", "FR", 90), firm("de", "DE", 80), firm("fr2", "FR", 10)]
        assert chosen(solve(*pool, asks=asks, size=TWO)) == {"fr", "fr2"}
        nowhere = firm("nowhere", None, 99)
        assert chosen(solve(*pool, nowhere, asks=asks, size=TWO)) == {"fr", "fr2"}

    def test_where_nobody_knows_whether_the_condition_holds_both_ways_are_asked(self) -> None:
        asks = {
            "kind": "when",
            "where": {"kind_in": ["company"]},
            "then": A_SCHOOL,
            "otherwise": {"kind": "selection", "min": 1, "where": {"country_in": ["DE"]}},
        }
        vague = candidate("vague", "FR", 90)
        assert chosen(solve(vague, school("c", "DE"), asks=asks, size=TWO)) == {"vague", "c"}
        assert chosen(solve(vague, school("c", "FR"), school("d", "DE"), asks=asks, size=TWO)) == {"vague", "d"}
        assert solve(vague, school("c", "FR"), asks=asks, size=TWO).status == "infeasible"

    def test_what_is_not_known_never_makes_the_condition_fail(self) -> None:
        asks = {"kind": "when", "where": {"kind_in": ["company"]}, "then": {"kind": "limit", "max": 0}}
        vague, known = candidate("vague", "FR", 90), school("known", "FR")
        assert chosen(solve(vague, known, asks=asks, size=ONE)) == {"known"}
        assert solve(vague, asks=asks).status == "infeasible"

    def test_a_pending_agreement_may_bring_the_condition_about(self) -> None:
        asks = {"kind": "when", "where": {"country_in": "horizon_associated"}, "then": {"kind": "limit", "max": 0}}
        morocco = candidate("ma", "MA", 90)
        assert chosen(solve(morocco, candidate("fr", "FR"), asks=asks, size=ONE)) == {"fr"}
        assert solve(morocco, asks=asks, size=ONE).status == "infeasible"

    def test_in_each_world_of_a_pending_agreement_another_way_may_hold(self) -> None:
        associated = {"kind": "selection", "min": 1, "where": {"country_in": "horizon_associated"}}
        none_of_them = {"kind": "limit", "max": 0, "where": {"country_in": "horizon_associated"}}
        asks = {"kind": "alternatives", "of": [[associated], [none_of_them]]}
        solution = solve(candidate("ma", "MA"), asks=asks, unknown="avoid")
        assert chosen(solution) == {"ma"}
        assert solution.proposals[0].verdict.status == "eligible"

    @pytest.mark.parametrize(("stated", "who"), [(True, {"school"}), (False, {"firm"}), (None, {"school", "firm"})])
    def test_what_is_declared_decides_and_undeclared_both_ways_are_kept_open(
        self, stated: bool | None, who: set[str]
    ) -> None:
        a_firm = {**A_SCHOOL, "where": {"kind_in": ["company"]}}
        asks = {"kind": "when", "declared": {"edic": True}, "then": A_SCHOOL, "otherwise": a_firm}
        pool = [firm("firm", "FR"), school("school", "DE")]
        size = {"min": 1, "max": 2 if stated is None else 1}
        assert chosen(solve(*pool, asks=asks, facts={"edic": stated}, size=size)) == who

    def test_what_nobody_has_declared_is_no_reason_to_build_on_a_pending_agreement(self) -> None:
        associated = {"kind": "selection", "min": 1, "where": {"country_in": "horizon_associated"}}
        undeclared = {"kind": "when", "declared": {"edic": True}, "then": {"kind": "limit", "max": 0}}
        pool = [candidate("ma", "MA", 90), candidate("no", "NO")]
        assert chosen(solve(*pool, asks=[associated, undeclared], size=ONE)) == {"no"}

    def test_what_nobody_has_declared_may_turn_out_either_way(self) -> None:
        asks = {"kind": "when", "declared": {"edic": True}, "then": A_SCHOOL, "otherwise": {"kind": "limit", "max": 0}}
        solution = solve(school("school", "DE"), asks=asks)
        assert chosen(solution) == {"school"}
        assert solution.proposals[0].verdict.status == "undetermined"


class TestAlternatives:
    def test_one_set_is_enough_and_has_to_hold_entirely(self) -> None:
        both = [A_SCHOOL, {"kind": "limit", "max": 1}]
        asks = {"kind": "alternatives", "of": [both, [{"kind": "selection", "min": 3}]]}
        pool = [firm("a", "FR", 90), firm("b", "FR", 80), school("c", "FR")]
        assert chosen(solve(*pool, asks=asks, size={"min": 1, "max": 2})) == {"c"}
        assert chosen(solve(*pool, asks=asks)) == {"a", "b", "c"}
        assert solve(*pool[:2], asks=asks).status == "infeasible"

    def test_who_coordinates_may_be_one_way(self) -> None:
        lead = {"kind": "coordinator", "where": {"kind_in": ["university"]}}
        asks = {"kind": "alternatives", "of": [[lead], [{"kind": "selection", "min": 3}]]}
        pool = [firm("a", "FR", 90), school("c", "FR")]
        solution = solve(*pool, asks=asks)
        roles = {seat.organisation: str(seat.role) for seat in solution.proposals[0].participants}
        assert roles == {"a": "beneficiary", "c": "coordinator"}
        assert solve(*pool, asks=asks, lead="a").status == "infeasible"

    def test_who_is_admitted_may_be_one_way(self) -> None:
        no_firms = {"kind": "admit", "effect": "deny", "where": {"kind_in": ["company"]}}
        asks = {"kind": "alternatives", "of": [[no_firms], [A_SCHOOL]]}
        agency = candidate("agency", "FR", kinds=["agency"])
        assert chosen(solve(firm("a", "FR", 90), agency, asks=asks)) == {"agency"}
        assert chosen(solve(firm("a", "FR", 90), school("c", "FR"), asks=asks)) == {"a", "c"}

    def test_what_people_judge_holds_only_where_nothing_certain_does(self) -> None:
        balanced = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the evaluators"}
        asks = {"kind": "alternatives", "of": [[balanced], [A_SCHOOL]]}
        certain = solve(firm("a", "FR", 90), school("c", "FR"), asks=asks, size=ONE)
        assert chosen(certain) == {"c"}
        assert certain.proposals[0].verdict.status == "eligible"
        left_open = solve(firm("a", "FR", 90), asks=asks, unknown="avoid")
        assert left_open.proposals[0].verdict.status == "undetermined"
        assert solve(firm("a", "FR"), asks=asks, facts={"c1": False}).status == "infeasible"

    @pytest.mark.parametrize(("mine", "found"), [(100, "infeasible"), (40, "optimal")])
    def test_amounts_of_the_agreed_may_break_one_way(self, mine: int, found: str) -> None:
        half = {"kind": "money", "of": "eu_contribution", "per": "participant", "max_share": 0.5}
        asks = {"kind": "alternatives", "of": [[half], [A_SCHOOL]]}
        paid = (("a", mine), ("b", 40), ("c", 40))
        agreed = [member(name, "FR").model_copy(update={"eu_contribution": euro}) for name, euro in paid]
        assert solve(asks=asks, members=agreed, lead="a").status == found
        newcomer = firm("new", "DE")
        assert chosen(solve(newcomer, asks=asks, members=agreed, size={"min": 4, "max": 4})) == {"a", "b", "c", "new"}


def test_a_conflict_names_the_whole_condition_and_newcomers_mend_it() -> None:
    asks = {"kind": "when", "participants": {"min": 1}, "then": {"kind": "alternatives", "of": [[A_SCHOOL]]}}
    solution = solve(firm("a", "FR"), asks=asks)
    assert [entry.id for entry in solution.conflict] == ["c1"]
    [repair] = solution.repairs
    assert repair.changes[0].where["kind_in"] == ["university"]


def test_members_are_told_to_serve_a_condition_made_of_others() -> None:
    asks = {"kind": "alternatives", "of": [[A_SCHOOL]]}
    solution = solve(school("c", "FR"), asks=asks)
    assert solution.proposals[0].participants[0].serves == ("c1",)


class TestSubRoles:
    """A sub-role that nobody has stated never helps, always burdens, and lets in with a question."""

    A_CITY = {"kind": "selection", "min": 1, "where": {"sub_role": "lead_city"}}

    def test_an_unknown_sub_role_never_helps(self) -> None:
        known = Candidate(organisation=candidate("known", "FR").organisation, sub_roles=["lead_city"])
        assert solve(candidate("vague", "FR", 90), asks=self.A_CITY).status == "infeasible"
        assert chosen(solve(candidate("vague", "FR", 90), known, asks=self.A_CITY, size=ONE)) == {"known"}

    def test_an_unknown_sub_role_counts_against_a_maximum(self) -> None:
        asks = {"kind": "limit", "max": 0, "where": {"sub_role": "lead_city"}}
        none = Candidate(organisation=candidate("none", "FR").organisation, sub_roles=[])
        assert chosen(solve(candidate("vague", "FR", 90), none, asks=asks)) == {"none"}
        assert solve(candidate("vague", "FR"), asks=asks).status == "infeasible"

    def test_as_admission_it_lets_in_with_a_question(self) -> None:
        cities = {"kind": "admit", "effect": "allow_only", "where": {"sub_role": "lead_city"}}
        solution = solve(candidate("vague", "FR"), asks=cities)
        assert solution.proposals[0].verdict.status == "undetermined"
        assert solve(candidate("vague", "FR"), asks=cities, unknown="avoid").status == "infeasible"

    def test_a_member_brings_its_own(self) -> None:
        city = member("city", "FR").model_copy(update={"sub_roles": ["lead_city"]})
        assert chosen(solve(asks=self.A_CITY, members=[city], lead="city")) == {"city"}

    def test_a_newcomer_with_the_sub_role_mends_what_lacks_one(self) -> None:
        solution = solve(candidate("vague", "FR"), asks=self.A_CITY)
        [repair] = solution.repairs
        assert repair.changes[0].where["sub_role"] == "lead_city"
        assert "lead city" in repair.message
