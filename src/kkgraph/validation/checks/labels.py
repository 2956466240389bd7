"""Labels against each other: no two things of a class by one name.

Other labels of a thing may well differ from its preferred one in case alone: they are
spellings that the survey prints.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.report.findings import Finding, told
from kkgraph.validation.sources import Source

_Said = list[tuple[str, ox.Literal]]  # thing, label


def check(sources: Iterable[Source], vocabulary: Vocabulary) -> list[Finding]:
    """Return a finding for each thing that is called as an earlier one of its class is."""
    return list(_of_two([one for source in sources for one in _labels(source)], vocabulary))


def _labels(source: Source) -> Iterator[tuple[str, ox.Literal]]:
    wanted = ox.NamedNode(terms.PREF_LABEL)
    for quad in source.quads:
        if quad.predicate == wanted and isinstance(quad.object, ox.Literal):
            iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            if terms.path_of(iri) is not None:
                yield iri, quad.object


def _plain(label: ox.Literal) -> tuple[str, str]:
    """Return a label's language, and its characters without case or blanks that differ."""
    return label.language or "", " ".join(label.value.split()).casefold()


def _of_two(said: _Said, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield one finding for a thing whose preferred label an earlier one of its class has."""
    holders: dict[tuple[str, tuple[str, str]], str] = {}
    told_of: set[str] = set()
    for iri, label in said:
        for kind in vocabulary.things.get(iri, ()):
            first = holders.setdefault((kind, _plain(label)), iri)
            if first != iri and not {first, iri} & told_of:
                second, other = sorted((iri, first), key=lambda one: _likeness(one, label))
                told_of.add(second)
                found = told("same-label", second, other=terms.shorten(other), label=label.value)
                yield replace(found, path=terms.PREF_LABEL, value=label.value, term=label)


def _likeness(iri: str, label: ox.Literal) -> float:
    """Return how like its label an IRI is: the one less like it has the wrong label."""
    return SequenceMatcher(None, iri.rpartition("/")[2], label.value.casefold()).ratio()
