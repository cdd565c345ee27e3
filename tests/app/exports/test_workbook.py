"""The workbook as another program reads it: every sheet, every cell, and no formula anywhere."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from sqlmodel import Session

from app.exports import words
from app.exports.cells import for_workbook, legible
from app.exports.dossier import Dossier
from app.exports.gathering import dossier_of_proposals, dossier_of_verdict
from app.exports.workbook import workbook_of
from app.services.proposals import proposing
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from app.web.presenters import signs
from app.web.presenters import words as words_of_pages
from rules.verdict import Verdict
from tests.app.asking import FRENCH_POLE, TOPIC, call, participant
from tests.app.exports.hostile import HOSTILE


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def lines(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return [row for row in book[sheet].iter_rows(values_only=True) if any(cell is not None for cell in row)]


def under(head: tuple[Any, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(map(str, head), row, strict=True))


def letters(book: Workbook) -> dict[str, str]:
    """In which column each fact stands."""
    return {str(cell.value): get_column_letter(cell.column) for cell in book["Data collection"][5] if cell.column}


def test_a_verdict_is_a_sheet_with_its_conditions_and_their_sources(dossier: Dossier) -> None:
    book = opened(workbook_of(dossier))
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["About", "Partner matrix", "Verdict", "Data collection", "Questions", "Choices"]
    rows = lines(book, "Verdict")
    head = next(row for row in rows if row[0] == "Status")
    told = [under(head, row) for row in rows[rows.index(head) + 1 :] if row[0] != "Repair"]
    verdict = dossier.teams[0].verdict
    assert len(told) == len(verdict.conditions)
    for line, condition in zip(told, verdict.conditions, strict=True):
        assert line["Status"] == words.CONDITIONS[condition.status]
        assert (line["Needed"] or "", line["Found"] or "") == (condition.needed, condition.found)
        assert (line["Missing"] or "", line["Question"] or "") == (condition.missing, condition.question or "")
        assert (line["Document"], line["Address"]) == (condition.source.document, condition.source.url)
        assert line["How sure"] == words.CONFIDENCES[condition.source.confidence]
        assert line["Id"] == condition.id
    assert (rows[0][0], rows[1][0]) == (words.VERDICTS[verdict.status], verdict.summary)
    repairs = [row[1] for row in rows if row[0] == "Repair"]
    assert repairs == [repair.message for repair in verdict.repairs]


def test_the_first_sheet_says_what_it_is_about_and_what_it_does_not_promise(dossier: Dossier) -> None:
    told = dict(row[:2] for row in lines(opened(workbook_of(dossier)), "About")[1:])
    assert told["Call"] == "CASE-1"
    assert told["Deadline"] == "10 February 2027"
    assert told["Rules"] == dossier.teams[0].verdict.ruleset
    assert told["Law and call as of"] == told["Made on"] == "22 November 2026"
    assert "The granting authority decides" in told["What it means"]


def test_the_matrix_has_each_participant_with_numbers_as_numbers(dossier: Dossier) -> None:
    head, *rows = lines(opened(workbook_of(dossier)), "Partner matrix")
    told = [under(head, row) for row in rows]
    assert [line["Id"] for line in told] == [FRENCH_POLE, "two", "three", "four"]
    assert [line["Role"] for line in told] == ["coordinator", "beneficiary", "beneficiary", "associated partner"]
    assert told[1]["EU contribution (EUR)"] == 250000.25
    assert told[0]["Total cost (EUR)"] == 1000.5
    assert told[2]["EU contribution (EUR)"] is None
    assert told[1]["Country"] == "Germany (DE)"
    assert told[3]["Country"] == "not known"


@pytest.fixture(scope="module")
def proposed(engine: Any, settings: Settings) -> Dossier:
    from app.db import reading

    asked = ProposalRequest.model_validate(
        {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"min": 3, "max": 4}, "alternatives": 2}
    )
    with reading(engine) as session:
        return dossier_of_proposals(session, settings, proposing.propose(session, asked, settings), asked)


def test_proposals_have_a_matrix_of_all_and_a_sheet_for_each(proposed: Dossier) -> None:
    book = opened(workbook_of(proposed))
    assert {"Verdict 1", "Verdict 2"} <= set(book.sheetnames)
    head, *rows = lines(book, "Partner matrix")
    told = [under(head, row) for row in rows]
    assert len(told) == sum(len(team.seats) for team in proposed.teams)
    titles = {condition.title for team in proposed.teams for condition in team.verdict.conditions}
    for line, seat in zip(told, (seat for team in proposed.teams for seat in team.seats), strict=True):
        assert line["Because"] == seat.because
        assert set((line["Serves"] or "").split("; ")) - {""} <= titles
        assert line["Organisation"] == seat.participant.organisation.name
    assert any(line["Serves"] for line in told)
    assert {line["Proposal"] for line in told} == {1, 2}


@pytest.mark.parametrize("number", [1, 2])
def test_the_sheet_to_fill_in_is_about_the_proposal_that_was_chosen(proposed: Dossier, number: int) -> None:
    ids = {row[0] for row in lines(opened(workbook_of(proposed, number)), "Data collection")}
    assert {seat.id for seat in proposed.teams[number - 1].seats} <= ids


def test_what_no_consortium_satisfies_is_told_with_the_conflict(session: Session, settings: Settings) -> None:
    asked = ProposalRequest.model_validate({"topic": TOPIC, "lead": FRENCH_POLE, "size": {"min": 1, "max": 1}})
    answer = proposing.propose(session, asked, settings)
    assert answer.status == "infeasible"
    book = opened(workbook_of(dossier_of_proposals(session, settings, answer, asked)))
    assert "Data collection" not in book.sheetnames
    told = [row[:2] for row in lines(book, "About")]
    assert ("Answer", words.ANSWERS["infeasible"]) in told
    assert {text for name, text in told if name == "In conflict"} == {one.message for one in answer.conflict}


def test_a_call_that_nobody_can_name_has_no_sheet_to_fill_in(dossier: Dossier) -> None:
    """A request made of it could not say what it is about."""
    names = opened(workbook_of(replace(dossier, about=None))).sheetnames
    assert names == ["About", "Partner matrix", "Verdict"]


def test_an_answer_alone_is_about_a_topic_that_the_catalogue_knows(
    proposed: Dossier, session: Session, settings: Settings
) -> None:
    answer = proposed.answer
    assert not isinstance(answer, Verdict)
    alone = dossier_of_proposals(session, settings, answer)
    assert alone.about == {"topic": TOPIC, "as_of": "2026-11-22"}
    assert [seat.participant for team in alone.teams for seat in team.seats] == [
        seat.participant for team in proposed.teams for seat in team.seats
    ]
    elsewhere = [
        one.model_copy(update={"verdict": one.verdict.model_copy(update={"topic": "X"})}) for one in answer.proposals
    ]
    assert dossier_of_proposals(session, settings, answer.model_copy(update={"proposals": elsewhere})).about is None


def test_cells_choose_from_lists_and_the_lists_are_there(dossier: Dossier) -> None:
    book = opened(workbook_of(dossier))
    sheet, keys = book["Data collection"], letters(book)
    lists = {str(one.sqref).split(":")[0].rstrip("0123456789"): one for one in sheet.data_validations.dataValidation}
    for key in ("role", "country", "legal_personality", "kinds", "sme", "gender_equality_plan", "controlled_from"):
        assert lists[keys[key]].type == "list", key
        name, cells = str(lists[keys[key]].formula1).lstrip("=").split("!")
        offered = [row[0].value for row in book[name][cells.replace("$", "")]]
        assert None not in offered
        assert {"role": "beneficiary", "country": "France (FR)", "kinds": "university"}.get(key, offered[0]) in offered


def test_what_is_not_known_and_would_settle_something_is_marked(dossier: Dossier) -> None:
    book = opened(workbook_of(dossier))
    sheet, keys = book["Data collection"], letters(book)
    marked = {
        cell.coordinate for row in sheet.iter_rows(min_row=6) for cell in row if cell.fill.fgColor.rgb == "FFFFF2CC"
    }
    assert f"{keys['country']}8" in marked  # of the third nothing is known
    assert f"{keys['country']}7" not in marked  # of the second it is
    assert all(sheet[one].value is None for one in marked)


def hostile_dossier(session: Session, settings: Settings) -> Dossier:
    """Every text in every field: names, ids, groups, facts, titles, questions, identifiers of sub-groups."""
    numbered = list(enumerate(HOSTILE))
    conditions = [
        {
            "id": f"{text}{number}",
            "title": text,
            "requirement": {"kind": "judgement", "question": text, "decided_by": text},
        }
        for number, text in numbered
    ]
    people = [
        participant(f"{text}{number}", "FR" if number % 2 else "DE", "beneficiary" if number else "coordinator")
        for number, text in numbered
    ]
    for one, (_, text) in zip(people, numbered, strict=True):
        one["organisation"] |= {"name": text, "website": text, "control_group": text, "competences": {text: 1}}
        one["facts"] = {"fstp_form": text}
    facts = {"fstp_form": HOSTILE[0], "objectives": list(HOSTILE)}
    document = {"call": call(conditions=conditions, destination=HOSTILE[1]), "participants": people, "facts": facts}
    return dossier_of_verdict(session, settings, VerdictRequest.model_validate(document))


def test_sixty_hostile_texts_stay_text_in_every_cell(session: Session, settings: Settings) -> None:
    dossier = hostile_dossier(session, settings)
    book = opened(workbook_of(dossier))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    strings = {cell.value for cell in cells if cell.data_type == "s"}
    read = {text.replace("x005F_", "") for text in map(for_workbook, HOSTILE)}  # what openpyxl makes of its escapes
    assert {text for text in read if text not in strings} == set()
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in set("=+-@")]
    assert len(dangerous) > 20
    assert all(cell.style and cell.quotePrefix for cell in dangerous)  # what is edited stays text as well


def test_a_nul_that_came_from_elsewhere_breaks_nothing(dossier: Dossier) -> None:
    subject = replace(dossier.subject, title="nul\0 \ud800 \uffff", url="=x\0")
    told = opened(workbook_of(replace(dossier, subject=subject)))["About"]
    assert told["A1"].value == legible("nul\0 \ud800 \uffff") == "nul\ufffd \ufffd \ufffd"


def test_the_words_are_those_of_the_pages() -> None:
    assert {status: badge.word for status, badge in signs.VERDICTS.items()} == words.VERDICTS
    assert {status: badge.word for status, badge in signs.CONDITIONS.items()} == words.CONDITIONS
    assert words.FORCES == words_of_pages.FORCES
    assert words.CONFIDENCES == words_of_pages.CONFIDENCES
