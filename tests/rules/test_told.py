from dataclasses import replace

import pytest

from rules.judging import Finding
from rules.truth import Truth


def test_words_are_made_when_they_are_read_and_once() -> None:
    made: list[str] = []

    def words() -> str:
        made.append("found")
        return "three"

    finding = Finding(Truth.TRUE, "at least three", words)
    assert made == []
    assert (finding.found, finding.found, made) == ("three", "three", ["found"])


def test_words_that_are_given_and_words_that_are_made_make_the_same_finding() -> None:
    given = Finding(Truth.FALSE, "a", "b", "c", assumptions=("d",))
    assert Finding(Truth.FALSE, lambda: "a", lambda: "b", lambda: "c", assumptions=lambda: ("d",)) == given
    assert replace(given, missing=lambda: "c") == given
    assert replace(given, missing="") != given


def test_what_is_left_out_is_empty_and_what_is_asked_and_found_is_not_left_out() -> None:
    finding = Finding(Truth.TRUE, "a", "b")
    assert (finding.missing, finding.assumptions) == ("", ())
    with pytest.raises(TypeError, match="found"):
        Finding(Truth.TRUE, "a")
