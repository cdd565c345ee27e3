"""A verdict of the engine becomes a page model: nothing is lost, nothing is said twice, the order is the reader's."""

from datetime import date
from typing import get_args

import pytest

from app.web.presenters.signs import CONDITIONS, VERDICTS
from app.web.presenters.verdict import VerdictView, present_source, present_verdict
from rules import rulebook
from rules.calls import Call
from rules.codes import Role
from rules.conditions import Source
from rules.entries import Status
from rules.facts import Organisation, Participant
from rules.verdict import Case, Verdict, Whole, judge

NAMES = {"a": "Alpine Wood", "b": "Baltic Sea Lab", "c": "Cork Cluster"}


def verdict(*countries: str, **facts: bool | None) -> Verdict:
    """The verdict on organisations a, b, c… of these countries in a Horizon Europe innovation action; a coordinates."""
    call = Call(
        identifier="HORIZON-CL4-2027-01-MAT-PROD-08",
        programme="HORIZON",
        type_of_action="HORIZON-IA",
        budget_year=2027,
        deadline=date(2027, 2, 2),
    )
    participants = [
        Participant.model_validate(
            {
                "organisation": Organisation.model_validate(
                    {"id": one, "name": NAMES[one], "country": country, "kinds": ["cluster_organisation"], **facts}
                ),
                "role": "coordinator" if one == "a" else "beneficiary",
            }
        )
        for one, country in zip("abc", countries, strict=False)
    ]
    return judge(Case(call=call, participants=participants, as_of=date(2026, 11, 22), facts={}), rulebook.load())


def part(view: VerdictView, anchor: str) -> list[str]:
    """The titles of one part."""
    return [one.title for part in view.parts if part.anchor == f"verdict-{anchor}" for one in part.conditions]


@pytest.fixture(scope="module")
def failed() -> Verdict:
    return verdict("AT", "AT", legal_personality=True)


def test_what_is_not_met_stands_first_with_what_is_needed_and_missing(failed: Verdict) -> None:
    view = present_verdict(failed, NAMES)
    assert view.badge == VERDICTS["ineligible"]
    assert view.sentence == failed.summary
    assert view.parts[0].anchor == "verdict-not-met"
    assert not view.parts[0].folded
    rows = {row.name: row.text for row in view.parts[0].conditions[0].rows}
    assert {"Needed", "Found", "Missing"} <= set(rows)
    assert view.parts[0].conditions[0].source.document


def test_what_is_met_is_folded(failed: Verdict) -> None:
    met = next(part for part in present_verdict(failed, NAMES).parts if part.anchor == "verdict-met")
    assert met.folded


def test_every_condition_is_in_exactly_one_part() -> None:
    told = verdict("AT", "EE", "PT")
    view = present_verdict(told, NAMES)
    listed = [one for part in view.parts for one in part.conditions]
    names = {(one.id, one.status) for one in told.conditions if one.force in {"eligibility", "admissibility"}}
    others = {one.id for one in told.conditions if one.status != "not_applicable"} - {name for name, _ in names}
    assert len({one.anchor for one in listed}) == len(listed) >= len(names) + len(others)


def test_the_same_question_about_several_members_is_asked_once() -> None:
    view = present_verdict(verdict("AT", "EE", "PT", legal_personality=None), NAMES)
    questions = [one for part in view.parts if part.anchor == "verdict-open" for one in part.conditions]
    asked = [one for one in questions if "legal person" in one.title]
    assert [one.who for one in asked] == ["Alpine Wood, Baltic Sea Lab and Cork Cluster"]
    assert asked[0].question is not None
    assert not any(name in asked[0].question for name in NAMES.values())


def test_a_question_about_one_member_keeps_its_name(failed: Verdict) -> None:
    one_unknown = verdict("AT", legal_personality=None)
    questions = [
        one.question or ""
        for part in present_verdict(one_unknown, NAMES).parts
        if part.anchor == "verdict-open"
        for one in part.conditions
    ]
    assert any("Alpine Wood" in question for question in questions)


def test_the_basis_says_how_much_was_decided_and_by_which_law(failed: Verdict) -> None:
    basis = present_verdict(failed, NAMES).basis
    assert f"{failed.decided} of {failed.total}" in basis
    assert "22 November 2026" in basis
    assert failed.ruleset in basis


def test_repairs_are_told_in_their_own_words(failed: Verdict) -> None:
    assert present_verdict(failed, NAMES).repairs == tuple(repair.message for repair in failed.repairs)
    assert failed.repairs


def test_prefixes_keep_the_anchors_of_two_verdicts_apart(failed: Verdict) -> None:
    one, two = (
        {
            condition.anchor
            for part in present_verdict(failed, NAMES, prefix=prefix).parts
            for condition in part.conditions
        }
        for prefix in ("first", "second")
    )
    assert not one & two


def test_a_condition_leads_to_its_rule(failed: Verdict) -> None:
    linked = {one.rule.href for part in present_verdict(failed, NAMES).parts for one in part.conditions if one.rule}
    assert "/rules/horizon.minimum-consortium" in linked


def test_what_the_call_changes_is_told_with_what_changes_it() -> None:
    call = Call(identifier="HORIZON-HLTH-2027-01-IND-01", programme="HORIZON", type_of_action="HORIZON-RIA")
    alone = Participant(organisation=Organisation(id="a", country="US"), role=Role.COORDINATOR)
    changed = judge(Case(call=call, participants=[alone], as_of=date(2026, 11, 22), facts={}), rulebook.load())
    told = {(one.default.href, one.verb, one.by.href) for one in present_verdict(changed, NAMES).replaced}
    default, by = "/rules/horizon.eligible-for-funding", "/rules/horizon.topics.united-states-funded"
    assert (default, "is amended by", by) in told


def test_every_status_has_a_sign_and_a_word_of_its_own() -> None:
    assert set(CONDITIONS) == set(Status)
    assert set(VERDICTS) == set(get_args(Whole))
    for badges in (CONDITIONS, VERDICTS):
        assert len({badge.word for badge in badges.values()}) == len(badges)
        assert all(badge.sign for badge in badges.values())


def test_a_source_tells_its_place_and_how_sure_it_is() -> None:
    source = Source.model_validate(
        {
            "document": "A regulation",
            "article": "22(2)",
            "page": "13-14",
            "checked_on": "2026-11-20",
            "confidence": "recalled",
        }
    )
    view = present_source(source)
    assert view.place == "Article 22(2), page 13-14"
    assert view.trust == "How sure: from memory, not yet checked in the primary text, checked on 20 November 2026."
