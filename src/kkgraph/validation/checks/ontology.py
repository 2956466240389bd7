"""The ontology itself: each term of ours that it uses is one that it defines."""

from collections.abc import Iterator

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.validation.checks.vocabulary import Vocabulary, naming
from kkgraph.validation.report.findings import Finding, located, told
from kkgraph.validation.sources import Source


def undefined(source: Source, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield the terms of ours that the ontology itself uses and does not define."""
    for quad in source.quads:
        for term in (quad.predicate, quad.object):
            if not isinstance(term, ox.NamedNode) or not term.value.startswith(terms.KK):
                continue
            if term.value != terms.KK and not vocabulary.is_defined(term.value):
                near = vocabulary.near(term.value, {*vocabulary.classes, *vocabulary.properties})
                found = told("unknown-value", node(quad.subject), **naming(term.value, near))
                yield located(found, quad, term)
