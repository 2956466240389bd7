"""Where a statement comes from: sections and lines, a rule and its facts, or an outside source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label, texts
from kkgraph.entities.search import keys, resolve
from kkgraph.errors import EntityNotFound
from kkgraph.errors.survey import FactNotFound
from kkgraph.evidence.citations import CITED, lines_of, node, sources_of
from kkgraph.lines import numbers
from kkgraph.rules import VARIABLE, Rule, load_rules
from kkgraph.sparql import engine
from kkgraph.sparql.graphs import reached
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store, section_statements
from kkgraph.texts import Message

_ABOVE = ox.NamedNode(terms.SUB_PROPERTY_OF)


@dataclass(frozen=True)
class Cited:
    """A triple that a section states, or a thing it cites (no predicate), with the lines there."""

    section: str
    lines: tuple[str, ...]
    subject: str
    predicate: str | None = None
    value: Term | None = None


@dataclass(frozen=True)
class Derivation:
    """A rule that gives the triple, and the stated facts that it gives it from."""

    rule: Rule
    facts: tuple[Cited, ...]


@dataclass(frozen=True)
class Evidence:
    """All that speaks for one triple.

    `sources`: where outside links come from; `layers`: our own layers that hold the
    triple ("register", "themes", "sections", "ontology").
    """

    subject: str
    predicate: str
    value: Term
    cited: tuple[Cited, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    sources: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


def explain(
    store: Store, entity: str, property_: str | None = None, value: str | None = None
) -> list[Evidence]:
    """Return the evidence of every triple of a thing, or of those with a property and value.

    A property that the thing has not, but that points at it, is taken backwards.
    Raises EntityNotFound or EntityAmbiguous for a name, FactNotFound for a statement.
    """
    subject = resolve(store, entity)
    predicate = _property(store, property_) if property_ else None
    quads = _quads(store, subject, predicate)
    chosen = [quad for quad in quads if value is None or _goes_by(store, quad, subject, value)]
    if not chosen:
        words = (entity, property_, value)
        raise FactNotFound(" ".join(word for word in words if word is not None))
    rules = load_rules(store.project.rule_files())
    return [_evidence(store, quad, rules) for quad in chosen]


def _quads(store: Store, subject: ox.NamedNode, predicate: ox.NamedNode | None) -> list[ox.Quad]:
    """Return the thing's own triples and the stated ones that point at it, each once.

    With a property, those that point at it count only when the thing has none of its own.
    """
    default = ox.DefaultGraph()
    own = [
        quad
        for quad in store.graph.quads_for_pattern(subject, predicate, None, default)
        if predicate is not None or quad.predicate.value != terms.LINES
    ]
    pointing = list(store.graph.quads_for_pattern(None, predicate, subject, default))
    if predicate is not None:
        return sorted(own or pointing, key=str)
    return sorted(own, key=str) + sorted((q for q in pointing if _is_stated(store, q)), key=str)


def _is_stated(store: Store, quad: ox.Quad) -> bool:
    return any(terms.section_number(graph) for graph in _graphs(store, quad))


def _graphs(store: Store, quad: ox.Quad) -> list[str]:
    """Return the named graphs that hold the triple."""
    found = store.graph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    names = (quad.graph_name for quad in found)
    return sorted(name.value for name in names if isinstance(name, ox.NamedNode))


def _property(store: Store, text: str) -> ox.NamedNode:
    """Return the property that a CURIE, an IRI, a local name or a label means."""
    guesses = (text, terms.expand(text) or "", terms.term(text))
    used = engine.iris(store.graph, "SELECT DISTINCT ?iri WHERE { ?s ?iri ?o }")
    for iri in guesses:
        if iri in used:
            return ox.NamedNode(iri)
    wanted = keys(text)
    for iri in sorted(used):
        labels = texts(store.graph, iri, terms.LABEL).values()
        local = terms.shorten(iri).rpartition(":")[2]
        if local.casefold() == text.casefold() or any(keys(words) & wanted for words in labels):
            return ox.NamedNode(iri)
    raise EntityNotFound(text, _near(text, used), Message("errors.entity.property"))


def _near(text: str, used: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    names = {terms.shorten(iri).partition(":")[2].lower(): terms.shorten(iri) for iri in used}
    found = get_close_matches(text.partition(":")[2].lower() or text.lower(), names)
    return [names[name] for name in found]


def _goes_by(store: Store, quad: ox.Quad, subject: ox.NamedNode, text: str) -> bool:
    """Tell whether the other end of a triple is what the text means."""
    other = quad.subject if quad.object == subject and quad.subject != subject else quad.object
    if isinstance(other, ox.Literal):
        return other.value.casefold() == text.casefold()
    if not isinstance(other, ox.NamedNode):
        return False
    iri = other.value
    slug = iri.rpartition("/")[2]
    if text in (iri, terms.shorten(iri), terms.path_of(iri), slug):
        return True
    names = (label(store.graph, iri, "da"), label(store.graph, iri, "en"))
    alternatives = texts(store.graph, iri, terms.ALT_LABEL).values()
    return any(keys(name) & keys(text) for name in (*names, *alternatives))


def _evidence(store: Store, quad: ox.Quad, rules: Iterable[Rule]) -> Evidence:
    """Gather what speaks for a triple from every graph that holds it."""
    graphs = _graphs(store, quad)
    subject, predicate = node(quad.subject), quad.predicate.value
    sections = [graph for graph in graphs if terms.section_number(graph)]
    derived = any(graph in terms.INFERRED for graph in graphs)
    return Evidence(
        subject=subject,
        predicate=predicate,
        value=quad.object,
        cited=tuple(_cited(store, section, quad) for section in sections),
        derivations=tuple(dict.fromkeys(_derivations(store, quad, rules))) if derived else (),
        sources=sources_of(store.graph, subject, quad.object) if terms.LINKS in graphs else (),
        layers=tuple(graph.rpartition("/")[2] for graph in graphs if _is_layer(graph)),
    )


def _is_layer(graph: str) -> bool:
    """Tell whether a graph is one of ours that needs no further explanation."""
    return graph in (terms.REGISTER, terms.THEMES, terms.SECTIONS, terms.ONTOLOGY)


def _derivations(store: Store, quad: ox.Quad, rules: Iterable[Rule]) -> Iterator[Derivation]:
    """Run each rule that can give the triple, restricted to it."""
    for rule in rules:
        for bindings in _templates(rule, quad):
            solutions = list(_solutions(store, rule, bindings))
            facts = {fact for one in solutions for fact in _support(store, rule, quad, one)}
            if solutions:
                yield Derivation(rule, tuple(sorted(facts, key=_place)))


def _place(fact: Cited) -> tuple[tuple[int, ...], str, str]:
    first = numbers(fact.lines[0])[:1] if fact.lines else ()
    return first, fact.subject, f"{fact.predicate} {fact.value}"


def _templates(rule: Rule, quad: ox.Quad) -> Iterator[dict[str, Term]]:
    """Yield, for each triple of the rule's template that fits, what its variables have to be."""
    for triple in rule.template:
        bindings: dict[str, Term] = {}
        pairs = zip(triple, quad.triple, strict=True)
        if all(_fits(part, term, bindings) for part, term in pairs):
            yield bindings


def _fits(part: Term, term: Term, bindings: dict[str, Term]) -> bool:
    """Tell whether a part of a template may be the term; a variable is then bound to it."""
    name = lexical(part).partition(VARIABLE)[2] if isinstance(part, ox.NamedNode) else ""
    return bindings.setdefault(name, term) == term if name else part == term


def _solutions(store: Store, rule: Rule, bindings: Mapping[str, Term]) -> Iterator[dict[str, Term]]:
    """Return what the rule's variables are in each of its matches that give the bindings."""
    names = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(term) for term in bindings.values())
    restriction = f"\nVALUES ({names}) {{ ({values}) }}" if bindings else ""
    solutions = engine.evaluate(store.graph, rule.matches + restriction, source=str(rule.path))
    if not isinstance(solutions, ox.QuerySolutions):
        return
    variables = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name] for name in variables if solution[name] is not None}


def matches(store: Store, rule: Rule) -> Iterator[tuple[ox.Triple, set[str]]]:
    """Yield every triple that a rule gives, with the things among which it found it."""
    for solution in _solutions(store, rule, {}):
        things = {node.value for node in solution.values() if isinstance(node, ox.NamedNode)}
        for template in rule.template:
            parts = [_filled(part, solution) for part in template]
            if None not in parts:  # SPARQL leaves out a triple with a variable that is not bound
                yield ox.Triple(*parts), things


def _filled(part: Term, solution: Mapping[str, Term]) -> Any:  # noqa: ANN401 - a part of a triple
    name = lexical(part).partition(VARIABLE)[2] if isinstance(part, ox.NamedNode) else ""
    return solution.get(name) if name else part


def _support(store: Store, rule: Rule, quad: ox.Quad, solution: Mapping[str, Term]) -> set[Cited]:
    """Return the stated triples that the rule read among the things of a match.

    When a variable of the rule is a section, only that section's graph counts. Where none lies
    among them, it is what that section says of the others that the rule went by.
    """
    nodes = {*solution.values(), quad.subject, quad.object}
    named = [node for node in nodes if isinstance(node, ox.NamedNode)]
    bound = {term.value for term in solution.values() if isinstance(term, ox.NamedNode)}
    sections = {iri for iri in bound if terms.section_number(iri)}
    read = rule.named | bound
    found = {
        _cited(store, section, one)
        for node in named
        for section, one in section_statements(store.graph, subject=node)
        if one.object in nodes
        and one.triple != quad.triple
        and (not sections or section in sections)
        and not read.isdisjoint(_also(store, one.predicate))
    }
    others = [node for node in named if node.value not in sections]
    return found or {fact for one in sections for fact in _said(store, one, others)}


def _said(store: Store, section: str, things: Iterable[ox.NamedNode]) -> Iterator[Cited]:
    """Yield what a section says of some things, and with what it points at them."""
    graph = ox.NamedNode(section)
    for thing in things:
        about = store.graph.quads_for_pattern(thing, None, None, graph)
        pointing = store.graph.quads_for_pattern(None, None, thing, graph)
        yield from (_cited(store, section, quad) for quad in (*about, *pointing))


def _also(store: Store, predicate: ox.NamedNode) -> set[str]:
    """Return a property and those above it, by which a rule may read what it says."""

    def above(one: str) -> Iterator[str]:
        found = store.graph.quads_for_pattern(ox.NamedNode(one), _ABOVE, None, ox.DefaultGraph())
        return (q.object.value for q in found if isinstance(q.object, ox.NamedNode))

    return reached([predicate.value], above)


def _cited(store: Store, section: str, quad: ox.Quad) -> Cited:
    """Return a stated triple with its lines; the citing of lines itself counts as no triple."""
    subject, predicate = node(quad.subject), quad.predicate.value
    lines = lines_of(store.graph, subject, section)
    if predicate in CITED:
        return Cited(section, lines, subject)
    return Cited(section, lines, subject, predicate, quad.object)
