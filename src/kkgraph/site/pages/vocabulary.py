"""The documentation of the ontology: its terms, rules, shapes and versions."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.rules import load_rules
from kkgraph.site.context import Site, once
from kkgraph.site.pages.entity import slug
from kkgraph.site.pages.statements import Cell, Renderer
from kkgraph.sparql.graphs import Quads
from kkgraph.texts import phrase

_GROUPS = (
    ("classes", terms.CLASS),
    ("links", terms.OBJECT_PROPERTY),
    ("data", terms.DATATYPE_PROPERTY),
)
_SH = terms.PREFIXES["sh"]


@dataclass(frozen=True)
class Term:
    """A class, property or value of the ontology, as a reader sees it."""

    local: str
    label: str
    other: str
    definition: str
    example: str
    above: tuple[Cell, ...]
    below: tuple[Cell, ...]
    domain: tuple[Cell, ...]
    range: tuple[Cell, ...]
    count: int
    browse: str | None


@dataclass(frozen=True)
class Shape:
    """What the data of a class must satisfy, as sentences."""

    local: str
    classes: tuple[Cell, ...]
    sentences: tuple[str, ...]


def data(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `ontology.html` prints."""
    index = site.index
    values = {
        index.label(kind, lang): [_term(site, iri, lang) for iri in index.instances[kind]]
        for kind in sorted(_value_classes(site))
    }
    title = index.text(terms.ONTOLOGY, terms.TITLE, lang)
    versions = index.iris(terms.ONTOLOGY, terms.VERSION_IRI)
    return {
        "title": title or phrase("site.menu.ontology", lang),
        "description": index.text(terms.ONTOLOGY, terms.DESCRIPTION, lang),
        "groups": [
            (phrase(f"site.vocabulary.groups.{anchor}", lang), anchor, _terms(site, kind, lang))
            for anchor, kind in _GROUPS
        ],
        "values": values,
        "rules": [_rule(rule, lang) for rule in load_rules(site.store.project.rule_files())],
        "shapes": shapes(site, lang),
        "names": {
            "Section": index.label(terms.SECTION, lang),
            "Fact": index.label(terms.FACT, lang),
        },
        "history": [(site.version, site.issued, v) for v in versions],
        "iri": terms.ONTOLOGY,
        "curie": "kk:",
        "crumbs": [],
    }


def _rule(rule: Any, lang: str) -> dict[str, str]:  # noqa: ANN401 - kkgraph.rules.Rule
    return {"name": rule.name, "summary": rule.said(lang) or rule.name, "text": rule.text}


def _value_classes(site: Site) -> set[str]:
    index = site.index
    own = {iri for iri in index.by_subject if iri.startswith(terms.KK)}
    return {c for iri in own for c in index.iris(iri, terms.TYPE) if c.startswith(terms.KK)}


def _terms(site: Site, kind: str, lang: str) -> list[Term]:
    own = (iri for iri in site.index.instances[kind] if iri.startswith(terms.KK))
    found = [_term(site, iri, lang) for iri in own]
    return sorted(found, key=lambda term: term.local.casefold())


def _term(site: Site, iri: str, lang: str) -> Term:
    index, renderer = site.index, Renderer(site.index, lang)
    local = iri[len(terms.KK) :]

    def cells(predicate: str) -> tuple[Cell, ...]:
        return tuple(_cell(renderer, value) for value in index.values(iri, predicate))

    below = [
        s
        for s, p, _ in index.by_object.get(iri, ())
        if p in (terms.SUB_CLASS_OF, terms.SUB_PROPERTY_OF)
    ]
    other = index.texts(iri, terms.LABEL).get("da" if lang == "en" else "en", "")
    members = index.instances[iri]
    is_listed = any(terms.path_of(i) is not None and index.type(i) == iri for i in members)
    return Term(
        local=local,
        label=index.label(iri, lang),
        other=other,
        definition=index.text(iri, terms.DEFINITION, lang),
        example=index.text(iri, terms.EXAMPLE, lang),
        above=cells(terms.SUB_CLASS_OF) + cells(terms.SUB_PROPERTY_OF),
        below=tuple(_cell(renderer, ox.NamedNode(b)) for b in below),
        domain=cells(terms.DOMAIN),
        range=cells(terms.RANGE),
        count=len(members) or _uses(site)[iri],
        browse=_list_of(local) if is_listed else None,
    )


def _list_of(local: str) -> str:
    return "sections/" if local == "Section" else f"browse/{slug(local)}/"


@once
def _uses(site: Site) -> Counter[str]:
    """Count the triples of each property, and those that point at each value."""
    found: Counter[str] = Counter()
    for iri, said in site.index.by_subject.items():
        if terms.path_of(iri) is not None:
            found.update({predicate for predicate, _, _ in said})
            found.update({o.value for _, o, _ in said if isinstance(o, ox.NamedNode)})
    return found


def _cell(renderer: Renderer, value: object) -> Cell:
    """Return a term: ours by its label, a standard one by its CURIE."""
    if isinstance(value, ox.NamedNode) and not value.value.startswith(terms.KK):
        return Cell(terms.shorten(value.value), href=value.value)
    return renderer.cell(value) if isinstance(value, ox.NamedNode) else Cell(str(value))


def shapes(site: Site, lang: str) -> list[Shape]:
    """Return the shapes of classes, each with the sentences that its rules say of themselves."""
    path = site.store.project.shapes
    if not path.is_file():
        return []
    graph = ox.Store()
    graph.load(path=str(path), format=ox.RdfFormat.TURTLE)
    renderer = Renderer(site.index, lang)
    target = ox.NamedNode(_SH + "targetClass")
    quads = sorted(graph.quads_for_pattern(None, target, None), key=str)
    targets: dict[str, list[Cell]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            targets.setdefault(quad.subject.value, []).append(_cell(renderer, quad.object))
    found = (
        Shape(iri.rpartition("#")[2], tuple(cells), _sentences(graph, ox.NamedNode(iri), lang))
        for iri, cells in targets.items()
    )
    return [shape for shape in found if shape.sentences]


def _sentences(graph: Quads, shape: Any, lang: str) -> tuple[str, ...]:  # noqa: ANN401 - a term
    nodes = [q.object for q in graph.quads_for_pattern(shape, ox.NamedNode(_SH + "property"), None)]
    nodes += [q.object for q in graph.quads_for_pattern(shape, ox.NamedNode(_SH + "sparql"), None)]
    message = ox.NamedNode(_SH + "message")
    texts = [
        q.object.value
        for node in [shape, *nodes]
        for q in graph.quads_for_pattern(node, message, None)
        if isinstance(q.object, ox.Literal) and q.object.language == lang
    ]
    return tuple(sorted(set(texts)))
