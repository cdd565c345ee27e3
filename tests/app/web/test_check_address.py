"""A check and its address: whatever is checked comes back from the address, and what is none is told."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.partners import FIELDS, ROLES, UnreadablePartner, read_partner, write_partner
from app.web.checking.state import LONGEST, MOST_PARTNERS, CheckState, TooMuch, read_query, read_state
from app.web.checking.values import read_value, write_value
from rules.codes import Flag, Kind, Role
from rules.facts import Organisation

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
SINGLES = st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = SINGLES | st.lists(st.booleans() | st.integers(-(10**9), 10**9) | st.text(min_size=1), max_size=4)
FACTS = st.dictionaries(st.text("abcdefgh_.-", min_size=1, max_size=12), VALUES, max_size=3)
STATED = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["FR", "IT", "CH", "US"]),
        "kinds": st.lists(st.sampled_from(["company", "university", "cluster_organisation"]), unique=True).map(sorted),
        "pic": st.from_regex(r"[0-9]{9}", fullmatch=True),
        "website": TEXTS,
        "legal_personality": st.booleans(),
        "non_profit": st.booleans(),
        "gender_equality_plan": st.booleans(),
        "controlled_from": st.sampled_from(["FR", "CN"]),
        "control_group": TEXTS,
        "member_countries": st.just(["DE", "FR"]),
        "registrations": st.lists(TEXTS, max_size=2, unique=True).map(sorted),
        "flags": st.lists(st.sampled_from([Flag.CN_MIIT.value, Flag.JRC.value]), unique=True).map(sorted),
        "ecosystems": st.just(["Digital", "Textile"]),
        "competences": st.dictionaries(TEXTS.filter(lambda one: ":" not in one), st.integers(1, 3), max_size=2),
    },
)
SEAT = st.fixed_dictionaries(
    {"role": st.sampled_from(list(Role))},
    optional={
        "sub_roles": st.lists(TEXTS, max_size=2, unique=True),
        "affiliated_to": TEXTS,
        "eu_contribution": st.integers(0, 10**9) | st.just(1234.5),
        "total_cost": st.integers(0, 10**9),
        "facts": FACTS,
    },
)


@st.composite
def partners(draw: st.DrawFn) -> ParticipantRequest:
    stated, seat = draw(STATED), draw(SEAT)
    if draw(st.booleans()):
        return ParticipantRequest.model_validate({"organisation": draw(TEXTS), "overrides": stated or None, **seat})
    name = draw(TEXTS)
    named = draw(st.sampled_from([{"id": name, "name": name}, {"id": "x1", "name": name}, {"id": name}]))
    return ParticipantRequest.model_validate({"organisation": {**named, **stated}, **seat})


def plain(partner: ParticipantRequest) -> dict[str, Any]:
    """What it says, without what says nothing: empty lists of facts that are declared only when they hold."""
    dumped: dict[str, Any] = partner.model_dump(mode="json")
    return dumped


@given(VALUES)
def test_a_value_comes_back_from_its_text(value: Any) -> None:
    back = read_value(write_value(value))
    assert back == value
    assert isinstance(back, bool) == isinstance(value, bool)


@given(partners())
def test_a_participant_comes_back_from_its_text(partner: ParticipantRequest) -> None:
    assert plain(read_partner(write_partner(partner))) == plain(partner)


@given(st.lists(partners(), max_size=3), FACTS, st.none() | st.dates(date(2021, 1, 1), date(2027, 12, 31)))
def test_a_check_comes_back_from_its_address(
    those: list[ParticipantRequest], facts: dict[str, Any], as_of: date | None
) -> None:
    state = CheckState(
        "HORIZON-X-01", as_of, tuple(those), {name: one for name, one in facts.items() if one is not None}
    )
    if len(state.query) > LONGEST:
        return
    back = read_state(parse_qsl(state.address().partition("?")[2], keep_blank_values=True))
    assert (back.topic, back.as_of, back.facts) == (state.topic, state.as_of, state.facts)
    assert [plain(one) for one in back.partners] == [plain(one) for one in those]
    assert back.query == state.query


def test_an_address_can_be_read_by_people() -> None:
    one = ParticipantRequest.model_validate(
        {"organisation": {"id": "ACME", "name": "ACME", "country": "IT", "kinds": ["company"]}, "role": "beneficiary"}
    )
    other = ParticipantRequest.model_validate({"organisation": "fr-techtera", "role": "coordinator"})
    state = CheckState("HORIZON-X-01", date(2026, 11, 24), (other, one), {"civil_purpose": True})
    assert state.address() == (
        "/check?topic=HORIZON-X-01&as_of=2026-11-24&form=1&p=coord*fr-techtera&p=benef*~ACME*c.IT*k.company"
        "&fact.civil_purpose=yes"
    )


def test_every_field_of_a_participant_has_a_place_in_the_address() -> None:
    named = {field.name for field in FIELDS}
    assert named >= set(Organisation.model_fields)
    assert named >= set(ParticipantRequest.model_fields) - {"organisation", "role", "overrides"}
    assert set(ROLES.values()) == set(Role)
    assert len({field.key for field in FIELDS}) == len(FIELDS)


@pytest.mark.parametrize(
    "text", ["", "boss*fr-techtera", "coord", "coord*x*nonsense", "coord*x*zz.1", "coord*x*c.FR*c.IT", "coord*x*f.fact"]
)
def test_what_is_no_participant_is_told(text: str) -> None:
    with pytest.raises(UnreadablePartner):
        read_partner(text)


@pytest.mark.parametrize("text", ["coord*x*c.ZZ", "coord*~", "coord*", "coord*~A*lp.maybe", "benef*~A*eu.-5"])
def test_what_no_participant_can_state_is_told(text: str) -> None:
    with pytest.raises(Invalid):
        read_partner(text)


def test_every_participant_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Invalid) as error:
        read_query("topic=X&p=coord*a&p=nobody&p=benef*b*c.ZZ")
    assert [fault.pointer for fault in error.value.errors] == ["/p/1", "/p/2"]


@pytest.mark.parametrize("query", ["topic=X&form=2&p=coord*a", "topic=X&as_of=soon"])
def test_an_address_of_another_form_or_without_a_day_is_told(query: str) -> None:
    with pytest.raises(Invalid):
        read_query(query)


def test_more_than_an_address_can_hold_is_told() -> None:
    some = tuple(read_partner(f"benef*org-{number}") for number in range(MOST_PARTNERS + 1))
    with pytest.raises(TooMuch):
        CheckState("X").having(some)
    assert len(CheckState("X").having(some[1:]).partners) == MOST_PARTNERS
    long = tuple(read_partner(f"benef*~{'name ' * 40}{number}") for number in range(MOST_PARTNERS))
    with pytest.raises(TooMuch):
        CheckState("X").having(long)


def test_kinds_are_known() -> None:
    assert plain(read_partner(f"benef*~A*k.{Kind.COMPANY.value}"))["organisation"]["kinds"] == ["company"]


def test_the_documentation_names_every_field_and_every_role() -> None:
    told = (Path(__file__).parents[3] / "docs/pages.md").read_text(encoding="utf-8")
    assert all(f"`{field.key}` | `{field.name}`" in told for field in FIELDS)
    assert all(f"`{role}`" in told for role in ROLES)
