"""The documents of the Reconciliation Service API 0.2: what a client asks, what it is answered.

Things are called by what follows the space of identifiers ("city/malmoe"), classes and
properties by their local names.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kkgraph import __version__, terms
from kkgraph.entities import search as entities
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.entities.labels import label
from kkgraph.entities.search import keys
from kkgraph.errors.reconciling import RequestIllFormed
from kkgraph.reconciliation import properties
from kkgraph.reconciliation.candidates import Asked, Candidate, candidates
from kkgraph.reconciliation.names import Index, class_of, local, thing_of
from kkgraph.sparql.terms import Term
from kkgraph.texts import Message, phrase

Document = dict[str, Any]
MOST = 100  # candidates or suggestions of one request
_LIMIT = 10
_DEFAULTS = ("City", "Network", "Organisation", "Project", "Municipality", "Country")
_STRICT = ("any", "should", "all")
_CARD = {"width": 430, "height": 300}


def manifest(url: str, lang: str, title: str) -> Document:
    """Describe the service whose addresses begin with a URL ("http://…/reconcile")."""
    suggest = {
        kind: {"service_url": url, "service_path": f"/suggest/{kind}"}
        for kind in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": phrase("reconcile.service", lang, title=title),
        "identifierSpace": terms.thing(""),
        "schemaSpace": terms.KK,
        "documentation": terms.ROOT,
        "serviceVersion": __version__,
        "defaultTypes": [{"id": name, "name": name} for name in _DEFAULTS],
        "view": {"url": f"{url}/view?id={{{{id}}}}"},
        "preview": {"url": f"{url}/preview?id={{{{id}}}}", **_CARD},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": url, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": phrase("reconcile.limit", lang),
                    "type": "number",
                    "default": 0,
                    "help_text": phrase("reconcile.limit_help", lang),
                }
            ],
        },
    }


def read(text: str, what: str) -> Document:
    """Return the JSON object of a field; raises RequestIllFormed."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestIllFormed(what, Message("errors.table.no_json")) from None
    if not isinstance(found, dict):
        raise RequestIllFormed(what, Message("errors.table.no_object"))
    return found


def batch(index: Index, queries: Mapping[str, Any], lang: str) -> Document:
    """Answer queries by their keys; raises RequestIllFormed and answers none."""
    asked = {key: _asked(key, query) for key, query in queries.items()}
    return {
        key: {"result": [_candidate(index, one, lang) for one in candidates(index, query)]}
        for key, query in asked.items()
    }


def _asked(key: str, query: object) -> Asked:
    if not isinstance(query, dict):
        raise RequestIllFormed("queries", Message("errors.table.query_object", key=key))
    text, given = query.get("query", ""), query.get("properties") or []
    types, strict = query.get("type") or [], query.get("type_strict", "any")
    if not isinstance(text, str) or not (text.strip() or given):
        raise RequestIllFormed("queries", Message("errors.table.query_text", key=key))
    if strict not in _STRICT:
        raise RequestIllFormed(
            "queries", Message("errors.table.strict", key=key, known=", ".join(_STRICT))
        )
    if not isinstance(given, list):
        raise RequestIllFormed("queries", Message("errors.table.properties", key=key))
    return Asked(
        text,
        tuple(class_of(_id(one)) for one in (types if isinstance(types, list) else [types])),
        strict,
        tuple(_property(key, one) for one in given),
        _limit(query.get("limit")),
    )


def _property(key: str, given: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
        raise RequestIllFormed("queries", Message("errors.table.property", key=key))
    value = given["v"]
    return given["pid"], tuple(_id(one) for one in (value if isinstance(value, list) else [value]))


def _id(value: object) -> str:
    """Return the text of a value, the identifier of an entity or class."""
    found = value.get("id", value.get("name", "")) if isinstance(value, dict) else value
    return json.dumps(found) if isinstance(found, bool) else str(found)


def _limit(given: object) -> int:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return int(max(1, min(MOST, given))) if is_number and given == given else _LIMIT  # type: ignore[call-overload]  # noqa: PLR0124 - nan


def _candidate(index: Index, one: Candidate, lang: str) -> Document:
    return {
        **_named(index, one.thing, lang),
        "score": one.score,
        "match": one.match,
        "type": _types(index, one.thing, lang),
        "features": [{"id": name, "value": value} for name, value in one.features.items()],
    }


def _named(index: Index, iri: str, lang: str) -> Document:
    name = label(index.store.graph, iri, lang)
    return {"id": local(iri), "name": name, "description": _kind(index, iri, lang)}


def _kind(index: Index, iri: str, lang: str) -> str:
    cls = own_class(iri, classes_of(index.store.graph, iri)) or terms.class_of_kind(iri)
    return label(index.store.graph, cls or terms.RESOURCE, lang)


def _types(index: Index, iri: str, lang: str) -> list[Document]:
    said = [c for c in classes_of(index.store.graph, iri) if c.startswith(terms.KK)]
    return [_class(index, cls, lang) for cls in said]


def _class(index: Index, cls: str, lang: str) -> Document:
    return {"id": local(cls), "name": label(index.store.graph, cls, lang)}


def suggest_entities(index: Index, prefix: str, lang: str, limit: int = _LIMIT) -> Document:
    """Return the things that a text begins to name."""
    found = (hit.thing for hit in entities.search(index.store, prefix))
    things = [iri for iri in found if iri in index.classes][:limit]
    return {
        "result": [
            {**_named(index, iri, lang), "notable": _types(index, iri, lang)} for iri in things
        ]
    }


def suggest_types(index: Index, prefix: str, lang: str, limit: int = _LIMIT) -> Document:
    """Return the classes that have things and whose name a text begins."""
    used = sorted({cls for classes in index.classes.values() for cls in classes})
    named = [(_class(index, cls, lang), label(index.store.graph, cls, "en")) for cls in used]
    return {
        "result": _beginning(prefix, [(one, (one["id"], other)) for one, other in named], limit)
    }


def suggest_properties(index: Index, prefix: str, lang: str, limit: int = _LIMIT) -> Document:
    """Return the properties whose name a text begins."""
    found = [({"id": p.name, "name": p.label}, ()) for p in properties.known(index.store, lang)]
    return {"result": _beginning(prefix, found, limit)}


def _beginning(
    prefix: str, found: Iterable[tuple[Document, tuple[str, ...]]], limit: int
) -> list[Document]:
    """Return those with a name in which a word begins as a text does, whole beginnings first."""
    wanted = " ".join(min(keys(prefix), key=len, default="").split())
    ranked = []
    for place, (one, others) in enumerate(found):
        forms = {form for name in (one["id"], one["name"], *others) for form in keys(name)}
        if any(form.startswith(wanted) for form in forms):
            ranked.append((0, place, one))
        elif any(f" {wanted}" in form for form in forms):
            ranked.append((1, place, one))
    return [one for _, _, one in sorted(ranked, key=lambda each: each[:2])][:limit]


def propose(index: Index, type_: str, lang: str, limit: int = MOST) -> Document:
    """Return the properties that things of a class have values for."""
    found = properties.of_class(index.store, class_of(type_), lang)[:limit]
    told = [{"id": one.name, "name": one.label} for one in found]
    return {"type": type_, "limit": limit, "properties": told}


def extend(index: Index, query: Mapping[str, Any], lang: str) -> Document:
    """Return the values of properties of things; raises RequestIllFormed."""
    ids, wanted = query.get("ids"), query.get("properties")
    if not (isinstance(ids, list) and isinstance(wanted, list)):
        raise RequestIllFormed("extend", Message("errors.table.extend"))
    if not all(isinstance(one, str) for one in ids):
        raise RequestIllFormed("extend", Message("errors.table.ids"))
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in wanted):
        raise RequestIllFormed("extend", Message("errors.table.property_id"))
    if not all(isinstance(one.get("settings") or {}, dict) for one in wanted):
        raise RequestIllFormed("extend", Message("errors.table.settings"))
    things = {text: thing_of(text) for text in ids}
    known = sorted({iri for iri in things.values() if iri in index.classes})
    rows: dict[str, Document] = {text: {} for text in things}
    for one in wanted:
        found = properties.values(index.store, known, one["id"], lang) if known else {}
        most = _limit((one.get("settings") or {}).get("limit") or MOST)
        for text, iri in things.items():
            said = found.get(iri, [])[:most]
            rows[text][one["id"]] = [_value(index, value, lang) for value in said]
    return {"meta": [_meta(index, one["id"], lang) for one in wanted], "rows": rows}


def _meta(index: Index, name: str, lang: str) -> Document:
    called = {one.name: one.label for one in properties.known(index.store, lang)}
    return {"id": name, "name": called.get(name, name)}


def _value(index: Index, value: Term, lang: str) -> Document:
    """Return a value as the API has it: a thing, a number, a day, a text."""
    if isinstance(value, ox.NamedNode):
        if value.value in index.classes or value.value.startswith(terms.KK):
            return {"id": local(value.value), "name": label(index.store.graph, value.value, lang)}
        return {"str": value.value}
    if not isinstance(value, ox.Literal):
        return {"str": str(value)}
    kind = value.datatype.value.removeprefix(terms.XSD)
    if kind in ("decimal", "double", "float", "integer"):
        return {"float": float(value.value)}
    if kind == "boolean":
        return {"bool": value.value in ("true", "1")}
    return {"str": value.value}
