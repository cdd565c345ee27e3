"""Random small pools with random conditions."""

from typing import Any

from hypothesis import strategies as st

from solver.instance import Instance
from tests.solver.asking import admissions, composed, limits, requirements, selections
from tests.solver.making import TODAY, call

SIGNED = ["FR", "DE", "IT", "NO", "US", "CH", "GL"]
PENDING = ["FR", "DE", "MA", "MA", "MA", "NO"]
KINDS = [["company"], ["university"], ["public_body", "agency"], ["eric"]]
DEEMED: list[dict[str, bool]] = [{}, {}, {"deemed_establishment": True}, {"deemed_establishment": False}]
"""Whether somebody is deemed to sit apart; read of an ERIC only."""
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
        "kinds": draw(_maybe(st.sampled_from(KINDS), nowhere)),
        "legal_personality": draw(_maybe(st.sampled_from([True, True, True, False]), vague)),
        "size_class": draw(_maybe(st.sampled_from(["sme", "large"]), vague)),
        "gender_equality_plan": draw(_maybe(st.booleans(), vague)),
        "control_group": draw(st.sampled_from([None, None, "g1", "g2"])),
        "flags": draw(st.sampled_from(flags)),
        "member_countries": draw(st.sampled_from([None, None, [], ["FR", "ES"]])),
        "ecosystems": draw(st.sampled_from([[], ["Textile"], ["Digital"], ["Textile", "Digital"]])),
        "competences": draw(st.sampled_from([{}, {"ai": 1}, {"ai": 3, "water": 2}])),
    }


def sub_roles(unknowns: bool) -> st.SearchStrategy[list[str] | None]:
    """One in five is unknown, where they may be."""
    return _maybe(st.sampled_from([[], ["lead_city"], ["lead_city", "follower_city"]]), unknowns)


@st.composite
def wishes(draw: st.DrawFn, mode: str) -> dict[str, Any]:
    weight = st.sampled_from([0, 1, 1, 2.5])
    order = [None, None, None, ["diversity", "fit"], ["cost", "complementarity", "fit"], ["prior_ties", "newcomers"]]
    order.append(["reach", "regions", "cost"])
    return {
        "competences": draw(st.sampled_from([{}, {}, {}, {}, {"ai": 2}])),
        "ecosystems": draw(st.sampled_from([[], ["Textile"]])),
        "countries": draw(st.sampled_from([[], [], [], [], ["DE"]])),
        "max_per_country": draw(st.sampled_from([None, None, None, 1, 2])),
        "weights": {goal: draw(weight) for goal in ("fit", "complementarity", "diversity", "cost")}
        | {goal: draw(st.sampled_from([0, 0, 1, 6])) for goal in ("prior_ties", "newcomers", "regions", "reach")},
        "goals_order": draw(st.sampled_from(order)),
    }


@st.composite
def histories(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Some pairs that have worked together, some of them told twice or of nobody in the pool, and some newcomers."""
    someone = st.integers(0, number).map(lambda index: f"o{index}")
    pairs = draw(st.lists(st.tuples(someone, someone), max_size=6))
    return {
        "ties": [{"first": first, "second": second, "projects": 2} for first, second in pairs],
        "newcomers": draw(st.lists(someone, max_size=3)),
    }


@st.composite
def instances(draw: st.DrawFn, mode: str, *, with_composed: bool = False) -> Instance:
    """Six organisations, sometimes seven, one to three conditions, sometimes a lead and an agreed member.

    With ``with_composed`` one of the conditions is made of others, and facts of the proposal may be stated.
    """
    number = draw(st.sampled_from([6, 6, 6, 7]))
    pool = [
        {
            "organisation": draw(organisations(index, mode)),
            "fit": draw(st.sampled_from([0, 10, 40, 41, 90])),
            "sub_roles": draw(sub_roles(mode == "unknown" or (mode == "open" and not with_composed))),
            "facts": draw(st.sampled_from(DEEMED)),
        }
        for index in range(number)
    ]
    asked = draw(st.lists(requirements(mode), min_size=0, max_size=1 if with_composed else 2))
    least = draw(st.integers(1, 2))
    first = draw(composed(mode) if with_composed else selections(mode))
    facts = {name: draw(st.sampled_from([None, True, False])) for name in ("edic", "civil_purpose")}
    agreed = draw(st.sampled_from([None, None, None, "beneficiary", "associated_partner"]))
    lead = draw(st.sampled_from([None, None, None, "o1"]))
    unknown = "avoid" if mode == "unknown" else draw(st.sampled_from(["ask", "ask", "ask", "avoid"]))
    return Instance.model_validate(
        {
            "call": call(first, *asked),
            "as_of": TODAY,
            "facts": facts if with_composed else {},
            "candidates": pool,
            "lead": lead,
            "members": [_agreed(pool[0], agreed)] if agreed else [],
            "exclude": draw(st.sampled_from([[], [], ["o5"]])),
            "size": {"min": least, "max": draw(st.sampled_from([3, 3, 3, 4]))},
            "wishes": draw(wishes(mode)),
            "history": draw(histories(number)),
            "alternatives": 3,
            "min_difference": draw(st.integers(1, 2)),
            "unknown": unknown,
            "time_limit_s": 60,
        }
    )


def _agreed(candidate: dict[str, Any], role: str) -> dict[str, Any]:
    """The candidate as an agreed member, with what is known of it."""
    return {"role": role, **{name: candidate[name] for name in ("organisation", "sub_roles", "facts")}}


@st.composite
def demanding_instances(draw: st.DrawFn) -> Instance:
    """Instances that ask for much at once: a lead, agreed members in any role, nobody with an open question, a size."""
    mode = draw(st.sampled_from(["pending", "unknown", "open"]))
    request = draw(instances(mode, with_composed=draw(st.booleans())))
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
                _agreed(fields["candidates"][number], draw(roles))
                for number in draw(st.sets(st.sampled_from([0, 2, 3]), max_size=2))
            ],
            "size": {"min": least, "max": draw(st.integers(least, 8))},
            "unknown": draw(st.sampled_from(["ask", "avoid", "avoid"])),
        }
    )
