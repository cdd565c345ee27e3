"""Who may take part in which role, who coordinates, and what an open question does."""

from typing import Any

from rules.codes import Role
from rules.rulebook import load
from solver import Solution, propose
from solver.solution import Proposal
from tests.solver.making import call, candidate, ids, instance, member, no_rules

NO_FIRMS = {
    "kind": "admit",
    "effect": "deny",
    "where": {"kind_in": ["company"]},
    "roles": ["coordinator", "beneficiary"],
}
LEGAL = {"kind": "admit", "effect": "allow_only", "where": {"legal_personality": True}}


def roles(proposal: Proposal) -> dict[str, str]:
    return {seat.organisation: seat.role for seat in proposal.participants}


def coordinator(solution: Solution) -> str:
    return next(seat.organisation for seat in solution.proposals[0].participants if seat.role is Role.COORDINATOR)


def test_who_certainly_may_not_take_part_is_left_out_with_the_reason() -> None:
    pool = [candidate("firm", "FR", 90, kinds=["company"]), candidate("school", "FR", kinds=["university"])]
    solution = propose(instance(*pool, asking=call(NO_FIRMS)), no_rules())
    assert ids(solution.proposals[0]) == {"school"}
    assert [entry.id for entry in solution.left_out] == ["firm"]
    assert "Condition 1" in solution.left_out[0].because
    assert solution.candidates_considered == 1


def test_a_body_known_to_be_no_legal_person_is_never_proposed_on_the_hope_of_guarantees() -> None:
    pool = [candidate(code, code, legal_personality=True, kinds=["agency"]) for code in ("FR", "DE", "IT")]
    district = candidate("district", "IT", 100, legal_personality=False, kinds=["industrial_district"])
    request = instance(*pool, district, asking=call())
    solution = propose(request, load())
    assert "district" not in ids(solution.proposals[0])
    assert [entry.id for entry in solution.left_out] == ["district"]


def test_an_unknown_admission_is_let_in_with_its_question_or_avoided() -> None:
    vague = candidate("vague", "FR", 90)
    asking = call(LEGAL)
    solution = propose(instance(vague, asking=asking), no_rules())
    assert solution.proposals[0].verdict.status == "undetermined"
    avoided = propose(instance(vague, asking=asking, unknown="avoid"), no_rules())
    assert avoided.status == "infeasible"
    assert [entry.id for entry in avoided.left_out] == ["vague"]


def test_organisations_without_open_questions_are_preferred_among_equals() -> None:
    pool = [candidate("a", "FR", 50), candidate("b", "FR", 50, legal_personality=True)]
    solution = propose(instance(*pool, asking=call(LEGAL), size={"min": 1, "max": 1}), no_rules())
    assert ids(solution.proposals[0]) == {"b"}


def test_the_lead_coordinates() -> None:
    solution = propose(instance(candidate("a", "FR"), candidate("b", "DE", 90), lead="a"), no_rules())
    assert coordinator(solution) == "a"


def test_without_a_lead_somebody_who_may_coordinates() -> None:
    asks = {"kind": "coordinator", "where": {"country_in": ["IT"]}}
    pool = [candidate("fr", "FR", 90), candidate("it", "IT", 1), candidate("de", "DE", 80)]
    solution = propose(instance(*pool, asking=call(asks), size={"min": 1, "max": 2}), no_rules())
    assert coordinator(solution) == "it"
    assert ids(solution.proposals[0]) == {"fr", "it"}


def test_where_it_makes_a_difference_the_best_coordinator_is_chosen() -> None:
    asks = {"kind": "limit", "max": 1, "where": {"kind_in": ["company"]}, "roles": ["beneficiary"]}
    pool = [candidate(name, "FR", 50, kinds=["company"]) for name in ("a", "b")]
    solution = propose(instance(*pool, candidate("c", "FR", 1, kinds=["agency"]), asking=call(asks)), no_rules())
    assert ids(solution.proposals[0]) == {"a", "b", "c"}
    assert coordinator(solution) in {"a", "b"}


def test_agreed_members_take_part_in_their_roles() -> None:
    agreed = [member("partner", "US", "associated_partner"), member("firm", "FR")]
    solution = propose(instance(candidate("c", "DE"), members=agreed), no_rules())
    assert roles(solution.proposals[0]) == {"c": "coordinator", "firm": "beneficiary", "partner": "associated_partner"}


def test_an_agreed_member_that_may_only_be_associated_partner_becomes_one() -> None:
    agreed: list[Any] = [member("firm", "FR", kinds=["company"])]
    pool = [candidate("c", "DE", kinds=["agency"])]
    solution = propose(instance(*pool, members=agreed, asking=call(NO_FIRMS)), no_rules())
    assert roles(solution.proposals[0])["firm"] == "associated_partner"
    assert "may only be associated partner" in solution.proposals[0].participants[1].because


def test_an_excluded_organisation_is_not_proposed() -> None:
    solution = propose(instance(candidate("a", "FR", 90), candidate("b", "DE"), exclude=["a"]), no_rules())
    assert ids(solution.proposals[0]) == {"b"}


def test_each_member_says_why_it_is_in_and_what_it_serves() -> None:
    asks = {"kind": "selection", "min": 1, "where": {"country_in": ["DE"]}}
    pool = [candidate("de", "DE", 7, ecosystems=["Textile"]), candidate("fr", "FR", 5)]
    solution = propose(instance(*pool, asking=call(asks), size={"min": 2, "max": 2}), no_rules())
    german = next(seat for seat in solution.proposals[0].participants if seat.organisation == "de")
    assert german.serves == ("c1",)
    assert "Textile" in german.because
    assert "fit to the topic 7" in german.because


class TestAssociatedPartners:
    """Those who may be nothing else are proposed where the request wishes for them."""

    POOL = (
        *(candidate(f"school{number}", "FR", 10, kinds=["university"]) for number in range(3)),
        *(candidate(f"firm{number}", "FR", 90 - number, kinds=["company"]) for number in range(3)),
    )

    def asked(self, most: int, **fields: Any) -> Solution:
        wishes = {"max_associated_partners": most}
        return propose(instance(*self.POOL, asking=call(NO_FIRMS), wishes=wishes, **fields), no_rules())

    def test_nobody_is_one_unasked(self) -> None:
        assert set(roles(self.asked(0).proposals[0]).values()) == {"coordinator", "beneficiary"}

    def test_so_many_at_most_and_only_who_may_be_nothing_else(self) -> None:
        found = roles(self.asked(2).proposals[0])
        assert {name for name, role in found.items() if role == "associated_partner"} == {"firm0", "firm1"}
        assert found["school0"] == "coordinator"

    def test_who_may_be_one_is_not_left_out(self) -> None:
        assert {entry.id for entry in self.asked(0).left_out} == {"firm0", "firm1", "firm2"}
        assert self.asked(1).left_out == ()

    def test_the_wish_can_be_in_the_conflict_and_is_mended(self) -> None:
        solution = self.asked(1, size={"min": 5, "max": 6})
        assert solution.status == "infeasible"
        assert "wishes.max_associated_partners" in {part.id for part in solution.conflict}
        assert "Let 2 be proposed as associated partners." in {repair.message for repair in solution.repairs}
