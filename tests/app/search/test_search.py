"""What people type into a search, and what they find."""

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlmodel import Session, col

from app.db import migrate, writing
from app.db.search_index import SEARCHED, index_of
from app.db.tables import Cluster, Topic
from app.db.words import words
from app.errors import Invalid
from app.repositories.searching import Searched, finds, matches, relevance
from tests.app.search.rows import TABLES, found, row

TITLE = "HORIZON-CL4-2027-01-MAT-PROD-08 Textiles: circularité, l'économie & “Grüne” Straße; Łódź, Αθήνα, Київ (R&D)"
FOUND = [
    "HORIZON-CL4-2027-01-MAT-PROD-08", "horizon-cl4-2027-01-mat-prod-08", "mat-prod-08", "MAT-PROD", "CL4-2027",
    "horizon-cl4-2027-01-mat", "08", "prod 2027", "text", "TEXTILES", "circularite", "circularité", "CIRCUL",
    "economie", "l'economie", "grune", "Grüne", "strasse", "straße", "lodz", "ŁÓDŹ", "αθηνα", "ΑΘΉΝΑ", "киів",
    "Київ", "r&d",
    "(textiles)", "київ", "&  textiles", "textiles/circularité",
]  # fmt: skip
NOT_FOUND = [
    "xtile", "izon", "rod-08", "CL4-2027-01-PROD", "mat-08", "2027-02", "textiles nonsense", "&", "% _", "t", "c",
    "circularites", "prod-mat", "MAT-PROD-08-01",
]  # fmt: skip


@pytest.fixture
def titled(sessions: list[Session]) -> list[Session]:
    for session in sessions:
        session.execute(insert(Topic).values(**row(Topic, 1, TITLE)))
    return sessions


@pytest.mark.parametrize("question", FOUND)
def test_words_beginnings_of_words_and_identifiers_are_found_in_any_letter_case_and_accent(
    titled: list[Session], question: str
) -> None:
    assert [found(session, Topic, question) for session in titled] == [{1}, {1}]
    assert finds(question, TITLE)


@pytest.mark.parametrize("question", NOT_FOUND)
def test_what_stands_inside_a_word_or_apart_is_not_found(titled: list[Session], question: str) -> None:
    assert [found(session, Topic, question) for session in titled] == [set(), set()]
    assert not finds(question, TITLE)


OPERATORS = [
    'textiles" OR "x', "textiles OR nothing", "NOT textiles", "text*", "search_text:textiles", "NEAR(textiles x)",
    "^textiles", "textiles'; DROP TABLE topic; --", "textiles & !x", "textiles:*", "textiles <-> x", "te\\xtiles", "{}",
]  # fmt: skip

FINDING = {"text*", "textiles:*", "^textiles"}
"""Those whose words are all there."""


@pytest.mark.parametrize("question", OPERATORS)
def test_operators_of_a_database_are_words_like_others(titled: list[Session], question: str) -> None:
    for session in titled:
        assert found(session, Topic, question) == ({1} if question in FINDING else set())


def test_an_empty_question_narrows_nothing(titled: list[Session]) -> None:
    assert [found(session, Topic, " ") for session in titled] == [{1}, {1}]


@pytest.mark.parametrize("question", ["x" * 201, " ".join("abcdefghijklm")])
def test_a_question_that_is_too_long_is_refused_with_its_place(question: str) -> None:
    with pytest.raises(Invalid) as refused:
        finds(question, "x")
    assert refused.value.errors[0].pointer == "/q"


def test_a_word_without_end_is_stored_and_found_by_its_beginning(sessions: list[Session]) -> None:
    endless = "ä" * 5000
    for session in sessions:
        session.execute(insert(Topic).values(**row(Topic, 1, endless)))
        assert found(session, Topic, endless[:150]) == {1}


def test_words_of_words_are_themselves() -> None:
    once = words(" ".join(map(chr, (*range(32, 0xD800), *range(0xE000, 0x20000)))))
    assert len(once) > 50_000
    assert words(" ".join(once)) == once


def test_where_the_words_stand_early_is_more_relevant(sessions: list[Session]) -> None:
    texts = ["the last word is wool", "wool", "some wool and cotton", "cotton and wool", "cotton"]
    for session in sessions:
        session.execute(insert(Cluster), [row(Cluster, number, text) for number, text in enumerate(texts)])
        for question, order in {"wool": [1, 2, 3, 0], "wool cotton": [3, 2], "woo": [1, 2, 3, 0]}.items():
            sought = select(col(Cluster.id)).where(matches(Cluster, question)).order_by(relevance(Cluster, question))
            assert list(session.execute(sought).scalars()) == [f"xx-{number}" for number in order]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_replaced_leaves_nothing_behind(engines: list[Engine], table: Searched) -> None:
    """SQLite deletes the row that stands in the way without a word, and only says so where it is asked to."""
    with Session(engines[0]) as session:
        for title in ("old", "new"):
            session.execute(insert(table).values(**row(table, 1, title)).prefix_with("OR REPLACE"))
        assert (found(session, table, "old"), len(found(session, table, "new"))) == (set(), 1)


def test_a_deleted_row_takes_its_place_in_the_index_with_it(engines: list[Engine]) -> None:
    with Session(engines[0]) as session:
        for table in TABLES:
            session.execute(insert(table).values(**row(table, 1, "textile")))
            session.execute(text(f"DELETE FROM {table.__tablename__}"))  # noqa: S608 - our names
        for name in SEARCHED:
            session.execute(text(f"INSERT INTO {index_of(name)} ({index_of(name)}) VALUES ('integrity-check')"))  # noqa: S608 - our names
            assert session.execute(text(f"SELECT count(*) FROM {index_of(name)}")).scalar() == 0  # noqa: S608 - our names


def test_tidying_up_the_file_does_not_mix_up_the_index(engines: list[Engine]) -> None:
    engine = engines[0]
    with writing(engine) as session:
        names = ["alpha", "beta", "gamma", "delta"]
        session.execute(insert(Cluster), [row(Cluster, number, name) for number, name in enumerate(names)])
        session.delete(session.get_one(Cluster, "xx-1"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.cursor().execute("COMMIT") if connection.in_transaction() else None
        connection.connection.cursor().execute("VACUUM")
    with writing(engine) as session:
        assert [found(session, Cluster, name) for name in names] == [{"xx-0"}, set(), {"xx-2"}, {"xx-3"}]
        session.execute(text("DELETE FROM cluster"))


@pytest.mark.parametrize("place", [0, 1])
def test_rows_from_before_the_index_are_found_after_the_update(engines: list[Engine], place: int) -> None:
    engine = engines[place]
    migrate.downgrade(engine, "0006")
    with engine.begin() as connection:
        for table in TABLES:
            old = row(table, 7, "")
            connection.execute(insert(table).values(**old))
            folded = text(f"UPDATE {table.__tablename__} SET search_text = :text")  # noqa: S608 - our names
            connection.execute(folded, {"text": "horizon-cl4: l’économie"})
    migrate.upgrade(engine)
    with writing(engine) as session:
        for table in TABLES:
            assert len(found(session, table, "cl4 economie")) == 1
            session.execute(text(f"DELETE FROM {table.__tablename__}"))  # noqa: S608 - our names
