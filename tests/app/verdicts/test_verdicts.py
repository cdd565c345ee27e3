import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlmodel import Session

from app.errors import Invalid
from app.services.strict_json import validated
from app.services.verdicts.judging import judge_lines, judge_request
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from rules.verdict import Verdict
from tests.app.asking import (
    ALSO_HOSTED,
    DISTRICT,
    FRENCH_POLE,
    HOST,
    HOSTED,
    TOPIC,
    call,
    consortium,
    organisation,
    participant,
    request,
)

LIMIT = {"kind": "limit", "max": 9}


@pytest.fixture
def ask(session: Session, settings: Settings) -> Any:
    return lambda document: judge_request(session, validated(VerdictRequest, document), settings)


def refused(ask: Any, document: Mapping[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as error:
        ask(document)
    return [one.pointer for one in error.value.errors]


def named(name: str, role: str = "beneficiary", **more: Any) -> dict[str, Any]:
    return {"organisation": name, "role": role, **more}


def test_a_call_that_is_written_out_has_the_defaults_of_its_programme(ask: Any) -> None:
    verdict: Verdict = ask(request())
    assert verdict.status == "eligible"
    assert verdict.snapshot is None
    assert {condition.id for condition in verdict.conditions} >= {"horizon.minimum-consortium"}


@pytest.mark.parametrize("copied", [" {}", "{}\n", "{}\u00a0"])
def test_an_identifier_that_was_copied_from_a_page_is_the_same_identifier(ask: Any, copied: str) -> None:
    plain, dashes = "HORIZON-CL3-2026-01-FCT-01", "HORIZON\u2011CL3\u20132026\u201101\u2011FCT\u201101"
    expected = ask(request(call=call(identifier=plain)))
    assert expected.status == "ineligible"
    for identifier in (plain, dashes):
        assert ask(request(call=call(identifier=copied.format(identifier)))) == expected


def test_a_topic_of_the_catalogue_asks_whether_somebody_has_read_its_text(ask: Any) -> None:
    verdict: Verdict = ask({"topic": TOPIC, "participants": consortium()})
    open_ones = [
        one for one in verdict.conditions if one.status in {"unknown", "needs_human"} and one.force == "eligibility"
    ]
    assert verdict.status == "undetermined"
    assert [(one.id, one.status, one.origin) for one in open_ones] == [
        ("topic.text-unread", "needs_human", "topic_text")
    ]


@pytest.mark.parametrize(("answer", "status"), [(True, "eligible"), (False, "ineligible")])
def test_the_answer_of_the_reader_settles_it(ask: Any, answer: bool, status: str) -> None:
    facts = {"topic.text-unread": answer}
    assert ask({"topic": TOPIC, "participants": consortium(), "facts": facts}).status == status


def test_a_topic_is_found_in_any_letter_case_and_answered_in_its_own(ask: Any) -> None:
    assert ask({"topic": TOPIC.lower(), "participants": consortium()}).topic == TOPIC


def test_a_topic_as_of_a_day_before_anybody_read_it_names_what_to_read(ask: Any) -> None:
    verdict: Verdict = ask({"topic": TOPIC, "participants": consortium(), "as_of": "2025-01-15"})
    assert verdict.status == "undetermined"
    assert "topic.not-captured" in {condition.id for condition in verdict.conditions}


def test_an_open_call_is_judged_as_of_today_and_one_that_is_over_as_of_its_deadline(ask: Any) -> None:
    assert str(ask(request()).as_of) == "2026-11-22"
    assert str(ask(request(call=call(deadline="2026-04-15"))).as_of) == "2026-04-15"
    assert str(ask(request(call=call(deadline="2026-04-15"), as_of="2026-05-01")).as_of) == "2026-05-01"
    assert str(ask({"topic": TOPIC, "participants": consortium()}).as_of) == "2026-11-22"


def test_an_id_of_the_catalogue_brings_its_facts_and_the_open_questions(ask: Any) -> None:
    verdict: Verdict = ask(request(participants=[named(FRENCH_POLE, "coordinator"), *consortium()[1:]]))
    assert [one.id for one in verdict.participants] == [FRENCH_POLE, "three", "two"]
    still_open = [one for one in verdict.conditions if one.status == "unknown" and one.force == "eligibility"]
    assert {one.participant for one in still_open} <= {FRENCH_POLE}


def test_overrides_replace_facts_for_one_request(ask: Any) -> None:
    moved = named(FRENCH_POLE, "coordinator", overrides={"country": "EL", "public_body": False})
    verdict: Verdict = ask(request(participants=[moved, participant("two", "GR"), participant("three", "IT")]))
    minimum = next(one for one in verdict.conditions if one.id == "horizon.minimum-consortium")
    assert minimum.status == "not_met"


def test_overrides_that_contradict_the_catalogue_are_refused(ask: Any) -> None:
    contradiction = named(FRENCH_POLE, overrides={"kinds": ["local_authority"], "public_body": False})
    assert refused(ask, request(participants=[contradiction])) == ["/participants/0/overrides"]


def test_a_cluster_acts_through_the_organisation_that_manages_it(ask: Any) -> None:
    verdict: Verdict = ask(request(participants=[named(HOSTED, "coordinator"), *consortium()[1:]]))
    assert verdict.participants[0].id == HOST


def test_two_clusters_of_one_host_are_the_same_participant(ask: Any) -> None:
    both = [named(HOSTED, "coordinator"), named(ALSO_HOSTED)]
    assert refused(ask, request(participants=both)) == ["/participants/1/organisation"]


def test_a_cluster_without_a_legal_entity_cannot_take_part_and_the_answer_says_who_could(ask: Any) -> None:
    document = request(participants=[*consortium(), named(DISTRICT)])
    with pytest.raises(Invalid, match="municipality") as error:
        ask(document)
    assert (error.value.slug, [one.pointer for one in error.value.errors]) == (
        "no-legal-entity",
        ["/participants/3/organisation"],
    )


def test_an_affiliation_to_a_cluster_means_its_managing_organisation(ask: Any) -> None:
    affiliate = participant("sister", "AT", "affiliated_entity") | {"affiliated_to": HOSTED}
    verdict: Verdict = ask(request(participants=[named(HOSTED, "coordinator"), affiliate, *consortium()[1:]]))
    assert "sister" in {one.id for one in verdict.participants}


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"call": None, "topic": "HORIZON-NOWHERE"}, ["/topic"]),
        ({"participants": [named("nobody")]}, ["/participants/0/organisation"]),
        ({"participants": [*consortium(), participant("four", "ES", "coordinator")]}, ["/participants/3/role"]),
        ({"participants": [*consortium(), participant("one", "ES")]}, ["/participants/3/organisation"]),
        ({"participants": [participant("one", "ES") | {"affiliated_to": "two"}]}, ["/participants/0/affiliated_to"]),
        ({"participants": [participant("one", "ES") | {"sub_roles": ["king"]}]}, ["/participants/0/sub_roles/0"]),
        ({"participants": [participant("one", "ES") | {"facts": {"a/b": 1}}]}, ["/participants/0/facts/a~1b"]),
        (
            {"participants": [participant("one", "ES", registrations=["eche", "order of merit"])]},
            ["/participants/0/organisation/registrations/1"],
        ),
        ({"facts": {"moon/full": True}}, ["/facts/moon~1full"]),
        ({"call": call(facts={"moon": True})}, ["/call/facts/moon"]),
        ({"call": call(facts={"duration_months": 3}), "facts": {"duration_months": 4}}, ["/facts/duration_months"]),
        ({"call": call(programme="UTOPIA")}, ["/call/programme"]),
        ({"call": call(deadline="2026-01-01", opens_on="2026-02-01")}, ["/call"]),
        ({"as_of": "1066-10-14"}, ["/as_of"]),
        (
            {
                "call": call(
                    conditions=[
                        {"id": "a", "title": "a", "requirement": LIMIT},
                        {"id": "b", "title": "b", "requirement": LIMIT | {"where": {"country_in": "atlantis"}}},
                    ]
                )
            },
            ["/call/conditions/1/requirement"],
        ),
        (
            {
                "call": call(
                    conditions=[
                        {"id": "a", "title": "a", "requirement": LIMIT},
                        {"id": "b", "title": "b", "effect": "amends", "amends": "nothing", "requirement": LIMIT},
                    ]
                )
            },
            ["/call/conditions/1"],
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(ask: Any, change: dict[str, Any], pointers: list[str]) -> None:
    assert refused(ask, request(**change)) == pointers


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::29])
def test_the_order_of_participants_never_matters(ask: Any, order: tuple[int, ...]) -> None:
    members = [*consortium(), named(FRENCH_POLE), named(HOSTED)]
    facts = {"duration_months": 36, "topic.text-unread": True}
    shuffled = [members[index] for index in order]
    turned = dict(reversed(facts.items()))
    first: Verdict = ask({"topic": TOPIC, "participants": members, "facts": facts})
    second: Verdict = ask({"topic": TOPIC, "participants": shuffled, "facts": turned})
    assert first.model_dump_json() == second.model_dump_json()


def lines(session: Session, settings: Settings, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [json.loads(answer.text) for answer in judge_lines(session, texts, settings)]


def test_lines_are_answered_in_order_with_their_labels(session: Session, settings: Settings) -> None:
    texts = [
        json.dumps({"id": "first", **request()}),
        "",
        "no json",
        json.dumps({"id": 2, **request(participants=[])}),
        json.dumps(request()),
    ]
    first, junk, wrong, bare = lines(session, settings, texts)
    assert (first["id"], first["status"]) == ("first", "eligible")
    assert (junk["id"], junk["error"]["status"]) == (None, 400)
    assert (wrong["id"], wrong["error"]["errors"][0]["pointer"]) == (2, "/participants")
    assert "id" not in bare
    assert bare["determination_id"] == first["determination_id"]


def test_a_line_says_whether_it_is_a_verdict(session: Session, settings: Settings) -> None:
    answers = judge_lines(session, [json.dumps(request()), "{}"], settings)
    assert [answer.is_verdict for answer in answers] == [True, False]


def test_an_organisation_about_which_nothing_is_known_leaves_questions_and_no_refusal(ask: Any) -> None:
    members = [*consortium(), {"organisation": {"id": "stranger"}, "role": "beneficiary"}]
    verdict: Verdict = ask(request(participants=members))
    asked = [one.question for one in verdict.conditions if one.participant == "stranger" and one.status == "unknown"]
    assert verdict.status == "undetermined"
    assert any("established" in (question or "") for question in asked)


def test_an_outermost_region_is_its_state_also_in_overrides(ask: Any) -> None:
    member = {"organisation": organisation("one", "ES"), "role": "coordinator", "overrides": {"country": "RE"}}
    verdict: Verdict = ask(request(participants=[member, participant("two", "FR"), participant("three", "IT")]))
    minimum = next(one for one in verdict.conditions if one.id == "horizon.minimum-consortium")
    assert minimum.status == "not_met"
