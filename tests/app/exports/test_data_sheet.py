"""Out, filled in, and back: what comes back is what was sent with what was filled in, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from app.errors import Invalid
from app.exports.data_sheet.merging import Change
from app.exports.data_sheet.reading import read_data_sheet
from app.exports.dossier import Dossier
from app.exports.gathering import dossier_of_verdict
from app.exports.workbook import workbook_of
from app.services.verdicts.judging import judge_request
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC, call, consortium, participant
from tests.app.exports.filling import cell_of, filled, without_column, without_row, without_sheet
from tests.app.exports.test_workbook import hostile_dossier

Judge = Callable[[dict[str, Any]], Dossier]


@pytest.fixture
def made(session: Session, settings: Settings) -> Judge:
    def dossier_of(document: dict[str, Any]) -> Dossier:
        return dossier_of_verdict(session, settings, VerdictRequest.model_validate(document))

    return dossier_of


def read(content: bytes) -> dict[str, Any]:
    return read_data_sheet(content).request.model_dump(mode="json", exclude_unset=True)


def as_sent(document: dict[str, Any]) -> dict[str, Any]:
    return VerdictRequest.model_validate(document).model_dump(mode="json", exclude_unset=True)


def refusal(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read_data_sheet(content)
    assert caught.value.errors
    return [(fault.pointer, fault.detail) for fault in caught.value.errors]


def test_what_nobody_touched_comes_back_as_it_was_sent(content: bytes, asked: dict[str, Any]) -> None:
    sheet = read_data_sheet(content)
    assert sheet.request.model_dump(mode="json", exclude_unset=True) == as_sent(asked)
    assert sheet.changes == ()


def test_sixty_hostile_texts_come_back_as_they_were_sent(session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    sheet = read_data_sheet(workbook_of(dossier))
    assert sheet.changes == ()
    sent = [seat.asked for seat in dossier.teams[0].seats]
    assert [one.model_dump(mode="json", exclude_unset=True) for one in sheet.request.participants] == sent
    assert sheet.request.model_dump(mode="json", exclude_unset=True, include={"call", "facts"}) == dossier.about


def test_from_export_over_filling_in_to_another_verdict(session: Session, settings: Settings, made: Judge) -> None:
    people = consortium()
    for one in people:
        del one["organisation"]["legal_personality"], one["organisation"]["gender_equality_plan"]
    dossier = made({"topic": TOPIC, "participants": people})
    assert dossier.teams[0].verdict.status == "undetermined"
    answers = {
        (one["organisation"]["id"], key): "yes"
        for one in people
        for key in ("legal_personality", "gender_equality_plan")
    }
    content = filled(workbook_of(dossier), answers, {"topic.text-unread": "yes"})
    request = read_data_sheet(content).request
    assert judge_request(session, request, settings).status == "eligible"
    assert request.facts == {"topic.text-unread": True}


def test_whom_the_catalogue_knows_keeps_the_name_there_and_gets_what_was_filled_in(content: bytes) -> None:
    changed = filled(
        content,
        {
            (FRENCH_POLE, "gender_equality_plan"): "yes",
            (FRENCH_POLE, "pic"): 999999999,
            (FRENCH_POLE, "kinds"): "cluster organisation; ngo",
            (FRENCH_POLE, "eu_contribution"): 500000.5,
        },
    )
    pole = read(changed)["participants"][0]
    assert pole == {
        "organisation": FRENCH_POLE,
        "role": "coordinator",
        "total_cost": 1000.5,
        "eu_contribution": 500000.5,
        "overrides": {"gender_equality_plan": True, "pic": "999999999", "kinds": ["cluster_organisation", "ngo"]},
    }


def test_an_empty_cell_is_unknown_and_never_no(content: bytes) -> None:
    two = read(filled(content, {("two", "legal_personality"): None, ("two", "public_body"): "no"}))["participants"][1]
    assert "legal_personality" not in two["organisation"]
    assert two["organisation"]["public_body"] is False
    assert two["organisation"]["competences"] == {"weaving; dyeing": 2}  # it has no column


def test_who_takes_back_a_fact_of_the_catalogue_is_written_out(
    content: bytes, session: Session, settings: Settings
) -> None:
    """In a request null is not stated, and the catalogue's fact would stand."""
    request = read_data_sheet(filled(content, {(FRENCH_POLE, "country"): None})).request
    pole = request.participants[0].model_dump(mode="json", exclude_unset=True)
    assert pole["organisation"]["id"] == FRENCH_POLE
    assert "country" not in pole["organisation"]
    assert "nuts" not in pole["organisation"]
    assert pole["organisation"]["name"]
    countries = [
        one for one in judge_request(session, request, settings).conditions if "country" in (one.question or "")
    ]
    assert any("Aerospace Valley" in (one.question or "") for one in countries)


def test_a_list_that_says_none_is_complete_and_one_that_is_empty_says_nothing(made: Judge) -> None:
    people = consortium()
    people[1]["organisation"] |= {"registrations": ["eche"], "kinds": ["university"]}
    people[0]["sub_roles"] = []
    content = workbook_of(made({"call": call(), "participants": people}))
    untouched = read(content)["participants"]
    assert (untouched[0]["sub_roles"], untouched[0]["organisation"]["registrations"]) == ([], [])
    changed = read(
        filled(content, {("two", "registrations"): "none", ("one", "sub_roles"): None, ("two", "kinds"): None})
    )
    assert changed["participants"][1]["organisation"]["registrations"] == []
    assert "sub_roles" not in changed["participants"][0]
    assert not changed["participants"][1]["organisation"].get("kinds")


@pytest.mark.parametrize("key", ["kinds", "flags"])
def test_none_is_taken_where_an_empty_list_says_no_more_than_an_empty_cell(
    session: Session, settings: Settings, made: Judge, key: str
) -> None:
    people = [{"organisation": FRENCH_POLE, "role": "coordinator"}, *consortium()[1:]]
    people[1]["organisation"] |= {"kinds": ["university"], "flags": ["jrc"]}
    content = workbook_of(made({"topic": TOPIC, "participants": people}))  # its law looks at declarations
    stated = filled(content, {(FRENCH_POLE, key): " None ", ("two", key): "none", ("three", key): "none"})
    sheet = read_data_sheet(stated)
    pole, *others = sheet.request.model_dump(mode="json", exclude_unset=True)["participants"]
    assert pole["overrides"] == {key: []}
    assert [one["organisation"][key] for one in others] == [[], []]
    again = read_data_sheet(workbook_of(dossier_of_verdict(session, settings, sheet.request)))
    assert (again.request, again.changes) == (sheet.request, ())


def test_facts_of_a_participant_have_columns_and_can_be_taken_back(content: bytes) -> None:
    assert read(filled(content, {("two", "fact:exception_granted"): "yes"}))["participants"][1]["facts"] == {
        "exception_granted": True
    }
    assert "facts" not in read(filled(content, {("two", "fact:exception_granted"): None}))["participants"][1]
    assert read(filled(content, {("three", "fact:exception_granted"): "yes"}))["participants"][2]["facts"] == {
        "exception_granted": True
    }


def test_questions_about_the_proposal_are_answered_beside_it(content: bytes) -> None:
    assert read(filled(content, {}, {"own-question": "yes", "duration_months": 24}))["facts"] == {
        "own-question": True,
        "duration_months": 24,
    }
    assert read(filled(content, {}, {"own-question": None})).get("facts", {}) == {}


def test_an_answer_goes_where_the_fact_was_stated(made: Judge) -> None:
    document = {"call": call(facts={"duration_months": 40}), "participants": consortium()}
    document["facts"] = {"members_do_work": True}
    content = workbook_of(made(document))
    changed = read(filled(content, {}, {"duration_months": 24, "members_do_work": "no"}))
    assert changed["call"]["facts"] == {"duration_months": 24}
    assert changed["facts"] == {"members_do_work": False}


def test_who_leaves_is_gone_and_who_joins_is_there(content: bytes) -> None:
    content = without_row(content, "four")
    row = 6 + 3
    joining = {
        ("Data collection", f"B{row}"): "Fünf",
        ("Data collection", f"C{row}"): "beneficiary",
        ("Data collection", f"D{row}"): "Italy",
        ("Data collection", f"A{row + 1}"): "at-cleantech-cluster",
        ("Data collection", f"C{row + 1}"): "associated partner",
    }
    sheet = read_data_sheet(filled(content, joining))
    people = sheet.request.model_dump(mode="json", exclude_unset=True)["participants"]
    assert people[3:] == [
        {"organisation": {"id": "Fünf", "name": "Fünf", "country": "IT"}, "role": "beneficiary"},
        {"organisation": "at-cleantech-cluster", "role": "associated_partner"},
    ]
    assert Change("four", "participant", "there", None) in sheet.changes
    assert Change("Fünf", "participant", None, "there") in sheet.changes


def test_a_column_or_sheet_that_is_gone_says_nothing(content: bytes, asked: dict[str, Any]) -> None:
    assert read(without_column(content, "country")) == as_sent(asked)
    assert read(without_sheet(content, "Questions")) == as_sent(asked)
    assert read(without_sheet(content, "Verdict")) == as_sent(asked)


def test_rows_above_the_keys_and_another_order_of_columns_do_no_harm(content: bytes, asked: dict[str, Any]) -> None:
    from io import BytesIO

    import openpyxl

    from tests.app.exports.filling import saved

    book: Any = openpyxl.load_workbook(BytesIO(content))
    sheet = book["Data collection"]
    sheet.insert_rows(1, 3)
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = sheet.cell(row, 4).value, sheet.cell(row, 3).value
    assert read(saved(book)) == as_sent(asked)


def test_what_moves_to_another_country_leaves_its_region_behind(content: bytes) -> None:
    moved = read(filled(content, {(FRENCH_POLE, "country"): "ES"}))["participants"][0]
    assert moved["overrides"] == {"country": "ES"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("country", "Atlantis", "no country"),
        ("country", 12, "no country"),
        ("legal_personality", "perhaps", "yes or no"),
        ("legal_personality", 1, "yes or no"),
        ("kinds", "university; palace", "palace"),
        ("pic", "12345", "nine digits"),
        ("pic", 1.5, "nine digits"),
        ("role", "king", "king"),
        ("role", None, "which role"),
        ("eu_contribution", "1.200", "number"),
        ("eu_contribution", "about 5", "number"),
        ("eu_contribution", -5, "not negative"),
        ("eu_contribution", 0.125, "two decimals"),
        ("eu_contribution", "1,200.50", "number"),
        ("eu_contribution", "=B7*2", "formula"),
        ("name", True, "TRUE"),
        ("name", "x" * 2001, "2000"),
        ("controlled_from", "EU", "no country"),
        ("registrations", "eche; something", "something"),
        ("sub_roles", "jester", "jester"),
    ],
)
def test_a_wrong_cell_is_named_with_sheet_cell_and_reason(content: bytes, key: str, value: Any, said: str) -> None:
    [(pointer, detail)] = refusal(filled(content, {("two", key): value}))
    cell = cell_of(content, "two", key)
    assert pointer == f"/Data collection/{cell}"
    assert detail.startswith(f"Data collection, cell {cell}: ")
    assert said in detail


def wrong_cells(content: bytes) -> list[str]:
    return [pointer.removeprefix("/Data collection/") for pointer, _ in refusal(content)]


def test_a_row_without_a_role_and_one_without_a_name_are_both_named(content: bytes) -> None:
    cost = cell_of(content, FRENCH_POLE, "total_cost").rstrip("0123456789")
    cells = {("Data collection", "B10"): "Fünf", ("Data collection", f"{cost}11"): 1000}
    assert wrong_cells(filled(content, cells)) == ["C10", "A11", "C11"]
    assert wrong_cells(filled(content, {("Data collection", "B10"): "Fünf"})) == ["C10"]


def test_a_second_coordinator_is_named_beside_a_role_that_is_none(content: bytes) -> None:
    cells = {("two", "role"): "coordinator", ("three", "role"): "boss", ("four", "role"): "coordinator"}
    assert wrong_cells(filled(content, cells)) == [cell_of(content, who, "role") for who, _ in cells]


def test_amounts_and_contradictions_are_named_beside_cells_that_cannot_be_read(content: bytes) -> None:
    cells: dict[tuple[str, str], Any] = {
        ("two", "name"): "x" * 2001,
        ("two", "country"): "Atlantis",
        ("two", "kinds"): "local authority",  # it is no public body
        ("two", "total_cost"): -5,
        ("two", "eu_contribution"): 0.125,
        ("three", "legal_personality"): "perhaps",
        ("three", "sub_roles"): "jester",
        (FRENCH_POLE, "organisation"): "three",
    }
    wanted = [cell for cell in cells if cell[1] != "organisation"] + [("three", "organisation")]
    assert set(wrong_cells(filled(content, cells))) == {cell_of(content, *cell) for cell in wanted}


def test_what_is_missing_because_a_cell_cannot_be_read_is_no_fault_of_its_own(made: Judge) -> None:
    people = [*consortium(), participant("child", "FR", "affiliated_entity") | {"affiliated_to": "one"}]
    content = workbook_of(made({"call": call(), "participants": people}))
    role, name = cell_of(content, "one", "role"), cell_of(content, "one", "organisation")
    assert wrong_cells(filled(content, {("one", "role"): "boss"})) == [role]
    for unreadable in (None, "=A7", True):
        cells = {("one", "organisation"): unreadable, ("one", "name"): None}
        assert wrong_cells(filled(content, cells)) == [name]


@pytest.mark.parametrize(("value", "said"), [("=A7", "formula"), (True, "TRUE"), ("#REF!", "error")])
def test_an_id_that_cannot_be_read_is_named_and_is_nobody_who_joins(content: bytes, value: Any, said: str) -> None:
    [(pointer, detail)] = refusal(filled(content, {("three", "organisation"): value}))
    assert (pointer, said in detail) == ("/Data collection/A8", True)


def test_a_day_is_no_answer_to_any_question(content: bytes) -> None:
    from datetime import datetime

    when = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - a workbook knows no zones
    [(pointer, detail)] = refusal(filled(content, {("two", "country"): when}))
    assert (pointer, "day" in detail) == (f"/Data collection/{cell_of(content, 'two', 'country')}", True)


def test_every_wrong_cell_is_named_at_once(content: bytes) -> None:
    wrong = {("two", "country"): "Atlantis", ("three", "kinds"): "palace", (FRENCH_POLE, "pic"): "1"}
    found = [
        pointer for pointer, _ in refusal(filled(content, wrong, {"own-question": "well", "duration_months": "long"}))
    ]
    cells = {f"/Data collection/{cell_of(content, who, what)}" for who, what in wrong}
    assert set(found) == cells | {pointer for pointer in found if pointer.startswith("/Questions/B")}
    assert len(found) == 5


def test_facts_that_contradict_each_other_are_refused_at_the_one_that_was_changed(content: bytes) -> None:
    [(pointer, detail)] = refusal(filled(content, {("two", "kinds"): "local authority"}))  # it is no public body
    assert pointer == f"/Data collection/{cell_of(content, 'two', 'kinds')}"
    assert "contradicts" in detail


@pytest.mark.parametrize(
    ("cells", "at", "said"),
    [
        ({("two", "role"): "coordinator"}, ("two", "role"), "one coordinator"),
        ({("two", "organisation"): "three"}, ("three", "organisation"), "twice"),
        ({("three", "pic"): "999999999", ("two", "pic"): "999999999"}, ("three", "organisation"), "twice"),
    ],
)
def test_what_no_consortium_can_be_is_refused_at_its_cell(
    content: bytes, cells: dict[tuple[str, str], Any], at: tuple[str, str], said: str
) -> None:
    [(pointer, detail)] = refusal(filled(content, cells))
    assert pointer == f"/Data collection/{cell_of(content, *at)}"
    assert said in detail


@pytest.mark.parametrize(
    ("cells", "pointer", "said"),
    [
        ({("Data collection", "AC7"): "a note"}, "/Data collection/AC7", "no key"),
        ({("Data collection", "D5"): "colour"}, "/Data collection/D5", "no fact 'colour'"),
        ({("Data collection", "D5"): "role"}, "/Data collection/D5", "twice"),
        ({("Data collection", "A5"): None}, "/Data collection/A1", "row of keys"),
        ({("Data collection", "D12"): "France"}, "/Data collection/A12", "nobody is named"),
        ({("Questions", "G2"): "nothing"}, "/Questions/G2", "no question"),
    ],
)
def test_what_cannot_be_placed_is_never_dropped(
    content: bytes, cells: dict[tuple[str, str], Any], pointer: str, said: str
) -> None:
    found = dict(refusal(filled(content, cells)))
    assert said in found[pointer]


def test_an_answer_where_none_is_asked_for_is_named(content: bytes) -> None:
    from io import BytesIO

    import openpyxl

    rows = openpyxl.load_workbook(BytesIO(content))["Questions"].iter_rows(values_only=True)
    row = next(number for number, cells in enumerate(rows, start=1) if number > 1 and cells[6] is None)
    [(pointer, detail)] = refusal(filled(content, {("Questions", f"B{row}"): "yes"}))
    assert (pointer, "where" in detail) == (f"/Questions/B{row}", True)


@pytest.mark.parametrize("name", ["Data collection", "Request"])
def test_a_sheet_that_is_needed_and_gone_is_named(content: bytes, name: str) -> None:
    [(pointer, _)] = refusal(without_sheet(content, name))
    assert pointer == f"/{name}"


@pytest.mark.parametrize("text", ["", "q", "qrubbish", "qquorum-data-sheet-1:AAAA", "qquorum-data-sheet-1:!!", 12])
def test_a_hidden_sheet_that_was_changed_is_no_request(content: bytes, text: object) -> None:
    [(pointer, _)] = refusal(filled(content, {("Request", "A2"): text}))
    assert pointer == "/Request"


def test_what_is_written_by_people_is_understood(content: bytes) -> None:
    changed = filled(
        content,
        {
            ("three", "country"): "el",
            ("three", "controlled_from"): " united  kingdom ",
            ("three", "legal_personality"): True,
            ("three", "sme"): "NO",
            ("three", "gender_equality_plan"): "?",
            ("three", "kinds"): "university, Research_Organisation\nngo",
            ("three", "pic"): "999 999 998",
            ("three", "eu_contribution"): "1 200 000.50 €",
            ("three", "total_cost"): 0.1 + 0.2,
            ("four", "name"): "'=SUM(A1)",
        },
    )
    three, four = read(changed)["participants"][2:]
    assert three["organisation"] == {
        "id": "three",
        "name": "Drei",
        "country": "GR",
        "controlled_from": "GB",
        "legal_personality": True,
        "sme": False,
        "kinds": ["ngo", "research_organisation", "university"],
        "pic": "999999998",
    }
    assert (three["eu_contribution"], three["total_cost"]) == (1200000.5, 0.3)
    assert four["organisation"]["name"] == "=SUM(A1)"


def test_an_affiliation_is_kept_and_can_be_changed(made: Judge) -> None:
    people = [*consortium(), participant("child", "FR", "affiliated_entity") | {"affiliated_to": "one"}]
    content = workbook_of(made({"call": call(), "participants": people}))
    assert read(content)["participants"][3]["affiliated_to"] == "one"
    assert read(filled(content, {("child", "affiliated_to"): "two"}))["participants"][3]["affiliated_to"] == "two"
    [(pointer, detail)] = refusal(filled(content, {("child", "affiliated_to"): "nobody"}))
    assert (pointer, "no other participant" in detail) == (
        f"/Data collection/{cell_of(content, 'child', 'affiliated_to')}",
        True,
    )
