"""What an assistant can do wrong with a tool."""

import json
from collections.abc import Iterable, Mapping

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message


class ToolUnknown(KkgraphError):
    """There is no tool of the name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List the tools."""
        super().__init__(Message("errors.assistant.no_tool", name=name, known=listed(known)))


class ArgumentInvalid(KkgraphError):
    """An argument of a tool is missing, unknown or of the wrong kind."""

    def __init__(self, tool: str, why: Said, example: Mapping[str, object]) -> None:
        """Say why, with arguments that work."""
        shown = json.dumps(example, ensure_ascii=False)
        super().__init__(Message("errors.assistant.argument", tool=tool, why=why, example=shown))


class ResourceUnknown(KkgraphError):
    """There is nothing to read at an address."""

    def __init__(self, uri: str, known: Iterable[str]) -> None:
        """List addresses that work."""
        super().__init__(Message("errors.assistant.no_resource", uri=uri, known=listed(known)))
