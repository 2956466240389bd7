"""The Model Context Protocol: the server of an assistant, over HTTP or standard input and output.

Tools are answered by the same workers, under the same limits, as every query over HTTP.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError

from kkgraph import __version__, media
from kkgraph.assistant import reading
from kkgraph.assistant.answers import HEAVY
from kkgraph.assistant.tools import INSTRUCTIONS
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings
from kkgraph.endpoint.state import State
from kkgraph.errors import KkgraphError
from kkgraph.project import find

_READ_ONLY = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
_SECONDS = 60.0  # that what reads files, or makes a network, may take


class _Handlers:
    """What the server does with each kind of request."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.project = find(Path(state.settings.root))

    async def tools(self, _ctx: object, _params: object) -> types.ListToolsResult:
        found = await self._listing()
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=one["name"],
                    description=one["description"],
                    input_schema=one["inputSchema"],
                    annotations=_READ_ONLY,
                )
                for one in found["tools"]
            ]
        )

    async def call(self, _ctx: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        document = await self._answer(params.name, params.arguments or {})
        text = types.TextContent(text=json.dumps(document, ensure_ascii=False))
        return types.CallToolResult(
            content=[text], structured_content=document, is_error="error" in document
        )

    async def resources(self, _ctx: object, _params: object) -> types.ListResourcesResult:
        found = await self._listing()
        return types.ListResourcesResult(
            resources=[types.Resource.model_validate(one) for one in found["resources"]]
        )

    async def templates(self, _ctx: object, _params: object) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate.model_validate(one) for one in reading.templates()
            ]
        )

    async def read(
        self, _ctx: object, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        text, kind = await self._text(uri)
        contents = types.TextResourceContents(uri=uri, text=text, mime_type=kind)
        return types.ReadResourceResult(contents=[contents])

    async def _text(self, uri: str) -> tuple[str, str]:
        try:
            found = reading.file_of(self.project, uri)
        except KkgraphError as error:
            raise MCPError(types.INVALID_PARAMS, error.reason()) from None
        if found is not None:
            return found
        document = await self._answer("show", {"thing": uri})
        if "error" in document:
            raise MCPError(types.INVALID_PARAMS, document["error"])
        return document["text"], media.TEXT

    async def prompts(self, _ctx: object, _params: object) -> types.ListPromptsResult:
        return types.ListPromptsResult(
            prompts=[types.Prompt.model_validate(one) for one in reading.prompts()]
        )

    async def prompt(
        self, _ctx: object, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        try:
            text = reading.prompt(params.name, params.arguments or {})
        except KeyError:
            names = ", ".join(one["name"] for one in reading.prompts())
            detail = f"no prompt is called '{params.name}'; there are {names}"
            raise MCPError(types.INVALID_PARAMS, detail) from None
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(messages=[message])

    async def _listing(self) -> dict[str, Any]:
        return _document(await self.state.ask({"job": "assistant-list"}))

    async def _answer(self, tool: str, given: dict[str, Any]) -> dict[str, Any]:
        head: dict[str, Any] = {"job": "assistant", "tool": tool, "given": given}
        if tool in HEAVY:
            head |= {"job": "assistant-heavy", "limit": _SECONDS}
        query = given.get("query") if tool == "sparql" else None
        body = query.encode() if isinstance(query, str) else b""
        return _document(await self.state.ask(head, body))


def _document(response: Response) -> dict[str, Any]:
    """Return a worker's document; a problem, such as out of time, as an error."""
    found: dict[str, Any] = json.loads(response.body)
    if response.status != 200:  # noqa: PLR2004 - OK
        return {"error": f"{found['title']}: {found['detail']}"}
    return found


def server(state: State) -> Server[Any]:
    """Return the server of the protocol, which answers from a state."""
    does = _Handlers(state)
    return Server(
        "kkgraph",
        version=__version__,
        title="kkgraph",
        instructions=INSTRUCTIONS,
        on_list_tools=does.tools,
        on_call_tool=does.call,
        on_list_resources=does.resources,
        on_list_resource_templates=does.templates,
        on_read_resource=does.read,
        on_list_prompts=does.prompts,
        on_get_prompt=does.prompt,
    )


def manager(state: State) -> StreamableHTTPSessionManager:
    """Return what answers over HTTP, without sessions: each request stands alone."""
    return StreamableHTTPSessionManager(
        server(state),
        json_response=True,
        stateless=True,
        max_request_body_size=state.settings.request_bytes,
    )


def run(settings: Settings) -> None:
    """Answer on standard input and output until it closes; raises KkgraphError."""
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    async with _loaded(settings) as state, stdio_server() as (receiving, sending):
        served = server(state)
        await served.run(receiving, sending, served.create_initialization_options())


@asynccontextmanager
async def _loaded(settings: Settings) -> AsyncIterator[State]:
    state = State(settings)
    state.metrics.logged = False
    try:
        await state.load()
        yield state
    finally:
        await state.close()
