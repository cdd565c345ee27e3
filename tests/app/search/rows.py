"""Rows to be searched, and what a search has to find of them, said a second time and more simply."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables import CascadeCall, Cluster, Organisation, Topic
from app.repositories.searching import Searched, matches

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TABLES: Sequence[Searched] = (Topic, CascadeCall, Cluster, Organisation)


def row(table: Searched, number: int, text: str, **more: Any) -> dict[str, Any]:
    """The columns of a row with this text."""
    stated = {"source": "test", "reference": f"r{number}", "source_url": "https://example.org", "retrieved_at": NOON,
              "state_sha256": "0", "portal_status": "open", "closing_day": 0}  # fmt: skip
    own: dict[str, dict[str, Any]] = {
        "topic": {"identifier": f"T-{number}", "identifier_key": f"t-{number}", "kind": 1, "title": "T",
                  "programme": "LIFE", "url": "https://example.org", "programme_division": [], "types_of_action": [],
                  "budget_shared": False, "budget_by_year": {}, "keywords": [], "cross_cutting": [],
                  "latest_infos": [], **stated},
        "cascade_call": {"record": {}, **stated},
        "cluster": {"name": "C", "aliases": [], "denomination": "pole", "country": "FR", "ecosystems": [],
                    "formalisation": "own", "source": "test"},
        "organisation": {"flags": [], "ecosystems": [], "competences": {}, "source": "test"},
    }  # fmt: skip
    return own[str(table.__tablename__)] | {"id": key(table, number), "search_text": text} | more


def key(table: Searched, number: int) -> int | str:
    """The primary key of the row with this number."""
    return number if table in (Topic, CascadeCall) else f"xx-{number}"


def found(session: Session, table: Searched, question: str) -> set[int | str]:
    """What the search finds."""
    return set(session.execute(select(col(table.id)).where(matches(table, question))).scalars())


def _words(text: str) -> list[str]:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", bare.replace("ø", "o").replace("ł", "l"))


def expected(texts: Iterable[tuple[int | str, str]], question: str) -> set[int | str]:
    """What it has to find: each part of the question at the beginning of a word, single characters as whole words."""
    parts = [words for part in question.split() if (words := _words(part))]
    if not parts:
        return set() if question.strip() else {one for one, _ in texts}
    sought = [f" {' '.join(part)}" + (" " if len(part[-1]) == 1 else "") for part in parts]
    return {one for one, text in texts if all(part in f" {' '.join(_words(text))} " for part in sought)}
