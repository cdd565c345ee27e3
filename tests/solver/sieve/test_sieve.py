"""The sieve says bit for bit what the rule engine says of each organisation alone."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rules.calls import Call
from rules.codes import Flag, Kind, Role, SizeClass, country_of_nuts, may_carry
from rules.conditions import Force
from rules.facts import Organisation, Participant
from rules.judging import judge_requirement
from rules.requirements import Filter
from rules.rulebook import Rulebook, load
from rules.truth import Truth
from rules.verdict import Case
from solver.law import Law, concerns, law_of_case
from solver.people.facets import COMBINED
from solver.sieve import Sieve
from solver.sieve.packing import facet_of
from tests.solver.making import TODAY, call, no_rules, organisation

GROUPS = load().groups
steady = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
COUNTRIES = ["FR", "DE", "HU", "NO", "CH", "GB", "MA", "EG", "RU", "CN", "US", "GL", "NC", "TN", "UA", "JP", "KR", "CA"]
REGIONS = ["FR", "FR1", "FR10", "FRK26", "DE2"]
ROLES = [Role.COORDINATOR, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER]
"""Those in which a free organisation or an agreed member may take part."""


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    kinds = draw(maybe(st.lists(st.sampled_from(list(Kind)), max_size=2)))
    size = draw(maybe(st.sampled_from(list(SizeClass))))
    country = draw(maybe(st.sampled_from(COUNTRIES)))
    regions = [code for code in REGIONS if country in (None, country_of_nuts(code))]
    flags = [flag for flag in Flag if country is None or may_carry(flag, country)]
    facts = {
        "country": country,
        "nuts": draw(maybe(st.sampled_from(regions))) if regions else None,
        "kinds": kinds,
        "member_kinds": draw(maybe(st.lists(st.sampled_from([Kind.COMPANY, Kind.AGENCY]), max_size=2))),
        "legal_personality": draw(maybe(st.booleans())),
        "non_profit": draw(maybe(st.booleans())),
        "public_body": draw(st.sampled_from([None, True])),
        "sme": None if size else draw(maybe(st.booleans())),
        "size_class": size,
        "controlled_from": draw(maybe(st.sampled_from(COUNTRIES))),
        "gender_equality_plan": draw(maybe(st.booleans())),
        "flags": draw(st.lists(st.sampled_from(flags), max_size=2)),
        "registrations": draw(maybe(st.lists(st.sampled_from(["eccp_profile", "eche"]), max_size=2))),
    }
    return Organisation.model_validate({"id": "one", **facts})


def pools(least: int = 1) -> st.SearchStrategy[list[Organisation]]:
    """Up to three words of bits."""
    return st.lists(organisations(), min_size=least, max_size=12).flatmap(
        lambda few: st.integers(1, 150).map(
            lambda number: [few[n * 7 % len(few)].model_copy(update={"id": f"o{n}"}) for n in range(number)]
        )
    )


STATEMENTS: list[dict[str, Any]] = [
    {"country_in": ["FR", "CN"]},
    {"country_in": "eu_member_states"},
    {"country_in": "horizon_associated"},
    {"headquarters_in": "horizon_member_or_associated"},
    {"controlled_from_in": ["CN"]},
    {"controlled_from_in": "horizon_associated"},
    {"controlled_from_in": "not_eligible"},
    {"region_in": ["FRK", "DE"]},
    {"kind_in": ["public_body", "university"]},
    {"member_kind_in": ["company", "public_body"]},
    {"size_in": ["sme"]},
    {"size_in": ["small_mid_cap", "large"]},
    {"non_profit": True},
    {"public_body": False},
    {"legal_personality": True},
    {"gender_equality_plan": True},
    {"flag": "jrc"},
    {"registration": "eche"},
    {"role_in": ["coordinator", "associated_partner"]},
    {"sub_role": "lead_city"},
    {"fact": {"civil_purpose": True}},
    {"kind_in": ["company"], "non_profit": False},
    {},
]
FILTERS = st.recursive(
    st.sampled_from(STATEMENTS),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)


@st.composite
def admissions(draw: st.DrawFn) -> dict[str, Any]:
    where, unless = draw(FILTERS), draw(maybe(FILTERS))
    effect = draw(st.sampled_from(["allow_only", "deny", "downgrade", "coordinator"]))
    if effect == "coordinator":
        return {"kind": "coordinator", "where": where}
    lower = {"to": "associated_partner"} if effect == "downgrade" else {}
    roles = draw(st.sampled_from([["coordinator", "beneficiary"], ["beneficiary", "associated_partner"]]))
    exception = {} if unless is None else {"unless": unless}
    return {"kind": "admit", "effect": effect, "where": where, "roles": roles, **lower, **exception}


def law(asking: Call, rulebook: Rulebook, facts: dict[str, Any] | None = None, as_of: date = TODAY) -> Law:
    return law_of_case(Case(asking, (), as_of, facts or {}), rulebook)


def engine_says(one: Organisation, role: Role, of: Law, unknown: str) -> bool:
    """The rule engine, asked about this organisation alone in each world of pending agreements."""
    worlds, is_open = [], False
    participant = Participant(organisation=one, role=role)
    for context in (of.signed, of.hoped):
        barred = False
        for entry in of.admissions:
            if concerns(entry, role):
                [found] = judge_requirement(entry.condition.requirement, entry.condition.id, [participant], context)
                is_open = is_open or found.truth is Truth.UNKNOWN
                barred = barred or (found.truth is Truth.FALSE and not entry.hangs_on)
        worlds.append(barred)
    return not all(worlds) and not (unknown == "avoid" and is_open)


def agrees(pool: list[Organisation], laws: list[Law], role: Role, unknown: Any) -> int:
    """How many pairs passed, all being as the engine says."""
    passed = Sieve(pool, GROUPS).screen(laws, role, unknown)
    for row, one_law in enumerate(laws):
        expected = [one.id for one in pool if engine_says(one, role, one_law, unknown)]
        assert passed.organisations(row) == expected
        assert passed.number(row) == len(expected)
    return sum(passed.number(row) for row in range(len(laws)))


@pytest.mark.parametrize("unknown", ["ask", "avoid"])
@settings(steady, max_examples=100)
@given(
    pool=pools(), asked=st.lists(st.lists(admissions(), min_size=1, max_size=3), min_size=1, max_size=3), data=st.data()
)
def test_any_conditions_of_admission(unknown: str, pool: list[Organisation], asked: Any, data: st.DataObject) -> None:
    facts = data.draw(st.sampled_from([{}, {"civil_purpose": True}, {"civil_purpose": False}]))
    role = data.draw(st.sampled_from(ROLES))
    number = agrees(pool, [law(call(*conditions), no_rules(), facts) for conditions in asked], role, unknown)
    event(f"somebody {'passed' if number else 'did not pass'}")


IDENTIFIERS = [
    "HORIZON-CL4-2026-DIGITAL-01-01",
    "HORIZON-CL5-2024-D3-01-05",
    "HORIZON-CL6-2025-02-FARM2FORK-01",
    "HORIZON-WIDERA-2026-01-01",
    "HORIZON-INFRA-2021-TECH-01-01",
    "HORIZON-CL3-2027-01-FCT-03",
    "HORIZON-UNDATED-01",
]


@st.composite
def calls(draw: st.DrawFn) -> Call:
    types = ["HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA", "HORIZON-TMA-MSCA-DN", None]
    deadline = draw(maybe(st.dates(date(2021, 3, 1), date(2028, 1, 1))))
    return Call(
        identifier=draw(st.sampled_from(IDENTIFIERS)),
        programme=draw(st.sampled_from(["HORIZON", "HORIZON", "EURATOM", "DIGITAL"])),
        type_of_action=draw(st.sampled_from(types)),
        deadline=deadline,
    )


@pytest.mark.parametrize("unknown", ["ask", "avoid"])
@settings(steady, max_examples=60)
@given(pool=pools(), asked=st.lists(calls(), min_size=1, max_size=6), data=st.data())
def test_the_calls_of_the_rulebook(
    unknown: str, pool: list[Organisation], asked: list[Call], data: st.DataObject
) -> None:
    as_of = data.draw(st.sampled_from([TODAY, date(2024, 5, 1), date(2022, 1, 1)]))
    agrees(pool, [law(one, load(), as_of=as_of) for one in asked], data.draw(st.sampled_from(ROLES)), unknown)


def test_it_is_known_of_every_statement_what_it_reads() -> None:
    said = {name for statement in STATEMENTS for name in Filter.model_validate(statement).model_fields_set}
    assert said == set(Filter.model_fields) - set(COMBINED)
    for statement in STATEMENTS:
        where = Filter.model_validate(statement)
        assert len(where.model_fields_set) != 1 or facet_of(where) is not None


def test_a_result_takes_one_bit_a_pair() -> None:
    pool = [organisation(f"o{number}", "FR") for number in range(1000)]
    passed = Sieve(pool, GROUPS).screen([law(call(), no_rules())] * 100, Role.BENEFICIARY)
    assert passed.bits.nbytes == 100 * 128
    assert passed.number(99) == 1000


def test_nobody_is_screened() -> None:
    passed = Sieve([], GROUPS).screen([law(call(), no_rules())], Role.BENEFICIARY)
    assert passed.organisations(0) == []
    assert passed.number(0) == 0


def test_no_calls_are_screened() -> None:
    assert len(Sieve([organisation("fr", "FR")], GROUPS).screen([], Role.BENEFICIARY).bits) == 0


def test_a_condition_that_only_advises_bars_nobody() -> None:
    advice = call({"kind": "admit", "effect": "deny", "where": {}}, force=Force.ADVICE)
    passed = Sieve([organisation("fr", "FR")], GROUPS).screen([law(advice, no_rules())], Role.BENEFICIARY)
    assert passed.organisations(0) == ["fr"]
