"""What an assistant is told, through the SDK's own client in one process with the server."""

import json
from typing import Any

import pytest
from mcp import MCPError
from mcp.types import Tool
from sqlalchemy import Engine

from app.mcp.tools import TOOLS
from app.services.tenancy.scopes import Scope
from tests.app.mcp.conftest import Assistant, Tenant, run

TOPIC = "HORIZON-CL2-2027-01-HERITAGE-03"
CLUSTER = "fr-aerospace-valley"
THREE = [
    {"organisation": "fr-aerospace-valley", "role": "coordinator"},
    {"organisation": "at-automobil-cluster", "role": "beneficiary"},
]


@pytest.fixture
def offered(assistant: Assistant) -> list[Tool]:
    async def listed() -> list[Tool]:
        async with assistant.connected() as client:
            return list((await client.list_tools()).tools)

    return run(listed)


def test_the_tools_are_offered_with_what_they_take_and_tell(offered: list[Tool]) -> None:
    assert [tool.name for tool in offered] == list(TOOLS)
    for tool in offered:
        assert tool.description
        assert "None" not in tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema is not None
        assert {"summary", "unknown", "sources"} <= set(tool.output_schema["required"])


def test_only_proposing_changes_anything(offered: list[Tool]) -> None:
    assert [tool.name for tool in offered if tool.annotations and not tool.annotations.read_only_hint] == ["propose"]


def test_the_offer_fits_into_the_memory_of_an_assistant(offered: list[Tool]) -> None:
    assert sum(len(tool.model_dump_json()) for tool in offered) < 120_000


def test_the_server_says_that_it_decides_nothing(assistant: Assistant) -> None:
    async def said() -> str:
        async with assistant.connected() as client:
            return client.instructions or ""

    assert "decides nothing" in run(said)


def test_topics_are_found_page_by_page(assistant: Assistant) -> None:
    first = assistant.ask("search_topics", None, status="open", programme="HORIZON", limit=3)
    assert len(first["topics"]) == len(first["sources"]) == 3
    assert {topic["status"] for topic in first["topics"]} == {"open"}
    second = assistant.ask("search_topics", None, status="open", programme="HORIZON", limit=3, cursor=first["next"])
    assert not {one["identifier"] for one in first["topics"]} & {one["identifier"] for one in second["topics"]}


def test_topics_are_narrowed_to_those_open_to_a_country(assistant: Assistant) -> None:
    told = assistant.ask("search_topics", None, country="CH", status="open", limit=5)
    assert told["topics"]
    assert "portal" in told["summary"].lower()


def test_a_topic_is_told_with_its_conditions_and_where_they_are_written(assistant: Assistant) -> None:
    told = assistant.ask("get_topic", None, identifier=TOPIC.lower())
    assert told["topic"]["identifier"] == TOPIC
    assert told["conditions"]
    assert all(one["written_in"] for one in told["conditions"])
    assert any("cannot be checked" in sentence for sentence in told["unknown"])
    assert all(one["url"] for one in told["sources"])


def test_clusters_are_found_by_name_with_their_ids(assistant: Assistant) -> None:
    told = assistant.ask("find_clusters", None, q="aerospace valley")
    assert CLUSTER in {one["id"] for one in told["clusters"]}
    assert not any(one["is_own"] for one in told["clusters"])


def test_the_calls_of_a_cluster_say_what_is_missing_and_what_is_open(assistant: Assistant) -> None:
    told = assistant.ask("eligible_calls", None, of=CLUSTER, status="open", limit=3)
    assert len(told["calls"]) == 3
    assert any(call["still_needed"] for call in told["calls"])
    assert "no decision" in told["summary"]


def test_the_calls_of_an_organisation_are_found_too(assistant: Assistant) -> None:
    actor = assistant.ask("find_clusters", None, q="aerospace valley")["clusters"][0]["acts_through"]
    assert assistant.ask("eligible_calls", None, of=actor, limit=1)["organisation"] == actor


def test_a_verdict_tells_what_is_not_met_what_is_open_and_what_would_repair_it(assistant: Assistant) -> None:
    told = assistant.ask("judge", None, topic=TOPIC, participants=THREE)
    assert told["status"] == "ineligible"
    assert {"not_met", "needs_human"} <= {one["status"] for one in told["conditions"]}
    assert "met" not in {one["status"] for one in told["conditions"]}
    assert told["unknown"]
    assert told["repairs"]
    assert told["sources"]
    assert "no decision" in told["summary"]


def test_rules_are_found_and_told(assistant: Assistant) -> None:
    found = assistant.ask("find_rules", None, q="gender equality", programme="Horizon Europe", limit=2)
    assert found["found"] >= len(found["rules"]) == 2
    told = assistant.ask("get_rule", None, rule_id=found["rules"][0]["id"])
    assert told["rule"]["id"] == found["rules"][0]["id"]
    assert told["sources"][0]["url"]


@pytest.mark.parametrize(
    ("tool", "arguments", "status", "pointer"),
    [
        ("get_topic", {"identifier": "HORIZON-NOTHING"}, 404, None),
        ("get_job", {"job_id": "nothing"}, 404, None),
        ("get_rule", {"rule_id": "nothing"}, 404, None),
        ("eligible_calls", {"of": "nobody"}, 404, None),
        ("eligible_calls", {"of": "own-nobody"}, 404, None),
        ("search_topics", {"wrong": 1}, 422, "/wrong"),
        ("search_topics", {"limit": 1000}, 422, "/limit"),
        ("search_topics", {"cursor": "made up"}, 422, None),
        ("judge", {"topic": TOPIC}, 422, "/participants"),
        (
            "judge",
            {"topic": TOPIC, "participants": [{"organisation": "nobody", "role": "coordinator"}]},
            422,
            "/participants/0/organisation",
        ),
        ("judge", {"topic": "NOTHING", "participants": THREE}, 422, "/topic"),
        (
            "judge",
            {"topic": TOPIC, "participants": [{"organisation": CLUSTER, "role": "king"}]},
            422,
            "/participants/0/role",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_our_problem(
    assistant: Assistant, tool: str, arguments: dict[str, Any], status: int, pointer: str | None
) -> None:
    problem = assistant.refused(tool, None, **arguments)
    assert problem["status"] == status
    assert problem["type"].startswith("urn:quorum:problem:")
    assert pointer is None or pointer in {fault["pointer"] for fault in problem["errors"]}


def test_a_refusal_reads_the_same_as_text(assistant: Assistant) -> None:
    async def texts() -> tuple[str, Any]:
        async with assistant.connected() as client:
            result = await client.call_tool("get_rule", {"rule_id": "nothing"})
            return getattr(result.content[0], "text", ""), result.structured_content

    text, problem = run(texts)
    assert json.loads(text) == problem


def test_a_tool_that_is_not_there_is_no_tool(assistant: Assistant) -> None:
    async def said() -> str:
        async with assistant.connected() as client:
            try:
                await client.call_tool("delete_everything", {})
            except MCPError as error:
                return str(error)
            return "it was called"

    assert "There is no tool 'delete_everything'" in run(said)


def test_without_a_key_nothing_private_is_seen(assistant: Assistant, tenant: Tenant) -> None:
    assert assistant.ask("find_clusters", None, q="robot gardens")["clusters"] == []
    assert assistant.refused("eligible_calls", None, of=tenant.cluster)["status"] == 404
    participants = [{"organisation": tenant.cluster, "role": "coordinator"}]
    assert assistant.refused("judge", None, topic=TOPIC, participants=participants)["status"] == 422


def test_with_a_key_ones_own_clusters_are_found_and_judged(assistant: Assistant, tenant: Tenant) -> None:
    found = assistant.ask("find_clusters", tenant.reader, q="robot gardens", country="FR")
    assert [(one["id"], one["is_own"]) for one in found["clusters"]] == [(tenant.cluster, True)]
    assert assistant.ask("eligible_calls", tenant.reader, of=tenant.cluster, limit=1)["organisation"] == tenant.cluster
    participants = [{"organisation": tenant.cluster, "role": "coordinator"}]
    told = assistant.ask("judge", tenant.reader, topic=TOPIC, participants=participants)
    assert told["status"] == "ineligible"


def test_ones_own_clusters_are_narrowed_like_the_others(assistant: Assistant, tenant: Tenant) -> None:
    assert assistant.ask("find_clusters", tenant.reader, q="robot gardens", country="AT")["clusters"] == []
    assert assistant.ask("find_clusters", tenant.reader, q="robot", ecosystem="Textile")["clusters"] == []


@pytest.fixture(scope="module")
def gatherer(engine: Engine) -> Tenant:
    """A tenant with more own clusters than one answer, or one page of a list, has room for."""
    gatherer = Tenant(engine, "Gatherers")
    for number in range(203):
        gatherer.keep(f"Gathered {number:03}", facts={"country": "FR"})
    return gatherer


def pages(assistant: Assistant, key: str | None, **asked: Any) -> list[dict[str, Any]]:
    """Every answer from the first to the last."""
    told = [assistant.ask("find_clusters", key, **asked)]
    while told[-1]["next"]:
        told.append(assistant.ask("find_clusters", key, **asked, cursor=told[-1]["next"]))
    return told


@pytest.mark.parametrize("limit", [25, 17])  # it has 204, a multiple of 17: the last own one ends a page
def test_own_clusters_come_first_and_none_is_lost_between_the_pages(
    assistant: Assistant, gatherer: Tenant, limit: int
) -> None:
    told = pages(assistant, gatherer.reader, country="FR", limit=limit)
    assert {len(one["clusters"]) for one in told[:-1]} == {limit}
    assert len(told[-1]["clusters"]) <= limit
    everything = [one for page in told for one in page["clusters"]]
    own = [one["name"] for one in everything if one["is_own"]]
    assert own == [*(f"Gathered {number:03}" for number in reversed(range(203))), "Cluster of robot gardens"]
    assert [one["is_own"] for one in everything] == sorted((one["is_own"] for one in everything), reverse=True)
    public = [one for page in pages(assistant, None, country="FR", limit=25) for one in page["clusters"]]
    assert everything[len(own) :] == public


def test_the_summary_counts_what_is_told_and_says_whether_there_is_more(assistant: Assistant, gatherer: Tenant) -> None:
    first, *_, last = pages(assistant, gatherer.reader, q="gathered 19", limit=3)
    assert (len(first["clusters"]), first["summary"]) == (3, "3 of the clusters that fit; there are more.")
    assert (len(last["clusters"]), last["summary"]) == (1, "1 of the clusters that fit, the last of them.")
    assert assistant.ask("find_clusters", gatherer.reader, q="gathered 193")["summary"] == "1 cluster fits."
    whole = assistant.ask("find_clusters", gatherer.reader, q="gathered 20", limit=3)
    assert (whole["next"], whole["summary"]) == (None, "3 clusters fit.")


def test_a_cursor_among_own_clusters_is_nobodys_without_the_key_or_for_another_question(
    assistant: Assistant, gatherer: Tenant
) -> None:
    cursor = assistant.ask("find_clusters", gatherer.reader, limit=3)["next"]
    for key, asked in ((None, {}), (gatherer.reader, {"country": "FR"})):
        problem = assistant.refused("find_clusters", key, limit=3, cursor=cursor, **asked)
        assert [fault["pointer"] for fault in problem["errors"]] == ["/cursor"]


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("nahwerk", True),
        ("Nähwerk-2", True),
        ("NÄHW", True),
        ("łodz 2", True),
        ("textile", True),
        ("hwerk", False),
        ("2-Nähwerk", False),
        ("&", False),
    ],
)
def test_own_clusters_are_searched_by_the_rules_of_every_search(
    assistant: Assistant, engine: Engine, q: str, is_found: bool
) -> None:
    sewers = Tenant(engine, f"Who looks for {q}")
    own = sewers.keep("Nähwerk 2", city="Łódź", facts={"ecosystems": ["Textile"]})
    told = pages(assistant, sewers.reader, q=q, limit=25)
    assert (own in {one["id"] for page in told for one in page["clusters"]}) == is_found


def test_a_search_that_is_too_long_is_refused_with_a_key_too(assistant: Assistant, tenant: Tenant) -> None:
    problem = assistant.refused("find_clusters", tenant.reader, q="word " * 13)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/q"]


def test_a_key_that_is_not_good_is_refused_by_every_tool_at_once(assistant: Assistant) -> None:
    assert assistant.refused("search_topics", "qk_00000000_nothing")["status"] == 401


def test_proposing_needs_a_key(assistant: Assistant) -> None:
    assert assistant.refused("propose", None, topic=TOPIC, lead=CLUSTER)["status"] == 401


def test_proposing_needs_a_key_that_may_run_jobs(assistant: Assistant, tenant: Tenant) -> None:
    problem = assistant.refused("propose", tenant.reader, topic=TOPIC, lead=CLUSTER)
    assert (problem["status"], Scope.JOBS_RUN in problem["detail"]) == (403, True)


def test_a_job_that_is_not_over_says_so(assistant: Assistant, tenant: Tenant) -> None:
    told = assistant.ask("propose", tenant.runner, topic=TOPIC, lead=CLUSTER, wait_seconds=0)
    assert (told["state"], told["proposals"]) == ("queued", [])
    assert "no answer yet" in told["summary"]
    assert assistant.refused("get_job", None, job_id=told["job_id"])["status"] == 404, "it is the tenant's"


def test_a_proposal_is_waited_for_and_told_with_what_is_open(
    assistant: Assistant, tenant: Tenant, workers: None
) -> None:
    told = assistant.ask(
        "propose", tenant.runner, topic=TOPIC, lead=tenant.cluster, size={"min": 3, "max": 3}, wait_seconds=45
    )
    assert told["state"] == "succeeded", told["summary"]
    assert told["status"] in {"optimal", "feasible"}
    members = {one["organisation"] for one in told["proposals"][0]["participants"]}
    assert len(members) == 3
    assert tenant.cluster in members
    assert told["unknown"]
    assert "no decision" in told["summary"]
    assert assistant.ask("get_job", tenant.reader, job_id=told["job_id"]) == told


def test_what_cannot_be_proposed_is_told_with_the_conflict(assistant: Assistant, tenant: Tenant, workers: None) -> None:
    told = assistant.ask(
        "propose", tenant.runner, topic=TOPIC, lead=CLUSTER, size={"min": 2, "max": 2}, wait_seconds=45
    )
    assert told["status"] == "infeasible"
    assert told["conflict"]
    assert told["proposals"] == []
    assert told["summary"].startswith("Proven: no consortium")
