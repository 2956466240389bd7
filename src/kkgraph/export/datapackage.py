"""A Frictionless data package: what the CSV files of a folder are and how they hang together."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from kkgraph import media
from kkgraph.export import keys
from kkgraph.export.tables import THINGS
from kkgraph.formats.columns import meanings
from kkgraph.formats.frames import typed
from kkgraph.project import Project, licences
from kkgraph.tables import Table
from kkgraph.texts import phrase

FILE = "datapackage.json"
_TYPES = {"text": "string"}


def descriptor(tables: Mapping[str, Table], project: Project, lang: str) -> bytes:
    """Return the package's descriptor."""
    document = {
        "profile": "tabular-data-package",
        "name": "kkgraph",
        "title": project.settings.title[lang],
        "version": project.version,
        "licenses": [_licence(project.settings.licence)],
        "resources": [_resource(name, table, lang) for name, table in tables.items()],
    }
    return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _licence(address: str) -> dict[str, str]:
    """Return a licence by what it is called, and by its name in SPDX's list if it has one."""
    name = licences.identifier(address)
    found = {"title": licences.called(address), "path": address}
    return {"name": name, **found} if name else found


def _resource(name: str, table: Table, lang: str) -> dict[str, Any]:
    key = "class" if keys.is_class(name) else name
    return {
        "profile": "tabular-data-resource",
        "name": name.lower(),
        "path": f"{name}.csv",
        "description": phrase(f"export.tables.{key}", lang, name=name),
        "format": "csv",
        "mediatype": media.RESULTS["csv"].media_type,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": _schema(name, table, lang),
    }


def _schema(name: str, table: Table, lang: str) -> dict[str, Any]:
    kinds = {column: kind for column, kind, _ in typed(table)}
    fields = [
        {
            "name": column.name,
            "type": _TYPES.get(kinds[column.name], kinds[column.name]),
            "title": column.label.get(lang, column.name),
        }
        for column in meanings(table)
    ]
    found: dict[str, Any] = {"fields": fields}
    if key := keys.primary(name):
        found["primaryKey"] = key
    pointing = [
        {"fields": column, "reference": {"resource": THINGS, "fields": "iri"}}
        for column in keys.foreign(name)
    ]
    return found | ({"foreignKeys": pointing} if pointing else {})
