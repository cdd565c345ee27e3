"""Requests that are nearly right: whatever one value is replaced by, the answer is a verdict or a problem below 500."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import hypothesis
from fastapi.testclient import TestClient
from hypothesis import strategies as st

from tests.app.asking import FRENCH_POLE, TOPIC, call, consortium, participant, request

EUROPE: dict[str, Any] = {"country_in": "eu_member_states"}
REQUIREMENTS: list[dict[str, Any]] = [
    {
        "kind": "selection",
        "min": 2,
        "each_from_different": "country",
        "independent": True,
        "of_which": [{"min": 1, "where": EUROPE}],
    },
    {"kind": "selection", "min": "all", "where": {"kind_in": ["university", "company"]}, "min_countries": 2},
    {"kind": "limit", "max": 4, "per": "country", "where": {"region_in": ["FR", "DE1"]}},
    {"kind": "limit", "exactly": 3},
    {"kind": "ratio", "where": {"size_in": ["sme"]}, "min_share": 0.3, "rounding": "up"},
    {"kind": "coordinator", "where": {"any": [{"non_profit": True}, {"not": {"public_body": False}}]}},
    {"kind": "admit", "effect": "deny", "where": {"flag": "oct"}, "unless": {"fact": {"exception_granted": True}}},
    {"kind": "admit", "effect": "downgrade", "to": "associated_partner", "where": {"controlled_from_in": ["CN"]}},
    {"kind": "fund", "rates": [{"where": {"legal_personality": True}, "rate": 0.7, "max": 1000}]},
    {"kind": "money", "of": "eu_contribution", "per": "country", "max_share": 0.4},
    {"kind": "each", "require": {"kind": "limit", "max": 2}},
    {"kind": "when", "where": EUROPE, "then": {"kind": "limit", "max": 9}, "otherwise": {"kind": "limit", "max": 8}},
    {
        "kind": "when",
        "declared": {"stage": 1},
        "then": {"kind": "declared", "fact": "duration_months", "expected": {"max": 36}},
    },
    {"kind": "alternatives", "of": [[{"kind": "limit", "max": 2}], [{"kind": "selection", "min": 3}]]},
    {"kind": "judgement", "question": "Is it good?", "decided_by": "people"},
    {"kind": "refer", "to": "the annex"},
]


def conditions() -> list[dict[str, Any]]:
    return [{"id": f"own-{index}", "title": "Own", "requirement": one} for index, one in enumerate(REQUIREMENTS)]


VERDICT = request(
    call=call(conditions=conditions(), facts={"stage": 1}),
    participants=[
        *consortium(),
        participant("four", "RE", "affiliated_entity", nuts="FRY4", flags=["oct"], sme=True) | {"affiliated_to": "one"},
        {"organisation": FRENCH_POLE, "role": "associated_partner", "overrides": {"size_class": "large"}},
        participant("five", "EL", registrations=["eche"]),
    ],
    facts={"duration_months": 24},
    as_of="2026-11-22",
)
PROPOSAL: dict[str, Any] = {
    "topic": TOPIC,
    "lead": FRENCH_POLE,
    "members": [participant("guest", "PT")],
    "exclude": ["at-automobil-cluster"],
    "candidates": {"filter": {"countries": ["FR", "DE"], "ecosystems": ["Textile"], "kinds": ["company"], "q": "a"}},
    "size": {"min": 3, "max": 6},
    "wishes": {"competences": {"x": 1}, "countries": ["ES"], "goals_order": ["fit"], "weights": {"fit": 0.5}},
    "budget": {"total": None},
    "time_limit_s": 0.01,
    "seed": 1,
}


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from paths(child, (*path, key))


def replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(document)
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return changed


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["FR", "coordinator", "one", "0001-01-01", "9999-12-31", "eu_member_states", "topic.text-unread", "/~"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def ask(client: TestClient, address: str, document: Any) -> None:
    answer = client.post(address, content=json.dumps(document), headers={"content-type": "application/json"})
    assert answer.status_code < 500, f"{document}: {answer.text}"
    if answer.status_code >= 400:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code != 422 or problem["errors"], problem


def test_what_the_mutations_start_from_is_right(running: TestClient) -> None:
    assert running.post("/v1/verdicts", json=VERDICT).status_code == 200
    assert running.post("/v1/proposals", json=PROPOSAL).status_code == 202


@hypothesis.settings(max_examples=200)
@hypothesis.given(path=st.sampled_from(list(paths(VERDICT))), value=VALUES)
def test_a_verdict_request_with_one_value_replaced(running: TestClient, path: tuple[Any, ...], value: Any) -> None:
    ask(running, "/v1/verdicts", replaced(VERDICT, path, value))


@hypothesis.settings(max_examples=100)
@hypothesis.given(path=st.sampled_from(list(paths(PROPOSAL))), value=VALUES)
def test_a_proposal_request_with_one_value_replaced(running: TestClient, path: tuple[Any, ...], value: Any) -> None:
    ask(running, "/v1/proposals", replaced(PROPOSAL, path, value))


@hypothesis.settings(max_examples=100)
@hypothesis.given(
    address=st.sampled_from(["/v1/topics", "/v1/clusters", "/v1/rules", f"/v1/clusters/{FRENCH_POLE}/eligible-calls"]),
    name=st.sampled_from(
        ["q", "cursor", "limit", "country", "as_of", "status", "programme", "deadline_before", "role"]
    ),
    value=st.text(max_size=12) | st.integers().map(str) | st.sampled_from(["open", "0001-01-01", "9999-12-31", "FR"]),
)
def test_a_list_with_any_parameter(running: TestClient, address: str, name: str, value: str) -> None:
    answer = running.get(address, params={name: value, **({} if name == "limit" else {"limit": "2"})})
    assert answer.status_code < 500, answer.text
