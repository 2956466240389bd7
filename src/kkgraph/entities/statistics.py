"""How large the graph is: by layer, by class and by chapter."""

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.lines import chapter, section_order
from kkgraph.store import Store
from kkgraph.tables import About, Column, Table
from kkgraph.texts import bilingual, phrase

_TRIPLES = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_CLASSES = """SELECT DISTINCT ?class ?thing WHERE { ?thing a ?class }"""
_FACTS = f"""SELECT ?g ?fact
WHERE {{ GRAPH ?g {{ ?fact a ?class }} ?class <{terms.SUB_CLASS_OF}>+ <{terms.FACT}> }}"""


@dataclass(frozen=True)
class Size:
    """A count: of triples in a layer or chapter, of things of a class, of facts in a chapter."""

    group: str
    name: str
    counted: str
    count: int


def sizes(store: Store, lang: str = "en") -> list[Size]:
    """Return all sizes, each group in a fixed order."""
    return [*_layers(store), *_classes(store, lang), *_chapters(store)]


def _pairs(store: Store, query: str) -> list[tuple[str, str]]:
    found = store.graph.query(query)
    rows = found if isinstance(found, ox.QuerySolutions) else ()
    return [(_text(first), _text(second)) for first, second in map(tuple, rows)]


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _layers(store: Store) -> list[Size]:
    counts: Counter[str] = Counter()
    for graph, count in _pairs(store, _TRIPLES):
        counts[terms.LAYERS.get(graph, terms.SURVEY)] += int(count)
    order = [terms.SURVEY, *terms.LAYERS.values()]
    return [Size("layer", name, "triples", counts[name]) for name in order if counts[name]]


def _classes(store: Store, lang: str) -> list[Size]:
    counts = Counter(
        cls for cls, thing in _pairs(store, _CLASSES) if terms.path_of(thing) is not None
    )
    named = [(label(store.graph, cls, lang), n) for cls, n in counts.items()]
    return [Size("class", name, "things", n) for name, n in sorted(named)]


def _chapters(store: Store) -> list[Size]:
    triples: Counter[str] = Counter()
    for graph, count in _pairs(store, _TRIPLES):
        triples[_chapter(graph)] += int(count)
    facts = Counter(_chapter(graph) for graph, _ in set(_pairs(store, _FACTS)))
    chapters = sorted(filter(None, triples), key=section_order)
    return [
        Size("chapter", chapter, counted, counts[chapter])
        for chapter in chapters
        for counted, counts in (("facts", facts), ("triples", triples))
    ]


def _chapter(graph: str) -> str:
    return chapter(terms.section_number(graph) or "")


def table(found: list[Size], lang: str = "en") -> Table:
    """Return sizes as a table of terms, in words of a language."""
    kinds = {"group": "text", "name": "text", "counted": "text", "count": "number"}
    columns = tuple(
        Column(name, kind, bilingual(f"stats.columns.{name}")) for name, kind in kinds.items()
    )
    rows = tuple(_row(one, lang) for one in found)
    return Table(tuple(kinds), rows, About(lang, columns=columns))


def _row(size: Size, lang: str) -> tuple[ox.Literal, ...]:
    name = phrase(f"stats.layers.{size.name}", lang) if size.group == "layer" else size.name
    words = (phrase(f"stats.{size.group}", lang), name, phrase(f"stats.{size.counted}", lang))
    count = ox.Literal(str(size.count), datatype=ox.NamedNode(terms.XSD + "integer"))
    return (*map(ox.Literal, words), count)
