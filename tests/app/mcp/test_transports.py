"""The same server as an assistant meets it: a command over standard input and output, and an address of a service."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from sqlalchemy import Engine

from app.api.main import create_app
from app.mcp.tools import TOOLS
from app.settings import Settings
from tests.app.mcp.conftest import Tenant, run
from tests.app.mcp.test_tools import CLUSTER, TOPIC
from tests.repository.serving import Service, free_port, served

QUORUM = str(Path(sys.executable).with_name("quorum"))


def environment(settings: Settings, **more: str) -> dict[str, str]:
    where = {"QUORUM_DATA_DIR": str(settings.data_dir), "QUORUM_DATABASE_URL": settings.sqlalchemy_url}
    return where | {"QUORUM_TODAY": "2026-11-22", "PATH": "/usr/bin:/bin"} | more


@pytest.mark.parametrize("has_key", [False, True])
def test_over_standard_input_and_output(settings: Settings, tenant: Tenant, has_key: bool) -> None:
    more = {"QUORUM_MCP_KEY": tenant.runner} if has_key else {}
    command = StdioServerParameters(command=QUORUM, args=["mcp"], env=environment(settings, **more))

    async def asked() -> tuple[list[str], Any, Any]:
        async with Client(command) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            found = await client.call_tool("find_clusters", {"q": "robot gardens"})
            wanted = {"topic": TOPIC, "lead": CLUSTER, "size": {"min": 3, "max": 3}, "wait_seconds": 45}
            return names, found.structured_content, await client.call_tool("propose", wanted)

    names, found, proposed = run(asked)
    assert names == list(TOOLS)
    assert [one["id"] for one in found["clusters"]] == ([tenant.cluster] if has_key else [])
    assert proposed.is_error is not has_key
    assert proposed.structured_content["status"] == ("optimal" if has_key else 401)


def test_a_key_that_is_not_good_ends_the_command_with_a_sentence(settings: Settings, tenant: Tenant) -> None:
    with_key = environment(settings, QUORUM_MCP_KEY="qk_00000000_nothing")
    ended = subprocess.run([QUORUM, "mcp"], env=with_key, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.decode() == "quorum: This key is not known, or no longer good.\n"


@pytest.fixture(scope="module")
def service(settings: Settings, tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder, port = tmp_path_factory.mktemp("mounted"), free_port()
    command = f"exec {QUORUM} serve --port {port}"
    given = environment(settings, QUORUM_MCP="true", QUORUM_CORS_ORIGINS="https://pages.example")
    with served(command, port=port, folder=folder, output=folder / "output", environment=given) as running:
        yield running


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("has_key", [False, True])
def test_at_the_address_of_a_service(service: Service, tenant: Tenant, mode: str, has_key: bool) -> None:
    headers = {"Authorization": f"Bearer {tenant.runner}"} if has_key else {}

    async def asked() -> tuple[Any, Any]:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{service.address}/mcp", http_client=http), mode=mode) as client,
        ):
            found = await client.call_tool("find_clusters", {"q": "robot gardens"})
            wanted = {"topic": TOPIC, "lead": CLUSTER, "size": {"min": 3, "max": 3}, "wait_seconds": 45}
            return found.structured_content, await client.call_tool("propose", wanted)

    found, proposed = run(asked)
    assert [one["id"] for one in found["clusters"]] == ([tenant.cluster] if has_key else [])
    assert proposed.is_error is not has_key
    assert has_key or proposed.structured_content["status"] == 401


CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find_clusters", "arguments": {}}}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://pages.example"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Authorization": "Bearer qk_00000000_nothing"}, 401),
        ({"Authorization": "Basic bm9ib2R5"}, 401),
    ],
)
def test_the_door_lets_in_whom_the_api_would(service: Service, headers: dict[str, str], status: int) -> None:
    answer = httpx2.post(f"{service.address}/mcp", json=CALL, headers=ACCEPT | headers)
    assert answer.status_code == status
    assert status == 200 or answer.headers["content-type"] == "application/problem+json"
    assert status != 401 or answer.headers["www-authenticate"] == "Bearer"


def test_the_log_names_the_address_and_who_asked(service: Service, tenant: Tenant) -> None:
    named = {"X-Request-ID": "who-asks-here", "Authorization": f"Bearer {tenant.reader}"}
    assert httpx2.post(f"{service.address}/mcp", json=CALL, headers=ACCEPT | named).status_code == 200
    lines = [json.loads(line) for line in service.output.read_text("utf-8").splitlines() if "who-asks-here" in line]
    assert [(line["route"], line["tenant_id"]) for line in lines if "route" in line] == [("/mcp", tenant.id)]


def test_a_large_message_is_refused(service: Service) -> None:
    text = json.dumps(CALL) + " " * 2**20
    answer = httpx2.post(f"{service.address}/mcp", content=text, headers=ACCEPT | {"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_service_that_is_not_told_so_has_no_such_address(settings: Settings, engine: Engine) -> None:
    with TestClient(create_app(settings)) as client:
        assert client.post("/mcp", json=CALL, headers=ACCEPT).status_code == 404


def test_the_service_does_not_load_it_before_it_is_needed() -> None:
    loads = "import sys, app.api.main; sys.exit(any(name.partition('.')[0] == 'mcp' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0


def test_without_the_extra_the_command_says_what_to_install() -> None:
    without = "import sys; sys.modules['mcp'] = None; sys.argv = ['quorum', 'mcp']; from app.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "quorum: Answering assistants needs the extra mcp: pip install 'quorum[mcp]'.\n"
