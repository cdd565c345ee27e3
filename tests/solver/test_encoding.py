"""Each kind of condition: where it is trivially possible, where it is impossible, and what it forces."""

from typing import Any

import pytest

from solver import Solution, propose
from solver.instance import Candidate
from tests.solver.making import call, candidate, ids, instance, no_rules


def solve(*pool: Candidate, asks: dict[str, Any] | list[dict[str, Any]], **fields: Any) -> Solution:
    requirements = asks if isinstance(asks, list) else [asks]
    return propose(instance(*pool, asking=call(*requirements), **fields), no_rules())


def chosen(solution: Solution) -> set[str]:
    assert solution.status == "optimal"
    return ids(solution.proposals[0])


THREE = {"kind": "selection", "min": 3, "each_from_different": "country", "independent": True}
FR, DE, IT = candidate("fr", "FR"), candidate("de", "DE"), candidate("it", "IT")


class TestSelection:
    def test_three_countries_are_enough(self) -> None:
        assert chosen(solve(FR, DE, IT, asks=THREE)) == {"fr", "de", "it"}

    def test_two_countries_are_not(self) -> None:
        assert solve(FR, DE, candidate("fr2", "FR"), asks=THREE).status == "infeasible"

    def test_an_unknown_country_never_helps(self) -> None:
        assert solve(FR, DE, candidate("nowhere"), asks=THREE).status == "infeasible"

    def test_one_control_group_is_one_entity_also_across_borders(self) -> None:
        pool = [candidate("a", "FR", control_group="g"), candidate("b", "DE", control_group="g")]
        assert solve(*pool, IT, asks=THREE).status == "infeasible"
        assert chosen(solve(*pool, IT, candidate("es", "ES"), asks=THREE)) >= {"it", "es"}

    def test_picking_the_first_of_each_country_would_be_wrong(self) -> None:
        linked = [candidate("a", "FR", 90, control_group="g"), candidate("b", "DE", 90, control_group="g")]
        solution = solve(*linked, candidate("c", "DE", 1), IT, asks=THREE)
        assert chosen(solution) == {"a", "c", "it"}

    def test_a_sub_group_needs_its_own_member(self) -> None:
        asks = {**THREE, "min": 2, "of_which": [{"min": 1, "where": {"kind_in": ["university"]}}]}
        assert solve(FR, DE, asks=asks).status == "infeasible"
        assert "uni" in chosen(solve(FR, DE, candidate("uni", "ES", kinds=["university"]), asks=asks, size=TWO))

    def test_one_member_serves_two_sub_groups_only_where_that_is_allowed(self) -> None:
        both = candidate("both", "FR", kinds=["university", "hospital"])
        parts = [{"min": 1, "where": {"kind_in": [kind]}} for kind in ("university", "hospital")]
        asks = {"kind": "selection", "min": 1, "of_which": parts}
        assert chosen(solve(both, asks=asks)) == {"both"}
        assert solve(both, DE, asks={**asks, "count_in_several": False}).status == "infeasible"

    def test_fewer_countries_than_entities(self) -> None:
        asks = {"kind": "selection", "min": 3, "min_countries": 2}
        pool = [FR, candidate("fr2", "FR"), candidate("fr3", "FR", 90)]
        assert solve(*pool, asks=asks).status == "infeasible"
        assert "de" in chosen(solve(*pool, DE, asks=asks))

    def test_all_means_everybody_in_these_roles(self) -> None:
        asks = {"kind": "selection", "min": "all", "where": {"country_in": ["FR", "DE"]}}
        assert chosen(solve(FR, DE, candidate("it", "IT", 100), asks=asks)) == {"fr", "de"}

    def test_who_is_deemed_to_sit_in_a_country_of_its_own_adds_a_place(self) -> None:
        cern = candidate("cern", "FR", flags=["european_research_organisation"])
        apart = {**THREE, "apart": ["european_research_organisation"]}
        assert solve(FR, DE, cern, asks=THREE).status == "infeasible"
        assert chosen(solve(FR, DE, cern, asks=apart)) == {"fr", "de", "cern"}


TWO = {"min": 1, "max": 2}


class TestLimit:
    def test_a_maximum_caps_the_whole(self) -> None:
        asks = {"kind": "limit", "max": 2}
        assert len(chosen(solve(FR, DE, IT, asks=asks))) == 2
        assert solve(FR, DE, IT, asks=asks, size={"min": 3, "max": 3}).status == "infeasible"

    def test_a_maximum_for_each_country(self) -> None:
        pool = [candidate("fr1", "FR", 90), candidate("fr2", "FR", 80), candidate("de", "DE", 1)]
        assert chosen(solve(*pool, asks={"kind": "limit", "max": 1, "per": "country"})) == {"fr1", "de"}

    def test_an_unknown_country_counts_against_each(self) -> None:
        pool = [candidate("fr", "FR", 50), candidate("nowhere", fit=60)]
        assert chosen(solve(*pool, asks={"kind": "limit", "max": 1, "per": "country"})) == {"nowhere"}

    def test_an_unknown_kind_counts_against_a_maximum(self) -> None:
        asks = {"kind": "limit", "max": 0, "where": {"kind_in": ["university"]}}
        assert solve(FR, asks=asks).status == "infeasible"

    def test_an_exact_number_is_reached_and_not_passed(self) -> None:
        asks = {"kind": "limit", "exactly": 1, "where": {"kind_in": ["university"]}}
        schools = [candidate(name, "FR", 90, kinds=["university"]) for name in ("u1", "u2")]
        firm = candidate("firm", "DE", kinds=["company"])
        assert len(chosen(solve(*schools, firm, asks=asks)) & {"u1", "u2"}) == 1
        assert solve(firm, asks=asks).status == "infeasible"

    def test_an_exact_number_is_reached_in_each_country_that_is_there(self) -> None:
        asks = {"kind": "limit", "exactly": 2, "per": "country"}
        pool = [candidate("fr1", "FR"), candidate("fr2", "FR"), candidate("de", "DE", 90)]
        assert chosen(solve(*pool, asks=asks)) == {"fr1", "fr2"}
        assert chosen(solve(*pool, candidate("nowhere", fit=90), asks=asks)) == {"fr1", "fr2"}

    def test_control_groups_are_counted_once(self) -> None:
        asks = {"kind": "limit", "max": 1, "independent": True}
        pool = [candidate(name, "FR", 10, control_group="g") for name in ("a", "b")]
        assert chosen(solve(*pool, DE, asks=asks)) == {"a", "b"}


class TestRatio:
    @pytest.mark.parametrize(("rounding", "number"), [("none", 2), ("up", 2), ("down", 3)])
    def test_a_least_share_is_exact(self, rounding: str, number: int) -> None:
        asks = {"kind": "ratio", "min_share": 0.5, "where": {"kind_in": ["university"]}, "rounding": rounding}
        firms = [candidate(name, "FR", 90, kinds=["company"]) for name in ("f1", "f2")]
        assert len(chosen(solve(*firms, candidate("u", "DE", kinds=["university"]), asks=asks))) == number

    def test_a_greatest_share_is_exact(self) -> None:
        asks = {"kind": "ratio", "max_share": 0.34, "where": {"kind_in": ["company"]}}
        firms = [candidate(name, "FR", 90, kinds=["company"]) for name in ("f1", "f2")]
        schools = [candidate(name, "DE", 1, kinds=["university"]) for name in ("u1", "u2")]
        assert len(chosen(solve(*firms, *schools, asks=asks)) & {"f1", "f2"}) == 1

    def test_nobody_suits(self) -> None:
        asks = {"kind": "ratio", "min_share": 0.1, "where": {"kind_in": ["university"]}}
        assert solve(candidate("f", "FR", kinds=["company"]), asks=asks).status == "infeasible"


class TestWhatDoesNotConstrain:
    @pytest.mark.parametrize(
        "requirement",
        [
            {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the evaluators"},
            {"kind": "declared", "fact": "civil_purpose"},
            {"kind": "refer", "to": "Annex X"},
            {"kind": "money", "of": "eu_contribution", "max_share": 0.1},
        ],
    )
    def test_what_people_decide_or_a_budget_will_tell_leaves_a_question(self, requirement: dict[str, Any]) -> None:
        solution = solve(FR, asks=requirement)
        assert solution.proposals[0].verdict.status == "undetermined"

    def test_a_fact_declared_to_the_contrary_makes_every_consortium_impossible(self) -> None:
        solution = solve(FR, asks={"kind": "declared", "fact": "civil_purpose"}, facts={"civil_purpose": False})
        assert [entry.id for entry in solution.conflict] == ["c1"]

    def test_a_condition_that_only_funds_is_no_constraint(self) -> None:
        asking = call({"kind": "selection", "min": 3}, force="funding")
        assert propose(instance(FR, asking=asking), no_rules()).status == "optimal"


class TestReadings:
    MEMBERS = {"kind": "selection", "min": 1, "where": {"country_in": "horizon_associated"}}

    def test_a_pending_agreement_is_used_only_where_nothing_certain_exists(self) -> None:
        morocco, norway = candidate("ma", "MA", 90), candidate("no", "NO", 1)
        one = {"min": 1, "max": 1}
        assert chosen(solve(morocco, norway, asks=self.MEMBERS, size=one)) == {"no"}
        hoped = solve(morocco, asks=self.MEMBERS, size=one)
        assert chosen(hoped) == {"ma"}
        assert hoped.proposals[0].verdict.status == "eligible_on_condition"

    def test_a_fact_nobody_stated_is_asked_only_where_nothing_certain_exists(self) -> None:
        asks = {"kind": "selection", "min": 1, "where": {"size_in": ["sme"]}}
        one = {"min": 1, "max": 1}
        known = candidate("known", "FR", 1, size_class="sme")
        assert chosen(solve(candidate("vague", "FR", 90), known, asks=asks, size=one)) == {"known"}
        vague = solve(candidate("vague", "FR", 90), asks=asks, size=one)
        assert vague.proposals[0].verdict.status == "undetermined"
        assert solve(candidate("vague", "FR"), asks=asks, unknown="avoid").status == "infeasible"
