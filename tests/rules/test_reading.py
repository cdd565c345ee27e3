"""What is worked out once must be what would be worked out each time."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import bench, cases
from rules.calls import Call, CallCondition
from rules.codes import Role
from rules.conditions import Condition, Confidence, Force, Origin, Source
from rules.facts import Organisation, Participant
from rules.groups import UnknownGroup
from rules.reading import read_law
from rules.requirements import Filter, Judgement, Selection
from rules.rulebook import Rulebook, load
from rules.verdict import Case, Judged, judge, status_of
from tests.rules.consortia import DAY, calls, consortia

EXAMPLES = settings(max_examples=200)
WRITTEN = [written.case for written in cases.load()][::4]


def fresh() -> Rulebook:
    """The same law, of which nothing was asked yet."""
    book = load()
    return Rulebook(book.manifest, book.rules, book.groups, book.programmes, book.vocabulary)


@EXAMPLES
@given(calls(), consortia(most=10))
def test_the_status_alone_is_that_of_the_verdict(call: Call, participants: list[Participant]) -> None:
    case = Case(call, participants, DAY, {})
    assert status_of(case, load()) == judge(case, load()).status


def test_the_status_alone_is_that_of_the_verdict_in_every_written_case() -> None:
    assert [status_of(case, load()) for case in WRITTEN] == [judge(case, load()).status for case in WRITTEN]


def test_a_verdict_does_not_depend_on_what_was_asked_before() -> None:
    again = {id(case): judge(case, load()).model_dump_json() for case in reversed(WRITTEN)}
    never_asked = fresh()
    for case in WRITTEN[::5]:
        assert judge(case, never_asked).model_dump_json() == again[id(case)]


@settings(max_examples=40)
@given(calls(), consortia())
def test_judging_in_one_world_where_no_agreement_matters_says_what_judging_in_both_would(
    call: Call, participants: list[Participant]
) -> None:
    case = Case(call, participants, DAY, {})
    quick = judge(case, load()).model_dump_json()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "is_torn", lambda *_: True)
        assert judge(case, fresh()).model_dump_json() == quick


def test_what_is_taken_over_unchecked_is_what_validation_would_make_of_it() -> None:
    for case in WRITTEN[::2]:
        for entry in judge(case, load()).conditions:
            assert set(vars(entry)) == entry.model_fields_set == set(Judged.model_fields)
            assert Judged.model_validate(vars(entry), strict=True) == entry
            assert Judged.model_validate_json(entry.model_dump_json()) == entry


CALL = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", deadline=DAY, budget_year=2026)
READ = Condition(
    id="read",
    title="What somebody read",
    force=Force.ELIGIBILITY,
    origin=Origin.TOPIC_TEXT,
    requirement=Judgement(question="Is it so?", decided_by="people"),
    source=Source(document="a page", confidence=Confidence.UNCERTAIN),
)


def stated(requirement: Selection, **fields: str) -> CallCondition:
    return CallCondition.model_validate({"id": "own", "title": "Own", "requirement": requirement, **fields})


OTHERS = [
    (CALL.model_copy(update={"identifier": "case"}), ()),
    (CALL.model_copy(update={"deadline": None}), ()),
    (CALL.model_copy(update={"destination": "Somewhere"}), ()),
    (CALL.model_copy(update={"pillar": 2}), ()),
    (CALL.model_copy(update={"conditions": [stated(Selection(min=4))]}), ()),
    (CALL.model_copy(update={"conditions": [stated(Selection(min=4), force="advice")]}), ()),
    (CALL.model_copy(update={"conditions": [stated(Selection(min=5))]}), ()),
    (CALL, (READ,)),
    (CALL, (READ.model_copy(update={"title": "What somebody else read"}),)),
]


def test_readings_of_different_questions_are_kept_apart() -> None:
    asked = [(CALL, ()), *OTHERS]
    readings = [read_law(call, load(), DAY, extra) for call, extra in asked]
    assert len({reading.asked for reading in readings}) == len(asked)
    assert read_law(CALL, load(), DAY) is readings[0]
    assert read_law(CALL, load(), DAY.replace(year=2025)) is not readings[0]
    assert read_law(CALL, fresh(), DAY) is not readings[0]


def test_facts_about_a_proposal_stay_with_that_proposal() -> None:
    with_facts = CALL.model_copy(update={"facts": {"read": True}})
    reading = read_law(with_facts, load(), DAY, (READ,))
    assert reading is read_law(CALL, load(), DAY, (READ,))
    member = Participant(organisation=Organisation(id="x", country="DE"), role=Role.COORDINATOR)
    case = Case(with_facts, [member], DAY, {}, (READ,))
    answers = [judge(one, load()).conditions[-1].status for one in (case, replace(case, call=CALL), case)]
    assert answers == ["met", "needs_human", "met"]


@pytest.mark.parametrize("where", [Filter(country_in="nowhere"), Filter(all_of=(Filter(country_in="nowhere"),))])
def test_a_country_group_that_there_is_not_is_refused_when_somebody_is_judged_by_it(where: Filter) -> None:
    call = CALL.model_copy(update={"conditions": [stated(Selection(min=1, where=where))]})
    lead = Participant(organisation=Organisation(id="x", country="DE"), role=Role.COORDINATOR)
    partner = lead.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
    for _ in range(2):
        with pytest.raises(UnknownGroup):
            judge(Case(call, [lead], DAY, {}), load())
        assert status_of(Case(call, [partner], DAY, {}), load()) == "ineligible"


@settings(max_examples=15)
@given(st.permutations(range(6)), st.data())
def test_what_one_verdict_worked_out_changes_no_other(order: list[int], data: st.DataObject) -> None:
    made = [Case(CALL, data.draw(consortia()), DAY, {}) for _ in order]
    alone = [judge(case, fresh()).model_dump_json() for case in made]
    book = fresh()
    together = {index: judge(made[index], book).model_dump_json() for index in order}
    assert [together[index] for index in range(6)] == alone
