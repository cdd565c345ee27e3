"""Random requirements of every kind, for small pools of participants."""

from typing import Any

from hypothesis import strategies as st

from tests.rules.completing import REQUIREMENT

BY_FACT: dict[str, list[dict[str, Any]]] = {
    "country": [{"country_in": ["DE", "FR"]}, {"country_in": ["IN"]}, {"country_in": "eu_member_states"}],
    "kinds": [{"kind_in": ["university"]}, {"kind_in": ["company", "ngo"]}],
    "sub_roles": [{"sub_role": "city"}],
    "public_body": [{"public_body": True}, {"public_body": False}],
    "non_profit": [{"non_profit": True}],
}
"""Filters by the one fact at which each of them looks."""

PLACES = [{}, {"country_in": ["DE", "FR", "ES", "PT"]}, {"country_in": ["DE", "NO"]}, {"not": {"country_in": ["IN"]}}]
GROUPS = [
    {"kind_in": ["company"]},
    {"non_profit": True},
    {"country_in": ["FR", "NO"]},
    {"legal_personality": True, "country_in": ["DE", "ES"]},
]
NAMED = [{"country_in": "horizon_member_or_associated_by_seat"}, {"country_in": "horizon_member_states"}, {}]
"""In the first a body of the Union counts wherever it sits; whether it does in the second the text leaves open."""

UNSURE: dict[str, Any] = {
    "apart": ["jrc", "eu_body"],
    "apart_unsure": {"flag": "eu_body", "where": {"any": [{"kind_in": ["eric"]}, {"registration": "eric"}]}},
}


@st.composite
def filters_apart(draw: st.DrawFn, number: int, names: list[str]) -> list[dict[str, Any]]:
    """Filters of which no two look at the same fact, some at none, some with a not before them."""
    looked_at = draw(st.permutations(names))[:number]
    own = [draw(st.sampled_from(BY_FACT[name])) for name in looked_at]
    return [draw(st.sampled_from([where, {"not": where}, {}])) for where in own]


@st.composite
def filters_of_a_selection(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Of all and of up to two sub-groups. No fact but the country is asked for twice: the others are independent."""
    if draw(st.booleans()):
        where, *parts = draw(filters_apart(3, list(BY_FACT)))
        return [where, *(part for part in parts if part)]
    parts = draw(st.lists(st.sampled_from(GROUPS), max_size=2, unique_by=str))
    return [draw(st.sampled_from(PLACES)), *parts]


@st.composite
def selections(draw: st.DrawFn, apart: str) -> Any:
    """``apart``: country or region."""
    where, *parts = draw(filters_of_a_selection())
    spread = st.sampled_from([None, None, 1, 2])
    return REQUIREMENT.validate_python(
        {
            "kind": "selection",
            "min": draw(st.sampled_from([1, 2, 2, 3, "all"])),
            "each_from_different": draw(st.sampled_from([apart, "none"])),
            "min_countries": draw(st.sampled_from([None, None, 2])),
            "independent": draw(st.booleans()),
            "where": where,
            "of_which": [
                {"min": draw(st.sampled_from([1, 1, 2])), "where": part, "min_countries": draw(spread)}
                for part in parts
            ],
            "count_in_several": draw(st.booleans()),
            **draw(st.sampled_from([{}, {"apart": ["jrc"]}, UNSURE, UNSURE])),
        }
    )


@st.composite
def minimums(draw: st.DrawFn) -> Any:
    """Minimums as the law writes them."""
    parts = draw(st.lists(st.sampled_from(NAMED[:2]), max_size=2, unique_by=str))
    return REQUIREMENT.validate_python(
        {
            "kind": "selection",
            "min": draw(st.sampled_from([1, 2, 2, 3, "all"])),
            "each_from_different": draw(st.sampled_from(["country", "country", "none"])),
            "min_countries": draw(st.sampled_from([None, None, 2])),
            "independent": draw(st.booleans()),
            "where": draw(st.sampled_from(NAMED)),
            "of_which": [{"min": draw(st.integers(1, 2)), "where": part} for part in parts],
            **UNSURE,
        }
    )


@st.composite
def limits(draw: st.DrawFn, decidable: bool = False) -> Any:
    """``decidable``: none that is left open by design (the docstring of the tests)."""
    per = draw(st.sampled_from(["consortium", "country", "control_group"]))
    names = [name for name in BY_FACT if not decidable or per == "consortium" or name != "country"]
    (where,) = draw(filters_apart(1, names))
    numbers = ["max"] if decidable and per != "consortium" else ["max", "exactly"]
    number, independent = draw(st.sampled_from(numbers)), draw(st.booleans())
    return REQUIREMENT.validate_python(
        {"kind": "limit", number: draw(st.integers(0, 2)), "per": per, "where": where, "independent": independent}
    )


@st.composite
def ratios(draw: st.DrawFn, decidable: bool = False) -> Any:
    """``decidable``: who makes up the base is known."""
    (where,) = draw(filters_apart(1, list(BY_FACT)))
    shares = [{"min_share": 0.5}, {"max_share": 0.5}, {"max_share": 0.25}, {"min_share": 0.3, "max_share": 0.7}]
    return REQUIREMENT.validate_python(
        {
            "kind": "ratio",
            **draw(st.sampled_from(shares)),
            "where": where,
            "of": {} if decidable else draw(st.sampled_from([{}, {"non_profit": True}])),
            "rounding": draw(st.sampled_from(["none", "up", "down"])),
        }
    )


coordinators = st.sampled_from(PLACES + GROUPS).map(
    lambda where: REQUIREMENT.validate_python({"kind": "coordinator", "where": where})
)
admissions = st.builds(
    lambda effect, where: REQUIREMENT.validate_python(
        {"kind": "admit", "effect": effect, "where": where, "roles": ["coordinator", "beneficiary"]}
    ),
    st.sampled_from(["deny", "allow_only"]),
    st.sampled_from(PLACES[1:] + GROUPS),
)
counts = selections("country") | limits() | ratios()
simple = counts | coordinators | admissions


@st.composite
def composed(draw: st.DrawFn, depth: int = 2) -> Any:
    """Requirements made of others; facts may be asked for as often as it comes."""
    kind = draw(st.sampled_from(["when", "alternatives", "each"]))
    if kind == "each":
        inside = draw(counts | made_of(counts) if depth > 1 else counts)
        return REQUIREMENT.validate_python({"kind": "each", "require": inside.model_dump()})
    return draw(made_of(simple if depth == 1 else simple | composed(depth=depth - 1), kind))


@st.composite
def made_of(draw: st.DrawFn, inner: st.SearchStrategy[Any], kind: str | None = None) -> Any:
    """A `when` or `alternatives` of the inner ones."""
    if (kind or draw(st.sampled_from(["when", "alternatives"]))) == "alternatives":
        sets = draw(st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3))
        return REQUIREMENT.validate_python(
            {"kind": "alternatives", "of": [[part.model_dump() for part in parts] for parts in sets]}
        )
    otherwise = draw(st.none() | inner)
    branches = {"then": draw(inner).model_dump(), "otherwise": otherwise.model_dump() if otherwise else None}
    return REQUIREMENT.validate_python({"kind": "when", **draw(conditions()), **branches})


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """What a `when` hangs on."""
    (where,) = draw(filters_apart(1, list(BY_FACT)))
    span = draw(st.sampled_from([{"min": 2}, {"max": 2}, {"countries": 2}, {"min": 2, "countries": 2}]))
    return draw(st.sampled_from([{"where": where}, {"participants": span}, {"where": where, "participants": span}]))
