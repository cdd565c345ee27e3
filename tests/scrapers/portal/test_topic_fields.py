"""One test a field: what the portal writes, and what becomes of it."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from scrapers.records import DeadlineModel, Kind, PortalStatus
from tests.emulator.shapes import Facts, topic_row
from tests.emulator.topics import (
    CUT_OFFS,
    EUROCLUSTERS,
    EXTERNAL_ACTION,
    INVESTMENTS,
    MIXED_CASE,
    OLD,
    RIA,
    UNDATED_ACTION,
)
from tests.scrapers.captured import complaint_about, reading_of, topic_of

BRUSSELS = ZoneInfo("Europe/Brussels")


def with_field(name: str, value: object, facts: Facts = RIA) -> Facts:
    return replace(facts, changes={name: value})


def test_the_identifier_keeps_its_spelling() -> None:
    assert topic_of(MIXED_CASE).identifier == "DIGITAL-2027-IAFlag-91"


def test_the_reference_is_the_row() -> None:
    assert topic_of(RIA).reference == "90000001TOPICSen"


def test_ccm2_id_is_a_number() -> None:
    assert topic_of(RIA).ccm2_id == 90000001


@pytest.mark.parametrize(("facts", "kind"), [(RIA, Kind.GRANT), (EXTERNAL_ACTION, Kind.EXTERNAL_ACTION)])
def test_kind(facts: Facts, kind: Kind) -> None:
    assert topic_of(facts).kind is kind


def test_call_identifier_and_title() -> None:
    topic = topic_of(RIA)
    assert (topic.call_identifier, topic.call_title) == ("HORIZON-CL4-2027-91", "Industry of the invented kind")


def test_title() -> None:
    assert topic_of(RIA).title == RIA.title


@pytest.mark.parametrize(
    ("facts", "programme"),
    [(RIA, "HORIZON"), (INVESTMENTS, "I3"), (OLD, "LIFE"), (EXTERNAL_ACTION, "RELEX-PROSPECT")],
)
def test_programme_is_the_abbreviation_behind_the_code(facts: Facts, programme: str) -> None:
    assert topic_of(facts).programme == programme


def test_cosme_is_told_apart_by_its_division() -> None:
    assert topic_of(EUROCLUSTERS).programme == "SMP-COSME"
    assert topic_of(replace(EUROCLUSTERS, divisions=["45033812"])).programme == "SMP"


def test_cosme_is_told_apart_by_its_identifier_where_no_division_is_named() -> None:
    assert topic_of(replace(EUROCLUSTERS, divisions=[])).programme == "SMP-COSME"
    assert topic_of(replace(EUROCLUSTERS, divisions=[], identifier="SMP-FOOD-2027-91")).programme == "SMP"


def test_an_unknown_programme_is_not_guessed() -> None:
    assert complaint_about(replace(RIA, programme="49999999")) == (
        "the programme '49999999' is not in the table of source.yaml"
    )


def test_programme_divisions_are_all_kept() -> None:
    assert topic_of(RIA).programme_division == ("43108390", "43108541", "43120193")


def test_the_type_of_action_is_the_code_in_actions() -> None:
    assert topic_of(RIA).type_of_action == "HORIZON-RIA"


def test_without_actions_the_code_is_looked_up_by_the_display_name_with_blanks_squeezed() -> None:
    facts = replace(RIA, type_code=None, budget=())
    assert "actions" not in topic_row(facts)["metadata"]
    assert topic_of(facts).type_of_action == "HORIZON-RIA"


def test_an_unknown_display_name_gives_no_code_and_a_remark() -> None:
    facts = replace(RIA, type_code=None, type_name="HORIZON Actions of a New Kind", budget=())
    reading = reading_of([topic_row(facts)])
    assert reading.topics[0].type_of_action is None
    assert [remark.reason for remark in reading.remarks] == [
        "no code is known for the type of action 'HORIZON Actions of a New Kind'"
    ]


def test_of_several_types_of_action_the_one_named_as_the_topics_own_comes_first() -> None:
    actions = (
        '[{"types":[{"typeOfAction":"HORIZON-TMA-MSCA-PF-GF HORIZON TMA Global"},'
        '{"typeOfAction":"HORIZON-TMA-MSCA-PF-EF HORIZON TMA European"}]}]'
    )
    facts = replace(RIA, type_name="HORIZON TMA European", changes={"actions": [actions]})
    topic = topic_of(facts)
    assert topic.type_of_action == "HORIZON-TMA-MSCA-PF-EF"
    assert topic.types_of_action == ("HORIZON-TMA-MSCA-PF-EF", "HORIZON-TMA-MSCA-PF-GF")


def test_external_actions_have_no_type_of_action() -> None:
    assert topic_of(EXTERNAL_ACTION).type_of_action is None


@pytest.mark.parametrize("status", ["forthcoming", "open", "closed"])
def test_portal_status(status: str) -> None:
    assert topic_of(replace(RIA, status=status)).portal_status is PortalStatus(status)


def test_the_codes_of_forthcoming_and_open_are_not_swapped() -> None:
    assert topic_of(with_field("status", ["31094501"])).portal_status is PortalStatus.FORTHCOMING
    assert topic_of(with_field("status", ["31094502"])).portal_status is PortalStatus.OPEN


def test_an_unknown_status_is_refused() -> None:
    assert "status '31094599'" in complaint_about(with_field("status", ["31094599"]))


def test_opens_on_is_a_day() -> None:
    assert topic_of(RIA).opens_on == date(2026, 10, 6)


def test_opens_on_is_the_day_in_brussels() -> None:
    assert topic_of(replace(RIA, opens_on="2026-06-09T22:01:00.510+0000")).opens_on == date(2026, 6, 10)


def test_without_a_start_date_the_planned_opening_is_taken() -> None:
    assert topic_of(with_field("startDate", [])).opens_on == date(2026, 10, 6)


@pytest.mark.parametrize(
    ("facts", "model"),
    [(RIA, DeadlineModel.SINGLE_STAGE), (CUT_OFFS, DeadlineModel.MULTIPLE_CUT_OFF), (UNDATED_ACTION, None)],
)
def test_deadline_model(facts: Facts, model: DeadlineModel | None) -> None:
    assert topic_of(facts).deadline_model is model


def test_the_deadline_model_is_also_in_actions() -> None:
    assert topic_of(with_field("deadlineModel", None)).deadline_model is DeadlineModel.SINGLE_STAGE


def test_an_unknown_deadline_model_is_refused() -> None:
    assert "deadline model 'three-stage'" in complaint_about(replace(RIA, model="three-stage"))


def test_url() -> None:
    assert topic_of(RIA).url.endswith("/topic-details/HORIZON-CL4-2027-91-01")


def test_what_is_no_web_address_is_no_url() -> None:
    assert "no web address" in complaint_about(with_field("url", ["javascript:alert(1)"]))


def test_destination_is_the_words_and_not_the_number() -> None:
    metadata = topic_row(RIA)["metadata"]
    assert (metadata["destination"], metadata["destinationGroup"]) == (["90000801"], ["90000802"])
    assert topic_of(RIA).destination == "A sovereign and circular industry (2026-27)"


def test_a_number_without_words_names_no_destination() -> None:
    assert topic_of(with_field("destinationDescription", None)).destination is None


def test_keywords_leave_out_the_identifiers_they_begin_with() -> None:
    assert topic_of(RIA).keywords == ("Industrial clusters", "Advanced manufacturing")


def test_cross_cutting_priorities() -> None:
    assert topic_of(RIA).cross_cutting == ("AI", "DigitalAgenda")


def test_description_and_conditions_are_kept_as_captured() -> None:
    topic = topic_of(RIA)
    assert (topic.description_html, topic.conditions_html) == (RIA.description, RIA.conditions)


def test_texts_that_are_not_there_are_unknown() -> None:
    topic = topic_of(EXTERNAL_ACTION)
    assert (topic.description_html, topic.conditions_html, topic.destination) == (None, None, None)


@pytest.mark.parametrize(("stated", "read"), [(True, True), (False, False), (None, None)])
def test_allow_partner_search(stated: bool | None, read: bool | None) -> None:
    assert topic_of(replace(RIA, partner_search=stated)).allow_partner_search is read


def test_latest_infos_are_dated_in_brussels_time() -> None:
    (info,) = topic_of(RIA).latest_infos
    assert info.changed_at == datetime(2026, 10, 6, 9, 30, tzinfo=BRUSSELS)
    assert info.content_html == "<p>The submission session is now available.</p>"


@pytest.mark.parametrize("name", ["identifier", "title", "frameworkProgramme", "status", "type"])
def test_a_row_without_a_required_field_is_quarantined_by_name(name: str) -> None:
    assert complaint_about(with_field(name, None)) == f"{name} is missing"


def test_the_address_stands_in_two_places_and_one_is_enough() -> None:
    facts = with_field("url", None)
    assert topic_of(facts).url == RIA.url
    (remark,) = reading_of([{**topic_row(facts), "url": None}]).quarantined
    assert remark.reason == "url is missing"


def test_two_values_where_one_is_expected_are_refused() -> None:
    assert complaint_about(with_field("title", ["One", "Other"])) == (
        "title has 2 values where one is expected: One, Other"
    )


@pytest.mark.parametrize("value", ["text", {"0": "text"}, [1], [None]], ids=["text", "object", "number", "null"])
def test_a_field_that_is_no_list_of_texts_is_refused(value: object) -> None:
    assert complaint_about(with_field("callTitle", value)).startswith("callTitle is not a list of texts")


def test_broken_json_inside_a_field_is_refused() -> None:
    assert complaint_about(with_field("actions", ['[{"types":'])).startswith("actions: Invalid JSON")


@pytest.mark.parametrize(
    ("name", "written", "field", "left"),
    [
        ("latestInfos", ['[{"content":'], "latest_infos", ()),
        ("latestInfos", ['[{"content":"<p>x</p>","lastChangeDate":""}]'], "latest_infos", ()),
        ("links", ["[broken"], "submission_links", ()),
        ("allowPartnerSearch", ["perhaps"], "allow_partner_search", None),
    ],
)
def test_a_field_that_decides_nothing_costs_itself_and_not_the_topic(
    name: str, written: list[str], field: str, left: object
) -> None:
    reading = reading_of([topic_row(with_field(name, written))])
    (topic,), (remark,) = reading.topics, reading.remarks
    assert (topic.title, getattr(topic, field)) == (RIA.title, left)
    assert remark.reason.startswith(f"left out: {name}")


def test_a_field_that_nobody_knows_is_reported() -> None:
    reading = reading_of([topic_row(with_field("quantumPriority", ["yes"]))])
    assert reading.unknown_fields == {"quantumPriority": 1}
    assert len(reading.topics) == 1
