"""What the graph says about a thing: statements with their evidence, facts with their parts."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import LABELS, names
from kkgraph.evidence.citations import lines_of, node, sources_of
from kkgraph.lines import section_order
from kkgraph.sparql.terms import Term
from kkgraph.store import Store

NAMING = {terms.TYPE, terms.LINES, terms.PAGES, *LABELS}
IMPLIED = (terms.HIERARCHY, terms.CITATIONS)
_KIND_ORDER = {kind: number for number, kind in enumerate(terms.FACT_KINDS)}


@dataclass(frozen=True)
class Statement:
    """One triple in one graph, and the evidence for it.

    `section` is the section's number when a section says it; `lines` are the ranges of
    the survey's lines ("307", "309-312") that the graph gives for the subject;
    `source` is where an outside link comes from.
    """

    subject: str
    predicate: str
    object: Term
    graph: str
    section: str | None
    lines: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact node, its class, what is said of it, and the facts that it points at (a fee)."""

    iri: str
    type: str
    statements: tuple[Statement, ...]
    parts: tuple["Fact", ...]


@dataclass(frozen=True)
class Description:
    """All that is said about a thing.

    `statements` have it as subject, `incoming` as object of another thing; `facts` are
    about it or name it; `mentioned` are the sections whose graphs use it.
    """

    iri: str
    types: tuple[str, ...]
    names: dict[str, str]
    spellings: tuple[str, ...]
    statements: tuple[Statement, ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Statement, ...]
    mentioned: tuple[str, ...]


def describe(store: Store, thing: ox.NamedNode) -> Description:
    """Collect what the graph says about a thing; for a section, what the section says."""
    own = statements_of(store, thing)
    others = statements_about(store, thing)
    if terms.section_number(thing.value) is not None:
        others += _said_in(store, thing)
    about = sorted({s.subject for s in others if terms.is_fact(s.subject)}, key=_fact_order)
    return Description(
        iri=thing.value,
        types=tuple(sorted(_iris(s.object for s in own if s.predicate == terms.TYPE))),
        names=names(store.graph, thing.value),
        spellings=_spellings(own),
        statements=tuple(s for s in own if s.predicate not in NAMING),
        facts=_whole_facts(store, about),
        incoming=tuple(s for s in others if _is_incoming(s)),
        mentioned=_mentions(store, thing),
    )


def statements_of(store: Store, subject: ox.NamedNode) -> list[Statement]:
    """Return the triples of a subject, in the order of the sections that state them."""
    quads = store.graph.quads_for_pattern(subject, None, None)
    return _sorted(_statement(store, q) for q in quads if _is_shown(q))


def statements_about(store: Store, thing: ox.NamedNode) -> list[Statement]:
    """Return the triples that point at a thing, in the order of the sections that state them."""
    quads = store.graph.quads_for_pattern(None, None, thing)
    return _sorted(_statement(store, q) for q in quads if _is_shown(q))


def _said_in(store: Store, section: ox.NamedNode) -> list[Statement]:
    quads = store.graph.quads_for_pattern(None, None, None, section)
    kept = (_statement(store, q) for q in quads)
    return _sorted(s for s in kept if s.predicate not in NAMING or terms.is_fact(s.subject))


def _is_shown(quad: ox.Quad) -> bool:
    """Tell whether a triple is of a named graph, and not only implied by another one."""
    graph = quad.graph_name
    said = isinstance(graph, ox.NamedNode) and graph.value not in IMPLIED
    return said and isinstance(quad.subject, ox.NamedNode)


def _statement(store: Store, quad: ox.Quad) -> Statement:
    subject, graph = node(quad.subject), node(quad.graph_name)
    sources = sources_of(store.graph, subject, quad.object) if graph == terms.LINKS else ()
    return Statement(
        subject=subject,
        predicate=quad.predicate.value,
        object=quad.object,
        graph=graph,
        section=terms.section_number(graph),
        lines=lines_of(store.graph, subject, graph),
        source="; ".join(sources),
    )


def _sorted(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(
        statements,
        key=lambda s: (
            s.section is None,
            section_order(s.section or s.graph),
            s.predicate,
            str(s.object),
            s.subject,
        ),
    )


def _fact_order(iri: str) -> tuple[int, str]:
    return _KIND_ORDER.get(terms.kind_of(iri) or "", 0), iri


def _whole_facts(store: Store, iris: list[str]) -> tuple[Fact, ...]:
    """Return facts with their parts; a fact that is another's part does not come twice."""
    facts = [fact(store, iri) for iri in iris]
    parts = {part.iri for each in facts for part in each.parts}
    return tuple(each for each in facts if each.iri not in parts)


def fact(store: Store, iri: str, *, deep: bool = True) -> Fact:
    """Return a fact node with what is said of it, and with the facts it points at."""
    said = statements_of(store, ox.NamedNode(iri))
    types = sorted(_iris(s.object for s in said if s.predicate == terms.TYPE))
    inner = sorted(_iris(s.object for s in said if terms.is_fact(node(s.object))) - {iri})
    return Fact(
        iri=iri,
        type=types[0] if types else terms.FACT,
        statements=tuple(s for s in said if s.predicate not in NAMING),
        parts=tuple(fact(store, part, deep=False) for part in inner) if deep else (),
    )


def _iris(values: Iterable[Term]) -> set[str]:
    return {value.value for value in values if isinstance(value, ox.NamedNode)}


def _spellings(own: list[Statement]) -> tuple[str, ...]:
    other = (terms.ALT_LABEL, terms.HIDDEN_LABEL)
    return tuple(_iri_or_text(s.object) for s in own if s.predicate in other)


def _iri_or_text(value: Term) -> str:
    return value.value if isinstance(value, ox.Literal) else node(value)


def _is_incoming(statement: Statement) -> bool:
    kind = terms.kind_of(statement.subject)
    known = kind is not None and kind not in terms.FACT_KINDS
    return known and statement.predicate != terms.MENTIONS


def _mentions(store: Store, thing: ox.NamedNode) -> tuple[str, ...]:
    quads = store.graph.quads_for_pattern(
        None, ox.NamedNode(terms.MENTIONS), thing, ox.DefaultGraph()
    )
    numbers = (terms.section_number(node(quad.subject)) for quad in quads)
    return tuple(sorted((n for n in numbers if n), key=section_order))
