"""The same question finds the same rows on both databases: those that the rule says, whatever was written how."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col

from app.db.tables import Cluster
from app.repositories.searching import Searched, finds, is_storable
from tests.app.search.conftest import undone
from tests.app.search.rows import TABLES, expected, found, key, row

WORDS = ["textile", "text", "Tex", "Énergie", "energie", "ENERGY", "straße", "Strasse", "Łódź", "lodz", "København",
         "λογος", "ΛΌΓΟΣ", "Ελλάδα", "Київ", "київ", "HORIZON-CL4-2027-01-MAT-PROD-08", "CL4", "2027", "01", "08", "8",
         "mat-prod", "l'économie", "R&D", "a", "x", "C++", "(smart)", "“Grün”", "naïve", "ﬁbre", "AND", "OR", "NOT",
         "NEAR", "EuropeAid/186165/DD/ACT/RS"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
QUESTIONS = st.lists(st.sampled_from(WORDS) | st.sampled_from(WORDS).map(lambda word: word[:3]), max_size=3).map(
    " ".join
)
STEADY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def agree(sessions: list[Session], table: Searched, texts: dict[int, str], question: str) -> None:
    wanted = expected([(key(table, number), text) for number, text in texts.items()], question)
    for session in sessions:
        assert found(session, table, question) == wanted, session.get_bind()
    assert {key(table, number) for number, text in texts.items() if finds(question, text)} == wanted


@pytest.mark.parametrize("table", TABLES)
@STEADY
@given(texts=st.lists(TEXTS, max_size=5), questions=st.lists(QUESTIONS, min_size=1, max_size=5))
def test_made_up_rows_and_questions(
    engines: list[Engine], table: Searched, texts: list[str], questions: list[str]
) -> None:
    with undone(engines) as sessions:
        for session in sessions if texts else ():
            session.execute(insert(table), [row(table, number, text) for number, text in enumerate(texts)])
        for question in questions:
            agree(sessions, table, dict(enumerate(texts)), question)


CHANGES = st.tuples(st.sampled_from(["insert", "update", "all", "delete", "object"]), st.integers(0, 4), TEXTS)


def write(session: Session, table: Searched, rows: dict[int, str], change: tuple[str, int, str]) -> None:
    """One statement, as programs write them: single ones, and those that change many rows."""
    way, number, text = change
    at = col(table.id) == key(table, number)
    match way:
        case "insert" if number not in rows:
            session.execute(insert(table).values(**row(table, number, text)))
        case "update":
            session.execute(update(table).where(at).values(search_text=text))
        case "all":
            session.execute(update(table).values(search_text=text))
        case "delete":
            session.execute(delete(table).where(at))
        case "object" if number in rows:
            session.get_one(table, key(table, number)).search_text = text
            session.flush()


def remember(rows: dict[int, str], change: tuple[str, int, str]) -> None:
    way, number, text = change
    match way:
        case "insert" if number not in rows:
            rows[number] = text
        case "update" | "object" if number in rows:
            rows[number] = text
        case "all":
            rows.update(dict.fromkeys(rows, text))
        case "delete":
            rows.pop(number, None)


@pytest.mark.parametrize("table", TABLES)
@STEADY
@given(changes=st.lists(CHANGES, min_size=1, max_size=8), question=QUESTIONS)
def test_whatever_writes_the_rows_the_search_knows_it_at_once(
    engines: list[Engine], table: Searched, changes: list[tuple[str, int, str]], question: str
) -> None:
    rows: dict[int, str] = {}
    with undone(engines) as sessions:
        for change in changes:
            for session in sessions:
                write(session, table, rows, change)
            remember(rows, change)
        agree(sessions, table, rows, question)


ANYTHING = st.text(max_size=40).filter(is_storable)


@settings(STEADY, max_examples=50)
@given(texts=st.lists(ANYTHING, min_size=1, max_size=3), question=st.text(max_size=100), data=st.data())
def test_no_text_and_no_question_breaks_either_database(
    engines: list[Engine], texts: list[str], question: str, data: st.DataObject
) -> None:
    taken = data.draw(st.sampled_from(texts))
    asked = [one for one in (question, taken, taken[:3]) if len(one.split()) <= 12]
    with undone(engines) as sessions:
        for session in sessions:
            session.execute(insert(Cluster), [row(Cluster, number, text) for number, text in enumerate(texts)])
        for one in asked:
            wanted = {key(Cluster, number) for number, text in enumerate(texts) if finds(one, text)}
            assert [found(session, Cluster, one) for session in sessions] == [wanted, wanted]
