import random

from hypothesis import given
from hypothesis import strategies as st

from rules.calls import Call
from rules.codes import BENEFICIARIES, Kind, Role
from rules.entries import Status
from rules.facts import Organisation, Participant
from rules.requirements import Selection
from rules.verdict import Verdict
from tests.rules.applying import applied
from tests.rules.consortia import SUB_ROLES, calls, consortia, verdict

WORSE = [Status.NOT_MET, Status.UNKNOWN, Status.CONDITIONAL, Status.MET]


def minimums(answer: Verdict) -> dict[str, Status]:
    """What every minimum number of beneficiaries comes to; "all must" is no minimum."""
    return {
        entry.id: entry.status
        for entry in answer.conditions
        if isinstance(entry.requirement, Selection)
        and entry.requirement.min != "all"
        and set(entry.requirement.roles) <= set(BENEFICIARIES)
    }


@given(calls(), consortia(), st.randoms(use_true_random=False))
def test_the_order_of_the_participants_never_matters(
    call: Call, participants: list[Participant], shuffler: random.Random
) -> None:
    shuffled = list(participants)
    shuffler.shuffle(shuffled)
    assert verdict(call, participants).model_dump_json() == verdict(call, shuffled).model_dump_json()


@given(calls(), consortia())
def test_a_counted_beneficiary_more_never_breaks_a_minimum(call: Call, participants: list[Participant]) -> None:
    before, after = (
        minimums(verdict(call, participants)),
        minimums(verdict(call, joined(participants, Role.BENEFICIARY))),
    )
    for rule, status in before.items():
        assert WORSE.index(status) <= WORSE.index(after[rule]), rule


@given(calls(), consortia())
def test_an_associated_partner_never_helps_a_minimum(call: Call, participants: list[Participant]) -> None:
    before = minimums(verdict(call, participants))
    assert before == minimums(verdict(call, joined(participants, Role.ASSOCIATED_PARTNER)))


def joined(participants: list[Participant], role: Role) -> list[Participant]:
    newcomer = Organisation(id="new", country="ES", kinds=[Kind.UNIVERSITY])
    return [*participants, Participant(organisation=newcomer, role=role, sub_roles=[])]


@given(calls(), consortia())
def test_the_verdict_is_the_conjunction_of_its_conditions(call: Call, participants: list[Participant]) -> None:
    answer = verdict(call, participants)
    deciding = [entry for entry in answer.conditions if entry.force in ("eligibility", "admissibility")]
    statuses = {entry.status for entry in deciding} - {Status.NOT_APPLICABLE}
    expected = (
        "ineligible"
        if Status.NOT_MET in statuses
        else "undetermined"
        if statuses & {Status.UNKNOWN, Status.NEEDS_HUMAN}
        else "eligible_on_condition"
        if Status.CONDITIONAL in statuses
        else "eligible"
    )
    assert answer.status == expected
    assert answer.total == sum(entry.status is not Status.NOT_APPLICABLE for entry in deciding)


@given(calls(), consortia(), st.data())
def test_a_fact_more_never_turns_one_decided_answer_into_the_other(
    call: Call, participants: list[Participant], data: st.DataObject
) -> None:
    before = verdict(call, participants)
    learned = [
        participant.model_copy(
            update={
                "organisation": learn(participant.organisation, data),
                "sub_roles": data.draw(SOME_SUB_ROLES) if participant.sub_roles is None else participant.sub_roles,
            }
        )
        for participant in participants
    ]
    after = verdict(call, learned)
    pairs = {(entry.id, entry.participant): entry.status for entry in after.conditions}
    for entry in before.conditions:
        now = pairs.get((entry.id, entry.participant))
        if entry.status is Status.MET:
            assert now in (Status.MET, Status.NOT_APPLICABLE, None), entry.message
        if entry.status is Status.NOT_MET and entry.force == "eligibility":
            assert now in (Status.NOT_MET, Status.CONDITIONAL, None) if "trusts" in entry.id else now is Status.NOT_MET


SOME_SUB_ROLES = st.lists(st.sampled_from(SUB_ROLES), max_size=2, unique=True)


def learn(organisation: Organisation, data: st.DataObject) -> Organisation:
    """The same organisation with every fact that was missing now stated."""
    stated = {
        "country": data.draw(st.sampled_from(["DE", "ES", "NO", "IN"])),
        "kinds": data.draw(st.sampled_from([[Kind.UNIVERSITY], [Kind.COMPANY]])),
        "legal_personality": data.draw(st.booleans()),
        "public_body": data.draw(st.booleans()),
        "gender_equality_plan": data.draw(st.booleans()),
    }
    missing = {name: value for name, value in stated.items() if getattr(organisation, name) is None}
    return organisation.model_copy(update=missing)


@given(calls(), consortia(least=1, most=4))
def test_every_repair_that_is_offered_settles_something_and_breaks_nothing(
    call: Call, participants: list[Participant]
) -> None:
    answer = verdict(call, participants)
    for repair in answer.repairs:
        mended, facts = applied(repair.changes, participants, {})
        if mended:
            after = verdict(call, mended, **facts)
            assert failures(after) < failures(answer), repair.message


def failures(answer: Verdict) -> set[tuple[str, str | None]]:
    deciding = [entry for entry in answer.conditions if entry.force in ("eligibility", "admissibility")]
    return {(entry.id, entry.participant) for entry in deciding if entry.status is Status.NOT_MET}
