from importlib import resources
from typing import Any

import pytest
import yaml

from app.services.fit import Subject, Suited, ecosystems_of, fit, spoken_of
from app.services.fit.phrases import words_of
from app.services.fit.vocabulary import heard
from rules.codes import Ecosystem
from rules.facts import Organisation

WEAVERS = Organisation(
    id="w", name="Weavers", ecosystems=[Ecosystem.TEXTILE, Ecosystem.DIGITAL], competences={"dyeing": 2}
)


def table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((resources.files("app.services.fit") / name).read_text("utf-8"))
    return found


def called(name: str, **facts: Any) -> Organisation:
    return Organisation.model_validate({"id": "x", "name": name, **facts})


def test_every_ecosystem_has_words_and_every_word_is_folded() -> None:
    ecosystems, finer = table("ecosystems.yaml"), table("themes.yaml")
    assert set(ecosystems["ecosystems"]) == {str(one) for one in Ecosystem}
    lists = [*ecosystems["ecosystems"].values(), *finer["themes"].values(), ecosystems["misleading"], finer["plain"]]
    assert [word for words in lists for word in words if word != word.lower() or not word.isascii()] == []


def test_no_word_stands_twice_under_one_theme_and_every_theme_hears_its_own_words() -> None:
    for theme, words in table("themes.yaml")["themes"].items():
        assert len(set(words)) == len(words), theme
        assert [word for word in words if theme not in heard(word).themes] == []


@pytest.mark.parametrize(
    ("suited", "score"),
    [
        (Subject("Circular textiles"), 35),
        (Subject("Circular textiles", ("garments",)), 50),
        (Subject("Circular textiles", ("garments",), "Fashion without waste"), 55),
        (Subject("Machines", ("garments",)), 15),
        (Subject("Textiles made by software"), 40),
        (Subject("Dyeing of textiles"), 55),
        (Subject("Textile dyeing by robots", ("garments",), "Fashion"), 80),
        (Subject("Quiet aircraft"), 0),
        (Subject("Quiet aircraft", text="Seats are of fabric."), 1),
        (Subject("Quiet aircraft", text="Yarn, wool, silk, leather and garment, " * 4), 15),
        (Subject("Quiet aircraft", text="Yarn and timber, " * 10), 7),
        (Subject("Quiet aircraft", text="Hides are tanned before their dyeing."), 10),
    ],
)
def test_the_score_is_what_the_formula_says(suited: Subject, score: int) -> None:
    assert fit(WEAVERS, suited).score == score


@pytest.mark.parametrize(
    ("subject", "score"),
    [
        (Subject("Cities of hydrogen"), 15),
        (Subject("Cities", ("wasserstoff",)), 10),
        (Subject("Cities", (), "Clean hydrogen"), 5),
        (Subject("Cities", text="Hydrogen is one way of many."), 0),
        (Subject("Cities", text="Hydrogen, and the electrolysers for it, and hydrogen again."), 3),
        (Subject("Cities", text="Hydrogen " * 40), 5),
        (Subject("Hydrogen", ("hydrogen",), "Hydrogen", "Hydrogen " * 40), 25),
    ],
)
def test_a_theme_of_the_name_earns_by_the_places_that_speak_of_it(subject: Subject, score: int) -> None:
    quiet = called("Idrogeno Valley", ecosystems=["Retail"])
    assert fit(quiet, subject).score == score


def test_all_that_an_organisation_and_a_topic_share_is_at_most_full() -> None:
    maker = called("Textile Recycling", ecosystems=["Textile"], competences={"weaving": 3, "spinning": 3, "sewing": 3})
    assert fit(maker, Subject("Weaving, spinning and sewing of textiles: recycling", ("textiles",))).score == 100


def test_the_reasons_name_the_words_and_where_they_stand() -> None:
    because = fit(WEAVERS, Subject("Circular textiles", ("dyeing",))).because
    assert because == ["Textile: “textiles” in the title", "brings dyeing"]
    told = fit(called("Wood Cluster", ecosystems=["Construction"]), Subject("Homes", text="Timber and wood, " * 5))
    assert told.because == [
        "Construction: “timber” and 9 more in the text",
        "forestry and wood: “timber” and 9 more in the text",
    ]


def test_what_earns_nothing_is_no_reason() -> None:
    once = Subject("Quiet aircraft", text="Airports, aircraft, vessels and ships " * 10 + "and one garment")
    assert fit(WEAVERS, once).because == []


def test_a_competence_is_known_by_a_synonym_in_another_language_too() -> None:
    maker = called("Maker", competences={"idrogeno": 2})
    assert fit(maker, Subject("Hydrogen in cities")).because == ["brings idrogeno: “hydrogen” in the title"]
    assert fit(maker, Subject("Hydrogen in cities")).score == 10
    assert fit(maker, Subject("Distretto dell'idrogeno")).score == 20


def test_a_competence_that_only_the_description_names_counts_half() -> None:
    told = fit(WEAVERS, Subject("Leaders", text="A course in dyeing"))
    assert (told.score, told.because) == (10, ["brings dyeing, named in the text"])


def test_a_telling_word_of_the_name_counts_where_no_table_knows_it() -> None:
    arctic = called("Arctic Innovation Cluster")
    assert fit(arctic, Subject("Life in the Arctic")).because == ["“arctic”, a word of its name, in title or keywords"]
    assert fit(arctic, Subject("Life in the Arctic")).score == 5
    assert fit(arctic, Subject("Life", text="In the Arctic, innovation clusters")).score == 2
    assert fit(arctic, Subject("Innovation of clusters")).score == 0, "what every cluster is called tells nothing"


def test_further_words_of_its_own_are_heard() -> None:
    quiet = called("Quiet")
    subject = spoken_of(Subject("Batteries for trucks"))
    assert Suited(quiet).fit(subject).score == 0
    assert Suited(quiet, own=["We make batteries."]).fit(subject).score == 50


def test_a_topic_that_suits_nothing_has_no_reasons() -> None:
    assert fit(WEAVERS, Subject("Quiet aircraft")).because == []


def test_the_description_does_not_change_what_the_call_is_said_to_be_about() -> None:
    told = spoken_of(Subject("Quiet aircraft", text="Yarn, wool and silk " * 20))
    assert set(told.ecosystems) == {"Aerospace & Defence"}


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


def test_a_portal_is_no_port_and_a_pellet_no_leather() -> None:
    assert spoken_of(Subject("Portals, pellets, fabrication and combating composition")).ecosystems == {}
    assert spoken_of(Subject("Portals, pellets, fabrication and combating composition")).themes == {}


@pytest.mark.parametrize("text", ["L’économie bleue", "L'e\u0301conomie bleue", "ÉCONOMIE", "économie"])
def test_words_are_the_same_however_an_accent_is_written(text: str) -> None:
    assert "economie" in words_of(text)
