"""What a search finds, as a table."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.entities.search import Hit
from kkgraph.queries import version
from kkgraph.store import Store
from kkgraph.tables import About, Column, Table
from kkgraph.texts import bilingual


def table(store: Store, hits: Iterable[Hit], lang: str) -> Table:
    """Return hits as rows: the thing, its name, its kind, and the spelling that was found."""
    rows = tuple(
        (
            NamedNode(hit.thing),
            Literal(label(store.graph, hit.thing, lang)),
            Literal(label(store.graph, terms.class_of_kind(hit.thing) or terms.RESOURCE, lang)),
            Literal(hit.spelling),
        )
        for hit in hits
    )
    thing = bilingual("formats.hits.thing")
    columns = (
        Column("thing", "thing", thing),
        Column("label", "label", thing, of="thing"),
        Column("kind", "text", bilingual("formats.hits.kind")),
        Column("matches", "text", bilingual("formats.hits.matches")),
    )
    about = About(lang, version=version(store), columns=columns)
    return Table(tuple(column.name for column in columns), rows, about)
