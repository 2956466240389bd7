"""The description of a thing as JSON."""

from json import dumps

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.description import Description, Fact, Statement
from kkgraph.entities.labels import label, title
from kkgraph.store import Store


def json(store: Store, described: Description, lang: str) -> bytes:
    """Return the description as JSON: IRIs in full, labels in one language."""

    def statement(s: Statement) -> dict[str, object]:
        literal = isinstance(s.object, ox.Literal)
        value: dict[str, object] = {"value": getattr(s.object, "value", str(s.object))}
        if isinstance(s.object, ox.Literal):
            value |= {"datatype": s.object.datatype.value, "lang": s.object.language}
        return {
            "subject": s.subject,
            "property": s.predicate,
            "property_label": label(store.graph, s.predicate, lang),
            **value,
            "label": None if literal else title(store.graph, str(value["value"]), lang),
            "graph": s.graph,
            "section": s.section,
            "lines": list(s.lines),
            "source": s.source or None,
        }

    def fact(f: Fact) -> dict[str, object]:
        return {
            "iri": f.iri,
            "type": f.type,
            "type_label": label(store.graph, f.type, lang),
            "statements": [statement(s) for s in f.statements],
            "parts": [fact(part) for part in f.parts],
        }

    document = {
        "iri": described.iri,
        "curie": terms.shorten(described.iri),
        "label": title(store.graph, described.iri, lang, with_kind=True),
        "labels": described.names,
        "spellings": list(described.spellings),
        "types": list(described.types),
        "statements": [statement(s) for s in described.statements],
        "facts": [fact(f) for f in described.facts],
        "incoming": [statement(s) for s in described.incoming],
        "mentioned_in": list(described.mentioned),
    }
    return (dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
