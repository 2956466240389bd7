"""What `kkgraph ask` replies: how the question was read, or readings to choose from."""

from dataclasses import dataclass
from typing import Any

from kkgraph import queries, terms
from kkgraph.asking.index import Index
from kkgraph.asking.mentions import Mention
from kkgraph.asking.question import Question, understood
from kkgraph.asking.readings import Reading, narrowed, readings, sure
from kkgraph.entities.labels import label
from kkgraph.evidence.emptiness import explained
from kkgraph.parameters import is_entity
from kkgraph.tables import Result, Table
from kkgraph.texts import phrase

NEXT = 3  # readings that are shown to choose from


@dataclass(frozen=True)
class Reply:
    """A question, its readings, the likeliest first, and whether the first is sure."""

    question: Question
    readings: tuple[Reading, ...]
    sure: bool


def ask(index: Index, text: str, lang: str | None = None) -> Reply:
    """Read a question; `lang` decides where the text itself does not tell."""
    question = understood(index, text, lang or "en")
    found = readings(index, question) if question.atoms else []
    likely = tuple(r for r in found if r.table is not None)
    return Reply(question, likely, sure(likely))


def answer(index: Index, reply: Reply, reading: Reading, lang: str) -> Table:
    """Return the rows of a reading, in a language that may be another than the question's.

    Where there is none, its notes say why.
    """
    found = reading.table
    if found and found.rows and lang == reply.question.lang:
        return found
    asked: Result | None = found if lang == reply.question.lang else None
    if asked is None:
        asked = queries.run(index.store, reading.query, reading.values, lang)
    if not (found and found.rows):
        why = explained(index.store, asked, reading.query, reading.values)
        return why if isinstance(why, Table) else Table((), ())
    rows = narrowed(index, asked, reading.only) if isinstance(asked, Table) else found
    return rows if rows.rows else found


def said(index: Index, reading: Reading, lang: str) -> str:
    """Return how a question was read: the query's summary, its values, what rows were kept."""
    query = reading.query
    taken = {p.name: p.default or "" for p in query.parameters if p.name in reading.wanting}
    given = taken | reading.values
    values = [
        f"{p.label[lang].casefold()} = {_value(index, p.type, given[p.name], lang)}"
        for p in query.parameters
        if p.name in given
    ]
    kept = [phrase("ask.only", lang, what=_named(index, one, lang)) for one in reading.only]
    return ", ".join([f"{query.summary[lang]} ({query.name})", *values, *kept])


def _value(index: Index, type_: str, value: str, lang: str) -> str:
    iri = terms.expand(value)
    named = is_entity(type_) and iri
    return label(index.store.graph, iri, lang) if named and iri else value


def _named(index: Index, mention: Mention, lang: str) -> str:
    value = mention.values[0]
    return label(index.store.graph, value, lang) if mention.kind == "thing" else value


def document(index: Index, reply: Reply, lang: str) -> dict[str, Any]:
    """Return a reply for programs: the likeliest readings; their rows are asked for apart."""
    return {
        "question": reply.question.text,
        "language": reply.question.lang,
        "sure": reply.sure,
        "readings": [_described(index, one, lang) for one in reply.readings[:NEXT]],
    }


def _described(index: Index, reading: Reading, lang: str) -> dict[str, Any]:
    return {
        "query": reading.query.name,
        "summary": reading.query.summary[lang],
        "read_as": said(index, reading, lang),
        "values": reading.values,
        "only": [list(mention.values) for mention in reading.only],
        "rows": len(reading.table.rows) if reading.table else 0,
    }
