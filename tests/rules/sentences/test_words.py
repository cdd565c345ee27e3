"""Numbers, lists, roles and names in words."""

from typing import Any

import pytest

from rules.codes import ISO_COUNTRIES, Role
from rules.facts import FactValue
from rules.language import either, join
from rules.requirements import EVERYONE, Filter
from rules.sentences import words as wording
from rules.sentences.mending import add_said
from rules.sentences.words import Words, a, in_roles_named, number_said, percent, said_once, some
from tests.rules.hearing import words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (9_999, "9999"),
        (10_000, "10,000"),
        (1_234_567, "1,234,567"),
        (0.25, "0.25"),
        (True, "yes"),
        (False, "no"),
        (None, "no"),
    ],
)
def test_thousands_are_set_apart_in_long_numbers(number: float | None, said: str) -> None:
    assert number_said(number) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.7, "70 %"), (1, "100 %"), (1 / 3, "33.33 %"), (0.0705, "7.05 %"), (0, "0 %")]
)
def test_a_share_is_a_percentage_without_needless_digits(share: float, said: str) -> None:
    assert percent(share) == said


def test_lists_end_with_and_or_or() -> None:
    assert [join("abc"[:number]) for number in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [either("abc"[:number]) for number in range(4)] == ["", "a", "a or b", "a, b or c"]


@pytest.mark.parametrize(
    ("number", "end"), [(8, "6, 7 and 8"), (9, "7, 8 and 9"), (10, "7, 8 and 2 more"), (30, "7, 8 and 22 more")]
)
def test_of_a_long_list_so_many_are_named_and_never_is_one_alone_counted(number: int, end: str) -> None:
    assert some([str(index + 1) for index in range(number)]).endswith(end)


def test_the_article_follows_the_sound() -> None:
    assert [a(noun) for noun in ("agency", "", "Erasmus student", "company")] == [
        "an agency",
        "a ",
        "an Erasmus student",
        "a company",
    ]


@pytest.mark.parametrize(
    ("roles", "one", "two"),
    [
        ([Role.COORDINATOR], "coordinator", "coordinators"),
        ([Role.COORDINATOR, Role.BENEFICIARY], "beneficiary", "beneficiaries"),
        (
            [Role.COORDINATOR, Role.SUBCONTRACTOR, Role.SUBCONTRACTOR],
            "coordinator or subcontractor",
            "coordinators or subcontractors",
        ),
        (
            [Role.BENEFICIARY, Role.AFFILIATED_ENTITY, Role.ASSOCIATED_PARTNER, Role.THIRD_PARTY_RECIPIENT],
            "beneficiary, affiliated entity, associated partner or third-party recipient",
            "beneficiaries, affiliated entities, associated partners or third-party recipients",
        ),
        (list(Role), "participant", "participants"),
    ],
)
def test_roles_are_named_in_the_singular_and_the_plural(roles: list[Role], one: str, two: str) -> None:
    assert (in_roles_named(roles), in_roles_named(roles, 2), in_roles_named(roles, 0)) == (one, two, two)


@pytest.mark.parametrize(
    ("name", "value", "clause", "after_if"),
    [
        ("civil_purpose", True, "the project is exclusively civil", None),
        ("civil_purpose", False, "it is not so that the project is exclusively civil", None),
        ("civil_purpose", "partly_so", "the project is exclusively civil: partly so", None),
        (
            "duration_months",
            36,
            "duration of the project in months: 36",
            "the duration of the project in months is 36",
        ),
        (
            "target_countries",
            ["KE", "GH"],
            "countries that the proposal targets: KE and GH",
            "the countries that the proposal targets are KE and GH",
        ),
        (
            "target_countries",
            [],
            "countries that the proposal targets: none",
            "the countries that the proposal targets are none",
        ),
        ("nobody_declared_it", True, "nobody declared it", None),
        ("nobody_declared_it", 3, "nobody declared it: 3", None),
    ],
)
def test_a_declared_fact_is_a_clause_and_follows_if(
    name: str, value: FactValue, clause: str, after_if: str | None
) -> None:
    assert (words().fact_said(name, value), words().fact_is(name, value)) == (clause, after_if or clause)


def test_names_without_words_of_their_own_go_by_themselves() -> None:
    assert words().registration("some_register") == "registered as some register"
    assert words().sub_role("topic:X-01:data_owner") == "one of those that the topic calls “data owner”"
    assert words().whether("nobody_declared_it") == "whether nobody declared it"


def test_what_is_said_of_an_object_is_said_once_and_let_go_when_there_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wording, "MOST_KEPT", 2)
    said: list[Any] = []

    @said_once
    def say(what: Filter, _: Words) -> str:
        said.append(what)
        return f"sentence {len(said)}"

    mine = words()
    mine.kept.clear()
    filters = [EVERYONE.model_copy() for _ in range(3)]
    assert [say(one, mine) for one in (filters[0], filters[0], filters[1], filters[0])] == [
        "sentence 1",
        "sentence 1",
        "sentence 2",
        "sentence 1",
    ]
    assert say(filters[2], mine) == "sentence 3"
    assert len(mine.kept) == 1
    assert say(filters[0], mine) == "sentence 4"


def test_where_newcomers_may_sit_is_listed_unless_it_is_almost_anywhere() -> None:
    codes = sorted(ISO_COUNTRIES)
    listed = add_said([(EVERYONE, 1, codes[:40])], Role.BENEFICIARY, False, words())
    assert listed == f"Add one beneficiary ({either(codes[:40])})"
    assert add_said([(EVERYONE, 2, codes[:41])], Role.BENEFICIARY, False, words()) == (
        "Add 2 beneficiaries (any of 41 countries)"
    )


def test_several_newcomers_who_must_be_apart_come_from_elsewhere() -> None:
    german = Filter(country_in=("DE",))
    apart = [add_said([(EVERYONE, number, ["DE", "FR"])], Role.BENEFICIARY, True, words()) for number in (1, 2)]
    assert apart == [
        "Add one beneficiary (DE or FR)",
        "Add 2 beneficiaries (DE or FR), each from a country that is not there yet",
    ]
    groups = [(EVERYONE, 1, ["FR"]), (german, 1, ["DE"])]
    assert add_said(groups, Role.SUBCONTRACTOR, True, words()) == (
        "Add one subcontractor (FR) and one subcontractor established in Germany (DE), "
        "each from a country that is not there yet"
    )
    inner = Filter(all_of=(Filter(country_in="eu_member_states"), german))
    assert add_said([(inner, 1, ["DE"])], Role.BENEFICIARY, False, words()) == (
        "Add one beneficiary established in Germany (DE)"
    )
