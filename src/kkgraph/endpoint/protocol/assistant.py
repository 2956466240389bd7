"""The tools of an assistant inside a worker: one call, one document of JSON."""

import json
from collections.abc import Mapping
from typing import Any

from kkgraph import media
from kkgraph.assistant import answers, reading
from kkgraph.assistant.tools import tools
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.responses import Response, content
from kkgraph.entities.search import described
from kkgraph.errors import EntityNotFound, KkgraphError
from kkgraph.reconciliation.candidates import Asked, candidates


def answer(snapshot: Snapshot, tool: str, given: Mapping[str, Any]) -> Response:
    """Return a tool's answer, or what was wrong with the call."""
    desk = snapshot.desk
    try:
        return _json(answers.answer(desk, tool, given))
    except KkgraphError as error:
        near: list[str] = getattr(error, "near", None) or getattr(error, "candidates", [])
        if isinstance(error, EntityNotFound) and not near:
            near = _near(snapshot, given)
        known = tool in {one["name"] for one in tools(desk)}
        example = {"example": answers.example(desk, tool)} if known else {}
        return _json({"error": error.reason(), **({"near": list(near)} if near else {}), **example})


def _near(snapshot: Snapshot, given: Mapping[str, Any]) -> list[str]:
    """Return the things whose names share words or letters with what was given."""
    texts = [value for key, value in given.items() if isinstance(value, str) and key != "query"]
    found = [one for text in texts for one in candidates(snapshot.reconciling, Asked(text))]
    return described(snapshot.store, (one.thing for one in found))


def listing(snapshot: Snapshot) -> Response:
    """Return the tools, and what can be read."""
    return _json({"tools": tools(snapshot.desk), "resources": reading.resources(snapshot.store)})


def _json(document: Mapping[str, Any]) -> Response:
    return content(json.dumps(document, ensure_ascii=False).encode(), media.JSON)
