"""What notices tell about the proposals of a call."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scrapers.texts import FlashResult, flash_results, plain_text

ONE, TWO = "SMP-COSME-2026-CLUSTER-01", "SMP-COSME-2026-CLUSTER-02"


def result(identifier: str | None = None, **stated: Any) -> FlashResult:
    return FlashResult(identifier=identifier, **stated)


def test_a_list_of_labelled_numbers_is_read() -> None:
    text = (
        "EVALUATION results\nDeadline: 28 January 2026\n"
        "Number of proposals submitted (including proposals transferred from or to other calls): 1 062\n"
        "Number of inadmissible proposals: none\nNumber of ineligible proposals: 17.\n"
        "Number of above-threshold proposals: 401\n"
        "Total budget requested for above-threshold proposals: EUR 123,456,789.50"
    )
    assert flash_results(text) == [
        result(
            closed_on=date(2026, 1, 28),
            submitted=1062,
            inadmissible=0,
            ineligible=17,
            above_threshold=401,
            requested_above_threshold=Decimal("123456789.50"),
        )
    ]


def test_a_table_of_two_columns_is_read() -> None:
    rows = (("", ""), ("Number of proposals submitted", "336"), ("Number of ineligible  proposals", " 40"))
    html = "".join(f"<tr><td><p>{label}</p></td><td><p>{number}</p></td></tr>" for label, number in rows)
    assert flash_results(plain_text(f"<table>{html}</table>")) == [result(submitted=336, ineligible=40)]


def test_a_table_with_a_row_for_each_topic_is_read() -> None:
    text = (
        "Topic | Number of proposals submitted | Inadmissible proposals | Ineligible proposals"
        " | Total budget requested for above-threshold proposals (EUR)\n"
        f"{ONE} | 45 | 1 | n/a | 45 000 000,50\n{TWO} | 1,045 | 0 | 2 | 12.5 million"
    )
    assert flash_results(text) == [
        result(ONE, submitted=45, inadmissible=1, requested_above_threshold=Decimal("45000000.50")),
        result(TWO, submitted=1045, inadmissible=0, ineligible=2, requested_above_threshold=Decimal(12_500_000)),
    ]


def test_a_table_with_a_column_for_each_topic_is_read() -> None:
    text = f"| {ONE} | {TWO}\nNumber of proposals received | 34 | 22\nNumber of ineligible proposals | 3 | -"
    assert flash_results(text) == [result(ONE, submitted=34, ineligible=3), result(TWO, submitted=22)]


def test_numbers_of_a_call_and_of_its_topics_are_told_apart() -> None:
    text = (
        "PROPOSAL NUMBERS\nCall SMP-COSME-2026-CLUSTER has closed on 02 October 2026\n"
        "A total of 93 proposals were submitted in response to this call.\n"
        f"{ONE}: Clusters of one kind\n- 74 proposals submitted (indicative topic budget 30 EUR million)\n"
        f"{TWO} - Clusters of 2 kinds: 19 proposals\nEvaluation results are expected in January 2027."
    )
    closed = date(2026, 10, 2)
    assert flash_results(text) == [
        result("SMP-COSME-2026-CLUSTER", closed_on=closed, submitted=93),
        result(ONE, closed_on=closed, submitted=74),
        result(TWO, closed_on=closed, submitted=19),
    ]


def test_numbers_of_two_cut_offs_are_two_results() -> None:
    text = (
        f"Call {ONE}: the second cut off closed on 26 January 2026.\n339 proposals have been submitted.\n"
        f"Call {ONE}: the first cut off closed on 3 May 2025.\n120 proposals have been submitted.\n"
        "Number of inadmissible proposals: 7"
    )
    assert flash_results(text) == [
        result(ONE, closed_on=date(2026, 1, 26), submitted=339),
        result(ONE, closed_on=date(2025, 5, 3), submitted=120, inadmissible=7),
    ]


def test_a_second_number_for_the_same_thing_does_not_replace_the_first() -> None:
    text = "Number of proposals submitted: 12\nNumber of ineligible proposals: 1\nNumber of proposals submitted: 13"
    assert flash_results(text) == [result(submitted=12, ineligible=1), result(submitted=13)]


def test_the_next_deadline_is_not_the_one_that_numbers_are_about() -> None:
    text = "49 proposals have been submitted.\nNext deadline is 24 September 2026.\n1 ineligible proposal"
    assert flash_results(text) == [result(submitted=49, ineligible=1)]


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("559 applications were received.", {"submitted": 559}),
        ("2 100 proposals have been submitted", {"submitted": 2100}),
        (
            "3 proposals were found ineligible, 2 were late, 12 proposals above threshold",
            {"ineligible": 3, "above_threshold": 12},
        ),
        ("Number of below threshold proposals | 47", {"below_threshold": 47}),
        ("Number of accepted proposals: 239", {"accepted": 239}),
        (
            "Number of proposals selected for funding: 7; proposals on the reserve list: 2",
            {"accepted": 7, "reserve": 2},
        ),
        ("Number of withdrawn proposals: nil", {"withdrawn": 0}),
    ],
)
def test_numbers_in_sentences_are_read(sentence: str, stated: dict[str, Any]) -> None:
    assert flash_results(sentence) == [result(**stated)]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("EUR 45 678 901.23", "45678901.23"),
        ("€45.678.901,23", "45678901.23"),
        ("45,678,901 euro", "45678901"),
        ("EUR 12,5 million", "12500000"),
        ("12.345 million EUR", "12345000"),
        ("30 EUR million", "30000000"),
        ("EUR 1.2 billion", "1200000000"),
        ("45 678 901", "45678901"),
    ],
)
def test_amounts_are_read_however_they_are_written(written: str, amount: str) -> None:
    (found,) = flash_results(f"Total budget requested for above-threshold proposals: {written}")
    assert found.requested_above_threshold == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "Number of ineligible proposals: n/a",
        "Number of ineligible proposals: 12.5",
        "Number of ineligible proposals: 12%",
        "Number of proposals expected to be funded: 4",
        "Total budget requested for above-threshold proposals: EUR 12.34.5",
        "In 2025 proposals were submitted on paper.",
        "Indicative budget: EUR 30 000 000 for 3 proposals.",
        "The submission session is now available.",
        "",
    ],
)
def test_what_is_not_stated_is_not_made_up(text: str) -> None:
    assert flash_results(text) == []


def test_translated_notices_are_not_read() -> None:
    assert flash_results("Number of proposals submitted: 12", language="cs") == []
