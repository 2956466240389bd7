"""The index as JSON, for a page that reads questions without a server."""

from typing import Any

from kkgraph import terms
from kkgraph.asking.index import Asked, Index
from kkgraph.asking.readings import ENOUGH, NONE, WEIGHTS
from kkgraph.parameters import Parameter, entity_class, is_entity


def document(index: Index) -> dict[str, Any]:
    """Return what it takes to read a question: words, names, queries, weights.

    An atom is an object of terms with their strength, as in `asking.atoms`.
    """
    words = index.words
    return {
        "weights": WEIGHTS,
        "none": NONE,
        "enough": ENOUGH,
        "groups": {stem: sorted(groups) for stem, groups in sorted(words.groups.items())},
        "stop": {lang: sorted(small) for lang, small in words.stop.items()},
        "values": {name: list(phrases) for name, phrases in words.values.items()},
        "cues": {kind: list(cues) for kind, cues in words.cues.items()},
        "known": sorted(words.known),
        "common": sorted(index.common),
        "names": {name: sorted(things) for name, things in sorted(index.names.things.items())},
        "texts": index.worth.count,
        "worth": dict(sorted(index.worth.found.items())),
        "ambient": sorted(terms.home()),
        "queries": [_query(index, one) for one in index.asked],
    }


def _query(index: Index, one: Asked) -> dict[str, Any]:
    return {
        "name": one.query.name,
        "summary": one.query.summary,
        "parameters": [_parameter(index, p) for p in one.query.parameters],
        "patterns": [[dict(atom) for atom in pattern] for pattern in one.patterns],
        "title": dict(one.title),
        "columns": dict(one.columns),
        "text": dict(one.text),
        "kinds": sorted(one.kinds),
    }


def _parameter(index: Index, one: Parameter) -> dict[str, Any]:
    told = {"name": one.name, "type": one.type, "default": one.default, "enum": list(one.values)}
    return {**told, "optional": one.optional, "kinds": _kinds(index, one)}


def _kinds(index: Index, one: Parameter) -> list[str]:
    """Return the kinds of the things that a parameter may stand for."""
    cls = entity_class(one.type)
    things = (t for found in index.names.things.values() for t in found)
    members = (index.instances(cls) if cls else set(things)) if is_entity(one.type) else ()
    return sorted({kind for thing in members if (kind := terms.kind_of(thing))})
