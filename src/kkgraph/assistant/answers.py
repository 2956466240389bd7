"""What each tool answers: a document with rows or text, its citations, and what it rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.asking import finding
from kkgraph.asking import reply as replies
from kkgraph.asking.readings import Reading
from kkgraph.assistant import grounds
from kkgraph.assistant.desk import Desk
from kkgraph.assistant.tools import NUMBERS, tools
from kkgraph.entities.search import resolve
from kkgraph.errors.assisting import ArgumentInvalid, ToolUnknown
from kkgraph.evidence.emptiness import explained
from kkgraph.lines import located
from kkgraph.queries import Query
from kkgraph.sparql.terms import lexical
from kkgraph.tables import Answer, Graph, Result, Table
from kkgraph.texts import Message, phrase

Document = dict[str, Any]
Arguments = Mapping[str, Any]
ROWS = 50
HEAVY = ("network", "why")  # what reads files or takes long
_FEW = 5
_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def answer(desk: Desk, tool: str, given: Arguments) -> Document:
    """Return a tool's answer; raises KkgraphError with what to do instead."""
    known = {one["name"]: one["inputSchema"] for one in tools(desk)}
    if tool not in known:
        raise ToolUnknown(tool, known)
    _check(desk, tool, known[tool], given)
    call = _Call(desk, given)
    general: dict[str, Callable[[], Document]] = {
        "ask": call.ask,
        "search": call.search,
        "show": call.show,
        "why": call.why,
        "sparql": call.sparql,
        "network": call.network,
    }
    return general.get(tool, call.saved)()


def example(desk: Desk, tool: str) -> dict[str, object]:
    """Return arguments of a tool that work."""
    general: dict[str, dict[str, object]] = {
        "ask": {"question": "Hvad betaler kommunen for STRING?"},
        "search": {"text": "STRING"},
        "show": {"thing": "STRING"},
        "why": {"thing": "Oslo", "property": "isMemberOf", "value": "STRING"},
        "sparql": {"query": "SELECT ?city { ?city a kk:City ; kk:isMemberOf network:string }"},
        "network": {"name": next(iter(desk.projections), "")},
    }
    if tool in general:
        return general[tool]
    found = desk.topics[tool]
    query = next((one for one in found if one.example_values), found[0])
    return _arguments(query, query.example_values)


def _arguments(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    """Return the arguments that give a query these values: numbers where its tool takes numbers."""
    numbers = {p.name for p in query.parameters if p.type in NUMBERS}
    typed = {n: _number(str(v)) if n in numbers else v for n, v in values.items()}
    return {"query": query.name, **typed}


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _check(desk: Desk, tool: str, schema: Document, given: Arguments) -> None:
    properties = schema["properties"]
    for name in schema["required"]:
        if name not in given:
            raise ArgumentInvalid(
                tool, Message("errors.assistant.missing", name=name), example(desk, tool)
            )
    for name, value in given.items():
        if name not in properties:
            why = Message("errors.assistant.unknown", name=name, known=", ".join(properties))
            raise ArgumentInvalid(tool, why, example(desk, tool))
        wanted = properties[name]
        if "enum" in wanted and value not in wanted["enum"]:
            why = Message(
                "errors.assistant.one_of",
                name=name,
                known=", ".join(wanted["enum"]),
                value=repr(value),
            )
            raise ArgumentInvalid(tool, why, example(desk, tool))
        kind = wanted.get("type")
        if kind and (not isinstance(value, _KINDS[kind]) or (value is True and kind == "integer")):
            raise ArgumentInvalid(
                tool, Message("errors.assistant.type", name=name, kind=kind), example(desk, tool)
            )


@dataclass(frozen=True)
class _Call:
    """One call of a tool."""

    desk: Desk
    given: Arguments

    @property
    def lang(self) -> str:
        return str(self.given.get("lang", "en"))

    def saved(self) -> Document:
        """Run a saved query."""
        query = self.desk.queries[self.given["query"]]
        beside = ("query", "lang", "limit")
        values = {key: str(value) for key, value in self.given.items() if key not in beside}
        found = queries.run(self.desk.store, query, values, self.lang)
        found = explained(self.desk.store, found, query, values)
        return {"query": query.name, **self.result(found, query.text)}

    def ask(self) -> Document:
        """Answer a plain question, or return readings to choose from."""
        reply = replies.ask(self.desk.asking, self.given["question"], self.given.get("lang"))
        lang = self.given.get("lang") or reply.question.lang
        call = replace(self, given={**self.given, "lang": lang})
        told = [call.reading(one, lang) for one in reply.readings[: replies.NEXT]]
        if not reply.sure or reply.readings[0].table is None:
            hint = "readings" if told else "nothing"
            return {
                "sure": False,
                "readings": told,
                "hint": phrase(f"assistant.{hint}", lang),
                "citations": [],
                "basis": [],
            }
        first = reply.readings[0]
        table = replies.answer(self.desk.asking, reply, first, lang)
        found = call.result(table, first.query.text)
        return {"sure": True, "read_as": told[0]["read_as"], **found, "others": told[1:]}

    def reading(self, one: Reading, lang: str) -> Document:
        """Return a reading, and the call of a tool that answers it."""
        return {
            "read_as": replies.said(self.desk.asking, one, lang),
            "tool": one.query.topic,
            "arguments": _arguments(one.query, one.values),
        }

    def search(self) -> Document:
        """Find things, saved queries and facts."""
        limit = int(self.given.get("limit", 10))
        every = finding.search(self.desk.library, self.given["text"], self.lang)
        groups = ([one for one in every if one.group == group] for group in finding.GROUPS)
        found = [one for group in groups for one in group[:limit]]
        hits = [
            {
                "is": one.group,
                "label": one.label,
                "kind": one.kind,
                "id": one.matches if one.group == "query" else terms.shorten(one.iri),
                "iri": one.iri,
            }
            for one in found
        ]
        iris = [one.iri for one in found if one.group != "query"][:_FEW]
        return {
            "hits": hits,
            "citations": grounds.of_things(self.desk, iris),
            "basis": [phrase("assistant.stated", self.lang)],
            **({} if hits else {"hint": phrase("assistant.nothing", self.lang)}),
        }

    def show(self) -> Document:
        """Describe a thing as `kkgraph show` does."""
        from kkgraph import description
        from kkgraph.description.portrait import text
        from kkgraph.formats.screen import Screen

        thing = resolve(self.desk.store, self.given["thing"])
        everything = bool(self.given.get("all", False))
        found = description.describe(self.desk.store, thing)
        shown = text(self.desk.store, found, self.lang, Screen(110), everything=everything).decode()
        kind = "mixed" if everything else "stated"
        return {
            "iri": thing.value,
            "text": shown,
            "citations": grounds.in_text(shown) or grounds.of_things(self.desk, [thing.value]),
            "basis": [phrase(f"assistant.{kind}", self.lang)],
        }

    def why(self) -> Document:
        """Say where a statement comes from."""
        from kkgraph.evidence.explanation import explain
        from kkgraph.evidence.words import Renderer, in_words

        asked = (self.given["thing"], self.given.get("property"), self.given.get("value"))
        evidence = explain(self.desk.store, *asked)
        renderer = Renderer.of(self.desk.store, None, self.lang)
        said = "\n\n".join(in_words(renderer, one) for one in evidence[:ROWS])
        derived = any(one.derivations and not one.cited for one in evidence)
        outside = any(one.sources for one in evidence)
        kind = "rule" if derived else "sourced" if outside else "stated"
        return {
            "text": said,
            "citations": grounds.of_evidence(evidence),
            "basis": [phrase(f"assistant.{kind}", self.lang)],
        }

    def sparql(self) -> Document:
        """Run any query; asking another server is refused."""
        text = self.given["query"]
        found = explained(self.desk.store, queries.evaluate(self.desk.store, text, lang=self.lang))
        return self.result(found, text)

    def network(self) -> Document:
        """Sum up a network."""
        from kkgraph.networks.projection.projection import build
        from kkgraph.networks.selection import from_words

        words = {"ego": [self.given["ego"]]} if "ego" in self.given else {}
        declared = self.desk.projections[self.given["name"]]
        found = build(self.desk.store, declared, from_words(words))
        names = {node.id: node.label[self.lang] for node in found.nodes}
        largest = sorted(found.nodes, key=lambda node: (-node.degree, node.curie))[: 2 * _FEW]
        ties = sorted(found.edges, key=lambda tie: (-tie.weight, tie.source, tie.target))[
            : 2 * _FEW
        ]
        shown = " ".join(
            f"{located(one.section, one.lines.split(', '), 'en')}."
            for tie in ties
            for one in tie.evidence
        )
        return {
            "title": found.title[self.lang],
            "mode": found.mode,
            "weight": found.weight_meaning[self.lang],
            "nodes": len(found.nodes),
            "ties": len(found.edges),
            "largest": [
                {"id": n.curie, "label": n.label[self.lang], "ties": n.degree} for n in largest
            ],
            "strongest": [
                {"from": names[t.source], "to": names[t.target], "weight": t.weight} for t in ties
            ],
            "citations": grounds.in_text(shown.replace("-", "\N{EN DASH}")),
            "basis": grounds.basis(self.desk, declared.query.text, self.lang),
        }

    def result(self, found: Result, text: str) -> Document:
        """Return rows or a verdict with citations and what they rest on."""
        basis = grounds.basis(self.desk, text, self.lang)
        notes = {"notes": list(found.about.notes)} if found.about.notes else {}
        if isinstance(found, Answer):
            return {"answer": found.value, "citations": [], "basis": basis, **notes}
        table = _triples(found) if isinstance(found, Graph) else found
        limit = int(self.given.get("limit", ROWS))
        rows = table.rows[:limit]
        cells = [cell for row in rows for cell in row]
        said = "\n".join(lexical(cell) for cell in cells if isinstance(cell, ox.Literal))
        cited = grounds.in_text(said) or grounds.of_things(self.desk, grounds.iris(cells))
        left = len(table.rows) - len(rows)
        more = {"more": phrase("assistant.more", self.lang, n=left)} if left else {}
        return {
            "title": found.about.title,
            "count": len(table.rows),
            "rows": [_row(table.columns, row) for row in rows],
            "citations": cited,
            "basis": basis,
            **notes,
            **more,
        }


def _triples(found: Graph) -> Table:
    rows = tuple((one.subject, one.predicate, one.object) for one in found.triples)
    return Table(("subject", "property", "value"), rows)


def _row(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, str]:
    """Return a row without empty cells; things by CURIE."""
    return {
        name: terms.shorten(cell.value) if isinstance(cell, ox.NamedNode) else lexical(cell)
        for name, cell in zip(columns, row, strict=True)
        if cell is not None
    }
