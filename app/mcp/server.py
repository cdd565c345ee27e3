"""The server: it lists the tools, answers with what they tell, and refuses as the API does, with a problem.

It is built on the SDK's lower layer, where our own models are the schemas: what nobody declared is an error, and every
fault is pointed at, as everywhere else.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as Offered
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from app.db import Asker
from app.db.trouble import trouble_of
from app.errors import QuorumError
from app.mcp.told import Told
from app.mcp.tools import TOOLS, Tool
from app.mcp.visiting import Service, Visit
from app.services.problems import problem_of
from app.services.strict_json import validated

LOG = logging.getLogger("quorum.mcp")

Whoever = Callable[[ServerRequestContext[Any]], Asker | None]
"""Who asks in a request; raises `Unauthorized` for a key that is not good."""

INSTRUCTIONS = """
Quorum tells whether organisations may apply for calls of EU funding programmes, why, and who is missing. It encodes
law with its sources; it decides nothing. Pass on, with every answer, its status, what it calls unknown, and its
sources. `undetermined` is neither yes nor no. A fact that is left out is unknown, never false: do not make facts up,
ask for them. Clusters and organisations are named by the ids that find_clusters tells.
"""


def build(service: Service, whoever: Whoever) -> Server[Any]:
    """A server over a service."""

    async def list_tools(
        _context: ServerRequestContext[Any], _parameters: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_offered(tool) for tool in TOOLS.values()])

    async def call_tool(context: ServerRequestContext[Any], parameters: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS.get(parameters.name)
        if tool is None:
            raise MCPError(code=INVALID_PARAMS, message=f"There is no tool {parameters.name!r}.")
        try:
            asked = validated(tool.asked, parameters.arguments or {})
            visit = Visit(service, await run_in_threadpool(whoever, context))
            return _answered(await _run(tool, visit, asked))
        except QuorumError as error:
            return _refused(error)
        except SQLAlchemyError as error:
            return _refused(trouble_of(error) or _unexpected(tool, error))
        except Exception as error:  # noqa: BLE001 - a fault of ours is logged in full, and nothing of it leaks
            return _refused(_unexpected(tool, error))

    return Server(
        "quorum",
        title="Quorum",
        version=version("quorum"),
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: _schema(TOOLS[name]) if name in TOOLS else None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _run(tool: Tool, visit: Visit, asked: object) -> Told:
    if inspect.iscoroutinefunction(tool.run):
        awaited: Awaitable[Told] = tool.run(visit, asked)
        return await awaited
    told: Told = await run_in_threadpool(tool.run, visit, asked)  # type: ignore[arg-type] # it is no coroutine
    return told


def _schema(tool: Tool) -> dict[str, Any]:
    return tool.asked.model_json_schema()


def _offered(tool: Tool) -> Offered:
    return Offered(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_schema(tool),
        output_schema=tool.told.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            read_only_hint=not tool.changes,
            destructive_hint=False,
            idempotent_hint=not tool.changes,
            open_world_hint=False,
        ),
    )


def _answered(told: Told) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=told.model_dump_json(by_alias=True))],
        structured_content=told.model_dump(mode="json", by_alias=True),
    )


def _refused(error: QuorumError) -> CallToolResult:
    """A problem, the same that the API answers with."""
    problem = problem_of(error)
    return CallToolResult(
        content=[TextContent(type="text", text=problem.model_dump_json(exclude_none=True))],
        structured_content=problem.model_dump(mode="json", exclude_none=True),
        is_error=True,
    )


def _unexpected(tool: Tool, error: Exception) -> QuorumError:
    LOG.error("the tool %s failed", tool.name, exc_info=error)
    return QuorumError("Something went wrong on our side. It has been logged.")
