"""Random conditions of the kinds that the rule engine judges, for small pools."""

from typing import Any

from hypothesis import strategies as st


def _filters(mode: str) -> st.SearchStrategy[dict[str, Any]]:
    plain: list[dict[str, Any]] = [
        {},
        {"country_in": "eu_member_states"},
        {"country_in": ["FR", "DE"]},
        {"kind_in": ["company"]},
        {"kind_in": ["university", "agency"]},
        {"not": {"kind_in": ["university"]}},
        {"size_in": ["sme"]},
        {"any": [{"size_in": ["sme"]}, {"kind_in": ["university"]}]},
        {"flag": "jrc"},
        {"legal_personality": True},
        {"role_in": ["beneficiary"]},
        {"sub_role": "lead_city"},
        {"not": {"sub_role": "lead_city"}},
    ]
    regional: list[dict[str, Any]] = [{"region_in": ["FRK"]}] if mode == "unknown" else []
    return st.sampled_from([*plain, *regional])


def _groups(mode: str) -> st.SearchStrategy[dict[str, Any]]:
    """Filters that pending agreements can only make wider."""
    associated: dict[str, Any] = {"country_in": "horizon_member_or_associated"}
    usual: dict[str, Any] = {"size_in": ["sme"]} if mode == "open" else associated
    return st.sampled_from([usual, usual, associated]) | _filters(mode)


ROLES = st.sampled_from(
    [["coordinator", "beneficiary"], ["beneficiary"], ["coordinator", "beneficiary", "associated_partner"]]
)

APART: list[dict[str, Any]] = [
    {},
    {"apart": ["jrc", "european_research_organisation"]},
    {
        "apart": ["jrc", "european_research_organisation", "eu_body"],
        "apart_unsure": {"flag": "eu_body", "where": {"any": [{"kind_in": ["eric"]}, {"registration": "eric"}]}},
    },
]


@st.composite
def selections(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    parts = [
        {
            "min": draw(st.integers(1, 2)),
            "min_countries": draw(st.sampled_from([None, None, None, 1, 2])),
            "where": draw(_groups(mode)),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    regions = ["region"] if mode == "unknown" else []
    return {
        "kind": "selection",
        "min": draw(st.sampled_from([1, 2, 2, 3, "all"])),
        "each_from_different": draw(st.sampled_from(["country", "country", "none", *regions])),
        "min_countries": draw(st.sampled_from([None, None, 2])),
        "independent": draw(st.booleans()),
        "where": draw(_groups(mode)),
        "roles": draw(ROLES),
        "of_which": parts,
        "count_in_several": draw(st.booleans()),
        **draw(st.sampled_from(APART)),
    }


@st.composite
def limits(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    per = ["consortium", "country", "control_group", *(["region"] if mode == "unknown" else [])]
    return {
        "kind": "limit",
        draw(st.sampled_from(["max", "max", "exactly"])): draw(st.integers(0, 2)),
        "per": draw(st.sampled_from(per)),
        "where": draw(_filters(mode)),
        "roles": draw(ROLES),
        "independent": draw(st.sampled_from([False, False, True])),
    }


@st.composite
def ratios(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    bounds = [{"min_share": 0.5}, {"max_share": 0.5}, {"min_share": 0.34}, {"max_share": 0.67}]
    two = [{"min_share": 0.25, "max_share": 0.6}] if mode == "pending" else []
    base = [{}, {"kind_in": ["company", "university"]}]
    return {
        "kind": "ratio",
        **draw(st.sampled_from([*bounds, *two])),
        "where": draw(_filters(mode)),
        "of": draw(st.sampled_from(base)),
        "rounding": draw(st.sampled_from(["none", "up", "down"])),
        "roles": draw(ROLES),
    }


@st.composite
def admissions(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(["coordinator", "allow_only", "deny", "downgrade"]))
    if kind == "coordinator":
        return {"kind": "coordinator", "where": draw(_groups(mode))}
    if kind == "allow_only":
        inside: dict[str, Any] = {"any": [draw(_groups(mode)), {"country_in": ["FR", "IT"]}]}
        return {"kind": "admit", "effect": kind, "where": inside, "roles": draw(ROLES)}
    lower = {"to": "associated_partner"} if kind == "downgrade" else {}
    who = st.sampled_from(
        [{"flag": "jrc"}, {"kind_in": ["university"]}, {"country_in": ["US"]}, {"size_in": ["large"]}]
    )
    return {"kind": "admit", "effect": kind, "where": draw(who), "roles": ["coordinator", "beneficiary"], **lower}


def requirements(mode: str) -> st.SearchStrategy[dict[str, Any]]:
    return selections(mode) | selections(mode) | limits(mode) | ratios(mode) | admissions(mode)


def composed(mode: str, depth: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions made of others, these of others again down to ``depth``."""
    inner = leaves(mode) if depth == 0 else leaves(mode) | composed(mode, depth - 1)
    return eaches(mode, depth) | whens(inner, _filters(mode)) | alternatives(inner)


def leaves(mode: str) -> st.SearchStrategy[dict[str, Any]]:
    barred = st.sampled_from([{"flag": "jrc"}, {"kind_in": ["university"]}, {"size_in": ["large"]}])
    deny = barred.map(lambda where: {"kind": "admit", "effect": "deny", "where": where, "roles": ["beneficiary"]})
    lead = _groups(mode).map(lambda where: {"kind": "coordinator", "where": where})
    declared = st.just({"kind": "declared", "fact": "civil_purpose"})
    selected = selections(mode).map(_anywhere) if mode == "unknown" else selections(mode)
    return selected | selected | limits(mode) | limits(mode) | ratios(mode) | lead | deny | declared


def _anywhere(selection: dict[str, Any]) -> dict[str, Any]:
    """The same, wherever members sit.

    Somebody whose country is unknown may fill a place wherever it turns out to be. The verdict sees that, the solver
    does not; inside another requirement nothing tells the two apart.
    """
    parts = [{**part, "min_countries": None} for part in selection["of_which"]]
    return {**selection, "each_from_different": "none", "min_countries": None, "of_which": parts}


@st.composite
def eaches(draw: st.DrawFn, mode: str, depth: int) -> dict[str, Any]:
    """What is asked of each country: little, since a pool has one or two organisations of each."""
    least = st.fixed_dictionaries(
        {"kind": st.just("selection"), "min": st.sampled_from([1, 1, 1, 2, "all"]), "where": _about_the_entity()}
    )
    most = st.fixed_dictionaries(
        {"kind": st.just("limit"), "max": st.integers(0, 1), "where": _about_the_entity(), "roles": ROLES}
    )
    exact = st.fixed_dictionaries({"kind": st.just("limit"), "exactly": st.just(1), "where": _about_the_entity()})
    share = st.fixed_dictionaries(
        {
            "kind": st.just("ratio"),
            "where": _about_the_entity(),
            "of": st.sampled_from([{}, {"kind_in": ["company", "university"]}]),
            **draw(st.sampled_from([{"min_share": st.just(0.5)}, {"max_share": st.just(0.5)}])),
        }
    )
    plain = least | least | most | exact | share
    inner = (
        plain if depth == 0 else plain | plain | whens(plain, _about_the_entity(), declared=False) | alternatives(plain)
    )
    return {"kind": "each", "roles": draw(ROLES), "require": draw(inner)}


def _about_the_entity() -> st.SearchStrategy[dict[str, Any]]:
    """Filters that do not look at where somebody sits."""
    return st.sampled_from(
        [
            {},
            {"kind_in": ["company"]},
            {"kind_in": ["university", "agency"]},
            {"not": {"kind_in": ["university"]}},
            {"size_in": ["sme"]},
            {"any": [{"size_in": ["sme"]}, {"kind_in": ["university"]}]},
            {"sub_role": "lead_city"},
        ]
    )


@st.composite
def whens(
    draw: st.DrawFn,
    inner: st.SearchStrategy[dict[str, Any]],
    where: st.SearchStrategy[dict[str, Any]],
    *,
    declared: bool = True,
) -> dict[str, Any]:
    spans = [{"min": 2}, {"max": 2}, {"min": 2, "max": 3}, {"countries": 2}, {"min": 2, "countries": 2}]
    conditions = {"where": where, "participants": st.sampled_from(spans), "declared": st.just({"edic": True})}
    usual = [["where"], ["where"], ["participants"], ["where", "participants"]]
    names = draw(st.sampled_from([*usual, *([["declared"], ["declared", "where"]] if declared else [])]))
    otherwise = {"otherwise": draw(inner)} if draw(st.booleans()) else {}
    given = {name: draw(conditions[name]) for name in names}
    return {"kind": "when", **given, "roles": draw(ROLES), "then": draw(inner), **otherwise}


@st.composite
def alternatives(draw: st.DrawFn, inner: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    sets = st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3)
    return {"kind": "alternatives", "of": draw(sets)}
