"""Random small pools with random conditions of the kinds that the rule engine judges."""

from typing import Any

from hypothesis import strategies as st

from solver.instance import Instance
from tests.solver.making import TODAY, call

SIGNED = ["FR", "DE", "IT", "NO", "US", "CH", "GL"]
PENDING = ["FR", "DE", "MA", "MA", "MA", "NO"]
NUTS = {"FR": ["FR10", "FRK2", "FRK26"], "DE": ["DE21", "DE3"], "IT": ["ITC4"]}


def _maybe(strategy: st.SearchStrategy[Any], unknowns: bool) -> st.SearchStrategy[Any]:
    """One in five is unknown, where facts may be."""
    return st.sampled_from([False, False, False, False, True]).flatmap(
        lambda nobody_knows: st.none() if nobody_knows and unknowns else strategy
    )


@st.composite
def organisations(draw: st.DrawFn, number: int, mode: str) -> dict[str, Any]:
    """``mode`` is ``pending`` (all facts known, agreements pending), ``unknown`` (any fact may be unknown) or ``open``
    (any but country, region and kind).
    """
    nowhere, vague = mode == "unknown", mode != "pending"
    country = draw(_maybe(st.sampled_from(PENDING if mode == "pending" else SIGNED), nowhere))
    flags: list[list[str]] = [[], [], [], ["jrc"], ["european_research_organisation"], ["eu_body"]]
    regions = NUTS.get(country or "", [])
    return {
        "id": f"o{number}",
        "country": country,
        "nuts": draw(_maybe(st.sampled_from(regions), nowhere)) if regions else None,
        "kinds": draw(_maybe(st.sampled_from([["company"], ["university"], ["public_body", "agency"]]), nowhere)),
        "legal_personality": draw(_maybe(st.sampled_from([True, True, True, False]), vague)),
        "size_class": draw(_maybe(st.sampled_from(["sme", "large"]), vague)),
        "gender_equality_plan": draw(_maybe(st.booleans(), vague)),
        "control_group": draw(st.sampled_from([None, None, "g1", "g2"])),
        "flags": draw(st.sampled_from(flags)),
        "ecosystems": draw(st.sampled_from([[], ["Textile"], ["Digital"], ["Textile", "Digital"]])),
        "competences": draw(st.sampled_from([{}, {"ai": 1}, {"ai": 3, "water": 2}])),
    }


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
        "apart": draw(st.sampled_from([[], ["jrc", "european_research_organisation"]])),
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


@st.composite
def wishes(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    weight = st.sampled_from([0, 1, 1, 2.5])
    order = [None, None, None, ["diversity", "fit"], ["cost", "complementarity", "fit"]]
    return {
        "competences": draw(st.sampled_from([{}, {}, {}, {}, {"ai": 2}])),
        "ecosystems": draw(st.sampled_from([[], ["Textile"]])),
        "countries": draw(st.sampled_from([[], [], [], [], ["DE"]])),
        "max_per_country": draw(st.sampled_from([None, None, None, 1, 2])),
        "weights": {goal: draw(weight) for goal in ("fit", "complementarity", "diversity", "cost")},
        "goals_order": draw(st.sampled_from(order)),
    }


@st.composite
def instances(draw: st.DrawFn, mode: str) -> Instance:
    """Six organisations, sometimes seven, one to three conditions, sometimes a lead and an agreed member."""
    number = draw(st.sampled_from([6, 6, 6, 7]))
    pool = [draw(organisations(index, mode)) for index in range(number)]
    asked = draw(st.lists(requirements(mode), min_size=0, max_size=2))
    least = draw(st.integers(1, 2))
    first = draw(selections(mode))
    agreed = draw(st.sampled_from([None, None, None, "beneficiary", "associated_partner"]))
    lead = draw(st.sampled_from([None, None, None, "o1"]))
    unknown = "avoid" if mode == "unknown" else draw(st.sampled_from(["ask", "ask", "ask", "avoid"]))
    return Instance.model_validate(
        {
            "call": call(first, *asked),
            "as_of": TODAY,
            "candidates": [{"organisation": one, "fit": draw(st.sampled_from([0, 10, 40, 41, 90]))} for one in pool],
            "lead": lead,
            "members": [{"organisation": pool[0], "role": agreed}] if agreed else [],
            "exclude": draw(st.sampled_from([[], [], ["o5"]])),
            "size": {"min": least, "max": draw(st.sampled_from([3, 3, 3, 4]))},
            "wishes": draw(wishes(mode)),
            "alternatives": 3,
            "min_difference": draw(st.integers(1, 2)),
            "unknown": unknown,
            "time_limit_s": 60,
        }
    )


@st.composite
def demanding_instances(draw: st.DrawFn) -> Instance:
    """Instances that ask for much at once: a lead, agreed members in any role, nobody with an open question, a size."""
    mode = draw(st.sampled_from(["pending", "unknown", "open"]))
    request = draw(instances(mode))
    fields = request.model_dump(mode="json")
    legal = {"kind": "admit", "effect": "allow_only", "where": {"legal_personality": True}}
    asked = draw(st.lists(admissions(mode) | selections(mode) | limits(mode), max_size=2))
    roles = st.sampled_from(["beneficiary", "associated_partner", "affiliated_entity", "subcontractor"])
    least = draw(st.sampled_from([1, 1, 2, 3, 6]))
    for candidate in fields["candidates"]:
        candidate["organisation"]["legal_personality"] = draw(st.sampled_from([None, None, True]))
    return Instance.model_validate(
        {
            **fields,
            "call": call(*[one.requirement.model_dump(mode="json") for one in request.call.conditions], legal, *asked),
            "as_of": TODAY,
            "lead": draw(st.sampled_from([None, "o1", "o1"])),
            "members": [
                {"organisation": fields["candidates"][number]["organisation"], "role": draw(roles)}
                for number in draw(st.sets(st.sampled_from([0, 2, 3]), max_size=2))
            ],
            "size": {"min": least, "max": draw(st.integers(least, 8))},
            "unknown": draw(st.sampled_from(["ask", "avoid", "avoid"])),
        }
    )
