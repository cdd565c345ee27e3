from importlib import resources

import pytest
import yaml

from app.services.fit import Subject, ecosystems_of, fit, spoken_of
from rules.codes import Ecosystem
from rules.facts import Organisation

WEAVERS = Organisation(
    id="w", name="Weavers", ecosystems=[Ecosystem.TEXTILE, Ecosystem.DIGITAL], competences={"dyeing": 2}
)


def test_every_ecosystem_has_words_and_every_word_is_folded() -> None:
    table = yaml.safe_load((resources.files("app.services") / "ecosystems.yaml").read_text("utf-8"))
    assert set(table["ecosystems"]) == {str(one) for one in Ecosystem}
    words = [word for words in table["ecosystems"].values() for word in words] + table["misleading"]
    assert [word for word in words if word != word.lower() or not word.isascii()] == []


@pytest.mark.parametrize(
    ("suited", "score"),
    [
        (Subject("Circular textiles"), 50),
        (Subject("Circular textiles", ("garments",)), 80),
        (Subject("Circular textiles", ("garments",), "Fashion without waste"), 100),
        (Subject("Machines", ("garments",)), 30),
        (Subject("Textiles made by software"), 60),
        (Subject("Dyeing of textiles"), 70),
        (Subject("Textile dyeing by robots", ("garments",), "Fashion"), 100),
        (Subject("Quiet aircraft"), 0),
    ],
)
def test_the_score_is_what_the_formula_says(suited: Subject, score: int) -> None:
    assert fit(WEAVERS, suited).score == score


def test_the_reasons_name_the_words_and_where_they_stand() -> None:
    because = fit(WEAVERS, Subject("Circular textiles", ("dyeing",))).because
    assert because == ["Textile: “textiles” in the title", "brings dyeing"]


def test_a_topic_that_suits_nothing_has_no_reasons() -> None:
    assert fit(WEAVERS, Subject("Quiet aircraft")).because == []


@pytest.mark.parametrize(
    ("name", "ecosystem"),
    [
        ("Distretto tessile di Prato", "Textile"),
        ("Pôle Mer, agroalimentaire et santé", "Agri-food"),
        ("Kunststoff-Cluster", "Energy Intensive Industries"),
        ("Clúster de Turismo", "Tourism"),
    ],
)
def test_an_organisation_that_states_no_ecosystem_is_read_by_its_name(name: str, ecosystem: str) -> None:
    assert ecosystem in ecosystems_of(Organisation(id="x", name=name))


def test_a_short_word_is_no_beginning() -> None:
    assert "Digital" in spoken_of(Subject("AI for all")).ecosystems
    assert "Digital" not in spoken_of(Subject("Aims of airlines")).ecosystems


def test_a_word_with_a_full_stop_is_a_whole_word() -> None:
    assert "Textile" in spoken_of(Subject("La mode durable")).ecosystems
    assert "Textile" not in spoken_of(Subject("Foundation models and modal shift")).ecosystems


def test_a_phrase_that_means_something_else_does_not_count() -> None:
    assert "Construction" not in spoken_of(Subject("Building capacity of authorities")).ecosystems
    assert "Construction" in spoken_of(Subject("Building renovation")).ecosystems
