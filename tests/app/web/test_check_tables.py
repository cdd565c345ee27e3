"""Tables of participants as people paste them: with tabs, semicolons or commas, with heads or without."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.checking.tables import LEFT_OUT, READERS, Read, UnreadableTable, read_table, rows_of
from app.web.checking.understanding import (
    LANGUAGES,
    NotUnderstood,
    country_names,
    country_of,
    folded,
    heads,
    kinds_of,
    known_words,
    role_of,
    yes_or_no_of,
)
from rules.codes import Kind, Role

SHAPES = {
    "tabs and English heads": "Name\tCountry\tRole\tKind\tPIC\nTechtera\tFrance\tCoordinator\tCluster\t999888777\n"
    "Politecnico di Torino\tItaly\tBeneficiary\tUniversity\t",
    "semicolons and French heads": "Raison sociale;Pays;Rôle;Type d'organisation;PIC\nTechtera;France;Chef de file;"
    "Pôle de compétitivité;999888777\nPolitecnico di Torino;Italie;Bénéficiaire;Université;",
    "commas and German heads": "Organisationsname,Land,Rolle,Art,PIC\nTechtera,Frankreich,Koordinatorin,Cluster,"
    "999888777\n"
    '"Politecnico di Torino",Italien,Begünstigter,Hochschule,',
    "Italian heads, another order": "Ruolo\tDenominazione\tPaese\tTipologia\tCodice PIC\nCapofila\tTechtera\tFrancia\t"
    "cluster\t999 888 777\nBeneficiario\tPolitecnico di Torino\tItalia\tUniversità\t?",
    "Spanish heads": "Nombre;País;Papel;Tipo de entidad;PIC\nTechtera;Francia;Coordinador;cluster;999888777\n"
    "Politecnico di Torino;Italia;Beneficiario;Universidad;n/a",
    "no heads": "Techtera\tFR\tcoordinator\tcluster organisation\t999888777\nPolitecnico di Torino\tIT\tpartner\tHES\t",
    "no heads, another order": "FR;Techtera;999888777;lead;cluster\nIT;Politecnico di Torino;;partner;university",
    "Windows lines and empty rows": "\r\nName\tCountry\tRole\tType\tPIC\r\n\r\nTechtera\tFRA\tCoord.\tcluster\t"
    "999888777\r\nPolitecnico di Torino\tITA\tpartner\tuniversity\r\n\r\n",
}


def read(text: str, *, lenient: bool = False) -> Read:
    return read_table(rows_of(text), lenient=lenient)


def said(found: Read) -> list[tuple[Any, ...]]:
    those: list[Any] = [one.organisation for one in found.partners]
    return [
        (one.name, one.country, partner.role.value, one.kinds, one.pic)
        for one, partner in zip(those, found.partners, strict=True)
    ]


@pytest.mark.parametrize("text", SHAPES.values(), ids=list(SHAPES))
def test_the_same_table_is_read_however_it_is_written(text: str) -> None:
    found = read(text)
    assert found.faults == ()
    assert said(found) == [
        ("Techtera", "FR", "coordinator", [Kind.CLUSTER_ORGANISATION], "999888777"),
        ("Politecnico di Torino", "IT", "beneficiary", [Kind.UNIVERSITY], None),
    ]


def test_without_roles_the_first_one_coordinates() -> None:
    assert [one.role for one in read("Name;Country\nA;FR\nB;IT\nC;DE").partners] == [
        Role.COORDINATOR,
        Role.BENEFICIARY,
        Role.BENEFICIARY,
    ]


def test_names_alone_are_a_table() -> None:
    assert [
        one.organisation.label
        for one in read("Alpha\nBeta, Inc.\nGamma").partners
        if not isinstance(one.organisation, str)
    ]


def test_a_comma_in_a_name_parts_no_cells() -> None:
    found = read("Name\tCountry\nFraunhofer, e.V.\tGermany\nCNR\tItaly")
    assert [row[:2] for row in said(found)] == [("Fraunhofer, e.V.", "DE"), ("CNR", "IT")]


def test_an_organisation_of_the_catalogue_is_named_by_its_id() -> None:
    found = read("id;role;sme\nfr-techtera;lead;no")
    assert [(one.organisation, one.role.value) for one in found.partners] == [("fr-techtera", "coordinator")]
    assert found.partners[0].overrides is not None


def test_facts_of_other_columns_are_read() -> None:
    found = read("Name;Country;PME;GEP;Organisme public;EU contribution (EUR)\nA;FR;oui;non;non;250000")
    one: Any = found.partners[0]
    assert (one.organisation.sme, one.organisation.gender_equality_plan, one.organisation.public_body) == (
        True,
        False,
        False,
    )
    assert one.eu_contribution == 250000


def test_what_is_not_understood_is_told_with_row_and_column() -> None:
    found = read("Name;Country;Role\nA;Atlantis;coordinator\nB;FR;emperor\n;IT;partner")
    assert len(found.faults) == 3
    assert "Row 2, column 2" in found.faults[0]
    assert "Row 3, column 3" in found.faults[1]
    assert "Row 4" in found.faults[2]


def test_what_is_not_understood_can_be_left_out() -> None:
    found = read("Name;Country;Favourite colour\nA;FR;blue\nB;Atlantis;red", lenient=True)
    assert found.faults == ()
    assert [row[:2] for row in said(found)] == [("A", "FR"), ("B", None)]


def test_a_column_whose_head_is_not_understood_is_told() -> None:
    assert any("Favourite colour" in fault for fault in read("Name;Country;Favourite colour\nA;FR;blue").faults)


def test_columns_that_say_nothing_about_eligibility_are_left_out() -> None:
    assert read("No.;Acronym;Name;City;Country\n1;A;Alpha;Lyon;FR\n2;B;Beta;Turin;IT").faults == ()


def test_two_coordinators_are_told() -> None:
    assert read("Name;Role\nA;lead\nB;lead").faults != ()


@pytest.mark.parametrize("text", ["", "   \n\n", "\t\t\n", "a\n" * 500])
def test_what_is_no_table_is_told(text: str) -> None:
    with pytest.raises(UnreadableTable):
        read(text)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    with suppress(UnreadableTable):
        read(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deutschland", "DE"), ("ALLEMAGNE", "DE"), ("Grecia", "GR"), ("EL", "GR"), ("UK", "GB"), ("Österreich", "AT"),
     ("España", "ES"), ("espana", "ES"), ("Schweiz", "CH"), ("Türkiye", "TR"), ("Turkey", "TR"), ("France (FR)", "FR"),
     ("Czech Republic", "CZ"), ("POL", "PL"), ("xk", "XK")],
)  # fmt: skip
def test_a_country_is_understood_by_code_and_by_its_names(text: str, code: str) -> None:
    assert country_of(text) == code


def test_every_country_has_a_name_in_every_language() -> None:
    assert len(LANGUAGES) == 5
    assert set(country_names().values()) >= {"FR", "DE", "IT", "ES", "CH", "UA", "XK", "MK"}


def test_every_role_and_every_kind_is_understood_by_its_code() -> None:
    assert {role_of(role.value) for role in Role} == set(Role)
    assert all(kinds_of(kind.value) == [kind.value] for kind in Kind)
    assert set(known_words()["roles"]) == set(Role)
    assert set(known_words()["kinds"]) == set(Kind)


@pytest.mark.parametrize("what", ["roles", "kinds", "heads"])
def test_no_word_means_two_things(what: str) -> None:
    seen: dict[str, str] = {}
    for meaning, texts in known_words()[what].items():
        for text in texts:
            assert seen.setdefault(folded(text), meaning) == meaning, text


def test_heads_name_fields_that_can_be_read() -> None:
    assert set(heads().values()) == {*READERS, LEFT_OUT}


@pytest.mark.parametrize("text", ["maybe", "2", "perhaps"])
def test_what_is_neither_yes_nor_no_is_told(text: str) -> None:
    with pytest.raises(NotUnderstood):
        yes_or_no_of(text)
