"""Which class a thing is of, and which things are of a class."""

from collections.abc import Iterable

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql import engine
from kkgraph.sparql.graphs import Quads

_HIERARCHY = ox.NamedNode(terms.HIERARCHY)


def own_class(iri: str, classes: Iterable[str]) -> str | None:
    """Return the class of ours that says most of a thing; None if none of its classes is ours.

    That is one which its IRI does not tell already: `unit/...` that is a museum is a museum.
    """
    own = (cls for cls in classes if cls.startswith(terms.KK))
    return min(own, key=lambda cls: (cls == terms.class_of_kind(iri), cls), default=None)


def classes_of(quads: Quads, iri: str) -> list[str]:
    """Return the classes that a thing is said to be of, sorted; not those only above them."""
    found = list(quads.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(terms.TYPE), None, None))
    above = {quad.object for quad in found if quad.graph_name == _HIERARCHY}
    said = {quad.object for quad in found} - above
    return sorted(cls.value for cls in said if isinstance(cls, ox.NamedNode))


def instances(quads: Quads, cls: str) -> frozenset[str]:
    """Return the things of a class and of all classes below it."""
    select = f"SELECT ?iri {{ ?iri <{terms.TYPE}>/<{terms.SUB_CLASS_OF}>* <{cls}> }}"
    return frozenset(engine.iris(quads, select))
